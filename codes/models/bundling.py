"""What the loaded NCCI tables say of a code and its pairs: pages and API ask here, and `codes.bundling` judges.

A day that is None was not asked for: a table that stands in says so.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Func, IntegerField, OuterRef, Subquery
from django.utils import timezone

from codes import bundling
from codes.answering import in_words
from codes.bundling import Edit, Edition, Setting, Table, Verdict
from codes.models.codes import Code
from codes.models.edits import PairQuerySet, ProcedurePair
from codes.models.releases import Release

SHOWN: Final = 8  # pairs of each column on the page of a code
COUNTED: Final = Func(template="COUNT(*)", output_field=IntegerField())  # of the whole query, in one row


def held_tables() -> tuple[Table, ...]:
    """Every table of pairs that is loaded. One query."""
    first_row = ProcedurePair.objects.filter(release=OuterRef("pk")).order_by("column_1", "column_2")
    loaded = (
        Release.objects.current()
        .filter(source="ncci_ptp")
        .annotate(since=Subquery(first_row.values("effective")[:1]))
        .values_list("pk", "variant", "effective", "complete", "since")
    )
    return bundling.tables_of(
        Edition(key, variant, effective, complete, dated=since is not None)
        for key, variant, effective, complete, since in loaded
    )


def names_of(codes: Collection[str]) -> Mapping[str, str]:
    """Our own names; for HCPCS Level II without one, CMS's words. Codes without either are missing. One query."""
    known = Code.objects.filter(pk__in=codes).values_list("pk", "name", "official")
    return {code: name or official for code, name, official in known if name or official}


@dataclass(frozen=True, slots=True)
class Pairing:
    """The answer about two codes on a day. `held`: every table of the setting, for who asks what else is there."""

    code: str
    other: str
    day: datetime.date
    setting: Setting
    verdict: Verdict
    held: tuple[Table, ...]


def pairing(
    code: str,
    other: str,
    *,
    day: datetime.date,
    setting: Setting,
    modifiers: Sequence[str] = (),
    held: tuple[Table, ...] | None = None,
) -> Pairing:
    """Whether an edit applies to two codes. Two queries, or one with the tables at hand in `held`."""
    held = held_tables() if held is None else held
    tables = bundling.covering(held, setting, day)
    of_release = {key: table for table in tables for key in table.keys}
    rows = ProcedurePair.objects.of_releases(of_release).between(code, other) if tables else ()
    found = [(pair.row(), of_release[pair.release_id]) for pair in rows]
    found.sort(key=lambda each: (tables.index(each[1]), each[0].column_1 != code))
    verdict = bundling.judge(code, other, day, found, tables, modifiers=modifiers)
    return Pairing(code, other, day, setting, verdict, of_setting(held, setting))


def of_setting(held: Iterable[Table], setting: Setting) -> tuple[Table, ...]:
    return tuple(table for table in held if table.setting == setting)


@dataclass(frozen=True, slots=True)
class Side:
    """The pairs of a code in one column: how many, and the first of them."""

    count: int
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class CodeBundling:
    """The pairs in force for a code on a day. `table` None: none is held for that day, and `words` say what is."""

    code: str
    day: datetime.date
    setting: Setting
    table: Table | None
    as_column_1: Side  # the code is paid, the other denied
    as_column_2: Side  # the code is denied
    names: Mapping[str, str]
    held: tuple[Table, ...]
    stands_in: bool  # no day was asked for, and no table covers today

    @property
    def words(self) -> str:
        return table_words(self.day, self.table, self.held, stands_in=self.stands_in)


def bundling_of(code: str, day: datetime.date | None = None, setting: Setting = "practitioner") -> CodeBundling:
    """For the page of a code: the counts and first pairs of each column. Four queries; one where nothing is held."""
    held = of_setting(held_tables(), setting)
    today = timezone.now().date()
    asked = day or bundling.day_to_show(held, setting, today)
    table = next(iter(bundling.covering(held, setting, asked)), None)
    pairs = _in_force(table, asked)
    paid, denied = _side(pairs.paid(code), table, asked), _side(pairs.denied(code), table, asked)
    others = {edit.denied for edit in paid.edits} | {edit.paid for edit in denied.edits}
    return CodeBundling(
        code=code,
        day=asked,
        setting=setting,
        table=table,
        as_column_1=paid,
        as_column_2=denied,
        names=names_of(others) if others else {},
        held=held,
        stands_in=day is None and asked != today,
    )


def _in_force(table: Table | None, day: datetime.date) -> PairQuerySet:
    return ProcedurePair.objects.of_releases(table.keys if table else ()).in_force(day)


def _side(pairs: PairQuerySet, table: Table | None, day: datetime.date) -> Side:
    if table is None:
        return Side(0, ())
    counted = pairs.annotate(count=Subquery(pairs.annotate(count=COUNTED).values("count")))
    found: list[Any] = list(counted.order_by("column_1", "column_2")[:SHOWN])  # pairs that also have `count`
    edits = tuple(bundling.edit_of(pair.row(), table, day) for pair in found)
    return Side(found[0].count if found else 0, edits)


def table_words(day: datetime.date, table: Table | None, held: Sequence[Table], *, stands_in: bool) -> str:
    """Which table a list of pairs is from, or why there is none."""
    if table is None:
        others = "; ".join(each.held for each in held)
        return f"medpay holds no NCCI table for {in_words(day)}." + (f" Held: {others}." if others else "")
    said = f"{table.words}; in force on {in_words(day)}."
    if stands_in:
        said += " No table for today is loaded: a later one may differ."
    if not table.whole:
        said += " Not the whole table: it shows edits, never that there is none."
    return said
