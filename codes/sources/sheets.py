"""A small table however CMS saved it: csv, Excel's “Unicode text” (tabs, UTF-16), or the workbook itself."""

import csv
import io
from collections.abc import Iterator
from typing import IO, Final

from codes.sources.errors import SourceError
from codes.sources.lines import Line, csv_lines
from codes.sources.workbook import is_workbook, sheet_lines

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
LARGEST_TEXT: Final = 1 << 22  # bytes; it is decoded in one piece


def table_lines(file: IO[bytes], name: str) -> Iterator[Line]:
    """Its lines of cells, whatever the wrapping. Raises SourceError."""
    if is_workbook(file):
        return sheet_lines(file, name)
    if is_utf_16(file):
        return _tab_lines(file, name)
    return csv_lines(file, name)


def is_utf_16(file: IO[bytes]) -> bool:
    file.seek(0)
    found = file.read(2) in UTF_16
    file.seek(0)
    return found


def _tab_lines(file: IO[bytes], name: str) -> Iterator[Line]:
    text = file.read(LARGEST_TEXT + 1)
    if len(text) > LARGEST_TEXT:
        raise SourceError(name, 0, f"text in UTF-16 of more than {LARGEST_TEXT >> 20} MB; save it as CSV")
    try:
        reader = csv.reader(io.StringIO(text.decode("utf-16"), newline=""), delimiter="\t")
        for cells in reader:
            yield Line(reader.line_num, cells)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise SourceError(name, 0, "text in UTF-16 that breaks off; the file is cut short") from problem
