"""Which release the address of the page asks for."""

import datetime
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from codes.answering import in_words

LONGEST_LABEL: Final = 64
YES: Final = frozenset({"true", "t", "yes", "y", "on", "1"})  # as the API reads them


class Asked(NamedTuple):
    """Which release a reader asks for: `release` (a label) beats `date` (of service) beats `year`; none: today."""

    release: str | None = None
    date: datetime.date | None = None
    year: int | None = None
    problem: str = ""  # what could not be read, in words
    qp: bool = False

    def words(self, day: datetime.date) -> str:
        """What was asked for, after "covers"."""
        return f"release {self.release}" if self.release else in_words(day) if self.date else str(day.year)


def asked_of(query: Mapping[str, str]) -> Asked:
    """What the address of the page asks for. What cannot be read is named, and today answers."""
    qp = query.get("qp", "").strip().lower() in YES
    if release := query.get("release", "").replace("\x00", "").strip()[:LONGEST_LABEL]:
        return Asked(release=release, qp=qp)
    if date := query.get("date", ""):
        try:
            return Asked(date=datetime.date.fromisoformat(date), qp=qp)
        except ValueError:
            return Asked(problem="The date in the address is no date such as 2026-07-15. Today's answer is shown.")
    if year := query.get("year", ""):
        if re.fullmatch(r"[12][0-9]{3}", year):
            return Asked(year=int(year), qp=qp)
        return Asked(problem="The year in the address is no year such as 2026. Today's answer is shown.")
    return Asked(qp=qp)
