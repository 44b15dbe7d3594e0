"""NCCI add-on codes and the primary codes they need.

Three layouts: CMS's text (a digit for the type, the add-on code, the primary code, dates as year and day of the year:
2013091 is April 1, 2013), CMS's table with a header, and a csv of primary_code, add_on_code and aoc_edit_type without
dates. In CMS's text blank dates leave no trace, but they can be told apart: no edit begins after its end.

Source: CMS, Medicare NCCI add-on code edits page; its header AOC_Edit_Type … AOC_Edit_DelDT.
"""

import csv
import datetime
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Final, NamedTuple

from codes.shapes import CODE_SHAPE
from codes.sources.edition import Edition
from codes.sources.errors import RowError, SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import raw_lines, refuse_a_broken_end
from codes.sources.ncci_names import effective_in, first_day_needed, quarter
from codes.sources.source import Source

WHAT: Final = "a table of add-on codes"  # as foreign.SIGNS calls it
CONTRACTORS: Final = "CCCCC"  # in place of a primary code: contractors decide
FEWEST_ROWS: Final = 3_000  # of a complete list; that of 2024 holds 7,465
HEADER_WITHIN: Final = 10  # lines
LONGEST_LINE: Final = 1 << 16  # bytes
YEAR_IN_NAME: Final = re.compile(r"(?:aoc|add)[^0-9]*(20\d\d)(?![0-9-])", re.IGNORECASE)
PLAIN_LINE: Final = re.compile(
    r"([123])([0-9A-Z]{5})\s*(\d{7}\s)?\s*([0-9A-Z]{5})((?:\s+\d{7}){1,3})(?:\s.*)?", re.DOTALL
)
DATE: Final = re.compile(r"\d{7}")
# What the columns of a header are called, without case and signs; those left out are not in every layout.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "add_on": ("addoncode",),
    "primary": ("primarycode",),
    "kind": ("aocedittype",),
    "add_on_deleted": ("aocdeldt", "aocdeldtjulian"),
    "primary_deleted": ("primarycodedeldt", "primarycodedeldtjulian"),
    "effective": ("aocediteffdt", "aocediteffdtjulian"),
    "deleted": ("aoceditdeldt", "aoceditdeldtjulian"),
}
NEEDED: Final = ("add_on", "primary", "kind")


class AddOnRow(NamedTuple):
    """`primary` "CCCCC": contractors decide. `kind` 1: the primaries listed are all; 2: none listed; 3: some listed."""

    add_on: str
    primary: str
    kind: str
    effective: datetime.date | None
    deleted: datetime.date | None  # the last day, None: none yet


Parse = Callable[[str], AddOnRow]


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[AddOnRow]:
    """Reads a whole list, or an `excerpt`. The file's name gives the quarter, or the year; `effective` stands in.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign or cut short.
    """
    lines = _numbered(file)
    parse, first = _layout(lines, file, name)
    day = effective or effective_in(name) or _year_in(name)
    if day is None:
        raise first_day_needed(name)
    rows = _rows(first, lines, parse, name)
    return Edition(
        label=f"Add-on codes {day.year} Q{quarter(day)}",
        effective=day,
        variant="",
        rows=rows if excerpt else _checked(rows, file, name),
    )


def _year_in(name: str) -> datetime.date | None:
    found = YEAR_IN_NAME.search(name.rsplit("/", 1)[-1])
    return datetime.date(int(found[1]), 1, 1) if found else None


class _Line(NamedTuple):
    number: int
    text: str


def _numbered(file: IO[bytes]) -> Iterator[_Line]:
    for number, line in enumerate(raw_lines(file, LONGEST_LINE), start=1):
        text = line.decode("latin-1").strip("\r\n\x1a")
        if text.strip():
            yield _Line(number, text)


def _layout(lines: Iterator[_Line], file: IO[bytes], name: str) -> tuple[Parse, list[_Line]]:
    """How to read a row, and the rows drawn so far."""
    for _ in range(HEADER_WITHIN):
        line = next(lines, None)
        if line is None:
            break
        if PLAIN_LINE.fullmatch(line.text):
            return _plain_row, [line]
        delimiter = "\t" if "\t" in line.text else ","
        headings = [re.sub(r"[^a-z]", "", cell.lower()) for cell in _cells(line.text, delimiter)]
        if all(HEADINGS[column][0] in headings for column in NEEDED):
            return _table_row(headings, delimiter), []
    raise refusal(file, name, WHAT, "neither a header nor a row of CMS's text was found", own=WHAT)


def _plain_row(text: str) -> AddOnRow:
    found = PLAIN_LINE.fullmatch(text)
    if found is None:
        raise RowError("no row of type, add-on code, primary code and dates")
    kind, add_on, add_on_deleted, primary, dates = found.groups()
    effective, *ends = _begin_and_ends([_date(date) for date in DATE.findall(dates)])
    if add_on_deleted:
        ends.append(_date(add_on_deleted.strip()))
    return _row(add_on, primary, kind, effective, ends)


def _begin_and_ends(dates: list[datetime.date]) -> list[datetime.date]:
    """The first day, then last days, of one to three dates: [primary's end], begin, [edit's end]."""
    if len(dates) == 1 or (len(dates) == 2 and dates[0] <= dates[1]):
        return dates
    return [dates[1], dates[0], *dates[2:]]


def _table_row(headings: list[str], delimiter: str) -> Parse:
    places = {
        column: next((headings.index(heading) for heading in called if heading in headings), None)
        for column, called in HEADINGS.items()
    }

    def parse(text: str) -> AddOnRow:
        cells = _cells(text, delimiter)
        if len(cells) != len(headings):
            problem = f"{len(cells)} cells where the header has {len(headings)}"
            raise RowError(f"{problem}; the file seems cut short or damaged")
        found = {column: "" if place is None else cells[place].strip() for column, place in places.items()}
        ends = [_date(found[column]) for column in ("add_on_deleted", "primary_deleted", "deleted") if found[column]]
        effective = _date(found["effective"]) if found["effective"] else None
        return _row(found["add_on"], found["primary"], found["kind"], effective, ends)

    return parse


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text.replace("\r", " ")], delimiter=delimiter))


def _row(add_on: str, primary: str, kind: str, effective: datetime.date | None, ends: list[datetime.date]) -> AddOnRow:
    for code in (add_on, primary):
        if not CODE_SHAPE.match(code) and code != CONTRACTORS:
            raise RowError(f"“{code[:20]}” is no code")
    if add_on == CONTRACTORS:
        raise RowError(f"{CONTRACTORS} stands for primary codes only")
    if kind not in {"1", "2", "3"}:
        raise RowError(f"“{kind[:20]}” is no type of add-on code (1, 2 or 3)")
    return AddOnRow(add_on, primary, kind, effective, min(ends, default=None))


def _date(text: str) -> datetime.date:
    try:
        return datetime.datetime.strptime(text, "%Y%j").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        raise RowError(f"“{text[:20]}” is no date of year and day, such as 2013091") from None


def _rows(first: list[_Line], lines: Iterator[_Line], parse: Parse, name: str) -> Iterator[AddOnRow]:
    for line in itertools.chain(first, lines):
        try:
            yield parse(line.text)
        except RowError as problem:
            raise SourceError(name, line.number, str(problem)) from problem


def _checked(rows: Iterator[AddOnRow], file: IO[bytes], name: str) -> Iterator[AddOnRow]:
    """The rows, then whether they are all of a list."""
    count = 0
    for row in rows:
        count += 1
        yield row
    refuse_a_broken_end(file, name, count)
    if count < FEWEST_ROWS:
        raise SourceError(name, 0, f"{count:,} rows; a complete list has at least {FEWEST_ROWS:,}")


SOURCE: Final = Source(
    name="ncci_addon",
    title="NCCI add-on codes and the primary codes they need",
    address=(
        "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
        "medicare-ncci-add-code-edits"
    ),
    cadence="quarterly; its zip is named by a day, so it is saved by hand",
    licence="Codes, types and dates are public. CPT codes © American Medical Association",
    columns=AddOnRow._fields,
    member=re.compile(r"^AOC_V.*\.(?:txt|csv)$", re.IGNORECASE),
    read=read,
)
