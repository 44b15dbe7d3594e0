"""Which of the two layouts a table of pairs has, and where its rows begin."""

import csv
import re
from typing import IO, Final, NamedTuple

from codes.sources.errors import SourceError
from codes.sources.foreign import refusal

WHAT: Final = "a table of NCCI procedure pairs"  # as foreign.SIGNS calls it
HEADER_WITHIN: Final = 20  # lines
LONGEST_LINE: Final = 1 << 16  # bytes
PAIR: Final = re.compile(rb'^"?[0-9A-Z]{3,5}"?([\t,])"?[0-9A-Z]{3,5}"?\1')


class Layout(NamedTuple):
    """Where the cells behind the two codes stand, counted from 0 behind them; None: the file has no such column."""

    delimiter: bytes
    effective: int | None
    deleted: int
    indicator: int
    rationale: int | None


class Head(NamedTuple):
    layout: Layout
    lines: int  # that stand above the first row
    first: bytes  # the first row


def find_head(file: IO[bytes], name: str) -> Head:
    above: list[str] = []
    for _ in range(HEADER_WITHIN):
        line = file.readline(LONGEST_LINE)
        found = PAIR.match(line)
        if found:
            return Head(_layout("\n".join(above), found[1], file, name), len(above), line)
        if not line:
            break
        above.append(line.decode("latin-1"))
    raise refusal(file, name, WHAT, "no row with two codes was found", own=WHAT)


def _layout(above: str, delimiter: bytes, file: IO[bytes], name: str) -> Layout:
    named = next(iter(csv.reader(above.splitlines()[-1:])), [])
    if named[:2] == ["column_1", "column_2"]:
        return _named_layout(named[2:], delimiter, name)
    words = " ".join(above.split()).lower()
    if not all(word in words for word in ("column 1", "column 2", "effective", "deletion", "modifier")):
        missing = "its header does not name column 1, column 2, effective, deletion and modifier"
        raise refusal(file, name, WHAT, missing, own=WHAT)
    return Layout(delimiter, effective=1, deleted=2, indicator=3, rationale=4 if "rationale" in words else None)


def _named_layout(columns: list[str], delimiter: bytes, name: str) -> Layout:
    place = {column: number for number, column in enumerate(columns)}
    missing = {"deletion_date", "modifier_indicator"} - set(columns)
    if missing:
        raise SourceError(name, 1, f"its header has no column {', '.join(sorted(missing))}")
    return Layout(
        delimiter,
        effective=place.get("effective_date"),
        deleted=place["deletion_date"],
        indicator=place["modifier_indicator"],
        rationale=place.get("ptp_edit_rationale"),
    )
