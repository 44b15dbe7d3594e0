"""What anesthesia codes are priced by: base units, and the conversion factor of the place, of one year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from codes.answering import in_words
from codes.models import AnesthesiaBase, AnesthesiaFactor, Release, Sheet
from codes.payment import Anesthesia
from codes.quoting.places import NATIONAL, Place

STATUS: Final = "J"


@dataclass(frozen=True, slots=True)
class AnesthesiaRates:
    """Base units by code; `factor` None: none is held for that place in that year, and `lacking` says so.

    `assumed`: on what else than that year's figures they rest. Both in whole sentences.
    """

    factor: Decimal | None
    base_units: Mapping[str, int]
    assumed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    def of(self, code: str, minutes: int | None) -> Anesthesia:
        units = self.base_units.get(code)
        if units is None:
            lacking = (f"No base units of {code} are loaded.", *self.lacking)
            return Anesthesia(minutes=minutes, cf=self.factor, lacking=lacking)
        return Anesthesia(minutes=minutes, base_units=Decimal(units), cf=self.factor, lacking=self.lacking)


def is_anesthesia(sheet: Sheet) -> bool:
    return any(row.status == STATUS for row in sheet.rows)


def rates_of(schedule: Release, place: Place, codes: Collection[str]) -> AnesthesiaRates:
    """Those of the year of an edition of the physician schedule, for QPs where it is theirs. Four queries at most."""
    day = schedule.effective
    factors = Release.objects.in_effect("anesthesia", day, schedule.variant)
    key = "" if place.key == NATIONAL else place.key
    factor = AnesthesiaFactor.objects.at(key, factors) if factors and factors.covers(day) else None
    units = Release.objects.in_effect("anesthesia_base", day)
    held = AnesthesiaBase.objects.filter(release=units, code__in=codes).values_list("code", "units") if units else ()
    stands_in = () if units is None or units.covers(day) else (f"The base units are those of {units.words}.",)
    if factor is None:
        return AnesthesiaRates(None, dict(held), stands_in, (_without_factor(schedule, place, factors),))
    return AnesthesiaRates(factor.factor, dict(held), stands_in)


def _without_factor(schedule: Release, place: Place, factors: Release | None) -> str:
    """`factors`: those in effect, which may be of an earlier year, or of before a change by law."""
    day = schedule.effective
    of = f"{day.year} for qualifying participants (QP)" if schedule.variant else str(day.year)
    if factors and factors.covers(day):
        return f"Of {place.name or 'the nation'} no anesthesia conversion factor of {of} is loaded."
    if factors and factors.year == day.year:
        return f"The anesthesia conversion factors of {of} that hold on {in_words(day)} are not loaded."
    return f"The anesthesia conversion factors of {of} are not loaded."
