"""What the loaded NCCI tables say of a code's units, and of add-on codes: pages and API ask here.

A day that is None was not asked for. Where no table covers the day, the nearest earlier one stands in and says so.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from codes import bundling
from codes.answering import in_words
from codes.bundling import AddOns, LimitEdition, UnitSetting
from codes.models.bundling import Named, named
from codes.models.edits import AddOn, UnitLimit
from codes.models.fees import FeeLine
from codes.models.releases import Release
from codes.sources.ncci_names import quarter

ADD_ON_PERIOD: Final = "ZZZ"  # of a fee schedule row: the service belongs to another one


@dataclass(frozen=True, slots=True)
class Limit:
    """The most units of a code in a setting. `units` None: `words` say why there is no figure."""

    setting: UnitSetting
    setting_words: str
    units: int | None
    mai: str
    mai_words: str
    rationale: str
    table: str  # “MUE 2026 Q2”, "" where none is held
    effective: datetime.date | None
    covers: bool  # False: an earlier table stands in
    words: str


def units_of(code: str, day: datetime.date | None = None) -> tuple[Limit, ...]:
    """The limit in each setting, on `day` or today. Two queries, one where no table is loaded."""
    asked = day or timezone.now().date()
    loaded = list(Release.objects.current().filter(source="ncci_mue", effective__lte=asked))
    keys = [release.pk for release in loaded]
    rows = {row.release_id: row for row in UnitLimit.objects.filter(code=code, release__in=keys)} if keys else {}
    return tuple(
        _limit(setting, [each for each in loaded if each.variant == setting], rows, asked, strict=day is not None)
        for setting in bundling.UNIT_SETTINGS
    )


def limits_of_each(
    codes: Collection[str], day: datetime.date, *, setting: UnitSetting = "practitioner", asked: bool = True
) -> dict[str, Limit]:
    """The limit of each code in one setting. `asked`: somebody named the day. Two queries, however many codes."""
    loaded = list(Release.objects.current().of("ncci_mue", setting).filter(effective__lte=day))
    held: dict[str, dict[int, UnitLimit]] = {code: {} for code in codes}
    for row in UnitLimit.objects.filter(code__in=codes, release__in=loaded) if loaded else ():
        held[row.code][row.release_id] = row
    return {code: _limit(setting, loaded, rows, day, strict=asked) for code, rows in held.items()}


def _limit(
    setting: UnitSetting,
    loaded: Sequence[Release],
    rows: Mapping[int, UnitLimit],
    day: datetime.date,
    *,
    strict: bool,
) -> Limit:
    editions = [LimitEdition(each.pk, each.effective, each.complete, each.pk in rows) for each in loaded]
    edition = bundling.standing_in(editions, day, strict=strict)
    label = next((each.label for each in loaded if edition and each.pk == edition.key), "")
    row = rows.get(edition.key) if edition else None
    covers = edition is not None and edition.covers(day)
    return Limit(
        setting=setting,
        setting_words=bundling.UNIT_SETTING_WORDS[setting],
        units=row.units if row else None,
        mai=row.mai if row else "",
        mai_words=bundling.MAI_WORDS[row.mai] if row else "",
        rationale=row.rationale if row else "",
        table=label,
        effective=edition.effective if edition else None,
        covers=covers,
        words=_limit_words(row, label, day, covers=covers),
    )


def _limit_words(row: UnitLimit | None, label: str, day: datetime.date, *, covers: bool) -> str:
    if not label:
        return f"medpay holds no table of unit limits for {in_words(day)}."
    stands_in = "" if covers else f" {label} is the nearest earlier table; that of {in_words(day)} is not loaded."
    if row is None:
        return f"{label} publishes no limit for this code; CMS keeps some limits confidential.{stands_in}"
    return f"{bundling.unit_words(row.units, row.mai)}.{stands_in}"


@dataclass(frozen=True, slots=True)
class CodeAddOns:
    """Add-on codes and primaries of a code, from the list in effect on a day or the nearest before it."""

    day: datetime.date
    add_ons: AddOns
    primaries: tuple[Named, ...]  # which the code may be added to
    added: tuple[Named, ...]  # which may be added to the code
    table: str  # “Add-on codes 2024 Q1”, "" where no list is held
    effective: datetime.date | None
    covers: bool
    words: str
    is_add_on: bool | None  # None: not known; no list of the day denies it, and none is named that affirms it

    @property
    def found(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.is_add_on) or bool(self.added)


def add_ons_of(code: str, day: datetime.date | None = None) -> CodeAddOns:
    """What may be added to a code, and what it may be added to, on `day` or today. Four queries at most."""
    asked = day or timezone.now().date()
    loaded = list(Release.objects.current().filter(source="ncci_addon", effective__lte=asked))
    keys = [release.pk for release in loaded]
    found = list(AddOn.objects.about(code).filter(release__in=keys)) if keys else []
    holding = {row.release_id for row in found}
    editions = [LimitEdition(each.pk, each.effective, each.complete, each.pk in holding) for each in loaded]
    edition = bundling.standing_in(editions, asked, strict=day is not None)
    label = next((each.label for each in loaded if edition and each.pk == edition.key), "")
    add_ons = bundling.add_ons_of(
        code, [row.row() for row in found if edition and row.release_id == edition.key], asked
    )
    both = named([*add_ons.primaries, *(row.add_on for row in add_ons.add_ons)])
    covers = edition is not None and edition.covers(asked)
    in_fees = "" if add_ons.is_add_on else _add_on_in_fees(code, asked)
    return CodeAddOns(
        day=asked,
        add_ons=add_ons,
        primaries=both[: len(add_ons.primaries)],
        added=both[len(add_ons.primaries) :],
        table=label,
        effective=edition.effective if edition else None,
        covers=covers,
        words=_add_on_words(code, add_ons, edition, asked, in_fees),
        is_add_on=True if add_ons.is_add_on or in_fees else False if covers else None,
    )


def _add_on_in_fees(code: str, day: datetime.date) -> str:
    """The label of the fee schedule nearest to `day` that gives the code the global period of add-ons, or ""."""
    schedules = Release.objects.current().fee_schedules(qp=False).filter(effective__lte=day)
    lines = FeeLine.objects.filter(code=code, release__in=schedules).order_by("-release__effective", "modifier")
    period, label = lines.values_list("global_days", "release__label").first() or ("", "")
    return label if period == ADD_ON_PERIOD else ""


@dataclass(frozen=True, slots=True)
class AddOnList:
    """What a list of add-on codes says of the codes that it makes add-ons, by code. `table` "": none is held."""

    table: str
    covers: bool
    whole: bool  # a code that it does not name is no add-on code
    by_code: Mapping[str, AddOns]


def add_on_list(codes: Collection[str], day: datetime.date, *, asked: bool = True) -> AddOnList:
    """Of the list in effect on `day` or the nearest before. Two queries, one where no list is loaded."""
    loaded = list(Release.objects.current().filter(source="ncci_addon", effective__lte=day))
    found = list(AddOn.objects.filter(add_on__in=codes, release__in=loaded)) if loaded else []
    holding = {row.release_id for row in found}
    editions = [LimitEdition(each.pk, each.effective, each.complete, each.pk in holding) for each in loaded]
    edition = bundling.standing_in(editions, day, strict=asked)
    if edition is None:
        return AddOnList("", covers=False, whole=False, by_code={})
    rows = [row.row() for row in found if row.release_id == edition.key]
    each = {code: bundling.add_ons_of(code, [row for row in rows if row.add_on == code], day) for code in codes}
    label = next(one.label for one in loaded if one.pk == edition.key)
    named = {code: said for code, said in each.items() if said.is_add_on}
    return AddOnList(label, covers=edition.covers(day), whole=edition.complete, by_code=named)


def _add_on_words(code: str, add_ons: AddOns, edition: LimitEdition | None, day: datetime.date, in_fees: str) -> str:
    period = f"its global period is {ADD_ON_PERIOD}"
    treats = f" The fee schedule {in_fees} treats it as an add-on code: {period}." if in_fees else ""
    if edition is None:
        return f"medpay holds no list of add-on codes for {in_words(day)}.{treats}"
    listed = f"CMS's add-on list of {edition.effective.year} Q{quarter(edition.effective)}"
    if not edition.covers(day):
        listed += f", the nearest earlier one: that of {in_words(day)} is not loaded"
    if add_ons.is_add_on:
        return f"{code} is an add-on code: {add_ons.kind_words}. See {listed}."
    return f"{code} is not in {listed}.{treats}"
