"""How far a price may be trusted: computed from the release, the place and what was assumed, never a constant."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Level = Literal["high", "medium", "low"]


class Confidence(NamedTuple):
    level: Level
    reasons: tuple[str, ...]


class _Finding(NamedTuple):
    at_most: Level
    reason: str


_RANK: dict[Level, int] = {"low": 0, "medium": 1, "high": 2}


def confidence(
    *, release: str, covers_date: bool, complete: bool, locality: str = "", assumptions: Sequence[str] = ()
) -> Confidence:
    """The lowest level any finding allows, and every finding in words.

    `release` as a reader knows it ("October 2025"); `covers_date` False where an earlier release stands in;
    `complete` False for a hand-collected list; `locality` by name, "" for the national amount;
    `assumptions` in whole sentences: `Price.assumptions`, and whatever the caller had to assume (a setting, say).
    """
    findings = [
        _Finding("high", f"The {release} release covers the date asked.")
        if covers_date
        else _Finding("low", f"No release for the date asked is loaded: {release} stands in."),
        _Finding("high", f"The {release} release is loaded completely, as CMS published it.")
        if complete
        else _Finding("medium", f"Of {release} only a starter list collected by hand is loaded."),
        _Finding("high", f"The amount is for {locality}.")
        if locality
        else _Finding("medium", "This is the national amount; each locality's differs."),
        *(_Finding("medium", assumption) for assumption in assumptions),
    ]
    return Confidence(
        level=min((finding.at_most for finding in findings), key=_RANK.__getitem__),
        reasons=tuple(finding.reason for finding in findings),
    )


def lab_confidence(*, loaded: int, asked: int) -> Confidence:
    """Of an amount of the laboratory schedule of the year `loaded`, for a service in the year `asked`.

    That schedule has one national amount a year, so nothing but the year lowers it.
    """
    if loaded == asked:
        return Confidence("high", (f"The laboratory amount is that of {loaded}.",))
    return Confidence("low", (f"The laboratory schedule of {asked} is not loaded: {loaded} stands in.",))
