"""A table of reports as a spreadsheet saves it: CSV with the API's names of fields in its first row, lists by blanks.

Commas, semicolons or tabs; UTF-8 with or without a byte-order mark, UTF-16, or Windows-1252. Rows are counted as a
spreadsheet shows them, from 1, the headings among them. Rows that are empty or begin with "#" are passed over. What a
spreadsheet is known to spoil is named (dates made of bands, zeros lost in front); nothing is mended by a guess, and no
message repeats what stands in a cell.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from reports import intake, vocabulary

MOST_ROWS: Final = 500
MOST_BYTES: Final = 1_000_000
LONGEST_HEADING: Final = 40  # characters
DELIMITERS: Final = (",", ";", "\t")
COLUMNS: Final = (
    "code", "modifiers", "payer", "line_of_business", "kind", "group", "carc", "rarcs", "reason_source", "paired_code",
    "year", "actions", "tactics", "fix_modifier", "outcome", "resolution_band", "claim_type", "stage", "decided_by",
    "place_of_service", "diagnosis_category", "network", "state", "amount_band", "story",
)  # fmt: skip
EXAMPLE: Final[Mapping[str, str]] = {
    "code": "# 86320", "modifiers": "26 59", "payer": "aetna", "line_of_business": "commercial_insured",
    "kind": "bundled", "group": "CO", "carc": "97", "rarcs": "N19 M15", "paired_code": "84165", "year": "2026",
    "actions": "corrected_claim appeal_1", "tactics": "modifier_added", "fix_modifier": "XU", "outcome": "paid_full",
    "resolution_band": "31-60", "amount_band": "0-50", "story": "A row that begins with # is passed over.",
}  # fmt: skip
BANDS: Final[Mapping[str, vocabulary.Words]] = {
    "resolution_band": vocabulary.RESOLUTION_BANDS,
    "amount_band": vocabulary.AMOUNT_BANDS,
}

_KEYS: Final[Mapping[str, Mapping[str, str]]] = {  # a choice may be written in the form's words, letter case aside
    column: {label.casefold(): key for key, label in words.items()} for column, words in intake.CHOICES.items()
}
_FORMULA: Final = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")  # the wide forms too
_SEPARATOR: Final = re.compile(r'"?sep=(?P<separator>[,;\t])"?\r?\n', re.IGNORECASE)  # Excel's, and no row to it
_SHORT_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_DATE_OF_A_BAND: Final = re.compile(
    r"[0-9]{1,2}[-/. ][A-Za-z]{3,9}\.?(?:[-/. ][0-9]{2,4})?|[A-Za-z]{3,9}\.?[-/. ][0-9]{1,4}|"
    r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2}/[0-9]{1,2}"
)


class Unreadable(Exception):  # reads as what it is
    """The file as a whole cannot be read; its text is for whoever sent it."""


class Row(NamedTuple):
    """`raw`: what stands in each column. `problems`: column by column, what a spreadsheet spoiled."""

    number: int
    raw: Mapping[str, object]
    problems: dict[str, list[str]]


def template() -> str:
    """The table to fill in: headings, and one example that is passed over."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerow([EXAMPLE.get(column, "") for column in COLUMNS])
    return table.getvalue()


def without_formula(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. Source: owasp.org/www-community/attacks/CSV_Injection."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def read(content: bytes) -> list[Row]:
    """The rows to be judged. Raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable("This file is over 1 MB. Divide it, and send one part after the other.")
    numbered = _records(_text(content))
    columns = _columns(next((cells for _, cells in numbered), []))
    counted = ((number, cells) for number, cells in numbered if _counts(cells))
    rows = [_row(number, cells, columns) for number, cells in islice(counted, MOST_ROWS + 1)]
    if not rows:
        raise Unreadable("There is no row under the headings. Rows that begin with # are passed over.")
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"There are over {MOST_ROWS} rows. Divide the table, and send one part after the other.")
    return rows


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if _is_utf8(content) else "cp1252"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("This is no text. Save the sheet as “CSV UTF-8”.") from None
    if "\0" in text:
        raise Unreadable("This is no CSV file. Save the sheet as “CSV UTF-8”.")
    return text


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record under its number in the spreadsheet."""
    told = _SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    heading = text.partition("\n")[0]
    delimiter = told["separator"] if told else max(DELIMITERS, key=heading.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1)
    except csv.Error:
        raise Unreadable(
            "Its quotation marks do not match, or a cell is far too long. Save it anew as “CSV UTF-8”."
        ) from None


def _columns(headings: Sequence[str]) -> list[str]:
    """What each column holds. Raises `Unreadable` where the headings are not the template's."""
    columns = [heading.strip().casefold() if len(heading) <= LONGEST_HEADING else "?" for heading in headings]
    while columns and not columns[-1]:
        columns.pop()
    strange = [place for place, column in enumerate(columns, start=1) if column not in COLUMNS]
    missing = [column for column in intake.REQUIRED if column not in columns]
    if strange or missing or len(set(columns)) < len(columns):
        raise Unreadable(" ".join(_complaints(strange, missing, twice=len(set(columns)) < len(columns))))
    return columns


def _complaints(strange: Sequence[int], missing: Sequence[str], *, twice: bool) -> Iterator[str]:
    yield "The first row must hold the template's headings."
    if strange:
        yield f"No field is named like the heading of column {', '.join(map(str, strange[:5]))}."
    elif twice:
        yield "One heading stands there twice."
    if missing:
        yield f"Missing: {', '.join(missing)}."


def _counts(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#")


def _row(number: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    raw = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}
    problems = {column: [words] for column, cell in raw.items() if (words := _spoiled(column, cell))}
    if any(cell.strip() for cell in cells[len(columns) :]):
        problems[intake.STRANGE] = [
            "There are more cells than headings. Put text that holds commas in quotation marks."
        ]
    return Row(number, {column: _key(column, cell) for column, cell in raw.items() if column not in problems}, problems)


def _key(column: str, cell: str) -> str:
    return _KEYS.get(column, {}).get(cell.casefold(), cell)


def _spoiled(column: str, cell: str) -> str:
    if len(cell) > intake.STORY_LIMIT:
        return f"Keep it to {intake.STORY_LIMIT:,} characters."
    if column in BANDS and _DATE_OF_A_BAND.fullmatch(cell):
        bands = ", ".join(BANDS[column])
        return f"The spreadsheet turned the band into a date. Format the column as text and write one of: {bands}."
    if column in {"code", "paired_code"} and _SHORT_NUMBER.fullmatch(cell):
        return (
            "A code has five characters. If the spreadsheet lost zeros in front, format the column as text and write "
            "all five."
        )
    if column == "place_of_service" and _SHORT_NUMBER.fullmatch(cell) and len(cell) == 1:
        return "The spreadsheet lost a zero in front. Format the column as text and write two digits."
    return ""
