"""What a toolkit says of the chosen codes. Plain values; amounts in dollars."""

import datetime
from decimal import Decimal
from typing import NamedTuple

from medpay.citing import Citation


class Chosen(NamedTuple):
    code: str
    name: str
    note: str  # whether it may still be billed
    address: str  # of its page


class Paid(NamedTuple):
    """A row that may be billed. An amount None: none in that setting; `note` says why where there is none at all."""

    row: str  # "86320-26"
    what: str
    office: Decimal | None
    facility: Decimal | None
    source: Citation
    note: str


class Limit(NamedTuple):
    code: str
    setting: str
    units: int | None  # None: the table publishes none
    words: str
    source: Citation


class Limits(NamedTuple):
    """`words`: which table answers in each setting, or that none is held."""

    rows: tuple[Limit, ...]
    words: tuple[str, ...]


class Conflict(NamedTuple):
    """An edit in force."""

    setting: str
    paid: str
    denied: str
    indicator: str
    words: str
    source: Citation


class PairAnswer(NamedTuple):
    """One of the three answers about a pair, in words."""

    code: str
    other: str
    setting: str
    answer: str
    words: str


class Pairs(NamedTuple):
    """`words`: which table answered in each setting, and what of the pairs that have no edit in it."""

    conflicts: tuple[Conflict, ...]
    answers: tuple[PairAnswer, ...]
    words: tuple[str, ...]


class Pitfall(NamedTuple):
    code: str
    modifier: str
    use: str
    pitfall: str
    source: Citation


class Trigger(NamedTuple):
    code: str
    text: str
    source: Citation


class ReasonReported(NamedTuple):
    code: str
    reason: str
    means: str
    causes: str
    first_check: str
    fix: str
    reports: str  # "4 of 7"


class Pattern(NamedTuple):
    """One figure of a published code."""

    code: str
    figure: str
    answer: str
    reports: str  # "4 of 7"
    share: str  # "57 %"
    interval: str  # "25 to 84 %"
    as_of: str


class PartB(NamedTuple):
    """What Medicare Part B denied of a code in a year, whatever the cause."""

    code: str
    submitted: int
    denied: str  # in percent
    source: Citation


class Toolkit(NamedTuple):
    codes: tuple[Chosen, ...]
    place: str
    day: datetime.date  # the questions are about
    made: datetime.date
    address: str  # where the same is had anew
    threshold: int
    prices: tuple[Paid, ...]
    limits: Limits
    pairs: Pairs
    pitfalls: tuple[Pitfall, ...]
    triggers: tuple[Trigger, ...]
    reasons: tuple[ReasonReported, ...]
    patterns: tuple[Pattern, ...]
    part_b: tuple[PartB, ...]
