"""The fixed-width text edition of the relative value file (PPRRVU….txt): the csv row for row, at fixed places.

Source: the record layout in CMS's zip files (RVU25D.pdf). 2026 added a column to it; that layout is not known here, so
from then on only the csv is taken.
"""

from collections.abc import Iterator, Mapping
from typing import IO, Final

from codes.sources.errors import RowError, SourceError
from codes.sources.lines import END_OF_FILE, raw_lines
from codes.sources.mpfs.row import FeeRow, parse_fields

SIGN: Final = b"HDR "  # begins each line of the notices above the rows
LAST_YEAR: Final = 2025
LONGEST_LINE: Final = 1024  # bytes
WIDTH: Final = 171

PLACES: Final[Mapping[str, slice]] = {
    "code": slice(0, 5),
    "modifier": slice(5, 7),
    "status": slice(57, 58),  # before it stands AMA's descriptor, which is not read
    "not_used": slice(58, 59),
    "work": slice(59, 65),
    "pe_nonfacility": slice(65, 72),
    "na_nonfacility": slice(72, 74),
    "pe_facility": slice(74, 81),
    "na_facility": slice(81, 83),
    "mp": slice(83, 89),
    "total_nonfacility": slice(89, 96),
    "total_facility": slice(96, 102),
    "pctc": slice(102, 103),
    "global_days": slice(103, 106),
    "pre": slice(106, 109),
    "intra": slice(109, 112),
    "post": slice(112, 115),
    "mult": slice(115, 116),
    "bilat": slice(116, 117),
    "asst": slice(117, 118),
    "co": slice(118, 119),
    "team": slice(119, 120),
    "endo_base": slice(126, 132),
    "cf": slice(132, 140),
    "supervision": slice(140, 143),
    "calc_flag": slice(143, 144),
    "imaging_family": slice(144, 147),
    "opps_pe_nonfacility": slice(150, 157),
    "opps_pe_facility": slice(157, 164),
    "opps_mp": slice(164, 171),
}


def is_text_edition(file: IO[bytes]) -> bool:
    file.seek(0)
    found = file.read(len(SIGN)) == SIGN
    file.seek(0)
    return found


def text_rows(file: IO[bytes], name: str) -> Iterator[tuple[int, FeeRow]]:
    """Each row with the number of its line. Raises SourceError for a line of another width or an impossible field."""
    for number, line in enumerate(raw_lines(file, LONGEST_LINE), start=1):
        text = line.decode("latin-1").rstrip("\r\n")
        if line.startswith(SIGN) or not text.strip(END_OF_FILE + " "):
            continue
        if len(text) != WIDTH:
            raise SourceError(name, number, f"{len(text)} characters where a row has {WIDTH}; the file seems cut short")
        try:
            yield number, parse_fields({field: text[place] for field, place in PLACES.items()})
        except RowError as problem:
            raise SourceError(name, number, str(problem)) from problem
