"""Identifiers where sources are cited: what somebody holds to be wrong here, and what a moderator answers.

A web address is no identifier there, nor the number of which a file's name in it consists; CMS's own names of files
are none either, in an address or by themselves. An address that holds any other identifier is one as ever.
"""

import re
from typing import Final

from reports.screening import Finding, find_identifiers

# Laboratory fees (26CLABQ3, clab2026), physician fees (RVU26C), manuals (clm104c12), transmittals (R12345CP).
CMS_FILE: Final = re.compile(
    r"(?<![0-9a-z])(?:[0-9]{2}clabq[1-4]|clab(?:20)?[0-9]{2}|rvu[0-9]{2}[a-d]r?|clm104c[0-9]{2}|bp102c[0-9]{2}|"
    r"r[0-9]{2,5}(?:cp|otn|pi|bp|ncd))(?![0-9a-z])",
    re.IGNORECASE | re.ASCII,
)
NO_IDENTIFIER: Final = frozenset({"url", "number"})  # of the parts of an address
_BETWEEN_PARTS: Final = re.compile(r"[/?&=#]+")


def find_beside_sources(text: str) -> list[Finding]:
    """As `find_identifiers`, sources aside."""
    told = CMS_FILE.sub(lambda name: "a" * len(name[0]), text)
    return [one for one in find_identifiers(told) if one.kind != "url" or _holds_another(told[one.start : one.end])]


def _holds_another(address: str) -> bool:
    """Within an address the rules look for nothing else."""
    parts = _BETWEEN_PARTS.split(address)
    return any(one.kind not in NO_IDENTIFIER for part in parts for one in find_identifiers(part))
