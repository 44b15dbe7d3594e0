"""What is at stake in a tip: an amount of the release that answers, never a percentage."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from codes import payment
from codes.handbook import Source, Tip, stake
from codes.payment import Price
from codes.sources.mpfs import FeeRow
from medpay.code_page.parts import dollars


class ShownTip(NamedTuple):
    """`stake`: "$17.14", empty where nothing can be computed."""

    text: str
    source: Source
    stake: str


class Known(NamedTuple):
    """What amounts can be computed from: rows of the schedule and laboratory amounts, by code."""

    rows: Mapping[str, Sequence[FeeRow]]
    lab: Mapping[str, Decimal]


def codes_at_stake(tips: Sequence[Tip]) -> frozenset[str]:
    return frozenset(stake(text).code for tip in tips for text in tip.at_stake)


def shown(tips: Sequence[Tip], known: Known) -> tuple[ShownTip, ...]:
    return tuple(ShownTip(tip.text, tip.source, _at_stake(tip, known)) for tip in tips)


def _at_stake(tip: Tip, known: Known) -> str:
    """The amount named, or the first minus the second; nothing unless it is above zero."""
    amounts = [_amount(text, known) for text in tip.at_stake]
    if not amounts or None in amounts:
        return ""
    worth = amounts[0] if len(amounts) == 1 else (amounts[0] or Decimal(0)) - (amounts[1] or Decimal(0))
    return dollars(worth) if worth and worth > 0 else ""


def _amount(text: str, known: Known) -> Decimal | None:
    """In dollars, national: by the physician schedule, for a test without modifiers by the laboratory's."""
    wanted = stake(text)
    rows = known.rows.get(wanted.code, ())
    if rows:
        setting: payment.Setting = "facility" if wanted.facility else "nonfacility"
        found = payment.price(rows, modifiers=wanted.modifiers, setting=setting)
        if isinstance(found, Price):
            return found.allowed
    return None if wanted.modifiers else known.lab.get(wanted.code)
