"""The quarter that the name of a file or its title speaks of, for files that CMS publishes four times a year."""

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Final

MONTHS: Final = ("january", "april", "july", "october")
_MONTH: Final = r"(?<![A-Z])(?P<month>JAN(?:UARY)?|APR(?:IL)?|JULY?|OCT(?:OBER)?)(?![A-Z])"
SAYINGS: Final = (
    re.compile(rf"(?P<year>20\d\d)[\W_]*{_MONTH}", re.IGNORECASE),  # HCPC2025_OCT, 2026 January Web Addendum B
    re.compile(rf"{_MONTH}[\W_]*(?:1[\W_]+)?(?P<year>20\d\d)", re.IGNORECASE),  # October 2025, July 1, 2026
    re.compile(r"(?P<year>20\d\d)[\W_]*Q(?P<quarter>[1-4])(?!\d)", re.IGNORECASE),  # CLFS_2025_Q2V1
    re.compile(r"(?<!\d)(?P<short>\d\d)CLABQ(?P<quarter>[1-4])", re.IGNORECASE),  # 25CLABQ2
)


def quarter_in(*texts: str) -> datetime.date | None:
    """The first day of the quarter that the first of `texts` to speak of one names, or None."""
    for text in texts:
        for saying in SAYINGS:
            if found := saying.search(text):
                return _first_day(found.groupdict())
    return None


def parts(name: str) -> tuple[str, ...]:
    """A file's path from its end: the file, then the zip it came in, which may say more."""
    return tuple(reversed(name.split("/")))[:2]


def quarters_until(today: datetime.date, *, years: Sequence[int] = (0,)) -> Iterator[datetime.date]:
    """First days of quarters that have begun, the newest first: of this year and of those so many years before."""
    for back in years:
        for month in (10, 7, 4, 1):
            day = datetime.date(today.year - back, month, 1)
            if day <= today:
                yield day


def in_words(day: datetime.date) -> str:
    """As CMS writes a quarter in the names of its zips: "october-2025"."""
    return f"{MONTHS[(day.month - 1) // 3]}-{day.year}"


def _first_day(found: dict[str, str]) -> datetime.date:
    year = int(found["year"]) if "year" in found else 2000 + int(found["short"])
    if "quarter" in found:
        return datetime.date(year, 3 * int(found["quarter"]) - 2, 1)
    number = next(number for number, month in enumerate(MONTHS) if month.startswith(found["month"].lower()[:3]))
    return datetime.date(year, 1 + 3 * number, 1)
