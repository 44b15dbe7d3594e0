"""What the site says about itself: how much came in, what became of it, and how much of that may be shown.

Reports on codes without figures must not show through here either: neither by subtracting published figures from the
reports that count, nor by comparing one day with another. What is shown adds up, so whatever is left out is pooled,
and the pool is nothing or at least the threshold.
"""

from collections.abc import Mapping
from typing import Final, TypedDict

from reports.disclosure import POOL, publishable_slices
from reports.vocabulary import REJECTIONS, Words

BECAME: Final[Words] = {
    "counted": "Counted in the figures",
    "expired": "Too old, kept but no longer counted",
    "held": "Held for a moderator",
    "rejected": "Rejected by a moderator",
    "withdrawn": "Withdrawn by the sender",
    POOL: "Otherwise",
}
REASONS: Final[Words] = {**REJECTIONS, POOL: "Other reasons"}


class Facts(TypedDict):
    """All there is to know, private. What became of the reports adds up to all that were ever received."""

    became: dict[str, int]
    rejections: dict[str, int]  # reasons of those that are rejected
    waited: dict[str, int]  # days from receipt to decision -> decisions that stand
    undone: int
    objections: dict[str, int]  # "answered" and "waiting"
    outside: int  # reports that count on codes without published figures


class Line(TypedDict):
    key: str
    reports: int


class Shown(TypedDict):
    """What the public reads. None: too few to say."""

    received: int
    became: list[Line]
    rejections: list[Line]
    decisions: int | None
    median_days: float | None
    undone: int | None
    objections: int | None
    answered: int | None


def is_due(now: Facts, last: Facts | None, *, threshold: int) -> bool:
    """Whether a new account may be shown in place of the last one."""
    if _received(now) < threshold or 0 < now["outside"] < threshold:
        return False
    return last is None or (
        _changed(_leaves(now), _leaves(last)) >= threshold and not 0 < abs(now["outside"] - last["outside"]) < threshold
    )


def publishable(facts: Facts, *, threshold: int) -> Shown:
    became = _lines(facts["became"], threshold, whole=_received(facts))
    rejected = next((line["reports"] for line in became if line["key"] == "rejected"), 0)
    decisions, undone = sum(facts["waited"].values()), facts["undone"]
    answered, objections = facts["objections"].get("answered", 0), sum(facts["objections"].values())
    apart = publishable_slices(facts["objections"], whole=objections, threshold=threshold)
    return Shown(
        received=_received(facts),
        became=became,
        rejections=_lines(facts["rejections"], threshold, whole=rejected) if rejected else [],
        decisions=decisions if decisions >= threshold else None,
        median_days=median(facts["waited"]) if decisions >= threshold else None,
        undone=undone if undone >= threshold else None,
        objections=objections if objections >= threshold else None,
        answered=answered if "answered" in apart else None,
    )


def median(waited: Mapping[str, int]) -> float:
    """The median of so many waits of so many days. Raises ValueError where there is none."""
    ordered = sorted((int(days), n) for days, n in waited.items())
    total = sum(n for _, n in ordered)
    if not total:
        raise ValueError("nothing waited")
    return (_nth(ordered, (total - 1) // 2) + _nth(ordered, total // 2)) / 2


def _nth(ordered: list[tuple[int, int]], index: int) -> int:
    """The value at `index`, from 0, of a sorted list given as values and how often each comes."""
    for value, n in ordered:
        if index < n:
            return value
        index -= n
    raise IndexError(index)


def _lines(counts: Mapping[str, int], threshold: int, *, whole: int) -> list[Line]:
    """The parts that may be told apart, largest first, and the rest in one; empty where no part may."""
    shown = publishable_slices(counts, whole=whole, threshold=threshold)
    lines = [Line(key=key, reports=counts[key]) for key in sorted(shown, key=lambda key: (-counts[key], key))]
    rest = whole - sum(line["reports"] for line in lines)
    return lines + ([Line(key=POOL, reports=rest)] if lines and rest else [])


def _received(facts: Facts) -> int:
    return sum(facts["became"].values())


def _leaves(facts: Facts) -> dict[str, int]:
    """What became of the reports, the rejected ones by reason."""
    became = {key: n for key, n in facts["became"].items() if key != "rejected"}
    return became | {f"rejected: {reason}": n for reason, n in facts["rejections"].items()}


def _changed(now: Mapping[str, int], last: Mapping[str, int]) -> int:
    """How many reports came or moved, at the least."""
    moves = [now.get(key, 0) - last.get(key, 0) for key in {*now, *last}]
    return max(sum(move for move in moves if move > 0), -sum(move for move in moves if move < 0))
