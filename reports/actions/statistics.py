"""From changes to published figures, one code and one transaction at a time (I1, I3, I4).

What a refresh costs depends on what changed and on how many answers a code has, never on how many reports.
Lock order, always: the code, then every parent whose slices move, sorted; slices are written only after both.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Min
from django.utils import timezone

from reports import figures
from reports.actions.folding import fold
from reports.actions.parents import move_parents, settle
from reports.actions.snapshots import renew_snapshot
from reports.actions.tallying import Moved, counts_of, follow, large_pairs, recount
from reports.actions.written import Stored, Stories, remove, rows_of, stored_of, stories_of, sync_stories, write
from reports.aggregation import SLICED, Counts, size
from reports.figures import Group, Snapshot, Told
from reports.models import DirtyCode, ParentStatistic, Report, Standing, Statistic, Tally, rules
from reports.models.report import COUNTED
from reports.tallies import WHOLE, Subject

logger = logging.getLogger(__name__)

# The labels of a code's counted reports, one after the other, as far as they are needed: however many reports bear one,
# it is met once.
CONTRIBUTORS = f"""
WITH RECURSIVE label (name, place) AS (
  (SELECT contributor, 1 FROM reports_report
   WHERE code = %(code)s AND {COUNTED}
   ORDER BY contributor LIMIT 1)
  UNION ALL
  SELECT (SELECT contributor FROM reports_report
          WHERE code = %(code)s AND contributor > label.name AND {COUNTED}
          ORDER BY contributor LIMIT 1), place + 1
  FROM label WHERE label.name IS NOT NULL AND place < %(most)s
)
SELECT count(name) FROM label
"""  # noqa: S608


LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
LOCK_AND_HURRY = f"{LOCK}, set_config('synchronous_commit', 'off', true)"


class _Slices(NamedTuple):
    """What becomes of a code's slices: which moved and by how much, which are new, go, or are written."""

    moved: Mapping[Subject, Counts]
    fresh: frozenset[Subject]
    gone: frozenset[Subject]
    written: frozenset[Subject]

    def let_out(self, counts: Mapping[Subject, Counts], stored: Mapping[Subject, Stored]) -> Counter[Subject]:
        """By how many reports each moves what its code lets out."""
        by = Counter({parent: size(counts[parent]) for parent in self.written})
        by.subtract({parent: stored[parent].reports for parent in self.gone | (self.written - self.fresh)})
        return by


def dirty_codes() -> list[str]:
    """Codes with changes that the figures have not seen, oldest first."""
    return list(
        DirtyCode.objects.values("code").annotate(first=Min("since")).order_by("first").values_list("code", flat=True),
    )


def all_codes() -> set[str]:
    """Codes with counted reports or with figures."""
    tables = (Report.objects.counted(), Tally.objects.all(), Statistic.objects.all())
    return {code for table in tables for code in table.order_by().values_list("code", flat=True).distinct()}


def sweep(stopped: Callable[[], bool] = lambda: False) -> list[str]:
    """Refreshes every dirty code, and releases what has gathered; the codes that could not be refreshed.

    Whatever is wrong with one code, the others do not wait for it. A database that is away is the caller's matter.
    """
    release_batches()
    failed = []
    for code in dirty_codes():
        if stopped():
            break
        try:
            refresh_statistics(code=code)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("a code could not be refreshed")
            failed.append(code)
    return failed


def seconds_behind() -> float:
    """The age of the oldest change the figures have not seen; 0 where there is none."""
    oldest = DirtyCode.objects.aggregate(oldest=Min("since"))["oldest"]
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


@transaction.atomic
def refresh_statistics(*, code: str, everything: bool = False) -> bool:
    """Brings the figures of one code up to what is committed. True if it had work.

    `everything` recounts all its reports, changed or not.
    """
    lock_code(code, durable=False)  # undone, its changes wait again
    moved = recount(code) if everything else follow(code)
    if moved is None:
        return False
    _publish(code, moved, everything=everything)
    return True


def release_batches() -> list[str]:
    """Lets reports into the figures where enough gathered on a code (MEDPAY_RELEASE_BATCH). Returns those codes."""
    waiting = defaultdict(list)
    for code, key in Report.objects.unreleased().values_list("code", "key"):
        waiting[code].append(key)
    ready = {code: keys for code, keys in waiting.items() if len(keys) >= settings.RELEASE_BATCH}
    for keys in ready.values():
        Report.objects.filter(key__in=keys, standing=Standing.COUNTED).update(released=True)
    return sorted(ready)


def group_of(code: str, whole: Counts | None = None) -> Group:
    """A code as a whole: its tallies, and how many contributors they come from."""
    counts = counts_of(code, {WHOLE}).get(WHOLE, {}) if whole is None else whole
    return Group(whole=counts, contributors=contributors_on(code, counts, most=settings.MIN_CONTRIBUTORS))


def contributors_on(code: str, counts: Counts, *, most: int) -> int:
    """How many different contributors the counted reports of a code come from, counted up to `most`."""
    if most == 1:
        return min(1, size(counts))
    with connection.cursor() as cursor:
        cursor.execute(CONTRIBUTORS, {"code": code, "most": most})
        return int(cursor.fetchone()[0])


def lock_code(code: str, *, durable: bool = True) -> None:
    """Until the surrounding transaction ends, nobody else refreshes the code or takes down its stories.

    Without `durable`, that transaction does not wait for the disk: a crash within a second may undo it.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK if durable else LOCK_AND_HURRY, [f"code:{code}"])


def _publish(code: str, moved: Moved, *, everything: bool) -> None:
    """What needs no parent is done before they are locked: until this ends, their other codes wait.

    Slices are written under those locks, since whoever holds a parent may show or withhold the slices of any code.
    """
    group = group_of(code, moved.whole)
    is_open = figures.is_open(group, rules())
    snapshot = renew_snapshot(code, group, moved.guarded, is_open=is_open)
    stored = stored_of(code)
    let_out = figures.slices_let_out(group, rules())
    slices = _slices_of(moved, stored, let_out, everything=everything)
    counts = {**moved.groups, **counts_of(code, slices.written - moved.groups.keys())}
    stories = stories_of(code) if is_open else Stories([], [])
    shown = {parent: counts[parent] for parent in slices.written}
    told = (
        _told(code, group.whole, shown, let_out=let_out, snapshot=snapshot, stories=stories.accepted) if is_open else {}
    )
    rows = rows_of(code, told, stored)
    if is_open:
        sync_stories(code, stories)
        write(code, [row for row in rows if not row.field])
    was_open = WHOLE in stored
    in_open = _in_open(group.whole, slices.moved, was_open=was_open, is_open=is_open)
    parents = move_parents(slices.moved, slices.let_out(counts, stored), in_open)
    write(code, [row for row in rows if row.field])
    if stored and (slices.gone or not is_open):
        remove(code, slices.gone, everything=not is_open)
    lost = settle(code, parents, slices.written if everything else slices.fresh)
    fold_now = {*slices.gone, *lost, *(in_open if was_open != is_open else ())}
    for parent in sorted(ParentStatistic.objects.among(fold_now) if fold_now else ()):
        fold(parent)


def _in_open(whole: Counts, moved: Mapping[Subject, Counts], *, was_open: bool, is_open: bool) -> dict[Subject, int]:
    """By how many reports each parent's share in open codes moves: there everybody can count them."""
    if was_open and is_open:
        return {parent: by for parent, cells in moved.items() if (by := size(cells))}
    now = {(field, key): n for field in SLICED for key, n in whole.get(field, {}).items()}
    if is_open:
        return now
    before = {parent: now.get(parent, 0) - size(moved.get(parent, {})) for parent in {*now, *moved}}
    return {parent: -n for parent, n in before.items() if n} if was_open else {}


def _slices_of(
    moved: Moved, stored: Mapping[Subject, Stored], let_out: frozenset[Subject], *, everything: bool
) -> _Slices:
    fresh = let_out - stored.keys()
    return _Slices(
        moved=moved.cells,
        fresh=fresh,
        gone=frozenset(stored.keys() - let_out - {WHOLE}),
        written=let_out if everything else fresh | (let_out & moved.cells.keys()),
    )


def _told(
    code: str,
    whole: Counts,
    slices: Mapping[Subject, Counts],
    *,
    let_out: frozenset[Subject],
    snapshot: Snapshot,
    stories: list[str],
) -> dict[Subject, Told]:
    """Of an open code and of these of its slices."""
    pairs = large_pairs(code, settings.THRESHOLD) if figures.may_hold_pairs(let_out) else {}
    whole_told = figures.whole_told(
        whole, snapshot, let_out, threshold=settings.THRESHOLD, stories=stories, pairs=pairs
    )
    return {WHOLE: whole_told, **{slice_: figures.slice_told(counts) for slice_, counts in slices.items()}}
