"""What is asked: which edition of the schedule, and which line."""

import datetime
from decimal import Decimal
from typing import NamedTuple

from codes.answering import in_words
from codes.payment import Setting

NOTHING = Decimal("0.00")


class AskedSchedule(NamedTuple):
    """`release` (a label) beats `date` (of service) beats `year`; none of them: today."""

    release: str | None = None
    date: datetime.date | None = None
    year: int | None = None
    qp: bool = False

    def words(self, day: datetime.date) -> str:
        """What was asked for, after "covers"; `day` is the one the question was taken to be about."""
        if self.release:
            return "the release asked for"
        return in_words(self.date) if self.date else str(day.year)


class AskedLine(NamedTuple):
    """`setting` None: not said. A `locality` ("01112-05") beats a `zip`; none of them: national. Amounts in dollars."""

    modifiers: tuple[str, ...] = ()
    setting: Setting | None = None
    units: int = 1
    participating: bool = True
    charge: Decimal | None = None
    locality: str = ""
    zip: str = ""
    deductible: Decimal = NOTHING
    minutes: int | None = None  # of anesthesia
