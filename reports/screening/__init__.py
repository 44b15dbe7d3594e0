"""Hard identifiers in free text: what could name a patient, found, described and removed.

Rule: such text is refused and stored nowhere (design I6); the classes are those of HIPAA Safe Harbor, 45 CFR
164.514(b)(2), made stricter: only the year of a date is kept. Names and places below state are not found here: they
are for a person to judge. Offsets are code points of the text as typed (a browser counts UTF-16 units).
No answer holds any of the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reports.screening.folding import Reading, fold, readings
from reports.screening.places import ZIP_AFTER_ADDRESS
from reports.screening.rule import Rule
from reports.screening.rules import RULES

KIND_WORDS: Final[Mapping[str, str]] = {
    "account_number": "account number",
    "address": "street address",
    "age": "age over 89",
    "claim_number": "claim number",
    "date": "date",
    "device_number": "device number",
    "email": "e-mail address",
    "fax": "fax number",
    "group_number": "group number",
    "ip": "IP address",
    "license_number": "license number",
    "member_number": "member number",
    "mrn": "medical record number",
    "npi": "NPI",
    "number": "identifying number",
    "patient_number": "patient number",
    "phone": "phone number",
    "policy_number": "policy number",
    "provider_number": "provider number",
    "record_number": "record number",
    "reference_number": "reference number",
    "ssn": "Social Security number",
    "tax_id": "tax number",
    "url": "web address",
    "vehicle_number": "vehicle number",
    "zip": "ZIP code",
}
AFTER_ADDRESS: Final = 60  # characters behind a street address in which five digits are its ZIP
ROUNDS: Final = 8  # two are usual: one finds, one finds nothing more


class Finding(NamedTuple):
    """One identifier: its kind (a key of KIND_WORDS) and where it stands, as `text[start:end]` of the text as typed."""

    kind: str
    start: int
    end: int


class Match(NamedTuple):
    """A rule's match in a reading. `start` and `end` are offsets in the text as typed; the lower rank names a span."""

    start: int
    end: int
    rank: int
    kind: str


def find_identifiers(text: str) -> list[Finding]:
    """Every hard identifier, in order, none overlapping. Never raises. Time grows linearly with the text."""
    plain = fold(text)
    found: list[Match] = []
    for _ in range(ROUNDS):  # what is found is covered and the rest read again, as it will stand once redacted
        fresh = _merged([match for reading in readings(plain) for match in _scanned(reading)])
        if not fresh:
            break
        found = _merged([*found, *fresh])
        plain = plain.masked((match.start, match.end) for match in fresh)
    return [Finding(match.kind, match.start, match.end) for match in found]


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


def _scanned(reading: Reading) -> list[Match]:
    found = [reading_match for rank, rule in enumerate(RULES) for reading_match in _matches(rule, rank, reading.text)]
    streets = [match.end for match in found if match.kind == "address"]
    found += [zip_code for end in streets for zip_code in _zip_behind(reading.text, end)]
    return [
        match._replace(start=reading.origins[match.start], end=reading.origins[match.end - 1] + 1) for match in found
    ]


def _matches(rule: Rule, rank: int, text: str) -> Iterator[Match]:
    """A refused match gives up one character only, so that it cannot hide another one inside it."""
    position = 0
    while match := rule.pattern.search(text, position):
        if rule.check(match):
            yield Match(match.start(1), match.end(1), rank, rule.kind)
            position = max(match.end(1), match.start() + 1)
        else:
            position = match.start() + 1


def _zip_behind(text: str, end: int) -> Iterator[Match]:
    match = ZIP_AFTER_ADDRESS.pattern.search(text, end, end + AFTER_ADDRESS)
    if match:
        yield Match(match.start(1), match.end(1), len(RULES), ZIP_AFTER_ADDRESS.kind)


def _merged(matches: Sequence[Match]) -> list[Match]:
    """Overlapping matches become one span under the name of the lowest rank."""
    merged: list[Match] = []
    for match in sorted(matches):
        if merged and match.start < merged[-1].end:
            best = min(merged[-1], match, key=lambda each: each.rank)
            merged[-1] = Match(merged[-1].start, max(merged[-1].end, match.end), best.rank, best.kind)
        else:
            merged.append(match)
    return merged
