"""What the loaded NCCI tables say of a code and its pairs: pages and API ask here, and `codes.bundling` judges.

A day that is None was not asked for: a table that stands in says so.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from django.db.models import Func, IntegerField, OuterRef, Subquery
from django.utils import timezone

from codes import bundling
from codes.answering import in_words
from codes.bundling import Edit, Edition, Setting, Table
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


class Named(NamedTuple):
    """A code as a list shows it. `known`: it has a page."""

    code: str
    name: str  # ours; for HCPCS Level II without one, CMS's words; "" where there is neither
    known: bool


def named(codes: Sequence[str]) -> tuple[Named, ...]:
    """The codes, in their order. One query, none for no codes."""
    known = Code.objects.filter(pk__in=codes).values_list("pk", "name", "official") if codes else ()
    names = {code: name or official for code, name, official in known}
    return tuple(Named(code, names.get(code, ""), code in names) for code in codes)


def of_setting(held: Iterable[Table], setting: Setting) -> tuple[Table, ...]:
    return tuple(table for table in held if table.setting == setting)


class Wanted(NamedTuple):
    """Which pairs of a code to list. `column` "": both; `indicator` "": any; `past`: also those not in force."""

    column: Literal["", "1", "2"] = ""
    indicator: str = ""
    past: bool = False


EVERY_PAIR: Final = Wanted()  # in force on the day


@dataclass(frozen=True, slots=True)
class Listing:
    """The pairs of a code on a day, to be paged. `table` None: none is held for that day."""

    day: datetime.date
    table: Table | None
    pairs: PairQuerySet
    held: tuple[Table, ...]
    words: str

    def edit(self, pair: ProcedurePair, modifiers: Sequence[str] = ()) -> Edit:
        assert self.table is not None, "pairs come from a table"
        return bundling.edit_of(pair.row(), self.table, self.day, modifiers)


def listing(
    code: str,
    *,
    day: datetime.date | None,
    setting: Setting,
    wanted: Wanted = EVERY_PAIR,
    held: tuple[Table, ...] | None = None,
) -> Listing:
    """Every pair of a code on `day`, or on the day that the latest table shows.

    One query, none with the tables at hand in `held`, and those of the pages.
    """
    found = _table_of(held_tables() if held is None else held, day, setting)
    pairs = ProcedurePair.objects.of_releases(found.table.keys if found.table else ())
    pairs = pairs if wanted.past else pairs.in_force(found.day)
    pairs = {"1": pairs.paid, "2": pairs.denied, "": pairs.about}[wanted.column](code)
    if wanted.indicator:
        pairs = pairs.filter(indicator=wanted.indicator)
    pairs = pairs.paid_first(code)
    words = table_words(found.day, found.table, found.held, stands_in=found.stands_in, setting=setting)
    return Listing(found.day, found.table, pairs, found.held, words)


class Partner(NamedTuple):
    """An edit as a list shows it, by its other code."""

    other: Named
    edit: Edit

    @property
    def is_paid(self) -> bool:
        """Whether it is the other code that is paid."""
        return self.edit.paid == self.other.code


def partners(code: str, edits: Sequence[Edit]) -> tuple[Partner, ...]:
    """With names, for a page. One query, none where there are no edits."""
    others = named([edit.denied if edit.paid == code else edit.paid for edit in edits])
    return tuple(map(Partner, others, edits))


@dataclass(frozen=True, slots=True)
class Side:
    """The pairs of a code in one column: how many, and the first of them."""

    count: int
    partners: tuple[Partner, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.partners)


@dataclass(frozen=True, slots=True)
class CodeBundling:
    """The pairs in force for a code on a day. `table` None: none is held for that day, and `words` say what is."""

    code: str
    day: datetime.date
    setting: Setting
    table: Table | None
    as_column_1: Side  # the code is paid, the other denied
    as_column_2: Side  # the code is denied
    held: tuple[Table, ...]
    stands_in: bool  # no day was asked for, and no table covers today

    @property
    def words(self) -> str:
        return table_words(self.day, self.table, self.held, stands_in=self.stands_in, setting=self.setting)


def bundling_of(code: str, day: datetime.date | None = None, setting: Setting = "practitioner") -> CodeBundling:
    """For the page of a code: the counts and first pairs of each column. Six queries at most, at least one."""
    found = _table_of(held_tables(), day, setting)
    pairs = ProcedurePair.objects.of_releases(found.table.keys if found.table else ()).in_force(found.day)
    (paid, paid_edits), (denied, denied_edits) = (
        _first(side, other, found.table, found.day)
        for side, other in ((pairs.paid(code), "column_2"), (pairs.denied(code), "column_1"))
    )
    both = partners(code, [*paid_edits, *denied_edits])
    return CodeBundling(
        code=code,
        day=found.day,
        setting=setting,
        table=found.table,
        as_column_1=Side(paid, both[: len(paid_edits)]),
        as_column_2=Side(denied, both[len(paid_edits) :]),
        held=found.held,
        stands_in=found.stands_in,
    )


class _Found(NamedTuple):
    held: tuple[Table, ...]
    day: datetime.date
    table: Table | None
    stands_in: bool


def _table_of(held: Iterable[Table], day: datetime.date | None, setting: Setting) -> _Found:
    of_ours = of_setting(held, setting)
    today = timezone.now().date()
    shown = day or bundling.day_to_show(of_ours, setting, today)
    table = next(iter(bundling.covering(of_ours, setting, shown)), None)
    return _Found(of_ours, shown, table, stands_in=day is None and shown != today)


def _first(pairs: PairQuerySet, other: str, table: Table | None, day: datetime.date) -> tuple[int, list[Edit]]:
    """How many there are, and the first of them, those with codes described here before the rest.

    `other` is the column that the other code stands in.
    """
    if table is None:
        return 0, []
    ordered = pairs.order_by("column_1", "column_2")
    counted = ordered.annotate(count=Subquery(pairs.annotate(count=COUNTED).values("count")))
    first: list[Any] = list(counted[:SHOWN])  # pairs that also have `count`
    count: int = first[0].count if first else 0
    if count > SHOWN:
        described = list(ordered.filter(**{f"{other}__in": Code.objects.named().values("pk")})[:SHOWN])
        first = [*described, *(pair for pair in first if pair not in described)][:SHOWN]
    return count, [bundling.edit_of(pair.row(), table, day) for pair in first]


def table_words(
    day: datetime.date, table: Table | None, held: Sequence[Table], *, stands_in: bool, setting: Setting | None = None
) -> str:
    """Which table a list of pairs is from, or why there is none. `setting` None: it is said already."""
    if table is None:
        others = "; ".join(each.held for each in held)
        kind = f"{setting} table of NCCI edits" if setting else "NCCI table"
        return f"medpay holds no {kind} for {in_words(day)}." + (f" Held: {others}." if others else "")
    said = f"{table.words}; in force on {in_words(day)}."
    if stands_in:
        said += " No table for today is loaded: a later one may differ."
    if not table.whole:
        said += " Not the whole table: it shows edits, never that there is none."
    return said
