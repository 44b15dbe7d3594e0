"""Reads a table of pairs, or a part of one, and refuses what is foreign or cut short."""

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import IO, Final

from codes.sources.blocks import Block
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.lines import raw_lines, refuse_a_broken_end
from codes.sources.ncci_names import effective_in, first_day_needed, quarter, version
from codes.sources.ncci_ptp.blocks import Codes, blocks
from codes.sources.ncci_ptp.layout import LONGEST_LINE, find_head

FEWEST_ROWS: Final = 1_000_000  # of a whole table; that of July 2024 holds 2,546,017
FEWEST_ROWS_OF_PART: Final = 100_000
BEGINNINGS: Final = frozenset(b"0123456789G")  # of the codes in column 1 of a whole table
PART_IN_NAME: Final = re.compile(r"cci(?:pra|oph)-v\d{3}r\d-f([1-4])\b", re.IGNORECASE)


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[Block]:
    """Reads a whole table or one of CMS's parts, or an `excerpt` of either.

    CMS's file name says which quarter, whose services and which part; `effective` stands in for the quarter. Raises
    SourceError, here or while the rows are drawn, for a file that is foreign or cut short.
    """
    head = find_head(file, name)
    variant = _variant(name)
    day = effective or effective_in(name)
    if day is None:
        raise first_day_needed(name)
    firsts = Codes()
    found = blocks(itertools.chain([head.first], raw_lines(file, LONGEST_LINE)), head, firsts, name)
    return Edition(
        label=f"NCCI {day.year} Q{quarter(day)} (v{version(day)})",
        effective=day,
        variant=variant,
        rows=found if excerpt else _checked(found, firsts, file, name, part="-" in variant),
    )


def _variant(name: str) -> str:
    """Whose services, and "-1" to "-4" for a part."""
    stem = name.rsplit("/", 1)[-1].lower()
    if "ccioph" in stem or "hospital" in stem or "oph" in re.split(r"[^a-z]+", stem):
        setting = "hospital"
    elif "ccipra" in stem or "prac" in stem:
        setting = "practitioner"
    else:
        raise SourceError(
            name,
            0,
            "is it the practitioner or the hospital table? CMS's file name would tell (ccipra, ccioph); keep it",
        )
    part = PART_IN_NAME.search(stem)
    return f"{setting}-{part[1]}" if part else setting


def _checked(
    found: Iterator[Block], firsts: Mapping[bytes, bytes], file: IO[bytes], name: str, *, part: bool
) -> Iterator[Block]:
    """The rows, then whether they are all of a table or of a part."""
    count = 0
    for block in found:
        count += block.rows
        yield block
    fewest = FEWEST_ROWS_OF_PART if part else FEWEST_ROWS
    refuse_a_broken_end(file, name, count)
    if count < fewest:
        what = "part of a table" if part else "whole table (CMS's parts are known by their names, …-f1 to -f4)"
        raise SourceError(name, 0, f"{count:,} rows; a {what} has at least {fewest:,}")
    missing = BEGINNINGS - {code[0] for code in firsts.values()}
    if missing and not part:
        begin = ", ".join(chr(letter) for letter in sorted(missing))
        raise SourceError(name, 0, f"no code in column 1 begins with {begin}; the file is cut short or a selection")
