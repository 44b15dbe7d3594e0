"""Identifiers in free text: what could name a patient, found, described and removed.

Rule: text with a hard one is refused and stored nowhere (design I6); the classes are those of HIPAA Safe Harbor, 45 CFR
164.514(b)(2), made stricter: only the year of a date is kept. Names and places below state are soft: they hold a text
for a person to judge. Offsets are code points of the text as typed (a browser counts UTF-16 units).
No answer holds any of the text.
"""

from collections.abc import Sequence
from typing import NamedTuple

from reports.screening.kinds import KIND_WORDS as KIND_WORDS
from reports.screening.listed import find_names
from reports.screening.rules import LAST_RULES, RULES, SOFT_RULES
from reports.screening.scanning import Match, merged, scan
from reports.screening.sites import find_sites
from reports.screening.torn import find_torn
from reports.screening.towns import find_towns


class Finding(NamedTuple):
    """One identifier: its kind (a key of KIND_WORDS) and where it stands, as `text[start:end]` of the text as typed."""

    kind: str
    start: int
    end: int


class Screened(NamedTuple):
    """`hard` refuses a text, `soft` holds it."""

    hard: list[Finding]
    soft: list[Finding]


def find_identifiers(text: str) -> list[Finding]:
    """Every hard identifier, in order, none overlapping. Never raises. Time grows linearly with the text."""
    return [Finding(match.kind, match.start, match.end) for match in scan(text, RULES, LAST_RULES)]


def find_soft(text: str) -> list[Finding]:
    """Names of persons and places below state, in order, none overlapping. A guess: a person must judge."""
    named = [Match(start, end, len(SOFT_RULES), "name") for start, end in (*find_names(text), *find_torn(text))]
    places = [Match(start, end, len(SOFT_RULES), "place") for start, end in (*find_towns(text), *find_sites(text))]
    found = merged([*scan(text, SOFT_RULES), *named, *places])
    return [Finding(match.kind, match.start, match.end) for match in found]


def screen(text: str) -> Screened:
    """Both classes; what is hard hides what is soft."""
    hard = find_identifiers(text)
    covers = [(finding.start, finding.end) for finding in hard]
    clear = (each for each in find_soft(text) if all(each.end <= start or end <= each.start for start, end in covers))
    return Screened(hard, list(clear))


def redact(text: str, findings: Sequence[Finding]) -> str:
    """The text with each finding replaced by words such as "[phone number removed]". Findings must not overlap."""
    parts = []
    kept = 0
    for kind, start, end in sorted(findings, key=lambda finding: finding.start):
        parts += [text[kept:start], f"[{KIND_WORDS[kind]} removed]"]
        kept = end
    return "".join([*parts, text[kept:]])


def describe(findings: Sequence[Finding]) -> str:
    """Such as: a phone number at characters 15-26 and a date at characters 31-40. Counted from 1; "" for none."""
    places = [f"{_with_article(KIND_WORDS[kind])} at characters {start + 1}-{end}" for kind, start, end in findings]
    return " and ".join(part for part in (", ".join(places[:-1]), *places[-1:]) if part)


def _with_article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiouIN' else 'a'} {words}"
