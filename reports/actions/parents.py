"""The other parent of each slice: what all codes hold of one payer, line of business or reason (I3).

Its sums move with every refresh, under a lock of its own, so that a slice is shown or kept back in the same
transaction. Its cells are gathered as changes and folded by `folding`: no two codes wait for each other over them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from reports import disclosure, notation
from reports.actions.named import AMONG, named
from reports.aggregation import Counts, size
from reports.models import Parent, Statistic
from reports.tallies import Subject

# The rows of the parents are the locks: taken in one order, and held until the refresh ends.
MOVE = """
WITH moved AS (
  SELECT * FROM unnest(%b::text[], %b::text[], %b::int[], %b::int[], %b::int[], %b::text[])
    AS moved (field, key, reports, in_open, let_out, cells)
), gathered AS (
  INSERT INTO reports_parentchange (slice_field, slice_key, moved)
  SELECT field, key, cells::jsonb FROM moved
)
INSERT INTO reports_parent (slice_field, slice_key, reports, in_open, let_out, withheld, cells)
SELECT field, key, reports, in_open, let_out, false, '{}' FROM moved ORDER BY field, key
ON CONFLICT (slice_field, slice_key) DO UPDATE
SET reports = reports_parent.reports + excluded.reports, in_open = reports_parent.in_open + excluded.in_open,
    let_out = reports_parent.let_out + excluded.let_out
RETURNING slice_field, slice_key, reports, let_out, withheld
"""
SHOW = f"UPDATE reports_statistic SET published = true WHERE code = %s AND NOT published {AMONG}"  # noqa: S608


class Sums(NamedTuple):
    """Of one parent: its reports, those in slices that their codes let out, and whether one of those is kept back."""

    field: str
    key: str
    reports: int
    let_out: int
    withheld: bool


def move_parents(
    cells: Mapping[Subject, Counts], let_out: Mapping[Subject, int], in_open: Mapping[Subject, int]
) -> list[Sums]:
    """Takes what a code's refresh moves into its slices' other parents, which stay locked until it ends."""
    touched = sorted({*cells, *let_out, *in_open})
    if not touched:
        return []
    moved = [
        (
            *parent,
            size(cells.get(parent, {})),
            in_open.get(parent, 0),
            let_out.get(parent, 0),
            notation.text_of(cells.get(parent, {})),
        )
        for parent in touched
    ]
    with connection.cursor() as cursor:
        cursor.execute(MOVE, list(map(list, zip(*moved, strict=True))))
        return [Sums(*row) for row in cursor.fetchall()]


def settle(code: str, parents: Iterable[Sums], written: Collection[Subject]) -> list[Subject]:
    """Decides which slices are shown, once they are written: of each parent whose sums ask for it, and those of a code.

    `written`: the slices of the code that may not be shown yet. Returns the parents that a slice was withheld from.
    """
    asked = [parent for parent in parents if _may_differ(parent)]
    plain = sorted({*written} - {(parent.field, parent.key) for parent in asked})
    if plain:
        with connection.cursor() as cursor:
            cursor.execute(SHOW, [code, *named(plain)])
    return [(parent.field, parent.key) for parent in asked if _settle(parent)]


def _may_differ(parent: Sums) -> bool:
    """Whether a slice is kept back, or one has to be: what is in no slice may not be a few reports."""
    rest = parent.reports - parent.let_out
    return parent.withheld or 0 < rest < settings.THRESHOLD


def _settle(parent: Sums) -> bool:
    """Withholds the smallest slice where too few would remain, and shows the others. True if one was withheld now.

    However many codes hold a slice, the smallest is found by an index, and so are those not shown.
    """
    slices = Statistic.objects.slices(parent.field, parent.key).order_by("reports", "code")
    small = dict(slices.filter(reports__lt=settings.THRESHOLD).values_list("code", "reports"))  # it was raised
    smallest = dict(slices.filter(reports__gte=settings.THRESHOLD).values_list("code", "reports")[:1])
    others = parent.let_out - sum(small.values()) - sum(smallest.values())
    shown = disclosure.publishable_slices(smallest, whole=parent.reports - others, threshold=settings.THRESHOLD)
    kept_back = {*small, *smallest} - shown
    slices.filter(published=False).exclude(code__in=kept_back).update(published=True)
    lost = slices.filter(code__in=kept_back, published=True).update(published=False)
    if bool(kept_back) != parent.withheld:
        Parent.objects.filter(slice_field=parent.field, slice_key=parent.key).update(withheld=bool(kept_back))
    return lost > 0
