"""CMS's file of ZIP codes and Medicare localities (ZIP5): fixed width, one line for each ZIP code.

Kansas and Missouri stand in it as two halves each (EK, WK, EM, WM), by the contractors they once had.

Source: the record layout in CMS's zip file (ZIP5lyout.txt).
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final, NamedTuple

from codes.sources.edition import Edition
from codes.sources.errors import SourceError
from codes.sources.foreign import refusal
from codes.sources.lines import END_OF_FILE, begun, raw_lines, refuse_a_broken_end
from codes.sources.source import Source

WHAT: Final = "a list of ZIP codes and localities (ZIP5)"
OWN: Final = "ZIP5"  # how foreign.SIGNS calls it
RECORD: Final = re.compile(
    rb"(?P<state>[A-Z]{2})(?P<zip>[0-9]{5})(?P<contractor>[0-9]{5})(?P<number>[0-9]{2})(?P<rural>[ RB]).{5}"
    rb"(?P<plus_four>[01]) .{53}(?P<quarter>20[0-9]{2}[1-4]) *"
)
WIDTH: Final = 80
LONGEST_LINE: Final = 256  # bytes
STATES: Final[Mapping[str, str]] = {"EK": "KS", "WK": "KS", "EM": "MO", "WM": "MO"}

FEWEST_ROWS: Final = 40_000  # of a complete file; that of October 2025 holds 42,956
FIRST_STATE: Final = "AK"
LAST_STATE: Final = "WY"


class ZipRow(NamedTuple):
    """One ZIP code. `plus_four`: it lies in several localities, and the last four digits decide."""

    zip: str
    state: str  # two letters, as the post office writes them
    contractor: str
    number: str  # of the locality
    rural: str  # "", "R" or "B" (super rural)
    plus_four: bool


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[ZipRow]:
    """Reads the file of a quarter, which every line names. `effective` stands in for the quarter's first day.

    Raises SourceError, here or while the rows are drawn, for a file that is foreign, cut short or contradicts itself.
    """
    head = file.read(WIDTH)
    first = RECORD.fullmatch(head)
    if first is None:
        raise refusal(file, name, WHAT, f"its first line is not a record of {WIDTH} characters", own=OWN)
    file.seek(0)
    quarter = first["quarter"]
    begins = datetime.date(int(quarter[:4]), 3 * int(quarter[4:]) - 2, 1)
    rows = begun(_rows(file, quarter, name), name)
    return Edition(
        label=f"ZIP5 {begins.year} Q{quarter[4:].decode()}",
        effective=effective or begins,
        variant="",
        rows=rows if excerpt else _whole(rows, file, name),
    )


def _rows(file: IO[bytes], quarter: bytes, name: str) -> Iterator[ZipRow]:
    seen: set[bytes] = set()
    for number, line in enumerate(raw_lines(file, LONGEST_LINE), start=1):
        text = line.rstrip(b"\r\n")
        if not text.strip(END_OF_FILE.encode() + b" "):
            continue
        found = RECORD.fullmatch(text)
        if found is None:
            raise SourceError(name, number, f"not a record of {WIDTH} characters; the file seems cut short or damaged")
        if found["quarter"] != quarter:
            raise SourceError(name, number, "is of another quarter than the lines above")
        if found["zip"] in seen:
            raise SourceError(name, number, f"{found['zip'].decode()} stands in the file twice")
        seen.add(found["zip"])
        yield _row(found)


def _row(found: re.Match[bytes]) -> ZipRow:
    state = found["state"].decode()
    return ZipRow(
        zip=found["zip"].decode(),
        state=STATES.get(state, state),
        contractor=found["contractor"].decode(),
        number=found["number"].decode(),
        rural=found["rural"].decode().strip(),
        plus_four=found["plus_four"] == b"1",
    )


def _whole(rows: Iterable[ZipRow], file: IO[bytes], name: str) -> Iterator[ZipRow]:
    """The rows, then whether they are all of a quarter."""
    count = 0
    missing = {FIRST_STATE, LAST_STATE}
    for row in rows:
        count += 1
        missing.discard(row.state)
        yield row
    refuse_a_broken_end(file, name, count)
    if count < FEWEST_ROWS:
        raise SourceError(name, 0, f"{count:,} ZIP codes; a complete file has at least {FEWEST_ROWS:,}")
    if missing:
        raise SourceError(name, 0, f"no ZIP code of {', '.join(sorted(missing))}; the file is cut short or a selection")


SOURCE: Final = Source(
    name="zips",
    title="ZIP codes and their Medicare localities (ZIP5)",
    address="https://www.cms.gov/medicare/payment/fee-schedules",
    cadence="quarterly: January, April, July, October",
    licence="Public",
    columns=ZipRow._fields,
    member=re.compile(r"^ZIP5_.*\.txt$", re.IGNORECASE),
    read=read,
)
