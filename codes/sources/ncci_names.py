"""What CMS says of an NCCI table in the name of its file: which quarter, whose services, which part.

NCCI tables are quarterly. CMS counts them in versions: 30.0 is January 2024, 30.1 April 2024, 32.2 July 2026.
"""

import datetime
import re
from typing import Final

from codes.sources.errors import SourceError

QUARTER_MONTHS: Final = (1, 4, 7, 10)
VERSION_OF_YEAR: Final = 1994  # the year less this is the version before its dot
IN_NAME: Final = (
    re.compile(r"eff[-_ ](?P<month>\d\d)-(?P<day>\d\d)-(?P<year>20\d\d)", re.IGNORECASE),
    re.compile(r"eff(?:ective)?[-_ ](?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", re.IGNORECASE),
    re.compile(r"effective-(?P<month>\d\d)(?P<day>\d\d)(?P<year>20\d\d)", re.IGNORECASE),
    re.compile(r"cci(?:pra|oph)-v(?P<version>\d\d)(?P<minor>[0-3])r\d", re.IGNORECASE),
    re.compile(r"(?P<year>20\d\d)[-_ ]?q(?P<quarter>[1-4])", re.IGNORECASE),
)


def effective_in(name: str) -> datetime.date | None:
    """The first day that the name of a file gives, or None: Eff_04-01-2026, ccipra-v322r0-f1, AOC_V2026Q2."""
    for pattern in IN_NAME:
        if found := pattern.search(name.rsplit("/", 1)[-1]):
            return _day(found.groupdict())
    return None


def quarter(day: datetime.date) -> int:
    return (day.month - 1) // 3 + 1


def first_day(day: datetime.date) -> datetime.date:
    """Of the quarter that holds `day`."""
    return datetime.date(day.year, QUARTER_MONTHS[quarter(day) - 1], 1)


def last_day(day: datetime.date) -> datetime.date:
    """Of the quarter that holds `day`."""
    return first_day(first_day(day) + datetime.timedelta(days=100)) - datetime.timedelta(days=1)


def version(day: datetime.date) -> str:
    """CMS's count of the table in effect on `day`: "30.2" from July 1, 2024."""
    return f"{day.year - VERSION_OF_YEAR}.{quarter(day) - 1}"


def latest_quarters(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First days of this quarter and of the one before: the newest table may not be out yet."""
    this = first_day(today)
    return this, first_day(this - datetime.timedelta(days=1))


def first_day_needed(name: str) -> SourceError:
    return SourceError(name, 0, "its name does not say which quarter it is of; give its first day with --effective")


def _day(found: dict[str, str]) -> datetime.date | None:
    if "version" in found:
        return datetime.date(int(found["version"]) + VERSION_OF_YEAR, QUARTER_MONTHS[int(found["minor"])], 1)
    if "quarter" in found:
        return datetime.date(int(found["year"]), QUARTER_MONTHS[int(found["quarter"]) - 1], 1)
    try:
        return datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
