"""Rarities: an answer that hardly anybody else gives on this code.

It may be the one report worth reading, so it is a mark for the moderator and never holds.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from reports.triage.marks import Mark

FEWEST: Final = 30  # reports on the code; with fewer, everything is rare
SHARE: Final = 0.01
WEIGHT: Final = 1
NAMES: Final[Mapping[str, str]] = {"kind": "what happened", "modifier": "modifier", "paired_code": "paired code"}


class Answer(NamedTuple):
    field: str  # one of NAMES
    key: str  # as the tally holds it
    words: str  # as a moderator reads it


def rarity(answers: Mapping[Answer, int], others: int) -> Mark | None:
    """`answers`: this report's, each with how many of the code's `others` reports give it too."""
    if others < FEWEST:
        return None
    rare = sorted((seen, answer) for answer, seen in answers.items() if seen <= SHARE * others)
    if not rare:
        return None
    seen, answer = rare[0]
    words = f"{NAMES[answer.field]} {answer.words}: in {seen} of {others} other reports"
    return Mark("rarity", words, WEIGHT, holds=False)
