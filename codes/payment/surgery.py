"""Procedures and endoscopies of one day: families first, then all ranked by amount (MULT 2 and 3)."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from codes.payment.answers import Refusal, Step, cents
from codes.payment.days import DAY_RULE_OF, DayRule, Family, Ranked, doubts_apart, without_figure
from codes.payment.lines import ClaimLine, Line, in_order, prepare, steps_by_itself
from codes.payment.modifiers import RULE_OF
from codes.payment.rules import Stage

Lines = Mapping[int, Line]
Answers = dict[int, Line | Refusal]

SHARES = next(rule.effect.shares for rule in DAY_RULE_OF.values() if isinstance(rule.effect, Ranked))
ORDINALS = ("first", "second", "third", "fourth", "fifth")
ASSISTANTS = frozenset({"80", "81", "82"})


class _Service(NamedTuple):
    """One procedure, or a family of endoscopies taken as one."""

    amount: Decimal
    lines: Lines


def rank(lines: Lines) -> Answers:
    """Each line of MULT 2 or 3 as the others leave it. An assistant's lines are another practitioner's."""
    answers: Answers = {}
    practitioners: dict[str, dict[int, Line]] = defaultdict(dict)
    for place, line in lines.items():
        practitioners[_practitioner(line)][place] = line
    for theirs in practitioners.values():
        answers |= _rank_one(theirs)
    return answers


def _practitioner(line: Line) -> str:
    if "AS" in line.modifiers:
        return "AS"
    return "80" if ASSISTANTS & line.modifiers else ""


def _rank_one(lines: Lines) -> Answers:
    families: dict[str, dict[int, Line]] = defaultdict(dict)
    for place, line in lines.items():
        if isinstance(DAY_RULE_OF[line.row.mult].effect, Family) and line.row.endo_base:
            families[line.row.endo_base][place] = line
    answers: Answers = {}
    services = []
    for base, members in families.items():
        bases = {place: line for place, line in lines.items() if line.row.code == base and place not in members}
        answers |= {place: _within(line, members) for place, line in bases.items()}
        found = _less_the_base(members, bases)
        answers |= {place: line for place, line in found.items() if isinstance(line, Refusal)}
        paid = {place: line for place, line in found.items() if isinstance(line, Line)}
        services.append(_Service(sum((_amount(line) for line in paid.values()), Decimal(0)), paid))
    apart = {place for members in families.values() for place in members} | set(answers)
    services += [_Service(_amount(line), {place: line}) for place, line in lines.items() if place not in apart]
    unknown = {lines[place].row.code for place, answer in answers.items() if _may_be_paid(answer)}
    return answers | _ranked(services, without_figure(unknown))


def _may_be_paid(answer: Line | Refusal) -> bool:
    return isinstance(answer, Refusal) and answer.reason != "bundled"


def _amount(line: Line) -> Decimal:
    return (steps_by_itself(line)[-1] if not line.others else line.others[-1]).amount


def _within(base: Line, members: Lines) -> Refusal:
    codes = ", ".join(sorted({line.row.code for line in members.values()}))
    return Refusal(
        "bundled",
        f"{base.row.code} is the base of the endoscopy family of {codes}: beside it Medicare pays nothing for it. "
        "Leave the line off.",
    )


def _less_the_base(members: Lines, bases: Lines) -> Answers:
    """The highest in full, each other less what the base would pay in its circumstances."""
    ordered = sorted(members.items(), key=lambda member: (-_amount(member[1]), in_order(member[1].asked)))
    (highest, first), *others = ordered
    answers: Answers = {highest: first}
    said = frozenset[str]().union(*(line.modifiers for line in members.values()))
    for place, line in others:
        answers[place] = _less_base(line, bases, first.row.code, doubts_apart(DAY_RULE_OF[line.row.mult], said))
    return answers


def _less_base(line: Line, bases: Lines, highest: str, doubts: tuple[str, ...]) -> Line | Refusal:
    code, base = line.row.code, line.row.endo_base
    rows = line.asked.base_rows or next((other.asked.rows for other in bases.values()), ())
    if not rows:
        return Refusal(
            "no_release",
            f"Beside {highest} {code} pays the difference to its base {base}, which the loaded release does not hold.",
        )
    same = [one.modifier for one in line.applied if one.rule.stage in (Stage.BILATERAL, Stage.PACKAGE)]
    found = prepare(ClaimLine(rows, same, line.asked.setting, locality=line.asked.locality))
    if isinstance(found, Refusal):
        why = f"Beside {highest} {code} pays the difference to its base {base}, which has no price: {found.message}"
        return Refusal("by_report", why)
    off = steps_by_itself(found)[-1].amount
    left = _amount(line) - off
    if left <= 0:
        return Refusal("bundled", f"{code} pays no more than its base {base}, whose payment is within {highest}.")
    if same:
        names = ", ".join(RULE_OF[modifier].words for modifier in same)
        doubts = (*doubts, f"The base {base} was counted as the line itself ({names}); Medicare does not say how.")
    rule = f"less {off} for the base {base}, which {highest} includes"
    step = Step(rule, None, left, DAY_RULE_OF[line.row.mult].source)
    return line._replace(others=(*line.others, step), doubts=(*line.doubts, *doubts))


def _ranked(services: list[_Service], doubts: tuple[str, ...]) -> Answers:
    ordered = sorted((service for service in services if service.lines), key=_rank_of)
    if len(ordered) < 2:
        return {place: line for service in ordered for place, line in service.lines.items()}
    return {
        place: _at_rank(line._replace(doubts=(*line.doubts, *doubts)), rank, len(ordered))
        for rank, service in enumerate(ordered)
        for place, line in service.lines.items()
    }


def _rank_of(service: _Service) -> tuple[Decimal, list[tuple[int, tuple[str, ...]]]]:
    return -service.amount, sorted(in_order(line.asked) for line in service.lines.values())


def _at_rank(line: Line, rank: int, of: int) -> Line | Refusal:
    rule: DayRule = DAY_RULE_OF["2"]
    if rank >= len(SHARES):
        return Refusal(
            "by_report",
            f"{line.row.code} ranks below the {ORDINALS[-1]} of {of} procedures that day: from the sixth on the "
            "contractor decides from the record; there is no published figure.",
        )
    words = f"{ORDINALS[rank]} of {of} {rule.words} that day by amount"
    step = Step(words, SHARES[rank], cents(_amount(line) * SHARES[rank]), rule.source)
    doubts = line.doubts
    if "54" in line.modifiers:
        doubts = (*doubts, "Ranked by the amount for surgical care only (54).")
    return line._replace(others=(*line.others, step), doubts=doubts)
