"""The price of a code in every Medicare locality: an ordered strip, its middle, its ends, and a table."""

import statistics
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from codes.payment import SETTINGS, Gpci, Setting, cents, dollars_across
from codes.sources.mpfs import FeeRow
from medpay.code_page.parts import PLACE_WORDS, dollars

WIDTH: Final = 640
HEIGHT: Final = 96
BASE: Final = 84


class Spot(NamedTuple):
    """A locality and what it pays, in dollars."""

    key: str  # "01112-05"
    name: str
    gpci: Gpci


class Mark(NamedTuple):
    x: float
    y: float
    height: float
    key: str
    words: str
    here: bool


class Paid(NamedTuple):
    key: str
    name: str
    dollars: str
    here: bool


class Strip(NamedTuple):
    """One row in one setting over all localities, lowest first."""

    row: str
    setting: str
    marks: tuple[Mark, ...]
    places: tuple[Paid, ...]
    lowest: Paid
    highest: Paid
    middle: str
    quarter: str
    three_quarters: str
    width: float  # of a mark


def strip_of(rows: Sequence[FeeRow], spots: Sequence[Spot], here: str) -> Strip | None:
    """Of the first row that has a price, the whole service before its parts, non-facility before facility.

    `here`: the key of the reader's locality. None where nothing prices, or no locality is given.
    """
    for row in sorted(rows, key=lambda row: row.modifier):
        for setting in SETTINGS:
            amounts = dollars_across(row, setting, [spot.gpci for spot in spots])
            if amounts:
                return _strip(row, setting, sorted(zip(amounts, spots, strict=True), key=_order), here)
    return None


def _order(paid: tuple[Decimal, Spot]) -> tuple[Decimal, str]:
    return paid[0], paid[1].key


def _strip(row: FeeRow, setting: Setting, ordered: Sequence[tuple[Decimal, Spot]], here: str) -> Strip:
    amounts = [amount for amount, _ in ordered]
    places = tuple(Paid(spot.key, spot.name, dollars(amount), spot.key == here) for amount, spot in ordered)
    quarters = statistics.quantiles(amounts, n=4, method="inclusive") if len(amounts) > 1 else amounts * 3
    step = WIDTH / len(ordered)
    return Strip(
        row=f"{row.code}-{row.modifier}" if row.modifier else row.code,
        setting=PLACE_WORDS[setting],
        marks=tuple(_mark(at, step, paid, amounts[-1], here) for at, paid in enumerate(ordered)),
        places=places,
        lowest=places[0],
        highest=places[-1],
        quarter=dollars(cents(quarters[0])),
        middle=dollars(cents(quarters[1])),
        three_quarters=dollars(cents(quarters[2])),
        width=round(step * 0.72, 2),
    )


def _mark(at: int, step: float, paid: tuple[Decimal, Spot], highest: Decimal, here: str) -> Mark:
    amount, spot = paid
    height = round(float(amount / highest) * (BASE - 8), 1) if highest else 0.0
    return Mark(
        round(at * step, 2),
        round(BASE - height, 1),
        height,
        spot.key,
        f"{spot.name}: {dollars(amount)}",
        spot.key == here,
    )
