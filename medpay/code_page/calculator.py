"""The calculator: what the reader fills in, and what comes of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from codes.payment import LabPrice, ModifierEffect, Price, Refusal
from codes.sources.mpfs import FeeRow
from medpay.code_page.parts import WorkedStep, dollars

CHANGES_NOTHING: Final = "no change"
AT_SURGERY: Final = frozenset({"62", "66", "80", "81", "82", "AS"})
OPERATIONS: Final = frozenset({"000", "010", "090", "YYY"})  # global periods
ASSISTED: Final = "2"  # an assistant is paid without more ado


class Choice(NamedTuple):
    """A modifier to tick. `effect` in a word or two: what it does to the price."""

    modifier: str
    effect: str
    ticked: bool


class Answered(NamedTuple):
    """A figure: `amount` for `words`, who pays it, and each step."""

    amount: str
    words: str
    shares: tuple[tuple[str, str], ...]
    steps: tuple[WorkedStep, ...]
    warnings: tuple[str, ...]


def moving(rows: Sequence[FeeRow], effects: Sequence[ModifierEffect]) -> tuple[str, ...]:
    """Modifiers that change the price of a code; those of surgeons and assistants only where it is an operation."""
    operation = any(row.global_days in OPERATIONS or row.asst == ASSISTED for row in rows)
    return tuple(
        each.modifier
        for each in effects
        if each.refusal is None and each.effect != CHANGES_NOTHING and (operation or each.modifier not in AT_SURGERY)
    )


def choices_of(
    rows: Sequence[FeeRow], effects: Sequence[ModifierEffect], usual: Collection[str], asked: Sequence[str]
) -> tuple[Choice, ...]:
    """Modifiers that a line of this code may carry: those that change its price, those `usual` on it, those asked for.

    `usual`: those that our handbook names for the code.
    """
    known = {effect.modifier: effect for effect in effects}
    offered = dict.fromkeys(
        [*moving(rows, effects), *(each for each in usual if _priced(known.get(each))), *_known(asked, known)]
    )
    return tuple(Choice(modifier, known[modifier].effect, modifier in asked) for modifier in offered)


def others_of(effects: Sequence[ModifierEffect], asked: Sequence[str]) -> str:
    """Modifiers asked for that no box stands for, as typed."""
    known = {effect.modifier for effect in effects}
    return " ".join(modifier for modifier in asked if modifier not in known)


def _priced(effect: ModifierEffect | None) -> bool:
    return effect is not None and effect.refusal is None


def _known(asked: Sequence[str], known: Mapping[str, ModifierEffect]) -> list[str]:
    return [modifier for modifier in asked if modifier in known]


def answered(found: Price | LabPrice | Refusal | None, *, words: str, warnings: Sequence[str]) -> Answered | None:
    """None where there is no figure."""
    if found is None or isinstance(found, Refusal):
        return None
    return Answered(
        amount=dollars(found.allowed),
        words=words,
        shares=_shares(found),
        steps=tuple(WorkedStep(step.rule, step.factor, dollars(step.amount), step.source) for step in found.steps),
        warnings=tuple(warnings),
    )


def _shares(found: Price | LabPrice) -> tuple[tuple[str, str], ...]:
    shares = [
        ("Medicare's share", found.medicare_share),
        ("The patient's share", found.patient_share),
        ("Medicare pays after sequestration", found.after_sequestration),
    ]
    if found.limiting_charge is not None:
        shares.append(("Most that may be charged without assignment", found.limiting_charge))
    return tuple((name, dollars(amount)) for name, amount in shares)
