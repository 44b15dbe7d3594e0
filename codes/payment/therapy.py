"""Therapy services of one day: one unit keeps its whole practice expense, of all others it is halved (MULT 5)."""

from collections.abc import Mapping

from codes.payment.answers import Refusal, Step
from codes.payment.days import DayRule
from codes.payment.lines import Line, in_order, practice_expense, steps_by_itself, with_half_the_practice_expense


def halve_practice_expense(lines: Mapping[int, Line], rule: DayRule) -> dict[int, Line | Refusal]:
    """All lines but the one with the highest practice expense RVUs (of equal ones: the highest fee), in every unit."""
    highest = min(
        lines,
        key=lambda place: (
            -practice_expense(lines[place]),
            -steps_by_itself(lines[place])[-1].amount,
            in_order(lines[place].asked),
        ),
    )
    code = lines[highest].row.code
    return {place: line if place == highest else _halved(line, code, rule) for place, line in lines.items()}


def _halved(line: Line, highest: str, rule: DayRule) -> Line:
    amount = steps_by_itself(with_half_the_practice_expense(line))[-1].amount
    words = f"half the practice expense: of the day's {rule.words} {highest} has the highest"
    return line._replace(others=(Step(words, None, amount, rule.source),))
