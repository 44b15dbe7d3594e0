"""Anesthesia (status J): (base units + time units) * the locality's anesthesia conversion factor.

Sources: 42 CFR 414.46; Medicare Claims Processing Manual chapter 12 §50 ("MCPM 12 §50"): time units are minutes by 15,
rounded to one decimal place; 01995 and 01996 have none. Of 01953 the time counts with its main code (CMS Program
Memorandum B-03-017). What a directed or supervised case pays each of its two providers is not computed here.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from codes.payment.answers import Refusal, Step, cents
from codes.payment.combining import refuse, refuse_unusable
from codes.payment.lines import Anesthesia, Applied, ClaimLine, apply
from codes.payment.modifiers import RULE_OF
from codes.payment.rows import row_name
from codes.payment.rules import OwnRow
from codes.payment.settling import Fee
from codes.sources.mpfs import FeeRow

MINUTES_PER_UNIT = 15
TENTH = Decimal("0.1")
WITHOUT_TIME = frozenset({"01953", "01995", "01996"})
ADD_ONS = frozenset({"01953", "01968", "01969"})
ALONE = frozenset({"AA", "QZ"})
SOURCE = "42 CFR 414.46; MCPM 12 §50"

SEVERAL = Refusal(
    "anesthesia",
    "Of several anesthetics of one session Medicare pays only the code with the most base units, with the time of all. "
    "Give that line alone; a later session of the day is a matter for its own claim.",
)


def concerns(asked: ClaimLine) -> bool:
    """Whether the line is an anesthetic about which something is known; without that its status refuses it."""
    return asked.anesthesia is not None and {row.status for row in asked.rows} == {"J"}


def fee(asked: ClaimLine) -> Fee | Refusal:
    """Raises ValueError for minutes below 0, or base units or a conversion factor that are not above 0."""
    given = asked.anesthesia or Anesthesia()
    _check(given)
    modifiers = asked.uniform_modifiers
    unusable = refuse_unusable(asked.code, modifiers, asked.listed)
    if unusable:
        return unusable
    row = asked.rows[0]
    applied = _refuse_part(row, modifiers) or apply(row, modifiers)
    if isinstance(applied, Refusal):
        return applied
    step = _step(row, given)
    if isinstance(step, Refusal):
        return step
    if asked.units > 1:
        return Refusal("anesthesia", f"{row.code} is billed once, with its minutes. Give one unit.")
    return _fee(asked, step, applied)


def _fee(asked: ClaimLine, step: Step, applied: Sequence[Applied]) -> Fee:
    said = {one.modifier for one in applied}
    return Fee(
        row=asked.rows[0],
        steps=(step,),
        further=step.amount,
        participating=asked.participating,
        charge=asked.charge,
        assigned="QZ" in said,  # nurse anesthetists must accept assignment
        assumptions=(
            *(one.factor.assumes for one in applied if one.factor.assumes),
            *(() if ALONE & said else ("Priced as given by one person alone: AA (physician) or QZ (nurse) says so.",)),
        ),
        notes=tuple(one.factor.warning for one in applied if one.factor.warning),
    )


def _refuse_part(row: FeeRow, modifiers: Sequence[str]) -> Refusal | None:
    """An anesthetic has one row: neither parts nor a price of its own where it was discontinued."""
    for modifier in sorted(modifiers):
        effect = RULE_OF[modifier].otherwise
        if isinstance(effect, OwnRow):
            return refuse(modifier, row.code, effect.missing)
    return None


def _check(given: Anesthesia) -> None:
    if given.minutes is not None and given.minutes < 0:
        raise ValueError(f"minutes of anesthesia must be 0 or more, not {given.minutes}")
    for what, number in (("base units", given.base_units), ("conversion factor", given.cf)):
        if number is not None and not (number.is_finite() and number > 0):
            raise ValueError(f"{what} of anesthesia must be above 0, not {number}")


def _step(row: FeeRow, given: Anesthesia) -> Step | Refusal:
    timed = row.code not in WITHOUT_TIME
    missing = [
        *(["minutes"] if timed and not given.minutes else []),
        *(["base units"] if given.base_units is None else []),
        *(["anesthesia conversion factor of the locality"] if given.cf is None else []),
    ]
    if given.lacking:
        return Refusal(
            "anesthesia", f"{row_name(row)} is anesthesia. {' '.join(given.lacking)} So it has no price here."
        )
    if given.base_units is None or given.cf is None or missing:
        return Refusal(
            "anesthesia", f"{row_name(row)} is anesthesia. For a price give its {' and its '.join(missing)}."
        )
    time, words = Decimal(0), "no time units, by rule of this code"
    if timed and given.minutes:
        time = (Decimal(given.minutes) / MINUTES_PER_UNIT).quantize(TENTH, rounding=ROUND_HALF_UP)
        words = f"{time} time units ({given.minutes} minutes by {MINUTES_PER_UNIT})"
    rule = f"{row_name(row)}: {given.base_units:f} base units and {words}, at the anesthesia conversion factor"
    return Step(rule, given.cf, cents((given.base_units + time) * given.cf), SOURCE)
