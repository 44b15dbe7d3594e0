"""HCPCS Level II: codes and modifiers in CMS's own words, which are public.

As CMS ships it (ANWEB.txt, fixed width): an entry is a line with its code, and lines that continue its long
description; some codes are padded with blanks on the left. As others save it: a csv of code and description. Dental
codes (D) are ADA's: their words are not read.

Source: CMS, HCPCS quarterly update, the record layout in its zips.
"""

import datetime
import itertools
import re
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal, refuse_foreign
from codes.sources.headed import Row, Whole, checked, each_once, table, words
from codes.sources.lines import raw_lines
from codes.sources.months import in_words, parts, quarter_in, quarters_until
from codes.sources.source import Source

WANTED: Final = "the list of HCPCS Level II"
COLUMNS: Final = {"code": ("CODE", "HCPC", "HCPCS"), "words": ("DESCRIPTION", "LONG DESCRIPTION")}
LEVEL_2: Final = re.compile(r"[A-V][0-9]{4}")
MODIFIER: Final = re.compile(r"[A-Z][0-9A-Z]")
DENTAL: Final = "D"
# October 2025 has 8,463 codes and 383 modifiers.
WHOLE: Final = Whole(7_500, (*"ABCEGHJKLMPQSTV", "V5"))

# The text edition, by the record layout: code, sequence number, kind of record, 80 characters of long description.
TEXT_LINE: Final = re.compile(rb"(?P<code>.{5})\d{5}(?P<kind>[3478])(?P<words>.{1,80})")
BEGINS_ENTRY: Final = frozenset("37")  # of a procedure, of a modifier; 4 and 8 continue one
LONGEST_LINE: Final = 1 << 12  # bytes


class Level2Row(NamedTuple):
    """A code of five characters or a modifier of two. Dental codes (D) are ADA's: their words are not read."""

    code: str
    words: str


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[Level2Row]:
    """Reads a whole list, or an `excerpt`. Its name says the quarter, or `effective` does. Raises SourceError."""
    refuse_foreign(file, name, WANTED, own="HCPCS")  # the relative values have a code and a description, too
    effective = effective or quarter_in(*parts(name))
    first = file.readline(LONGEST_LINE)
    file.seek(0)
    entries = _text_entries(file, name) if TEXT_LINE.match(first) else _table_entries(file, name)
    if effective is None:
        raise cells.first_day_needed(name)
    rows = each_once(entries, name, key=lambda row: row.code)
    return Edition(
        label=f"HCPCS {effective:%Y-%m}",
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=lambda row: row.code, whole=WHOLE),
    )


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for the zip of this quarter, then of the one before."""
    return (
        tuple(
            f"{in_words(day)}-alpha-numeric-hcpcs-{file}.zip"
            for day in itertools.islice(quarters_until(today, years=(0, 1)), 2)
            for file in ("file", "files")
        ),
    )


def _table_entries(file: IO[bytes], name: str) -> Iterator[tuple[int, Level2Row]]:
    return cells.parsed(table(file, name, wanted=WANTED, columns=COLUMNS).rows, name, _row)


def _row(row: Row) -> Level2Row:
    return _entry(row.cells["code"], row.cells["words"])


def _entry(code: str, said: str) -> Level2Row:
    if not (LEVEL_2.fullmatch(code) or MODIFIER.fullmatch(code)):
        raise ValueError(f"“{code}” is neither a Level II code nor a modifier of HCPCS")
    return Level2Row(code, "" if code.startswith(DENTAL) and len(code) > 2 else words(said))


def _text_entries(file: IO[bytes], name: str) -> Iterator[tuple[int, Level2Row]]:
    begun, code, said = 0, "", ""
    for number, raw in enumerate(raw_lines(file, LONGEST_LINE), start=1):
        if not raw.strip(b"\r\n\x1a "):
            continue
        line = TEXT_LINE.match(raw)
        if line is None:
            raise _foreign(file, name, number)
        text = line["words"].decode("latin-1").rstrip("\r\n")
        here = line["code"].decode("latin-1").strip()
        if line["kind"].decode() in BEGINS_ENTRY:
            yield from _finished(begun, code, said, name)
            begun, code, said = number, here, text
        elif here == code:
            said += text
        else:
            raise SourceError(name, number, f"a line that continues {here}, below one of {code or 'nothing'}")
    yield from _finished(begun, code, said, name)


def _finished(begun: int, code: str, said: str, name: str) -> Iterator[tuple[int, Level2Row]]:
    if not begun:
        return
    try:
        yield begun, _entry(code, said)
    except ValueError as problem:
        raise SourceError(name, begun, str(problem)) from problem


def _foreign(file: IO[bytes], name: str, number: int) -> SourceError:
    file.seek(0)
    return refusal(file, name, WANTED, f"line {number:,} is not of CMS's layout")


SOURCE: Final = Source(
    name="hcpcs",
    title="HCPCS Level II codes and modifiers",
    address="https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update",
    cadence="quarterly: January, April, July, October",
    licence="Public. Dental codes (D) © American Dental Association: their words are not read",
    columns=Level2Row._fields,
    member=re.compile(
        r"^HCPC\d{4}[-_][A-Z]{3}[-_](?:ANWEB(?!.*(?:trans|correct)).*\.txt|.*description.*\.csv)$", re.IGNORECASE
    ),
    read=read,
    zip_names=zip_names,
)
