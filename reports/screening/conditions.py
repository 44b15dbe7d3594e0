"""Answers what a rule asks of a match. `medpay/static/medpay/screening.js` answers the same; one corpus runs both."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from reports.screening import algorithms
from reports.screening.lists import LISTS
from reports.screening.rule import CONTEXT, Condition

Found = re.Match[str]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def holds(condition: Condition, match: Found) -> bool:
    answer: bool = ANSWERS[condition.ask](match, *condition.arguments)
    return answer


def hold(conditions: tuple[Condition, ...], match: Found) -> bool:
    return all(holds(condition, match) for condition in conditions)


def _found(pattern: str, text: str) -> bool:
    return compiled(pattern).search(text) is not None


def _before(match: Found, pattern: str, group: int = 1) -> bool:
    start = match.start(group)
    return _found(pattern, match.string[max(0, start - CONTEXT) : start])


def _after(match: Found, pattern: str) -> bool:
    return _found(pattern, match.string[match.end(1) : match.end(1) + CONTEXT])


def _digits(match: Found, pattern: str) -> bool:
    return _found(pattern, "".join(char for char in match.group(1) if "0" <= char <= "9"))


def _has_word_of(match: Found, words: str, group: int) -> bool:
    return any(word.strip(".,'") in LISTS[words] for word in match.group(group).split(" "))


ANSWERS: Final[Mapping[str, Callable[..., Any]]] = {
    "before": _before,
    "before_label": lambda match, pattern: _before(match, pattern, 0),
    "label": lambda match, pattern: _found(pattern, match.string[match.start() : match.start(1)]),
    "after": _after,
    "value": lambda match, pattern, group: _found(pattern, match.group(group)),
    "digits": _digits,
    "has_word_of": _has_word_of,
    "is_one_of": lambda match, words, group: match.group(group) in LISTS[words],
    "computed": lambda match, algorithm, *arguments: algorithms.ALGORITHMS[algorithm](match, *arguments),
    "no": lambda match, condition: not holds(condition, match),
    "either": lambda match, *conditions: any(holds(condition, match) for condition in conditions),
    "both": lambda match, *conditions: hold(conditions, match),
}
