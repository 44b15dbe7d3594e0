"""Which modifiers let a pair through an edit.

Source: CMS, NCCI Policy Manual for Medicare, ch. 1, section E: the PTP-associated modifiers.
"""

from typing import Final, NamedTuple

from codes.sources.ncci_ptp import PairRow

ANATOMIC: Final = frozenset(
    "E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LT RT LC LD RC LM RI".split()
)
GLOBAL_SURGERY: Final = frozenset("24 25 57 58 78 79".split())
OTHERS: Final = frozenset("27 59 91 XE XP XS XU".split())
ASSOCIATED: Final = ANATOMIC | GLOBAL_SURGERY | OTHERS
ASSOCIATED_WORDS: Final = (
    "E1–E4, FA, F1–F9, TA, T1–T9, LT, RT, LC, LD, RC, LM, RI, 24, 25, 27, 57, 58, 59, 78, 79, 91, XE, XP, XS, XU"  # noqa: RUF001
)


class Bypass(NamedTuple):
    """What a modifier does to an edit, in words."""

    modifier: str
    bypasses: bool
    words: str


def bypass(row: PairRow, modifier: str) -> Bypass:
    """Whether `modifier` lets both codes of an edit in force be paid. That it is true of the case is for the record."""
    if row.indicator != "1":
        return Bypass(modifier, bypasses=False, words=f"{modifier} does not bypass it: no modifier does (indicator 0).")
    if modifier not in ASSOCIATED:
        words = f"{modifier} does not bypass it: it is no NCCI-associated modifier."
        return Bypass(modifier, bypasses=False, words=words)
    return Bypass(modifier, bypasses=True, words=f"{modifier} bypasses it, if the record shows that it is true.")
