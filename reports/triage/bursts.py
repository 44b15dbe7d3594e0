"""Bursts: more reports on a code and payer in one day than the days before explain.

The count of a day is taken to follow a negative binomial. Its mean is that of the DAYS before, half a report added to
their sum so that a code never reported has one too. Its variance is mean + mean²/SHAPE: days differ by more than
chance (weekends, month ends, a batch worked through), with SHAPE 2 by some 70 % of the mean. A day is a burst where a
count as high has a probability below CHANCE.
"""

from typing import Final

from reports.triage.marks import Mark

FEWEST: Final = 5  # as many as open a code; fewer are never a burst
DAYS: Final = 28
SHAPE: Final = 2.0
CHANCE: Final = 0.001
WEIGHT: Final = 3


def burst(count: int, before: int) -> Mark | None:
    """`count`: the reports of one day; `before`: those of the DAYS before it."""
    if count < FEWEST or not exceeds(count, (before + 0.5) / DAYS):
        return None
    words = f"{count} reports on this code and payer that day; {_before(before)}"
    return Mark("burst", words, WEIGHT, holds=True)


def _before(before: int) -> str:
    """In words, and never as a rate that rounds to nothing."""
    if before / DAYS >= 0.1:
        return f"{before / DAYS:.1f} a day before"
    return f"{before} in the {DAYS} days before" if before else "none before"


def exceeds(count: int, mean: float) -> bool:
    """Whether `count` or more of a day that has this mean is less likely than CHANCE."""
    ratio = mean / (SHAPE + mean)
    probability = (1 - ratio) ** SHAPE
    below = 0.0
    for number in range(count):
        below += probability
        if 1 - below < CHANCE:
            return True
        probability *= ratio * (number + SHAPE) / (number + 1)
    return False
