"""Claim adjustment reason codes (CARC) and remittance advice remark codes (RARC): which exist, since when, until when.

One csv holds both, and the group codes, each row saying which it is. X12's texts are not read, even where a file has
them. The lists change in March, July and November.

Source: x12.org, external code lists; 45 CFR 162.1601 and 1602 make them part of every remittance (835).
"""

import datetime
import re
from functools import partial
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.headed import Row, Whole, checked, each_once, table
from codes.sources.source import Read, Source

COLUMNS: Final = {
    "code": ("CODE",),
    "kind": ("KIND", "TYPE"),
    "start": ("START", "START DATE"),
    "modified": ("LAST MODIFIED",),
    "end": ("END", "STOP", "END DATE"),
    "alert": ("ALERT",),
}
SHAPES: Final = {
    "CARC": re.compile(r"[0-9]{1,3}|[A-Z][0-9]{1,2}"),
    "RARC": re.compile(r"(?:MA|M|N)[0-9]{1,3}"),
}
KINDS: Final = frozenset({"GROUP", *SHAPES})
WHOLE: Final = {"CARC": Whole(250, ("1", "2", "A", "B", "P")), "RARC": Whole(800, ("M1", "MA", "N1", "N8"))}
IN_NAME: Final = re.compile(r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])(?:[-_]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
ALERTS: Final = {"": False, "no": False, "0": False, "yes": True, "1": True}


class ReasonRow(NamedTuple):
    """`end`: the first day on which it is no longer used. `alert`: a remark that only informs."""

    code: str
    start: datetime.date | None
    modified: datetime.date | None
    end: datetime.date | None
    alert: bool


def reader(kind: str) -> Read:
    """What reads the rows of one kind, "CARC" or "RARC", out of a list of both."""

    def read(
        file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
    ) -> Edition[ReasonRow]:
        """Reads a whole list, or an `excerpt`. Its name gives its month, or `effective` its day. Raises SourceError."""
        found = table(
            file, name, wanted=f"a list of {kind}s", columns=COLUMNS, optional=frozenset({"modified", "alert"})
        )
        effective = effective or _day_in(name)
        if effective is None:
            raise cells.first_day_needed(name)
        rows = each_once(cells.parsed(found.rows, name, partial(_row, kind=kind)), name, key=_code)
        return Edition(
            label=f"{kind} {effective:%Y-%m}",
            effective=effective,
            variant="",
            rows=rows if excerpt else checked(rows, file, name, key=_code, whole=WHOLE[kind]),
        )

    return read


def _day_in(name: str) -> datetime.date | None:
    """The day, or the first of the month, in a file's name: `carc_rarc_codes_2024-06.csv`."""
    found = IN_NAME.search(name.rsplit("/", 1)[-1])
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def _row(row: Row, *, kind: str) -> ReasonRow | None:
    held = row.cells
    if held["kind"].upper() not in KINDS:
        raise ValueError(f"kind: “{held['kind']}” is neither Group nor CARC nor RARC")
    if held["kind"].upper() != kind:
        return None
    if not SHAPES[kind].fullmatch(held["code"].upper()):
        raise ValueError(f"code: “{held['code']}” is no {kind}")
    if held["alert"].lower() not in ALERTS:
        raise ValueError(f"alert: “{held['alert']}” is neither yes nor empty")
    start, modified, end = (cells.in_cell(field, cells.day, held[field]) for field in ("start", "modified", "end"))
    if start and end and end < start:
        raise ValueError(f"{held['code']} ends on {end}, before it starts")
    return ReasonRow(held["code"].upper(), start, modified, end, ALERTS[held["alert"].lower()])


def _code(row: ReasonRow) -> str:
    return row.code


def _source(kind: str, title: str, page: str) -> Source:
    return Source(
        name=kind.lower(),
        title=title,
        address=f"https://x12.org/codes/{page}",
        cadence="three times a year: March, July, November",
        licence="Codes and dates are facts. The texts are © X12 and are not read",
        columns=ReasonRow._fields,
        member=re.compile(r"(?:carc|rarc)[^/]*\.csv$", re.IGNORECASE),
        read=reader(kind),
    )


CARC: Final = _source("CARC", "Claim adjustment reason codes (CARC)", "claim-adjustment-reason-codes")
RARC: Final = _source("RARC", "Remittance advice remark codes (RARC)", "remittance-advice-remark-codes")
