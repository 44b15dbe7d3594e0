"""Which modifiers a code can take, and what each does to its price: the table of `modifiers`, read for its rows."""

from collections.abc import Sequence
from typing import NamedTuple

from codes.payment.answers import Reason
from codes.payment.lines import resolved
from codes.payment.modifiers import RULES
from codes.payment.rows import priced_by_cms
from codes.payment.rules import Factor, NoPrice, OwnRow, Rule
from codes.sources.mpfs import FeeRow

TIMES = "\N{MULTIPLICATION SIGN}"


class ModifierEffect(NamedTuple):
    """One modifier on one code. `effect` in a word or two ("own row"); `detail`: what to know or do, "" if nothing.

    `refusal`: the contract's reason why the code has no price with it; None where it has one.
    """

    modifier: str
    words: str
    effect: str
    detail: str
    source: str
    refusal: Reason | None = None


def modifiers_for(rows: Sequence[FeeRow]) -> tuple[ModifierEffect, ...]:
    """Every modifier of the table as it turns out on this code, in the order in which they act.

    `rows`: all rows of one code in one release. Of a code that prices in one part only, that part is looked at.
    """
    row = next((row for row in sorted(rows, key=lambda row: row.modifier) if priced_by_cms(row)), rows[0])
    own = {row.modifier for row in rows if row.modifier}
    ordered = sorted(RULES, key=lambda rule: rule.stage)
    return tuple(_effect(modifier, rule, row, own) for rule in ordered for modifier in rule.modifiers)


def _effect(modifier: str, rule: Rule, row: FeeRow, own: set[str]) -> ModifierEffect:
    effect = resolved(rule.effect(row), row)
    found = ModifierEffect(modifier, rule.words, "no change", "", rule.source)
    if isinstance(effect, OwnRow):
        if modifier in own:
            return found._replace(effect="own row")
        effect = effect.missing
    if isinstance(effect, NoPrice):
        words = "by report" if effect.reason == "by_report" else "refused"
        return found._replace(effect=effect.in_short or words, detail=effect.why, refusal=effect.reason)
    return found._replace(effect=_times(effect), detail=effect.assumes or effect.warning)


def _times(factor: Factor) -> str:
    return "no change" if factor.by == 1 else f"{TIMES} {factor.by:f}"
