"""Reads a relative value file from its header to its last line, and refuses one that is foreign or cut short."""

import csv
import datetime
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO, Final, NamedTuple

from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import looks_like
from codes.sources.mpfs.row import FeeRow, Plan, RowError, parse, plan

QP: Final = "qp"
FIRST_YEAR_OF_TWO_FACTORS: Final = 2026  # from then on one file for qualifying APM participants (QP), one for the rest
VARIANT_OF_FACTOR: Final[Mapping[Decimal, str]] = {Decimal("33.4009"): "", Decimal("33.5675"): QP}

LETTERS: Final = "ABCD"  # of a year's releases: January, April, July, October
RELEASE_MONTHS: Final[Mapping[str, int]] = {"JANUARY": 1, "APRIL": 4, "JULY": 7, "OCTOBER": 10}
TITLE: Final = re.compile(
    r"(20\d\d) NATIONAL PHYSICIAN FEE SCHEDULE RELATIVE VALUE FILE (JANUARY|APRIL|JULY|OCTOBER)\b"
)

HEADER_WITHIN: Final = 40  # rows
HEAD: Final = 8192  # bytes, to recognize a foreign file by
FEWEST_ROWS: Final = 15_000  # of a complete file; the releases of 2024 to 2026 hold 18,499 to 19,090
# A complete file holds codes of each of these beginnings. The last two end its numbers and its letters.
BEGINNINGS: Final = (*"0123456789AGJQ", "V53", "996")
END_OF_FILE: Final = "\x1a"
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
LONGEST_LINE: Final = 1 << 16  # bytes


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[FeeRow]:
    """Reads a whole PPRRVU csv, or an `excerpt`. `effective` stands in for the day that the file's own title gives.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    lines = _numbered(file, name)
    header = _find_header(lines, file, name)
    titled = _effective(header.title)
    effective = effective or titled
    by = _plan(header, (titled or effective or datetime.date.min).year, file, name)
    if effective is None:
        raise SourceError(name, 0, "the file does not say which release it is; give its first day with --effective")
    rows = _fee_rows(lines, by, name)
    first = next(rows, None)
    if first is None:
        raise SourceError(name, header.line, "nothing follows the header")
    return Edition(
        label=label(effective),
        effective=effective,
        variant=_variant(first.cf, effective, name),
        rows=itertools.chain([first], rows) if excerpt else _checked(itertools.chain([first], rows), file, name),
    )


def label(effective: datetime.date) -> str:
    """CMS's name of the release in effect on a day: RVU25D from October 1, 2025."""
    return f"RVU{effective:%y}{LETTERS[(effective.month - 1) // 3]}"


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for the zips of this year and of the last, the newest of each first: it may not be out yet."""
    out = LETTERS[: (today.month - 1) // 3 + 1]
    return tuple(
        tuple(f"rvu{year % 100:02}{letter.lower()}.zip" for letter in reversed(letters))
        for year, letters in ((today.year, out), (today.year - 1, LETTERS))
    )


class _Line(NamedTuple):
    number: int
    cells: list[str]


class _Header(NamedTuple):
    line: int
    title: str  # all that stands above the columns, upper case
    headings: list[str]  # each column's stacked words


def _numbered(file: IO[bytes], name: str) -> Iterator[_Line]:
    """Lines of the csv, read as Latin-1, which takes any byte: the cells that matter are ASCII, or refused."""
    if file.read(len(BYTE_ORDER_MARK)) != BYTE_ORDER_MARK:
        file.seek(0)
    reader = csv.reader(piece.decode("latin-1") for piece in iter(lambda: file.readline(LONGEST_LINE), b""))
    try:
        for cells in reader:
            yield _Line(reader.line_num, cells)
    except csv.Error as problem:
        raise SourceError(name, reader.line_num, f"not csv: {str(problem).split(' - ')[0]}") from problem


def _find_header(lines: Iterator[_Line], file: IO[bytes], name: str) -> _Header:
    above: list[list[str]] = []
    for _ in range(HEADER_WITHIN):
        try:
            line = next(lines, None)
        except SourceError as problem:  # no csv from the start: some other kind of file
            raise _not_pprrvu(file, name, problem.problem) from problem
        if line is None:
            break
        above.append([_words(cell) for cell in line.cells])
        if {"HCPCS", "MOD"} <= set(above[-1]):
            title = " ".join(itertools.chain.from_iterable(above[:-1]))
            return _Header(line.number, title, [" ".join(filter(None, column)) for column in _columns(above)])
    raise _not_pprrvu(file, name, "no header row with HCPCS and MOD was found")


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    width = len(rows[-1])
    return zip(*((*row[:width], *[""] * (width - len(row))) for row in rows), strict=True)


def _words(cell: str) -> str:
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", cell.upper()).split())


def _not_pprrvu(file: IO[bytes], name: str, otherwise: str) -> SourceError:
    file.seek(0)
    seems = looks_like(file.read(HEAD))
    reason = f"it looks like {seems}" if seems else otherwise
    return SourceError(name, 0, f"not a relative value file (PPRRVU): {reason}")


def _effective(title: str) -> datetime.date | None:
    found = TITLE.search(title)
    return datetime.date(int(found[1]), RELEASE_MONTHS[found[2]], 1) if found else None


def _variant(factor: Decimal, effective: datetime.date, name: str) -> str:
    """QP or not: by the conversion factor where it is known, otherwise by CMS's file name."""
    if effective.year < FIRST_YEAR_OF_TWO_FACTORS:
        return ""
    if factor in VARIANT_OF_FACTOR:
        return VARIANT_OF_FACTOR[factor]
    stem = name.rsplit("/", 1)[-1].upper().replace("-", "").replace("_", "")
    if "NONQP" in stem:
        return ""
    if "QP" in stem:
        return QP
    raise SourceError(
        name,
        0,
        f"is {factor} the conversion factor for QPs or for the others? CMS's own file name would tell; keep it",
    )


def _plan(header: _Header, year: int, file: IO[bytes], name: str) -> Plan:
    try:
        return plan(header.headings, year)
    except RowError as problem:
        raise _not_pprrvu(file, name, str(problem)) from problem


def _fee_rows(lines: Iterable[_Line], by: Plan, name: str) -> Iterator[FeeRow]:
    """Each row with what only a whole file can tell: no row twice, one conversion factor, nothing after the end."""
    seen: set[tuple[str, str]] = set()
    factor: Decimal | None = None
    for number, cells in lines:
        if not any(cells) or cells[0] == END_OF_FILE:
            continue
        try:
            row = parse(cells, by)
        except RowError as problem:
            raise SourceError(name, number, str(problem)) from problem
        factor = factor or row.cf
        if row.cf != factor:
            raise SourceError(name, number, f"the conversion factor is {row.cf} here and {factor} above")
        if (row.code, row.modifier) in seen:
            raise SourceError(name, number, f"{row.code} {row.modifier}".strip() + " stands in the file twice")
        seen.add((row.code, row.modifier))
        yield row


def _checked(rows: Iterable[FeeRow], file: IO[bytes], name: str) -> Iterator[FeeRow]:
    """The rows, then whether they are all of a release."""
    count = 0
    missing = set(BEGINNINGS)
    for row in rows:
        count += 1
        missing.difference_update((row.code[:1], row.code[:3]))
        yield row
    if not _ends_with_a_line(file):
        raise SourceError(name, 0, f"ends in the middle of a line, after {count:,} rows; the file is cut short")
    if count < FEWEST_ROWS:
        raise SourceError(name, 0, f"{count:,} rows; a complete release has at least {FEWEST_ROWS:,}")
    if missing:
        begin = ", ".join(sorted(missing))
        raise SourceError(name, 0, f"no code begins with {begin}; the file is cut short or a selection")


def _ends_with_a_line(file: IO[bytes]) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) in {b"\n", b"\r", END_OF_FILE.encode()}
