"""ICD-10-CM: the diagnosis codes, in any of three layouts.

- CMS's "order" file: fixed width, every category and code in order with its words.
- CMS's "codes" file: billable codes only, each with its words.
- A bare list of the tabular's entries, one a line: chapters by number, ranges (A00-A09), categories, codes. A range of
  one category stands there as that category, before it; here it is written as a range (B10-B10).

A fiscal year begins in October: `icd10cm_order_2026` is in effect from October 1, 2025; an April edition says April.

Source: CMS, ICD-10-CM files and the read-me in their zips; CDC (NCHS) maintains them.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.headed import Whole, checked, each_once, words
from codes.sources.lines import raw_lines
from codes.sources.months import parts, quarter_in
from codes.sources.source import Source

WANTED: Final = "a list of ICD-10-CM codes"
LONGEST_LINE: Final = 1 << 12  # bytes
CODE: Final = r"[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])[0-9A-Z]{0,4}"
CATEGORY: Final = r"[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])"
ORDER: Final = re.compile(rf"(?P<number>\d{{5}}) (?P<code>{CODE}) *(?P<header>[01]) (?P<short>.{{60}}) (?P<words>.+)")
CODES: Final = re.compile(rf"(?P<code>{CODE}) +(?P<words>\S.*)")
BARE: Final = re.compile(rf"(?P<code>[1-9]|1[0-9]|2[0-2]|{CATEGORY}-{CATEGORY}|{CODE})")
CATEGORY_ALONE: Final = re.compile(CATEGORY)
FISCAL_YEAR: Final = re.compile(r"icd10cm[-_](?:order|codes)[-_](20\d\d)(?!\d)", re.IGNORECASE)
FISCAL_YEAR_BEGINS: Final = 10  # month, of the year before
# The codes files hold some 74,000 rows, the others some 98,000.
WHOLE: Final = Whole(70_000, tuple("ABCDEFGHIJKLMNOPQRSTVWXYZ"))


class DiagnosisRow(NamedTuple):
    """A code without its dot ("D472"), a category or a range of categories ("D80-D84"). `words` may be empty."""

    code: str
    words: str


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[DiagnosisRow]:
    """Reads a whole list, or an `excerpt`. Its name says the year or the month, or `effective` the day.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign or cut short.
    """
    layout = _layout(file, name)
    effective = effective or _day_in(name)
    if effective is None:
        raise cells.first_day_needed(name)
    entries = _entries(file, name, layout)
    if layout is BARE:
        entries = _ranges_of_one_apart(entries)
    rows = each_once(entries, name, key=_code)
    return Edition(
        label=f"ICD-10-CM {effective:%Y-%m}",
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=_code, whole=WHOLE, bare=layout is BARE),
    )


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for the newest zip: of the next fiscal year from October, of April's update from April."""
    fiscal = today.year + (today.month >= FISCAL_YEAR_BEGINS)
    april = (f"april-1-{fiscal}-code-descriptions-tabular-order.zip",) if fiscal == today.year else ()
    names = (*april, f"{fiscal}-code-descriptions-tabular-order.zip")
    return (names if today.month in range(4, 13) else names[-1:],)


def _day_in(name: str) -> datetime.date | None:
    if month := quarter_in(*parts(name)):
        return month
    year = FISCAL_YEAR.search(name.rsplit("/", 1)[-1])
    return datetime.date(int(year[1]) - 1, FISCAL_YEAR_BEGINS, 1) if year else None


def _layout(file: IO[bytes], name: str) -> re.Pattern[str]:
    """The layout that the first line has."""
    first = _text(file.readline(LONGEST_LINE))
    file.seek(0)
    for layout in (ORDER, CODES, BARE):
        if layout.fullmatch(first):
            return layout
    raise refusal(file, name, WANTED, "its first line has none of the layouts known")


def _text(raw: bytes) -> str:
    return raw.decode("latin-1").strip("\r\n\x1a ")


def _entries(file: IO[bytes], name: str, layout: re.Pattern[str]) -> Iterator[tuple[int, DiagnosisRow]]:
    for number, raw in enumerate(raw_lines(file, LONGEST_LINE), start=1):
        text = _text(raw)
        if not text:
            continue
        line = layout.fullmatch(text)
        if line is None:
            raise SourceError(name, number, "this line is not of the layout of the first; the file seems damaged")
        held = line.groupdict()
        yield number, DiagnosisRow(held["code"], words(held.get("words") or ""))


def _ranges_of_one_apart(entries: Iterable[tuple[int, DiagnosisRow]]) -> Iterator[tuple[int, DiagnosisRow]]:
    """Of two equal categories one after the other, the first is the range of that one category."""
    before: tuple[int, DiagnosisRow] | None = None
    for entry in entries:
        if before:
            same = before[1] == entry[1] and CATEGORY_ALONE.fullmatch(entry[1].code)
            yield (before[0], DiagnosisRow(f"{entry[1].code}-{entry[1].code}", "")) if same else before
        before = entry
    if before:
        yield before


def _code(row: DiagnosisRow) -> str:
    return row.code


SOURCE: Final = Source(
    name="icd10cm",
    title="ICD-10-CM diagnosis codes",
    address="https://www.cms.gov/medicare/coding-billing/icd-10-codes",
    cadence="yearly in October, with an update in April",
    licence="Public (CDC, NCHS)",
    columns=DiagnosisRow._fields,
    member=re.compile(r"^icd10cm[-_](?:order|code-list)(?!.*addenda)[^/]*\.txt$", re.IGNORECASE),
    read=read,
    zip_names=zip_names,
    rows_vary=True,
)
