"""NCCI procedure-to-procedure edits: pairs of codes not paid together.

CMS ships each of its two tables, practitioner and outpatient hospital, in four parts by column 1. A part is a release
of its own variant ("practitioner-1"): whoever answers sees which parts of a quarter are there. Two layouts are read:
CMS's own (tabs, or the same saved as csv: six header lines, `*` for none, yyyymmdd), and a csv whose first line names
its columns, which may lack the effective date (9999-12-31: not deleted).

Millions of rows: the two codes of a row are few thousand values, and all that follows them a few thousand more, so each
is checked once and remembered; rows go on as COPY text.

Source: CMS, Medicare NCCI PTP edits page, and the header of its files.
"""

import csv
import datetime
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import IO, Final, NamedTuple

from codes.shapes import CODE_SHAPE
from codes.sources.blocks import Block, cell
from codes.sources.edition import Edition
from codes.sources.errors import RowError, SourceError
from codes.sources.foreign import head_of, looks_like
from codes.sources.lines import refuse_a_broken_end
from codes.sources.ncci_names import effective_in, latest_quarters, quarter, version
from codes.sources.source import Source

PARTS: Final = 4  # of a quarter's table, as CMS ships it
FEWEST_ROWS: Final = 1_000_000  # of a whole table; that of July 2024 holds 2,546,017
FEWEST_ROWS_OF_PART: Final = 100_000
BEGINNINGS: Final = frozenset(b"0123456789G")  # of the codes in column 1 of a whole table

HEADER_WITHIN: Final = 20  # lines
LONGEST_LINE: Final = 1 << 16  # bytes
ROWS_OF_A_BLOCK: Final = 256
PAIR: Final = re.compile(rb'^"?[0-9A-Z]{3,5}"?([\t,])"?[0-9A-Z]{3,5}"?\1')
PART_IN_NAME: Final = re.compile(r"cci(?:pra|oph)-v\d{3}r\d-f([1-4])\b", re.IGNORECASE)
NO_DATE: Final = frozenset({"", "*", "9999-12-31", "99991231"})
BLANK: Final = frozenset({b"", b"\x1a"})


class PairRow(NamedTuple):
    """Column 1 is paid, column 2 denied, from `effective` (None: not published) to `deleted`, that day included."""

    column_1: str
    column_2: str
    effective: datetime.date | None
    deleted: datetime.date | None  # the last day, None: none yet
    indicator: str  # 0 never together, 1 with an associated modifier, 9 never in force
    rationale: str


class _Layout(NamedTuple):
    """Where the cells behind the two codes stand, counted from 0 behind them; None: the file has no such column."""

    delimiter: bytes
    effective: int | None
    deleted: int
    indicator: int
    rationale: int | None


class _Head(NamedTuple):
    layout: _Layout
    lines: int  # that stand above the first row
    first: bytes  # the first row


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[Block]:
    """Reads a whole table or one of CMS's parts, or an `excerpt` of either.

    CMS's file name says which quarter, whose services and which part; `effective` stands in for the quarter. Raises
    SourceError, here or while the rows are drawn, for a file that is foreign or cut short.
    """
    head = _head(file, name)
    variant = _variant(name)
    day = effective or effective_in(name)
    if day is None:
        raise SourceError(name, 0, "its name does not say which quarter it is of; give its first day with --effective")
    firsts = _Codes()
    lines = iter(lambda: file.readline(LONGEST_LINE), b"")
    blocks = _blocks(itertools.chain([head.first], lines), head, firsts, name)
    return Edition(
        label=f"NCCI {day.year} Q{quarter(day)} (v{version(day)})",
        effective=day,
        variant=variant,
        rows=blocks if excerpt else _checked(blocks, firsts, file, name, part="-" in variant),
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


def _head(file: IO[bytes], name: str) -> _Head:
    above: list[str] = []
    for _ in range(HEADER_WITHIN):
        line = file.readline(LONGEST_LINE)
        found = PAIR.match(line)
        if found:
            return _Head(_layout("\n".join(above), found[1], file, name), len(above), line)
        if not line:
            break
        above.append(line.decode("latin-1"))
    raise _not_pairs(file, name, "no row with two codes was found")


def _layout(above: str, delimiter: bytes, file: IO[bytes], name: str) -> _Layout:
    named = next(iter(csv.reader(above.splitlines()[-1:])), [])
    if named[:2] == ["column_1", "column_2"]:
        return _named_layout(named[2:], delimiter, name)
    words = " ".join(above.split()).lower()
    if not all(word in words for word in ("column 1", "column 2", "effective", "deletion", "modifier")):
        raise _not_pairs(file, name, "its header does not name column 1, column 2, effective, deletion and modifier")
    return _Layout(delimiter, effective=1, deleted=2, indicator=3, rationale=4 if "rationale" in words else None)


def _named_layout(columns: list[str], delimiter: bytes, name: str) -> _Layout:
    place: Mapping[str, int] = {column: number for number, column in enumerate(columns)}
    missing = {"deletion_date", "modifier_indicator"} - set(columns)
    if missing:
        raise SourceError(name, 1, f"its header has no column {', '.join(sorted(missing))}")
    return _Layout(
        delimiter,
        effective=place.get("effective_date"),
        deleted=place["deletion_date"],
        indicator=place["modifier_indicator"],
        rationale=place.get("ptp_edit_rationale"),
    )


def _not_pairs(file: IO[bytes], name: str, otherwise: str) -> SourceError:
    seems = looks_like(head_of(file, name), name)
    known = seems and "procedure pairs" not in seems
    return SourceError(name, 0, f"no table of NCCI procedure pairs: {f'it looks like {seems}' if known else otherwise}")


class _Codes(dict[bytes, bytes]):
    """A code as it stands in the file → the code, its quotes gone and lost zeros put back."""

    def __missing__(self, raw: bytes) -> bytes:
        text = raw.strip(b'"').decode("latin-1")
        code = text.zfill(5) if text.isdecimal() else text
        if not CODE_SHAPE.match(code):
            raise RowError(f"“{text[:20]}” is no code")
        self[raw] = code.encode()
        return self[raw]


class _Tails(dict[bytes, bytes]):
    """All that follows the two codes of a line → effective, deleted, indicator and rationale as COPY text."""

    def __init__(self, layout: _Layout) -> None:
        super().__init__()
        self.layout = layout
        self.width = 0

    def __missing__(self, raw: bytes) -> bytes:
        (cells,) = csv.reader([raw.decode("latin-1").strip("\r\n\x1a")], delimiter=self.layout.delimiter.decode())
        self.width = self.width or len(cells)
        if len(cells) != self.width:
            raise RowError(f"{len(cells) + 2} cells where the rows above have {self.width + 2}")
        self[raw] = b"\t".join(map(cell, self._values(cells)))
        return self[raw]

    def _values(self, cells: list[str]) -> tuple[object, ...]:
        layout = self.layout
        indicator = cells[layout.indicator].strip()
        if indicator not in {"0", "1", "9"}:
            raise RowError(f"“{indicator[:20]}” is no modifier indicator (0, 1 or 9)")
        effective = None if layout.effective is None else _date(cells[layout.effective], "effective")
        if layout.effective is not None and effective is None:
            raise RowError("the effective date is missing")
        rationale = "" if layout.rationale is None else cells[layout.rationale].strip()
        return effective, _date(cells[layout.deleted], "deletion"), indicator, rationale


def _date(text: str, which: str) -> datetime.date | None:
    text = text.strip()
    if text in NO_DATE:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise RowError(f"“{text[:20]}” is no {which} date") from None


def _blocks(lines: Iterator[bytes], head: _Head, firsts: _Codes, name: str) -> Iterator[Block]:
    seconds, tails = _Codes(), _Tails(head.layout)
    delimiter = head.layout.delimiter
    number = head.lines
    rows: list[bytes] = []
    for line in lines:
        number += 1
        try:
            first, second, tail = line.split(delimiter, 2)
            rows.append(b"%b\t%b\t%b\n" % (firsts[first], seconds[second], tails[tail]))
        except RowError as problem:
            raise SourceError(name, number, str(problem)) from problem
        except (ValueError, IndexError) as problem:
            if line.strip() in BLANK:
                continue
            raise SourceError(name, number, "too few cells; the file seems cut short or damaged") from problem
        if len(rows) == ROWS_OF_A_BLOCK:
            yield Block(b"".join(rows), len(rows))
            rows = []
    if rows:
        yield Block(b"".join(rows), len(rows))


def _checked(
    blocks: Iterator[Block], firsts: Mapping[bytes, bytes], file: IO[bytes], name: str, *, part: bool
) -> Iterator[Block]:
    """The rows, then whether they are all of a table or of a part."""
    count = 0
    for block in blocks:
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


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for each part of both tables: of this quarter, else of the one before."""
    return tuple(
        tuple(
            f"medicare-ncci-{day.year}q{quarter(day)}-{setting}-ptp-edits-{stem}-"
            f"v{version(day).replace('.', '')}r0-f{part}.zip"
            for day in latest_quarters(today)
        )
        for setting, stem in (("practitioner", "ccipra"), ("hospital", "ccioph"))
        for part in range(1, PARTS + 1)
    )


SOURCE: Final = Source(
    name="ncci_ptp",
    title="NCCI procedure-to-procedure edits: pairs of codes not paid together",
    address=(
        "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/"
        "medicare-ncci-procedure-procedure-ptp-edits"
    ),
    cadence="quarterly: January, April, July, October; each table in four parts",
    licence="Pairs, dates and indicators are public. CPT codes © American Medical Association",
    columns=PairRow._fields,
    variants={
        setting + suffix: f"{setting} services{words}"
        for setting in ("practitioner", "hospital")
        for suffix, words in (
            ("", ""),
            *((f"-{part}", f", part {part} of {PARTS}") for part in range(1, PARTS + 1)),
        )
    },
    member=re.compile(r"^cci(?:pra|oph).*\.(?:txt|csv)$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
)
