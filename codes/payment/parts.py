"""Tests with a professional and a technical part, several of a kind on one day (MULT 4, 6 and 7).

Each part is ranked among its like: the highest professional part in full, the highest technical part in full. CMS
reduces first and then takes the lower of that and the hospital outpatient cap, which limits the technical part.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from codes.payment.answers import Refusal, Step, cents
from codes.payment.days import DayRule, Parts, doubts_apart, without_figure
from codes.payment.lines import Line, in_order, opps_cap, steps_by_itself
from codes.payment.rows import priced_by_cms, row_name

Part = Literal["26", "TC"]
Lines = Mapping[int, Line]
Answers = dict[int, Line | Refusal]

WORDS: Final[Mapping[Part, str]] = {"26": "professional part", "TC": "technical part"}
TIMES: Final = "\N{MULTIPLICATION SIGN}"
WHOLE: Final[Mapping[str, Part]] = {"2": "26", "3": "TC"}  # codes that are one part, by their PC/TC indicator


def reduce_parts(lines: Lines, rule: DayRule, effect: Parts) -> Answers:
    """Each of `lines`, all under `rule`, as the others leave it."""
    parts = {place: parts_of(line) for place, line in lines.items()}
    shares: dict[Part, Decimal] = {"26": effect.professional, "TC": effect.technical}
    reduced = [part for part, share in shares.items() if share < 1]
    meeting = [place for place in lines if not parts[place] or parts[place].keys() & set(reduced)]
    if len(meeting) < 2:
        return dict(lines)
    kept = {part: _highest(part, parts, lines) for part in reduced}
    unknown = without_figure({lines[place].row.code for place in meeting if not parts[place]})
    apart = doubts_apart(rule, frozenset[str]().union(*(lines[place].modifiers for place in meeting)))
    answers: Answers = dict(lines)
    for place in meeting:
        if not parts[place]:
            answers[place] = _unknown_parts(lines[place], rule)
            continue
        cut = {part: shares[part] for part in reduced if part in parts[place] and kept[part] != place}
        line = _with_cuts(lines[place], parts[place], cut, rule) if cut else lines[place]
        answers[place] = line._replace(doubts=(*line.doubts, *unknown, *(apart if cut else ())))
    return answers


def parts_of(line: Line) -> Mapping[Part, Line]:
    """The line's parts, each as a line of its own; empty where the fee schedule does not tell them apart."""
    row = line.row
    if row.modifier == "26":
        return {"26": line}
    if row.modifier == "TC":
        return {"TC": line}
    if row.pctc in WHOLE:
        return {WHOLE[row.pctc]: line}
    rows = {other.modifier: other for other in line.asked.rows if priced_by_cms(other)}
    if "26" in rows and "TC" in rows:
        return {"26": line._replace(row=rows["26"]), "TC": line._replace(row=rows["TC"])}
    return {}


def _amount(line: Line) -> Decimal:
    return steps_by_itself(line)[-1].amount


def _highest(part: Part, parts: Mapping[int, Mapping[Part, Line]], lines: Lines) -> int | None:
    having = [place for place in parts if part in parts[place]]
    return min(having, key=lambda place: (-_amount(parts[place][part]), in_order(lines[place].asked)), default=None)


def _unknown_parts(line: Line, rule: DayRule) -> Refusal:
    return Refusal(
        "by_report",
        f"Beside other {rule.words} the technical part of {row_name(line.row)} may be reduced, and the fee schedule "
        "does not say how much of it is technical. Price the codes of its parts instead.",
    )


def _with_cuts(line: Line, parts: Mapping[Part, Line], cut: Mapping[Part, Decimal], rule: DayRule) -> Line:
    if len(parts) > 1:
        return line._replace(others=(_sum_of_parts(line, parts, cut, rule),))
    (part, share), whole = next(iter(cut.items())), _amount(line)
    return line._replace(
        others=(Step(f"{WORDS[part]} beside other {rule.words}", share, cents(whole * share), rule.source),)
    )


def _sum_of_parts(line: Line, parts: Mapping[Part, Line], cut: Mapping[Part, Decimal], rule: DayRule) -> Step:
    """Never more than the undivided amount: each part is rounded by itself."""
    words, total = [], Decimal(0)
    for part in WORDS:
        amount, share = _amount(parts[part]), cut.get(part)
        paid = amount if share is None else cents(amount * share)
        words.append(f"{WORDS[part]} {amount}" + ("" if share is None else f" {TIMES} {share}"))
        cap = opps_cap(parts[part])
        if cap is not None and cap < paid:
            paid = cap
            words[-1] += f", capped at {cap}"
        total += paid
    rule_words = f"beside other {rule.words}: {', '.join(words)}"
    return Step(rule_words, None, min(total, _amount(line)), rule.source)
