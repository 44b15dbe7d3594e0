"""Carries the rules out: a text in all its readings, until nothing more is found."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reports.screening.conditions import compiled, hold
from reports.screening.folding import Reading, readings
from reports.screening.places import ZIP_AFTER_ADDRESS
from reports.screening.rule import Rule

AFTER_ADDRESS: Final = 60  # characters behind a street address in which five digits are its ZIP
ROUNDS: Final = 8  # two are usual: one finds, one finds nothing more; no story of the corpora needed four
READ_AT_MOST: Final = 2  # times a text's length, over all rounds and readings: then the last rules alone, once
SHORT: Final = 5_000  # characters that even a shorter text may count as its length
READABLE: Final = re.compile("[0-9a-z]")  # without any of these no pattern matches


class Match(NamedTuple):
    """A rule's match in a reading. `start` and `end` are offsets in the text as typed; the lower rank names a span."""

    start: int
    end: int
    rank: int
    kind: str


def scan(plain: Reading, rules: Sequence[Rule], last: Sequence[Rule] = ()) -> list[Match]:
    """Everything that the rules find, in order, none overlapping. Time grows linearly with the text.

    The `last` ones read what the others left, once these find nothing more or enough was read.
    """
    left = READ_AT_MOST * max(SHORT, len(plain.text))
    found: list[Match] = []
    for _ in range(ROUNDS):  # what is found is covered and the rest read again, as it will stand once redacted
        ways = list(readings(plain))
        fresh = _fresh(ways, rules if left > 0 else ()) or _fresh(ways, last)
        found = merged([*found, *fresh])
        if left <= 0 or not fresh:
            break
        left -= len(ways) * len(plain.text)
        plain = plain.masked((match.start, match.end) for match in fresh)
        if not READABLE.search(plain.text):
            break
    return found


def _fresh(ways: Sequence[Reading], rules: Sequence[Rule]) -> list[Match]:
    return merged([match for reading in ways for match in _scanned(reading, rules)])


def merged(matches: Sequence[Match]) -> list[Match]:
    """Overlapping matches become one span under the name of the lowest rank."""
    spans: list[Match] = []
    for match in sorted(matches):
        if spans and match.start < spans[-1].end:
            best = min(spans[-1], match, key=lambda each: each.rank)
            spans[-1] = Match(spans[-1].start, max(spans[-1].end, match.end), best.rank, best.kind)
        else:
            spans.append(match)
    return spans


def _scanned(reading: Reading, rules: Sequence[Rule]) -> list[Match]:
    hints = {hint: compiled(hint).search(reading.text) is not None for hint in {rule.hint for rule in rules}}
    hinted = [(rank, rule) for rank, rule in enumerate(rules) if hints[rule.hint]]
    found = [match for rank, rule in hinted for match in matches(rule, rank, reading.text)]
    streets = [match.end for match in found if match.kind == "address"]
    found += [zip_code for end in streets for zip_code in _zip_behind(reading.text, end, len(rules))]
    return [
        match._replace(start=reading.origins[match.start], end=reading.origins[match.end - 1] + 1) for match in found
    ]


def matches(rule: Rule, rank: int, text: str) -> Iterator[Match]:
    """A refused match gives up one character only, so that it cannot hide another one inside it."""
    pattern = compiled(rule.pattern)
    position = 0
    while match := pattern.search(text, position):
        if hold(rule.conditions, match):
            yield Match(match.start(1), match.end(1), rank, rule.kind)
            position = max(match.end(1), match.start() + 1)
        else:
            position = match.start() + 1


def _zip_behind(text: str, end: int, rank: int) -> Iterator[Match]:
    match = compiled(ZIP_AFTER_ADDRESS.pattern).search(text, end, end + AFTER_ADDRESS)
    if match:
        yield Match(match.start(1), match.end(1), rank, ZIP_AFTER_ADDRESS.kind)
