"""The private counts of a code follow the changes of its reports, each of them seen once (I1)."""

import logging
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg import sql

from reports import crossings, notation, tallies
from reports.actions.named import AMONG, named
from reports.aggregation import SLICED, Cells, Counts, size
from reports.crossings import Sized
from reports.disclosure import Pair
from reports.models.report import COUNTED
from reports.tallies import PAYER_AND_LINE, WHOLE, Change, Subject, pair_of

logger = logging.getLogger(__name__)

# One statement, so that what is read and the changes deleted with it are of one moment: a report committed a moment
# later keeps its change, and is counted by that alone.
READ_ANEW = """
WITH seen AS (DELETE FROM reports_dirtycode WHERE code = {code} RETURNING report, guarded)
SELECT report::text, {nothing} FROM seen WHERE guarded
UNION ALL
SELECT NULL, {answers} FROM reports_report
WHERE code = {code} AND {counted}
"""
ROWS_READ: Final = 10_000  # at once, so that a code with millions needs no more room
NOTHING = sql.SQL(", ").join([sql.NULL] * len(tallies.COLUMNS))
ANSWERS = sql.SQL(", ").join(
    sql.SQL("array_to_string({}, ',')" if name in tallies.LISTS.values() else "{}::text").format(sql.Identifier(name))
    for name in tallies.COLUMNS
)

# A refresh does little else, hundreds of times a second: plain statements cost it a third of what models would.
READ = "SELECT slice_field, slice_key, cells FROM reports_tally WHERE code = %s"
DELETE = "DELETE FROM reports_tally WHERE code = %s"
READ_PAIRS = (
    "SELECT slice_key, reports, foremost FROM reports_tally WHERE code = %s AND slice_field = %s AND reports >= %s"
)
WRITE = """
INSERT INTO reports_tally (code, slice_field, slice_key, reports, cells, foremost)
SELECT %s, field, key, reports, cells, foremost
FROM unnest(%b::text[], %b::text[], %b::int[], %b::text[], %b::text[]) AS tally (field, key, reports, cells, foremost)
ON CONFLICT (code, slice_field, slice_key)
DO UPDATE SET reports = excluded.reports, cells = excluded.cells, foremost = excluded.foremost
"""


class Moved(NamedTuple):
    """`groups`: the whole, and every group that moved, as they stand now. `cells`: by how much each slice moved."""

    groups: Mapping[Subject, Counts]
    cells: Mapping[Subject, Counts]
    guarded: frozenset[UUID]  # reports whose presence or guarded answers changed

    @property
    def whole(self) -> Counts:
        return self.groups.get(WHOLE, {})


class _Seen(NamedTuple):
    changes: list[Change]
    guarded: frozenset[UUID]
    is_complete: bool  # whether every change says what it moves


def follow(code: str) -> Moved | None:
    """Takes the changes of a code into its tallies; None where there are none. The code must be locked."""
    seen = _take_changes(code)
    if seen is None:
        return None
    if not seen.is_complete:
        return recount(code, seen.guarded)
    cells = tallies.count(seen.changes)
    stored = counts_of(code, {WHOLE, *cells})
    if WHOLE not in stored:
        return recount(code, seen.guarded)
    try:
        after = {group: tallies.added(stored.get(group, {}), cells[group]) for group in cells}
    except ValueError:
        logger.warning("the tallies of a code did not fit its changes; it was recounted")
        return recount(code, seen.guarded)
    _store(code, after)
    slices = {group: moved for group, moved in cells.items() if group[0] in SLICED}
    return Moved({WHOLE: stored[WHOLE], **after}, slices, seen.guarded)


def recount(code: str, guarded: frozenset[UUID] = frozenset()) -> Moved:
    """Counts all reports of a code anew, whatever its tallies say. The code must be locked."""
    from reports import bulk  # noqa: PLC0415  # arrays take a tenth of a second to load, and most processes never count

    changed: set[UUID] = set()
    after = bulk.count(_read_anew(code, changed))
    before = counts_of(code)
    groups = {*after, *before}
    _store(code, {group: after.get(group, {}) for group in groups})
    moved = tallies.difference(after, before, among=[group for group in groups if group[0] in SLICED])
    return Moved(after, moved, guarded | changed)


def counts_of(code: str, groups: Collection[Subject] | None = None) -> dict[Subject, Counts]:
    """The tallies of a code as they are stored; of all its groups, or of these."""
    among, wanted = ("", []) if groups is None else (AMONG, named(groups))
    with connection.cursor() as cursor:
        cursor.execute(READ + among, [code, *wanted])
        return {(field, key): notation.read(cells) for field, key, cells in cursor.fetchall()}


def large_pairs(code: str, threshold: int) -> dict[Pair, Sized]:
    """The payers' lines of business that hold so many reports."""
    with connection.cursor() as cursor:
        cursor.execute(READ_PAIRS, [code, PAYER_AND_LINE, threshold])
        found = cursor.fetchall()
    given = notation.read(f"[{','.join(foremost for _, _, foremost in found)}]")  # one by one takes thrice as long
    return {pair_of(key): (reports, cells) for (key, reports, _), cells in zip(found, given, strict=True)}


def _take_changes(code: str) -> _Seen | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM reports_dirtycode WHERE code = %s RETURNING report, guarded, sign, answers::text", [code]
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return _Seen(
        changes=[Change(sign, notation.read(answers)) for _, _, sign, answers in rows if answers],
        guarded=frozenset(report for report, guarded, _, _ in rows if guarded),
        is_complete=all(answers for _, _, _, answers in rows),
    )


def _read_anew(code: str, changed: set[UUID]) -> Iterator[tuple[str, ...]]:
    """The answers of every counted report; those of the changes deleted with it are put into `changed`."""
    statement = sql.SQL(READ_ANEW).format(
        code=sql.Literal(code), nothing=NOTHING, answers=ANSWERS, counted=sql.SQL(COUNTED)
    )
    with connection.cursor() as cursor:
        for report, *answers in cursor.stream(statement, size=ROWS_READ):
            if report:
                changed.add(UUID(report))
            else:
                yield answers


def _foremost(group: Subject, counts: Counts) -> Cells:
    return crossings.foremost(counts) if group[0] == PAYER_AND_LINE else {}


def _store(code: str, groups: Mapping[Subject, Counts]) -> None:
    kept = [
        (*group, size(counts), notation.text_of(counts), notation.text_of(_foremost(group, counts)))
        for group, counts in groups.items()
        if size(counts)
    ]
    empty = [group for group, counts in groups.items() if not size(counts)]
    with connection.cursor() as cursor:
        if kept:
            cursor.execute(WRITE, [code, *map(list, zip(*kept, strict=True))])
        if empty:
            cursor.execute(DELETE + AMONG, [code, *named(empty)])
