"""The figure of the recent months beside the whole: which months, and what of them may be shown (I4).

The month of receipt is guarded, and who knows the whole and its recent part knows the part before. So both parts come
from the snapshot alone, and neither may show a cell of 1 to `threshold` - 1: what would is pooled or withheld.
"""

import datetime
from typing import Final, NotRequired, TypedDict

from reports import spans
from reports.aggregation import Cells, Counts, Label, Recovered, Row, decided_of, recovered, row, rows, size
from reports.disclosure import POOL, is_enough
from reports.spans import Months, Received

MONTHS: Final = 12  # the month of the snapshot is the last of them
TOP: Final = 3  # reasons shown
FIELDS: Final = ("reason", "outcome")


class Part(TypedDict):
    """Of the reports received in some months: how many, and by reason and outcome."""

    reports: int
    reason: Cells
    outcome: Cells


class Taken(TypedDict):
    """What a snapshot holds. `since`: first day of the window; `expired`: reports kept but no longer counted.

    `told`: bounds of this and former windows, as `spans` has them.
    """

    since: NotRequired[str]
    recent: NotRequired[Part]
    before: NotRequired[Part]
    expired: NotRequired[int]
    told: NotRequired[dict[str, list[str]]]


class Told(TypedDict):
    """What may be shown. `reason`: those that stand by name; `recovery`: paid in full and decided, None if withheld."""

    since: str
    as_of: str
    reports: int
    reason: Cells
    recovery: list[int] | None


class Recent(TypedDict):
    """What is shown. `recovery` is None where it is withheld, or nothing is decided."""

    since: str
    as_of: str
    reports: int
    reason: list[Row]
    recovery: Recovered | None


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month that lies so many months before that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, 1)


def take(months: Months, given: Received, *, today: datetime.date, last: Taken, expired: int, threshold: int) -> Taken:
    """A fresh snapshot; `given`: what was received in these months; `last`: the snapshot it replaces."""
    told = spans.since_first(last.get("told", {}), given)
    if "since" in last:
        told = spans.adding(told, [spans.WHOLE], [datetime.date.fromisoformat(last["since"])])
    since = _window(given, told, today=today, last=last, threshold=threshold)
    return Taken(
        since=since.isoformat(),
        recent=_part([counts for month, counts in months.items() if month >= since]),
        before=_part([counts for month, counts in months.items() if month < since]),
        expired=expired,
        told=spans.adding(told, [spans.WHOLE], [since]),
    )


def _window(given: Received, told: spans.Told, *, today: datetime.date, last: Taken, threshold: int) -> datetime.date:
    """The first month of the window, which waits until the one wanted gives no few reports away."""
    wanted = months_before(today, MONTHS - 1)
    if "since" not in last:
        return wanted
    moves = spans.leaves_enough(given, told, [wanted], threshold=threshold)
    return wanted if moves else datetime.date.fromisoformat(last["since"])


def _part(months: list[Counts]) -> Part:
    sums: dict[str, dict[str, int]] = {field: {} for field in FIELDS}
    for counts in months:
        for field in FIELDS:
            for key, n in counts.get(field, {}).items():
                sums[field][key] = sums[field].get(key, 0) + n
    return Part(reports=sum(size(counts) for counts in months), reason=sums["reason"], outcome=sums["outcome"])


def publishable(taken: Taken, as_of: datetime.date | None, *, threshold: int) -> Told | None:
    """What may be shown of a snapshot; None where the recent reports or the ones before are too few."""
    if as_of is None or "since" not in taken:
        return None
    recent, before = taken["recent"], taken["before"]
    if recent["reports"] < threshold or not is_enough(before["reports"], threshold):
        return None
    return Told(
        since=taken["since"],
        as_of=as_of.isoformat(),
        reports=recent["reports"],
        reason=_reasons(recent, before, threshold=threshold),
        recovery=_recovery(recent, before, threshold=threshold),
    )


def shown(told: Told | None, label: Label) -> Recent | None:
    """The most reported reasons first, and a pool of the rest."""
    if told is None:
        return None
    n, cells = told["reports"], told["reason"]
    named = rows(cells, n, lambda key: label("reason", key))
    pool = n - sum(cells.values())
    return Recent(
        since=told["since"],
        as_of=told["as_of"],
        reports=n,
        reason=[*named, row(POOL, pool, n, "Other or not stated")] if named and pool else named,
        recovery=recovered(*told["recovery"]) if told["recovery"] else None,
    )


def publishable_expired(taken: Taken, *, threshold: int) -> int | None:
    """How many reports are kept but no longer counted, if they are enough to say so. A few look like none."""
    expired = taken.get("expired", 0)
    return expired if expired >= threshold else None


def _reasons(recent: Part, before: Part, *, threshold: int) -> Cells:
    """The most reported reasons; empty where they cannot stand without giving others away."""
    cells, earlier = recent["reason"], before["reason"]
    named = [key for key, n in cells.items() if n >= threshold and is_enough(earlier.get(key, 0), threshold)]
    named = sorted(named, key=lambda key: (-cells[key], key))[:TOP]
    while named and not all(is_enough(_pool(part, named), threshold) for part in (recent, before)):
        named.pop()
    return {key: cells[key] for key in named}


def _pool(part: Part, named: list[str]) -> int:
    return part["reports"] - sum(part["reason"].get(key, 0) for key in named)


def _recovery(recent: Part, before: Part, *, threshold: int) -> list[int] | None:
    """Paid in full, and decided; withheld where paid in full, otherwise decided or undecided are a few reports."""
    if not all(is_enough(n, threshold) for part in (recent, before) for n in _ends(part)):
        return None
    paid_full, otherwise, _ = _ends(recent)
    decided = paid_full + otherwise
    return [paid_full, decided] if decided else None


def _ends(part: Part) -> tuple[int, int, int]:
    """How many were paid in full, decided otherwise, and not decided."""
    paid_full = part["outcome"].get("paid_full", 0)
    decided = decided_of(part["outcome"])
    return paid_full, decided - paid_full, part["reports"] - decided
