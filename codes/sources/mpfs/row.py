"""One row of the relative value file: its columns by the words above them, and what each may hold.

Copies saved by Excel have lost leading zeros (100 for 00100, global days 0 for 000, 9 for 09): they are put back.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final, NamedTuple

from codes.shapes import CODE_SHAPE, MODIFIER_SHAPE
from codes.sources.errors import RowError

STATUSES: Final = frozenset("ABCEIJMNPRTX")
CENT: Final = Decimal("0.01")


class FeeRow(NamedTuple):
    """One line of the relative value file: code + modifier. RVUs are exact decimals, `cf` is in dollars per RVU."""

    code: str
    modifier: str  # "", "26", "TC" or "53"
    status: str  # one letter: A R T price; the others say why not
    not_used: bool  # CMS's "+": not used for Medicare payment, never prices
    work: Decimal
    pe_nonfacility: Decimal
    na_nonfacility: bool
    pe_facility: Decimal
    na_facility: bool
    mp: Decimal
    total_nonfacility: Decimal
    total_facility: Decimal
    pctc: str
    global_days: str
    pre: Decimal
    intra: Decimal
    post: Decimal
    mult: str
    bilat: str
    asst: str
    co: str
    team: str
    pric: str  # "" before 2026
    endo_base: str
    cf: Decimal
    supervision: str
    calc_flag: str
    imaging_family: str
    opps_pe_nonfacility: Decimal
    opps_pe_facility: Decimal
    opps_mp: Decimal


def _code(text: str) -> str:
    code = text.upper()
    code = code.zfill(5) if code.isdecimal() else code
    if not CODE_SHAPE.match(code):
        raise RowError(f"“{text}” is no code")
    return code


def _modifier(text: str) -> str:
    if text and not MODIFIER_SHAPE.match(text):
        raise RowError(f"“{text}” is no modifier")
    return text


def _status(text: str) -> str:
    if text not in STATUSES:
        raise RowError(f"“{text}” is no status letter that is known")
    return text


@lru_cache(maxsize=16_384)
def _rvu(text: str) -> Decimal:
    """A figure of at most two decimals, as CMS prints RVUs and shares."""
    figure = _figure(text)
    if figure != figure.quantize(CENT):
        raise RowError(f"“{text}” has more than two decimals")
    return figure.quantize(CENT)


def _figure(text: str) -> Decimal:
    try:
        figure = Decimal(text)
        possible = 0 <= figure < 100_000  # NaN cannot be compared
    except InvalidOperation:
        raise RowError(f"“{text}” is no number") from None
    if not possible:
        raise RowError(f"“{text}” is out of range")
    return figure


def _share(text: str) -> Decimal:
    """A part of the surgical package, 0 to 1."""
    share = _rvu(text)
    if share > 1:
        raise RowError(f"“{text}” is more than the whole")
    return share


def _factor(text: str) -> Decimal:
    """Dollars per RVU; CMS prints four decimals."""
    factor = _figure(text)
    if not 0 < factor < 1_000 or factor != factor.quantize(Decimal("0.0001")):
        raise RowError(f"“{text}” is no conversion factor")
    return factor


def _flag(mark: str) -> Callable[[str], bool]:
    def flag(text: str) -> bool:
        if text not in {"", mark}:
            raise RowError(f"“{text}” is neither empty nor “{mark}”")
        return text == mark

    return flag


def _indicator(width: int) -> Callable[[str], str]:
    def indicator(text: str) -> str:
        padded = text.zfill(width) if text.isdecimal() else text
        if len(padded) != width or not padded.isascii():
            raise RowError(f"“{text}” is no indicator of {width} characters")
        return padded

    return indicator


def _pric(text: str) -> str:
    return _indicator(1)(text) if text else ""


def _endo_base(text: str) -> str:
    return _code(text) if text else ""


class _Column(NamedTuple):
    heading: str
    parse: Callable[[str], object]
    since: int = 0  # the first year that has it
    cleaned: str = ""  # in the releases of 2024 whose header was cleaned to one line, where it is another


COLUMNS: Final[Mapping[str, _Column]] = {
    "code": _Column("HCPCS", _code),
    "modifier": _Column("MOD", _modifier),
    "status": _Column("STATUS CODE", _status),
    "not_used": _Column("NOT USED FOR MEDICARE PAYMENT", _flag("+")),
    "work": _Column("WORK RVU", _rvu),
    "pe_nonfacility": _Column("NON FAC PE RVU", _rvu),
    "na_nonfacility": _Column("NON FAC NA INDICATOR", _flag("NA"), cleaned="NON FAC INDICATOR"),
    "pe_facility": _Column("FACILITY PE RVU", _rvu),
    "na_facility": _Column("FACILITY NA INDICATOR", _flag("NA"), cleaned="FACILITY INDICATOR"),
    "mp": _Column("MP RVU", _rvu),
    "total_nonfacility": _Column("NON FACILITY TOTAL", _rvu),
    "total_facility": _Column("FACILITY TOTAL", _rvu),
    "pctc": _Column("PCTC IND", _indicator(1)),
    "global_days": _Column("GLOB DAYS", _indicator(3)),
    "pre": _Column("PRE OP", _share),
    "intra": _Column("INTRA OP", _share),
    "post": _Column("POST OP", _share),
    "mult": _Column("MULT PROC", _indicator(1)),
    "bilat": _Column("BILAT SURG", _indicator(1)),
    "asst": _Column("ASST SURG", _indicator(1)),
    "co": _Column("CO SURG", _indicator(1)),
    "team": _Column("TEAM SURG", _indicator(1)),
    "pric": _Column("PRIC IND", _pric, since=2026),
    "endo_base": _Column("ENDO BASE", _endo_base),
    "cf": _Column("CONV FACTOR", _factor),
    "supervision": _Column("PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES", _indicator(2)),
    "calc_flag": _Column("CALCULATION FLAG", _indicator(1)),
    "imaging_family": _Column("DIAGNOSTIC IMAGING FAMILY INDICATOR", _indicator(2)),
    "opps_pe_nonfacility": _Column("NON FACILITY PE USED FOR OPPS PAYMENT AMOUNT", _rvu),
    "opps_pe_facility": _Column("FACILITY PE USED FOR OPPS PAYMENT AMOUNT", _rvu),
    "opps_mp": _Column("MP USED FOR OPPS PAYMENT AMOUNT", _rvu),
}


_CLEANED: Final = {column.cleaned: column.heading for column in COLUMNS.values() if column.cleaned}


class Plan(NamedTuple):
    """Where each field of a FeeRow stands in one file: None for a column that the file's year lacks."""

    width: int
    places: tuple[int | None, ...]


def plan(headings: Sequence[str], year: int) -> Plan:
    """Finds every column by its heading. Raises RowError if one is missing or stands there twice."""
    headings = [_CLEANED.get(heading, heading) for heading in headings]
    needed = [column.heading for column in COLUMNS.values() if column.since <= year]
    missing = [heading for heading in needed if heading not in headings]
    twice = [heading for heading in needed if headings.count(heading) > 1]
    if missing:
        raise RowError(f"its header has no column {', '.join(missing)}")
    if twice:
        raise RowError(f"its header has two columns {', '.join(twice)}")
    found = (headings.index(column.heading) if column.heading in headings else None for column in COLUMNS.values())
    return Plan(len(headings), tuple(found))


def parse(cells: Sequence[str], by: Plan) -> FeeRow:
    """The row in `cells`. Raises RowError if a cell is impossible or a total is not the sum of its parts."""
    if len(cells) != by.width:
        raise RowError(f"{len(cells)} cells where the header has {by.width}; the file seems cut short or damaged")
    return parse_fields(
        {field: cells[place] for field, place in zip(COLUMNS, by.places, strict=True) if place is not None}
    )


def parse_fields(cells: Mapping[str, str]) -> FeeRow:
    """The row in `cells`, text by field of FeeRow; a missing field is empty. Raises RowError as `parse` does."""
    fields: list[Any] = [
        _cell(column, cells[field].strip()) if field in cells else "" for field, column in COLUMNS.items()
    ]
    row = FeeRow(*fields)
    check_totals(row)
    return row


def check_totals(row: FeeRow) -> None:
    """Work + PE + MP is the total, in each setting. Raises RowError."""
    for setting, pe, total in (
        ("non-facility", row.pe_nonfacility, row.total_nonfacility),
        ("facility", row.pe_facility, row.total_facility),
    ):
        if row.work + pe + row.mp != total:
            raise RowError(f"{row.work} + {pe} + {row.mp} is not the {setting} total {total}")


def _cell(column: _Column, text: str) -> object:
    try:
        return column.parse(text)
    except RowError as problem:
        raise RowError(f"{column.heading}: {problem}") from None
