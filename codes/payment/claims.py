"""Several lines together: one patient, one day, one practice.

Each line goes its own way (`lines`) up to the point where the others act on it (`days`), then its own way again
(`settling`). The order in which lines are given does not matter. A further line never raises another's amount, but for
one case that CMS's rule has: endoscopies of one family rank as one service, so a further one may lift its whole family.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from codes.payment import anesthesia as anesthetics
from codes.payment.answers import NOTHING, Price, Reason, Refusal, dollars_given
from codes.payment.days import DayRule, Family, Parts, PracticeExpense, Ranked, day_rule, without_figure
from codes.payment.fees import fee_of
from codes.payment.lines import ClaimLine, Line, check, in_order, prepare
from codes.payment.parts import reduce_parts
from codes.payment.rows import row_name
from codes.payment.settling import Fee, settle
from codes.payment.surgery import rank
from codes.payment.therapy import halve_practice_expense

# A line refused for these may yet be paid, and then stand above the others.
MAY_BE_PAID: frozenset[Reason] = frozenset({"by_report", "contractor_priced", "invalid_modifier", "no_release"})
SURGERY = frozenset({"2", "3"})
SIDES_TOGETHER = frozenset("012")  # bilateral indicators

_Answer = Line | Fee | Refusal


def price_claim(lines: Sequence[ClaimLine], *, deductible: Decimal = NOTHING) -> tuple[Price | Refusal, ...]:
    """What Medicare allows for each line, in the order given, or why there is no number.

    `deductible`: dollars the patient still owes this year; they are taken from the highest amounts first. Raises
    ValueError as `price` does. A line by itself is answered as `price` answers it.
    """
    owed = dollars_given(deductible, "deductible")
    for asked in lines:
        check(asked)
    answers = [_by_itself(asked) for asked in lines]
    if len(lines) > 1:
        answers = _together(answers, lines)
    fees = [fee_of(answer, alone=len(lines) == 1) if isinstance(answer, Line) else answer for answer in answers]
    return _settled(fees, lines, owed)


def _by_itself(asked: ClaimLine) -> _Answer:
    return anesthetics.fee(asked) if anesthetics.concerns(asked) else prepare(asked)


def _together(answers: Sequence[_Answer], asked: Sequence[ClaimLine]) -> list[_Answer]:
    answers = _refuse_several_anesthetics(answers)
    sides = _refuse_two_sides(answers)
    meeting: dict[DayRule, dict[int, Line]] = defaultdict(dict)
    for place, answer in enumerate(answers):
        if isinstance(answer, Line) and (rule := day_rule(answer)):
            meeting[rule][place] = _doubted(answer, rule, sides, asked)
    surgery: dict[int, Line] = {}
    found: dict[int, Line | Refusal] = {}
    for rule, lines in meeting.items():
        match rule.effect:
            case Ranked() | Family():
                surgery |= lines
            case Parts() as effect:
                found |= reduce_parts(lines, rule, effect)
            case PracticeExpense():
                found |= halve_practice_expense(lines, rule)
    found |= rank(surgery)
    return [found.get(place, answer) if isinstance(answer, Line) else answer for place, answer in enumerate(sides)]


def _doubted(line: Line, rule: DayRule, answers: Sequence[_Answer], asked: Sequence[ClaimLine]) -> Line:
    """A line that has no figure, but may be paid, may rank above this one."""
    kinds = SURGERY if rule.mult in SURGERY else {rule.mult}
    unknown = {
        other.code
        for answer, other in zip(answers, asked, strict=True)
        if isinstance(answer, Refusal) and answer.reason in MAY_BE_PAID and kinds & {row.mult for row in other.rows}
    }
    return line._replace(doubts=(*line.doubts, *without_figure(unknown)))


def _refuse_several_anesthetics(answers: Sequence[_Answer]) -> list[_Answer]:
    mains = [place for place, answer in enumerate(answers) if isinstance(answer, Fee) and not _is_add_on(answer)]
    if len(mains) < 2:
        return list(answers)
    return [anesthetics.SEVERAL if place in mains else answer for place, answer in enumerate(answers)]


def _is_add_on(fee: Fee) -> bool:
    return fee.row.code in anesthetics.ADD_ONS


def _refuse_two_sides(answers: Sequence[_Answer]) -> list[_Answer]:
    """Left and right on two lines are both sides, which the bilateral indicator prices as one (MCPM 12 §40.7).

    They stay in the ranking all the same: Medicare will pay them once they stand on one line.
    """
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    for answer in answers:
        if isinstance(answer, Line):
            sides[answer.row.code, answer.row.modifier] |= {"LT", "RT"} & answer.modifiers
    return [_one_line_wanted(answer, sides) if isinstance(answer, Line) else answer for answer in answers]


def _one_line_wanted(line: Line, sides: Mapping[tuple[str, str], set[str]]) -> Line | Refusal:
    row = line.row
    both = sides[row.code, row.modifier] == {"LT", "RT"} and {"LT", "RT"} & line.modifiers
    if not both or row.bilat not in SIDES_TOGETHER:
        return line
    return Refusal(
        "invalid_modifier",
        f"{row_name(row)} stands on one line with LT and on another with RT: Medicare prices both sides together "
        f"(BILAT {row.bilat}). Give one line with 50.",
    )


def _settled(fees: Sequence[Fee | Refusal], asked: Sequence[ClaimLine], owed: Decimal) -> tuple[Price | Refusal, ...]:
    prices = {place: settle(fee) for place, fee in enumerate(fees) if isinstance(fee, Fee)}
    for place in sorted(prices, key=lambda place: (-prices[place].allowed, in_order(asked[place]))):
        fee = fees[place]
        if owed and isinstance(fee, Fee):
            prices[place] = settle(fee, owed)
            owed -= prices[place].deductible
    return tuple(prices[place] if isinstance(fee, Fee) else fee for place, fee in enumerate(fees))
