"""Copies: stories that say nearly the same, found by their shingles (runs of SHINGLE words).

Two are alike where their shingles overlap by ALIKE (Jaccard: shared by all). In a story of forty words that is four
words changed here and there. The lines of one claim carry one story on purpose: the same label, day and text on
another code is no copy.
"""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from reports.triage.marks import Mark

SHINGLE: Final = 3  # words
FEWEST: Final = 12  # words; shorter stories are alike by nature
ALIKE: Final = 0.5
DAYS: Final = 28
CROWD: Final = 50  # stories; more need not be counted
WEIGHT: Final = 3

_WORD: Final = re.compile(r"\w+")


class Told(NamedTuple):
    """A story, and whose it is."""

    report: UUID
    code: str
    contributor: str
    received: datetime.date
    story: str


def shingles(text: str) -> frozenset[str]:
    """Runs of words, whatever their case and punctuation; none of a short text."""
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST:
        return frozenset()
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def copies(new: Sequence[Told], known: Sequence[Told]) -> dict[UUID, Mark]:
    """Which of the `new` stories repeat others, those among themselves included. `known` may hold them too."""
    told = list({one.report: one for one in (*known, *new)}.values())
    sets = [shingles(one.story) for one in told]
    holding = _holding(sets)
    fresh = {one.report for one in new}
    found = {}
    for at, one in enumerate(told):
        if one.report not in fresh:
            continue
        alike = [told[other] for other in _alike(at, sets, holding) if not _one_claim(one, told[other])]
        if alike:
            found[one.report] = _mark(one, alike)
    return found


def _holding(sets: Sequence[frozenset[str]]) -> Mapping[str, list[int]]:
    """Shingle -> stories that hold it, at most CROWD of them: a flood of copies must not take a flood of time."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for at, held in enumerate(sets):
        for shingle in held:
            if len(holding[shingle]) < CROWD:
                holding[shingle].append(at)
    return holding


def _alike(at: int, sets: Sequence[frozenset[str]], holding: Mapping[str, list[int]]) -> list[int]:
    likeliest = Counter(other for shingle in sets[at] for other in holding[shingle] if other != at)
    return [other for other, _ in likeliest.most_common(CROWD) if _overlap(sets[at], sets[other]) >= ALIKE]


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _one_claim(one: Told, other: Told) -> bool:
    return (one.contributor, one.received) == (other.contributor, other.received) and one.code != other.code


def _mark(one: Told, alike: Sequence[Told]) -> Mark:
    elsewhere = sum(other.code != one.code for other in alike)
    words = f"the story nearly repeats that of {len(alike)} other report{'s' * (len(alike) > 1)}"
    return Mark("copy", words + (f", {elsewhere} of them on other codes" if elsewhere else ""), WEIGHT, holds=True)
