"""Shares: one contributor who speaks for a code by himself.

A label lasts a day, so what one contributor sends in one day is set against all that the code got in DAYS.
"""

from typing import Final

from reports.triage.marks import Mark

FEWEST: Final = 5
DAYS: Final = 28
SHARE: Final = 0.5
WEIGHT: Final = 2


def large_share(own: int, everybody: int) -> Mark | None:
    """`own`: the contributor's reports on the code in one day; `everybody`: the code's of the DAYS until then."""
    if own < FEWEST or own < SHARE * everybody:
        return None
    words = f"{own} of the {everybody} reports on this code in {DAYS} days come from one contributor"
    return Mark("share", words, WEIGHT, holds=True)
