"""Reads a sheet of an Excel workbook (.xlsx), which is a zip of XML, without trusting either.

Sizes are limited by what the zip declares, and no more than that is ever unpacked; XML that defines entities is
refused by defusedxml, through which openpyxl reads sheets; what it reads through lxml resolves none.
"""

import itertools
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Final

from defusedxml import DefusedXmlException

from codes.sources.errors import SourceError
from codes.sources.lines import ZIP, Line

LARGEST: Final = 1 << 25  # bytes of XML. CMS's sheets come to 12 MB
ROWS_TO_KNOW_IT_BY: Final = 20
MOST_FILES: Final = 200
MAX_RATIO: Final = 100  # unpacked to packed; CMS's come to 10
RATIO_MATTERS_ABOVE: Final = 1 << 20  # bytes
DAMAGE: Final = (
    zipfile.BadZipFile,
    SyntaxError,  # of XML, whichever parser read it
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,  # DefusedXmlException among them
    NotImplementedError,
)


def is_workbook(file: IO[bytes]) -> bool:
    file.seek(0)
    found = file.read(len(ZIP)) == ZIP
    file.seek(0)
    return found


def sheet_lines(file: IO[bytes], name: str) -> Iterator[Line]:
    """The rows of the first sheet, every cell as text: formulas by the value Excel last saved, blanks as "".

    Raises SourceError for what is no workbook, damaged, encrypted, suspiciously large, or defines XML entities.
    """
    import openpyxl  # noqa: PLC0415  # a fifth of what every program of the site would take to start

    try:
        _refuse_a_bomb(file, name)
        with closing(openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
            rows = book.worksheets[0].iter_rows(values_only=True)
            for number, cells in enumerate(rows, start=1):
                yield Line(number, ["" if cell is None else str(cell) for cell in cells])
    except DAMAGE as problem:
        if isinstance(problem, DefusedXmlException) or isinstance(problem.__cause__, DefusedXmlException):
            raise SourceError(name, 0, "a workbook that defines XML entities; no file of CMS's does") from problem
        raise SourceError(name, 0, "a damaged or encrypted Excel workbook; save its sheet as CSV") from problem


def first_rows(file: IO[bytes], name: str) -> list[Line]:
    """Enough of the first sheet to recognize a workbook by. Raises SourceError as `sheet_lines`."""
    return list(itertools.islice(sheet_lines(file, name), ROWS_TO_KNOW_IT_BY))


def _refuse_a_bomb(file: IO[bytes], name: str) -> None:
    with zipfile.ZipFile(file) as pack:
        held = pack.infolist()
    size, packed = sum(one.file_size for one in held), sum(one.compress_size for one in held)
    if len(held) > MOST_FILES:
        raise SourceError(name, 0, f"a workbook of {len(held):,} parts; no file of CMS's has more than {MOST_FILES}")
    if size > LARGEST:
        raise SourceError(name, 0, f"a workbook that unpacks to more than {LARGEST >> 20} MB; save its sheet as CSV")
    if size > RATIO_MATTERS_ABOVE and size > packed * MAX_RATIO:
        raise SourceError(name, 0, f"a workbook that unpacks to more than {MAX_RATIO} times its size")
