"""Identifiers in free text: what could name a patient, found, described and removed.

Rule: text with a hard one is refused and stored nowhere (design I6); the classes are those of HIPAA Safe Harbor, 45 CFR
164.514(b)(2), made stricter: only the year of a date is kept. Names and places below state are soft: they hold a text
for a person to judge. Offsets are code points of the text as typed (a browser counts UTF-16 units).
No answer holds any of the text.
"""

from collections.abc import Sequence
from typing import NamedTuple

from reports.screening.folding import Reading, fold
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
    return _hard(fold(text))


def find_soft(text: str) -> list[Finding]:
    """Names of persons and places below state, in order, none overlapping. A guess: a person must judge."""
    return _soft(text, fold(text))


def screen(text: str) -> Screened:
    """Both classes; what is hard hides what is soft."""
    reading = fold(text)
    hard = _hard(reading)
    covers = [(finding.start, finding.end) for finding in hard]
    soft = _soft(text, reading)
    clear = (each for each in soft if all(each.end <= start or end <= each.start for start, end in covers))
    return Screened(hard, list(clear))


def _hard(reading: Reading) -> list[Finding]:
    return [Finding(match.kind, match.start, match.end) for match in scan(reading, RULES, LAST_RULES)]


def _soft(text: str, reading: Reading) -> list[Finding]:
    last = len(SOFT_RULES)  # a rank: of what both find, the rules say what it is
    named = [Match(*span, last, "name") for find in (find_names, find_torn) for span in find(text, reading)]
    places = [Match(*span, last, "place") for find in (find_towns, find_sites) for span in find(text, reading)]
    return [
        Finding(match.kind, match.start, match.end) for match in merged([*scan(reading, SOFT_RULES), *named, *places])
    ]


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
