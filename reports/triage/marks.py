"""What a comparison says about a report."""

from typing import NamedTuple


class Mark(NamedTuple):
    rule: str
    words: str  # for the moderator, nothing of a story; at most 80 characters where it holds
    weight: int  # the riskier, the higher
    holds: bool  # whether it takes a report out of the figures where MEDPAY_HOLD_BURSTS says so
