"""The guarded cells of a code as they stood when last renewed (I4)."""

import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from reports import disclosure, figures, notation, trends
from reports.aggregation import Counts, size
from reports.figures import Group, Snapshot
from reports.models import GuardedSnapshot, Report, Tally, today
from reports.trends import Taken

# Of the reports that changed since the last snapshot, as many as a new one waits for.
NOTE_CHANGES = """
INSERT INTO reports_guardedsnapshot AS snapshot (code, reports, cells, recent, as_of, changed)
VALUES (%s, 0, '{}', '{}', NULL, %s::uuid[])
ON CONFLICT (code) DO UPDATE SET changed = ARRAY(
  SELECT DISTINCT report FROM unnest(snapshot.changed || excluded.changed) AS report ORDER BY report LIMIT %s
)
RETURNING reports, cells, recent, as_of, changed
"""


def snapshot_of(stored: GuardedSnapshot | None) -> Snapshot:
    if stored is None:
        return Snapshot(reports=0, cells={}, recent={}, as_of=None)
    return Snapshot(reports=stored.reports, cells=stored.cells, recent=stored.recent, as_of=stored.as_of)


def renew_snapshot(code: str, group: Group, changed: frozenset[UUID], *, is_open: bool) -> Snapshot:
    """The snapshot of a code, made anew where it is open and enough reports changed since."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE_CHANGES, [code, sorted(changed)[: settings.THRESHOLD], settings.THRESHOLD])
        reports, cells, latest, as_of, pending = cursor.fetchone()
    stored = GuardedSnapshot(code, reports, notation.read(cells), notation.read(latest), as_of, pending)
    if not is_open or not _is_due(stored, group):
        return snapshot_of(stored)
    fresh = figures.renewed(group, _taken(code, stored, today()), today())
    with connection.cursor() as cursor:  # once it was shown, no crash may undo it: the next would be too near
        cursor.execute("SET LOCAL synchronous_commit = on")
    GuardedSnapshot.objects.filter(code=code).update(**fresh, changed=[])
    return fresh


def _is_due(stored: GuardedSnapshot, group: Group) -> bool:
    """Enough changes are noted, or so many reports came or went: under a lower threshold, fewer were noted."""
    moved = abs(size(group.whole) - stored.reports)
    return moved >= settings.THRESHOLD or disclosure.snapshot_is_due(stored.changed, threshold=settings.THRESHOLD)


def _taken(code: str, stored: GuardedSnapshot, day: datetime.date) -> Taken:
    expired = Report.objects.expired().on(code).count()
    return trends.take(
        _counts_by_month(code), today=day, last=stored.recent, expired=expired, threshold=settings.THRESHOLD
    )


def _counts_by_month(code: str) -> dict[datetime.date, Counts]:
    months = Tally.objects.on(code).months().values_list("slice_key", "cells")
    return {datetime.date.fromisoformat(f"{month}-01"): cells for month, cells in months}
