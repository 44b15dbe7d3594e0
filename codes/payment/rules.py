"""What a modifier's rule is made of: when it acts, which indicator it looks at, what it does."""

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum
from typing import Final, NamedTuple

from codes.payment.answers import Reason
from codes.sources.mpfs import FeeRow


class Stage(IntEnum):
    """When a modifier acts. Stages apply in this order; the OPPS cap comes between PACKAGE and ROLE."""

    COMPONENT = 1
    BILATERAL = 2
    PACKAGE = 3
    ROLE = 4
    INFORM = 5


class OwnRow(NamedTuple):
    """The modifier has a row of its own in the fee schedule; `missing` says what follows where it has none."""

    missing: "NoPrice"


class Factor(NamedTuple):
    """Multiplies the amount. `warning` only informs; on `assumes` the figure itself rests."""

    by: Decimal
    warning: str = ""
    assumes: str = ""


class Share(NamedTuple):
    """Multiplies the amount by the sum of these published shares of the surgical package ("pre", "intra", "post")."""

    parts: tuple[str, ...]


class NoPrice(NamedTuple):
    """Refuses. `why` follows "Modifier 80 on 27447: "; `in_short` a word or two, "" for those of the reason."""

    reason: Reason
    why: str
    in_short: str = ""


UNCHANGED: Final = Factor(Decimal(1))


def invalid(why: str) -> NoPrice:
    return NoPrice("invalid_modifier", why)


Effect = OwnRow | Factor | Share | NoPrice


class Rule(NamedTuple):
    """`effects` by the value of the row's `indicator` (a field of FeeRow); `otherwise` for every other value."""

    modifiers: tuple[str, ...]
    stage: Stage
    words: str
    source: str
    otherwise: Effect
    indicator: str = ""
    effects: Mapping[str, Effect] = {}

    def effect(self, row: FeeRow) -> Effect:
        return self.effects.get(getattr(row, self.indicator), self.otherwise) if self.indicator else self.otherwise
