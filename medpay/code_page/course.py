"""The price of a code over the releases that are loaded, as a chart and a table."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from codes import payment
from codes.payment import SETTINGS, Price, Setting
from codes.sources.mpfs import FeeRow
from medpay.code_page.parts import PLACE_WORDS, dollars

WIDTH: Final = 640  # of the drawing, in its own units
HEIGHT: Final = 180
MARGIN: Final = 28


class Edition(NamedTuple):
    label: str
    effective: datetime.date


class Point(NamedTuple):
    x: float
    y: float
    words: str  # "RVU25D, October 2025: $17.14"
    dollars: str


class Line(NamedTuple):
    """The amounts of one row in one setting; `path` joins the points, in the order of time."""

    name: str
    points: tuple[Point, ...]
    path: str


class CourseRow(NamedTuple):
    label: str
    effective: datetime.date
    amounts: tuple[str, ...]  # one for each line; empty where there is none


class Course(NamedTuple):
    names: tuple[str, ...]
    rows: tuple[CourseRow, ...]
    lines: tuple[Line, ...]


class _Series(NamedTuple):
    name: str
    amounts: Mapping[Edition, Decimal]


def course_of(code: str, rows: Mapping[Edition, Sequence[FeeRow]]) -> Course | None:
    """National amounts of each row that has one, over the editions. None unless two editions price something."""
    series = [found for found in _series(code, rows) if found.amounts]
    editions = sorted({edition for each in series for edition in each.amounts}, key=lambda one: one.effective)
    if len(editions) < 2:
        return None
    return Course(
        names=tuple(each.name for each in series),
        rows=tuple(
            CourseRow(
                edition.label,
                edition.effective,
                tuple(dollars(each.amounts[edition]) if edition in each.amounts else "" for each in series),
            )
            for edition in editions
        ),
        lines=tuple(_line(each, editions, _highest(series)) for each in series),
    )


def _series(code: str, rows: Mapping[Edition, Sequence[FeeRow]]) -> list[_Series]:
    modifiers = dict.fromkeys(sorted(row.modifier for held in rows.values() for row in held))
    found = []
    for modifier in modifiers:
        by_setting = {setting: _amounts(modifier, setting, rows) for setting in SETTINGS}
        row = f"{code}-{modifier}" if modifier else code
        if by_setting["nonfacility"] == by_setting["facility"]:
            found.append(_Series(row, by_setting["facility"]))
        else:
            found.extend(_Series(f"{row}, {PLACE_WORDS[setting]}", amounts) for setting, amounts in by_setting.items())
    return found


def _amounts(modifier: str, setting: Setting, rows: Mapping[Edition, Sequence[FeeRow]]) -> Mapping[Edition, Decimal]:
    found = {}
    for edition, held in rows.items():
        if any(row.modifier == modifier for row in held):
            priced = payment.price(held, modifiers=[modifier] if modifier else [], setting=setting)
            if isinstance(priced, Price):
                found[edition] = priced.allowed
    return found


def _highest(series: Sequence[_Series]) -> Decimal:
    return max(amount for each in series for amount in each.amounts.values())


def _line(series: _Series, editions: Sequence[Edition], highest: Decimal) -> Line:
    """By the calendar from left to right; from zero upwards, so that heights compare."""
    first, last = editions[0].effective, editions[-1].effective
    days = max((last - first).days, 1)
    points = tuple(
        Point(
            x=round(MARGIN + (edition.effective - first).days / days * (WIDTH - 2 * MARGIN), 1),
            y=round(float(HEIGHT - MARGIN - amount / highest * (HEIGHT - 2 * MARGIN)), 1),
            words=f"{edition.label}, {edition.effective:%B %Y}: {dollars(amount)}",
            dollars=dollars(amount),
        )
        for edition in editions
        if (amount := series.amounts.get(edition)) is not None
    )
    path = "M" + " L".join(f"{point.x} {point.y}" for point in points)
    return Line(series.name, points, path)
