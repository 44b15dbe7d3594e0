"""What NCCI says of the chosen codes: each pair of them, and the units of each. Four queries, however many codes."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from django.utils import timezone

from codes import bundling
from codes.answering import in_words
from codes.bundling import Edit, LimitEdition, Setting, Table, UnitSetting, Verdict
from codes.models import ProcedurePair, Release, UnitLimit
from codes.models.bundling import held_tables, of_setting, table_words
from codes.sources.ncci_names import last_day
from codes.sources.ncci_ptp import PairRow
from medpay.citing import MUE, PTP, Citation
from medpay.toolkit.facts import Conflict, Limit, Limits, PairAnswer, Pairs

ANSWERS: Final[Mapping[bundling.Answer, str]] = {
    "edit": "An edit applies",
    "no_edit": "No edit in this table",
    "no_table": "No table is held",
}
SHORT: Final[Mapping[Setting, str]] = {"practitioner": "Practitioner", "hospital": "Outpatient hospital"}
SUPPLIERS: Final[UnitSetting] = "dme"


def pairs_of(codes: Sequence[str], day: datetime.date | None) -> Pairs:
    """Every pair of the codes, in each setting, on `day`; None: today, and an earlier table may stand in."""
    held = held_tables()
    asked = day or timezone.now().date()
    days = {
        setting: day or bundling.day_to_show(of_setting(held, setting), setting, asked) for setting in bundling.SETTINGS
    }
    tables = {setting: bundling.covering(held, setting, days[setting]) for setting in bundling.SETTINGS}
    rows = _rows(codes, [key for found in tables.values() for table in found for key in table.keys])
    settings = [_Judged(setting, days[setting], tables[setting], rows, asked=asked) for setting in bundling.SETTINGS]
    return Pairs(
        conflicts=tuple(found for setting in settings for found in setting.conflicts(codes)),
        answers=tuple(found for setting in settings for found in setting.answers(codes)),
        words=tuple(
            setting.words(codes, of_setting(held, setting.setting), stands_in=setting.day != asked)
            for setting in settings
        ),
    )


def _rows(codes: Sequence[str], keys: Sequence[int]) -> list[tuple[int, PairRow]]:
    found = ProcedurePair.objects.of_releases(keys).filter(column_1__in=codes, column_2__in=codes) if keys else ()
    return [(pair.release_id, pair.row()) for pair in found]


class _Judged:
    """The answers in one setting."""

    def __init__(
        self,
        setting: Setting,
        day: datetime.date,
        tables: Sequence[Table],
        rows: Sequence[tuple[int, PairRow]],
        *,
        asked: datetime.date,
    ) -> None:
        self.setting = setting
        self.then = "" if day == asked else f" on {in_words(day)}"  # of a table that stands in
        self.day = day
        self.tables = tables
        self._found: dict[frozenset[str], list[tuple[PairRow, Table]]] = {}
        for key, row in rows:
            for table in tables:
                if key in table.keys:
                    self._found.setdefault(frozenset((row.column_1, row.column_2)), []).append((row, table))

    def _verdicts(self, codes: Sequence[str]) -> Iterator[tuple[str, str, Verdict]]:
        for code, other in combinations(codes, 2):
            found = self._found.get(frozenset((code, other)), [])
            yield code, other, bundling.judge(code, other, self.day, found, self.tables, setting=self.setting)

    def conflicts(self, codes: Sequence[str]) -> Iterator[Conflict]:
        for _, _, verdict in self._verdicts(codes):
            yield from (self._conflict(edit) for edit in verdict.edits)

    def _conflict(self, edit: Edit) -> Conflict:
        since = f" In force {edit.in_force}." if edit.row.effective else ""
        words = f"{edit.indicator_words[:1].upper()}{edit.indicator_words[1:]}.{since}"
        source = Citation(edit.table.words, PTP)
        return Conflict(SHORT[self.setting], edit.paid, edit.denied, edit.row.indicator, words, source)

    def answers(self, codes: Sequence[str]) -> Iterator[PairAnswer]:
        for code, other, verdict in self._verdicts(codes):
            answer = f"{ANSWERS[verdict.answer]}{self.then}"
            yield PairAnswer(code, other, SHORT[self.setting], answer, verdict.words)

    def words(self, codes: Sequence[str], held: Sequence[Table], *, stands_in: bool) -> str:
        """Which table answered, and for how many pairs it has no edit."""
        answered = [verdict.answer for _, _, verdict in self._verdicts(codes)]
        table = next(iter(self.tables), None)
        said = f"{SHORT[self.setting]}: {table_words(self.day, table, held, stands_in=stands_in)}"
        if table and table.whole and answered:
            return f"{said} Of {len(answered)} pairs of the chosen codes, {answered.count('edit')} have an edit."
        return said


def limits_of(codes: Sequence[str], day: datetime.date | None) -> Limits:
    """The most units of each code, in each setting, on `day`; None: today, and an earlier table may stand in."""
    asked = day or timezone.now().date()
    loaded = list(Release.objects.current().filter(source="ncci_mue", effective__lte=asked))
    held = UnitLimit.objects.filter(code__in=codes, release__in=[release.pk for release in loaded]) if loaded else ()
    rows = {(row.code, row.release_id): row for row in held}
    found = {
        setting: [
            (code, _standing_in(code, [one for one in loaded if one.variant == setting], rows, day)) for code in codes
        ]
        for setting in bundling.UNIT_SETTINGS
    }
    return Limits(
        rows=tuple(
            _limit(code, setting, release, rows.get((code, release.pk)))
            for setting, answers in found.items()
            for code, release in answers
            if release and (setting != SUPPLIERS or (code, release.pk) in rows)
        ),
        words=tuple(
            _limit_words(setting, {release for _, release in answers}, asked)
            for setting, answers in found.items()
            if setting != SUPPLIERS
        ),
    )


def _standing_in(
    code: str, loaded: Sequence[Release], rows: Mapping[tuple[str, int], UnitLimit], day: datetime.date | None
) -> Release | None:
    asked = day or timezone.now().date()
    editions = [LimitEdition(one.pk, one.effective, one.complete, (code, one.pk) in rows) for one in loaded]
    edition = bundling.standing_in(editions, asked, strict=day is not None)
    return next((one for one in loaded if edition and one.pk == edition.key), None)


def _limit(code: str, setting: UnitSetting, release: Release, row: UnitLimit | None) -> Limit:
    words = bundling.UNIT_SETTING_WORDS[setting].capitalize()
    source = Citation(f"NCCI Medically Unlikely Edits, {release.label}", MUE)
    if row is None:
        return Limit(code, words, None, "No limit is published; CMS keeps some confidential.", source)
    if row.units == 0:
        return Limit(code, words, 0, "Every unit is denied in this setting.", source)
    return Limit(code, words, row.units, f"MAI {row.mai}, {bundling.MAI_WORDS[row.mai]}.", source)


def _limit_words(setting: UnitSetting, releases: Collection[Release | None], day: datetime.date) -> str:
    words = bundling.UNIT_SETTING_WORDS[setting].capitalize()
    found = sorted({(one.effective, one.label) for one in releases if one})
    if not found:
        return f"{words}: medpay holds no table of unit limits for {in_words(day)}."
    said = f"{words}: {', '.join(label for _, label in found)}."
    if all(last_day(effective) >= day for effective, _ in found):
        return said
    return f"{said} The table of {in_words(day)} is not loaded: this is the nearest before it."
