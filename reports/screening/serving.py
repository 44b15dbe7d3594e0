"""The one table as the browser reads it: everything that screening.js needs to find what the server finds.

Offsets differ: the browser counts UTF-16 units. The lists of names stay here, so the browser marks names by the words
around them only.
"""

from collections.abc import Mapping
from typing import Any, Final

from reports.screening import folding, scanning
from reports.screening.kinds import KIND_WORDS
from reports.screening.lists import LISTS
from reports.screening.places import ZIP_AFTER_ADDRESS
from reports.screening.rule import CONTEXT, Rule
from reports.screening.rules import LAST_RULES, RULES, SOFT_RULES
from reports.screening.states import STATE_NAMES, ZIP_PREFIXES

SERVED_CLASSES: Final = (("hard", RULES), ("last", LAST_RULES), ("soft", SOFT_RULES))  # last: hard ones too


def as_data() -> Mapping[str, Any]:
    """JSON's types alone."""
    return {
        "rules": [_rule(rule) | {"class": name} for name, rules in SERVED_CLASSES for rule in rules],
        "zip_after_address": _rule(ZIP_AFTER_ADDRESS),
        "after_address": scanning.AFTER_ADDRESS,
        "rounds": scanning.ROUNDS,
        "read_at_most": scanning.READ_AT_MOST,
        "short": scanning.SHORT,
        "context": CONTEXT,
        "words": dict(KIND_WORDS),
        "lists": {name: sorted(words) for name, words in LISTS.items()},
        "states": dict(STATE_NAMES),
        "zip_prefixes": {state: [list(span) for span in spans] for state, spans in ZIP_PREFIXES.items()},
        "folding": folding.as_data(),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    conditions = [_plain(each) for each in rule.conditions]
    return {"kind": rule.kind, "pattern": rule.pattern, "conditions": conditions, "hint": rule.hint}


def _plain(value: Any) -> Any:
    """A condition is a list: what is asked, then its arguments, which may be conditions."""
    if isinstance(value, tuple):
        ask, arguments = value
        return [ask, *map(_plain, arguments)]
    return value
