"""Whether an edit applies to two codes: pages and API ask here, and `codes.bundling` judges."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from codes import bundling
from codes.bundling import Setting, Table, Verdict
from codes.models.bundling import held_tables, of_setting
from codes.models.codes import Code
from codes.models.edits import AddOn, ProcedurePair, UnitLimit
from codes.models.releases import Release

if TYPE_CHECKING:
    from codes.sources.ncci_ptp import PairRow


class Earlier(NamedTuple):
    """What the last table held says of a pair, as of its last day, where none is held for today."""

    day: datetime.date
    verdict: Verdict

    @property
    def words(self) -> str:
        return f"In the last table held: {self.verdict.words}"


@dataclass(frozen=True, slots=True)
class Pairing:
    """The answer about two codes on a day. `held`: every table of the setting, for who asks what else is there."""

    code: str
    other: str
    day: datetime.date
    setting: Setting
    verdict: Verdict
    earlier: Earlier | None  # only where no day was asked for
    held: tuple[Table, ...]
    warnings: tuple[str, ...]

    @property
    def words(self) -> str:
        """The answer, and then what an earlier table said."""
        return f"{self.verdict.words} {self.earlier.words}" if self.earlier else self.verdict.words


class _Question(NamedTuple):
    """A pair, without its day. `held`: of its setting."""

    code: str
    other: str
    setting: Setting
    modifiers: Sequence[str]
    held: tuple[Table, ...]


def pairing(
    code: str,
    other: str,
    *,
    day: datetime.date | None,
    setting: Setting,
    modifiers: Sequence[str] = (),
    held: tuple[Table, ...] | None = None,
) -> Pairing:
    """Whether an edit applies to two codes on `day`, or today. `held`: every table of pairs, where it is at hand.

    Four queries at most, and those of `in_tables` where no list has the other code.
    """
    held = of_setting(held_tables() if held is None else held, setting)
    question = _Question(code, other, setting, modifiers, held)
    asked = day or timezone.now().date()
    verdict = _verdict(question, asked)
    earlier = _earlier(question, asked) if day is None and verdict.answer == "no_table" else None
    rows = (*verdict.edits, *verdict.past, *(earlier.verdict.edits if earlier else ()))
    listed = bool(rows) or Code.objects.filter(pk=other).exists() or in_tables(other)
    warnings = () if listed else (f"No list that is loaded has the code {other}: check that it is typed right.",)
    return Pairing(code, other, asked, setting, verdict, earlier, held, warnings)


def pairings(
    code: str, others: Sequence[str], *, day: datetime.date, setting: Setting, held: tuple[Table, ...]
) -> dict[str, Verdict]:
    """Whether an edit applies to a code and each of the others on a day. One query, none where no table is held."""
    tables = bundling.covering(of_setting(held, setting), setting, day)
    of_release = {key: table for table in tables for key in table.keys}
    found: dict[str, list[tuple[PairRow, Table]]] = {other: [] for other in others}
    for pair in ProcedurePair.objects.of_releases(of_release).between_any(code, others) if tables else ():
        found[pair.column_2 if pair.column_1 == code else pair.column_1].append(
            (pair.row(), of_release[pair.release_id])
        )
    return {
        other: bundling.judge(
            code, other, day, sorted(rows, key=lambda row: tables.index(row[1])), tables, setting=setting
        )
        for other, rows in found.items()
    }


def _verdict(question: _Question, day: datetime.date) -> Verdict:
    code, other, setting, modifiers, held = question
    tables = bundling.covering(held, setting, day)
    of_release = {key: table for table in tables for key in table.keys}
    rows = ProcedurePair.objects.of_releases(of_release).between(code, other) if tables else ()
    found = [(pair.row(), of_release[pair.release_id]) for pair in rows]
    found.sort(key=lambda each: (tables.index(each[1]), each[0].column_1 != code))
    return bundling.judge(code, other, day, found, tables, setting=setting, modifiers=modifiers)


def _earlier(question: _Question, today: datetime.date) -> Earlier | None:
    """None where no table is held that can say anything."""
    last = bundling.last_before(question.held, question.setting, today)
    if last is None:
        return None
    verdict = _verdict(question, last.last_day)
    return None if verdict.answer == "no_table" else Earlier(last.last_day, verdict)


def in_tables(code: str) -> bool:
    """Whether any NCCI table that is loaded names the code: of pairs, of units, or of add-on codes."""
    tables = Release.objects.current().filter(source__in=("ncci_ptp", "ncci_mue", "ncci_addon"))
    keys = list(tables.values_list("pk", flat=True))
    naming = (
        ProcedurePair.objects.of_releases(keys).paid(code),
        ProcedurePair.objects.of_releases(keys).denied(code),
        UnitLimit.objects.filter(code=code, release__in=keys),
        AddOn.objects.about(code).filter(release__in=keys),
    )
    return any(rows.exists() for rows in naming)
