"""When a file of the physician fee schedule is of, by the names CMS gives its files, zips and folders.

For files that do not say it themselves: `OPPSCAP_Oct.csv` in `rvu25d.zip`.
"""

import datetime
import re
from typing import Final

from codes.sources.errors import SourceError

LETTERS: Final = "ABCD"  # of a year's releases: January, April, July, October
MONTHS: Final = ("JAN", "APR", "JUL", "OCT")

RELEASE: Final = re.compile(r"RVU(\d\d)([A-D])(?![A-Z])", re.IGNORECASE)
YEAR_AND_MONTH: Final = re.compile(r"(20\d\d)_?(JAN|APR|JUL|OCT)", re.IGNORECASE)
MONTH: Final = re.compile(r"_(JAN|APR|JUL|OCT)", re.IGNORECASE)
YEAR_OF_RELEASE: Final = re.compile(r"(?:GPCI|ANES|CY[ _]?)(20\d\d)|(?<![A-Z0-9])(\d\d)LOCCO|RVU(\d\d)", re.IGNORECASE)
ANY_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def quarter_named(name: str) -> datetime.date | None:
    """The first day of the release that `name`, a path, speaks of; None where it does not, or contradicts itself."""
    parts = name.rsplit("/")
    file = parts[-1]
    if found := YEAR_AND_MONTH.search(file):
        return datetime.date(int(found[1]), 1 + 3 * MONTHS.index(found[2].upper()), 1)
    release = next((found for part in reversed(parts) if (found := RELEASE.search(part))), None)
    if release is None:
        return None
    quarter = LETTERS.index(release[2].upper())
    month = MONTH.search(file)
    if month and MONTHS.index(month[1].upper()) != quarter:
        return None
    return datetime.date(2000 + int(release[1]), 1 + 3 * quarter, 1)


def year_of_release(name: str) -> int | None:
    """The year that CMS's own words in `name`, a path, give a file: GPCI2025, 25LOCCO, rvu24a. Its end counts most."""
    found = next((found for part in reversed(name.split("/")) if (found := YEAR_OF_RELEASE.search(part))), None)
    if found is None:
        return None
    year = next(filter(None, found.groups()))
    return int(year) if len(year) == 4 else 2000 + int(year)


def january_of(year: str, name: str) -> datetime.date:
    """The first day of the `year` in a file's title; where that is "", of the one in its name. Raises SourceError."""
    said = int(year) if year else year_of_release(name)
    if said is None:
        raise SourceError(name, 0, "the file does not say which year it is of; give its first day with --effective")
    return datetime.date(said, 1, 1)


def year_named(name: str) -> int | None:
    """A year in `name`, whoever put it there: good enough to call a file by, not to price by."""
    found = ANY_YEAR.search(name.rsplit("/", 1)[-1])
    return int(found[1]) if found else year_of_release(name)


def label(effective: datetime.date) -> str:
    """CMS's name of the release in effect on a day: RVU25D from October 1, 2025."""
    return f"RVU{effective:%y}{LETTERS[(effective.month - 1) // 3]}"


def zip_names(today: datetime.date) -> tuple[tuple[str, ...], ...]:
    """CMS's names for the zips of this year and of the last, the newest of each first: it may not be out yet."""
    out = LETTERS[: (today.month - 1) // 3 + 1]
    return tuple(
        tuple(f"rvu{year % 100:02}{letter.lower()}.zip" for letter in reversed(letters))
        for year, letters in ((today.year, out), (today.year - 1, LETTERS))
    )
