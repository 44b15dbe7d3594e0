"""The same amounts by whole numbers: every row in every locality at once, exact to the cent.

RVUs are counted in hundredths, GPCIs in thousandths, conversion factors in ten-thousandths of a dollar, so that one
integer division rounds half up to cents as `lines` does in decimals. All products fit in 64 bits (below 10^15).
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from codes.payment.answers import SETTINGS, Gpci, Setting
from codes.payment.rows import priced_by_cms
from codes.sources.mpfs import FeeRow

RVU_PLACES: Final = 2
GPCI_PLACES: Final = 3
CF_PLACES: Final = 4
TO_CENTS: Final = 10 ** (RVU_PLACES + GPCI_PLACES + CF_PLACES - 2)
HALF: Final = TO_CENTS // 2


class Place(NamedTuple):
    """A locality's GPCIs in thousandths."""

    work: int
    pe: int
    mp: int


class Rvus(NamedTuple):
    """What one formula needs: RVUs in hundredths, `cf` in ten-thousandths of a dollar."""

    work: int
    pe: int
    mp: int
    cf: int


def places(localities: Iterable[Gpci]) -> tuple[Place, ...]:
    """Raises ValueError for an index finer than thousandths."""
    return tuple(Place(*(_whole(index, GPCI_PLACES) for index in gpci[:3])) for gpci in localities)


def across(row: FeeRow, setting: Setting, where: Sequence[Place]) -> list[int] | None:
    """Cents for one unit of `row` in each place, OPPS cap included; None where CMS pays nothing for it there.

    Equal to `price(...).allowed` for the row's own modifier. Raises ValueError for RVUs finer than hundredths.
    """
    if not priced_by_cms(row) or (row.na_nonfacility if setting == "nonfacility" else row.na_facility):
        return None
    fee, cap = rvus(row, setting), opps_rvus(row, setting)
    if cap is None:
        return _cents(fee, where)
    return list(map(min, _cents(fee, where), _cents(cap, where)))


def dollars_across(row: FeeRow, setting: Setting, localities: Iterable[Gpci]) -> tuple[Decimal, ...] | None:
    """As `across`, in dollars."""
    found = across(row, setting, places(localities))
    return None if found is None else tuple(Decimal(amount).scaleb(-2) for amount in found)


def price_all(rows: Iterable[FeeRow], localities: Iterable[Gpci]) -> Iterator[tuple[FeeRow, Setting, list[int]]]:
    """Each row in each setting in which it has a price, with its cents in every locality, in their order."""
    where = places(localities)
    for row in rows:
        for setting in SETTINGS:
            found = across(row, setting, where)
            if found is not None:
                yield row, setting, found


def rvus(row: FeeRow, setting: Setting) -> Rvus:
    return _rvus(row.work, row.pe_nonfacility if setting == "nonfacility" else row.pe_facility, row.mp, row.cf)


def opps_rvus(row: FeeRow, setting: Setting) -> Rvus | None:
    """Those of the hospital outpatient cap; None where CMS prints none."""
    if not (row.opps_pe_nonfacility or row.opps_pe_facility or row.opps_mp):
        return None
    pe = row.opps_pe_nonfacility if setting == "nonfacility" else row.opps_pe_facility
    return _rvus(row.work, pe, row.opps_mp, row.cf)


def _rvus(work: Decimal, pe: Decimal, mp: Decimal, cf: Decimal) -> Rvus:
    return Rvus(_whole(work, RVU_PLACES), _whole(pe, RVU_PLACES), _whole(mp, RVU_PLACES), _whole(cf, CF_PLACES))


def _whole(number: Decimal, decimal_places: int) -> int:
    scaled = number.scaleb(decimal_places)
    whole = int(scaled)
    if whole != scaled or whole < 0:
        raise ValueError(f"{number} has more than {decimal_places} decimal places, or is below 0")
    return whole


def _cents(given: Rvus, where: Sequence[Place]) -> list[int]:
    work, pe, mp = given.work * given.cf, given.pe * given.cf, given.mp * given.cf
    return [(work * in_work + pe * in_pe + mp * in_mp + HALF) // TO_CENTS for in_work, in_pe, in_mp in where]
