"""Reads a relative value file from its header to its last line, and refuses one that is foreign or cut short."""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import IO, Final

from codes.sources.edition import Edition
from codes.sources.errors import RowError, SourceError
from codes.sources.factors import QP, variant_of
from codes.sources.lines import END_OF_FILE, Line, csv_lines, refuse_a_broken_end
from codes.sources.mpfs.header import find_header, plan_columns, release_day
from codes.sources.mpfs.row import FeeRow, Plan, parse
from codes.sources.mpfs.text import LAST_YEAR, is_text_edition, text_rows
from codes.sources.quarters import label, quarter_named

VARIANT_OF_FACTOR: Final[Mapping[Decimal, str]] = {Decimal("33.4009"): "", Decimal("33.5675"): QP}  # of 2026

FEWEST_ROWS: Final = 15_000  # of a complete file; the releases of 2024 to 2026 hold 18,499 to 19,090
# A complete file holds codes of each of these beginnings. The last two end its numbers and its letters.
BEGINNINGS: Final = (*"0123456789AGJQ", "V53", "996")

Numbered = tuple[int, FeeRow]  # with the number of its line


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[FeeRow]:
    """Reads a whole PPRRVU, csv or fixed-width text, or an `excerpt`.

    `effective` stands in for the day that the file's own title gives, and this one for the day in CMS's file name.
    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    if is_text_edition(file):
        effective = _known(effective or quarter_named(name), name)
        _refuse_unknown_layout(effective, name)
        found, begun = text_rows(file, name), 0
    else:
        lines = csv_lines(file, name)
        header = find_header(lines, file, name)
        begun = header.line
        titled = release_day(header) or quarter_named(name)
        by = plan_columns(header, (titled or effective or datetime.date.min).year, file, name)
        effective = _known(effective or titled, name)
        found = _csv_rows(lines, by, name)
    rows = _consistent(found, name)
    first = next(rows, None)
    if first is None:
        raise SourceError(name, begun, "nothing follows the header")
    return Edition(
        label=label(effective),
        effective=effective,
        variant=variant_of(first.cf, VARIANT_OF_FACTOR, year=effective.year, name=name, called="conversion factor"),
        rows=itertools.chain([first], rows) if excerpt else _checked(itertools.chain([first], rows), file, name),
    )


def _known(effective: datetime.date | None, name: str) -> datetime.date:
    if effective is None:
        raise SourceError(name, 0, "the file does not say which release it is; give its first day with --effective")
    return effective


def _refuse_unknown_layout(effective: datetime.date, name: str) -> None:
    if effective.year > LAST_YEAR:
        problem = f"the fixed-width text edition is read up to {LAST_YEAR}; give the csv file of the same release"
        raise SourceError(name, 0, problem)


def _csv_rows(lines: Iterable[Line], by: Plan, name: str) -> Iterator[Numbered]:
    for number, cells in lines:
        if not any(cells) or cells[0] == END_OF_FILE:
            continue
        try:
            yield number, parse(cells, by)
        except RowError as problem:
            raise SourceError(name, number, str(problem)) from problem


def _consistent(rows: Iterable[Numbered], name: str) -> Iterator[FeeRow]:
    """Each row with what only a whole file can tell: no row twice, one conversion factor."""
    seen: set[tuple[str, str]] = set()
    factor: Decimal | None = None
    for number, row in rows:
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
    refuse_a_broken_end(file, name, count)
    if count < FEWEST_ROWS:
        raise SourceError(name, 0, f"{count:,} rows; a complete release has at least {FEWEST_ROWS:,}")
    if missing:
        begin = ", ".join(sorted(missing))
        raise SourceError(name, 0, f"no code begins with {begin}; the file is cut short or a selection")
