"""Whether the modifiers of a line can stand together at all, before any of them is looked at on its row."""

from collections.abc import Collection, Sequence

from codes import shapes
from codes.payment.answers import Refusal
from codes.payment.modifiers import RULE_OF
from codes.payment.rules import NoPrice

# Of each group one line carries one at most.
EXCLUSIVE = (
    (frozenset({"26", "TC"}), "both parts together are the code without either"),
    (frozenset({"54", "55", "56", "78"}), "each names a different part of the same operation's care"),
    (frozenset({"62", "66", "80", "81", "82", "AS"}), "each names a different role at the operation"),
    (frozenset({"55", "80", "81", "82", "AS"}), "an assistant has no part in the care after an operation"),
    (frozenset({"52", "53"}), "a service was either reduced or discontinued"),
    (frozenset({"50", "LT"}), "50 says both sides"),
    (frozenset({"50", "RT"}), "50 says both sides"),
    (frozenset({"AA", "AD", "QK", "QX", "QY", "QZ"}), "each says in another way who gave the anesthesia"),
    (frozenset({"LT", "RT"}), "for both sides bill 50, or two lines"),
)


def without_rule(modifiers: Sequence[str]) -> frozenset[str]:
    """Those of `modifiers`, in capitals, that may be modifiers but of which the table of rules knows nothing."""
    said = {modifier.strip().upper() for modifier in modifiers}
    return frozenset(modifier for modifier in said - RULE_OF.keys() if shapes.MODIFIER_SHAPE.fullmatch(modifier))


def refuse_unusable(code: str, modifiers: Sequence[str], listed: Collection[str] = ()) -> Refusal | None:
    """A Refusal if a modifier is malformed, unknown, repeated, or contradicts another; whatever their order.

    `listed`: modifiers that a published list holds, whether or not there is a rule for them.
    """
    for modifier in sorted(set(modifiers)):
        if not shapes.MODIFIER_SHAPE.fullmatch(modifier):
            return _refusal(f"“{modifier}” is not a modifier: it takes two letters or digits.")
        if modifier not in RULE_OF and modifier in listed:
            return Refusal(
                "by_report", f"Modifier {modifier} on {code} is known, but medpay does not compute its effect."
            )
        if modifier not in RULE_OF:
            return _refusal(f"Modifier {modifier} on {code} is not known here. Check it; nothing was priced.")
        if modifiers.count(modifier) > 1:
            return _refusal(f"Modifier {modifier} on {code} is given more than once. Give it once.")
    for group, why in EXCLUSIVE:
        together = sorted(group.intersection(modifiers))
        if len(together) > 1:
            return _refusal(f"Modifiers {' and '.join(together)} on {code} exclude each other: {why}.")
    return None


def refuse(modifier: str, code: str, no_price: NoPrice) -> Refusal:
    return Refusal(no_price.reason, f"Modifier {modifier} on {code}: {no_price.why}")


def _refusal(message: str) -> Refusal:
    return Refusal("invalid_modifier", message)
