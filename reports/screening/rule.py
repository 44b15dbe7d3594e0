"""What a rule is, and what all rules share: edges, the words around a match, and what a billing code looks like.

Patterns run on folded text (`folding`): lower case, ASCII digits, single blanks, every dash "-". Group 1 is the span.
Linear time: every repetition is bounded or cannot overlap what follows it, and none stands inside an unbounded one, so
that a failed attempt costs a constant. Context is looked at over a fixed number of characters for the same reason.
Syntax is what both Python and browsers understand.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

Found = re.Match[str]

CONTEXT: Final = 28  # characters around a match that a check may look at

START: Final = r"(?<![0-9a-z])"
END: Final = r"(?![0-9a-z])"

CODE: Final = re.compile(
    r"(?:[0-9]{5}|[a-z][0-9]{4}|[0-9]{4}[a-z])(?:-[a-z0-9]{2}){0,5}(?:-(?:[0-9]{5}|[a-z][0-9]{4}))?"
)
YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:19|20)?[0-9]{2})?")
CODE_BEFORE: Final = re.compile(r"(?<![0-9a-z])(?:[0-9]{5}|[0-9]{4}[a-z])[ -]$")
CODE_LIST_BEFORE: Final = re.compile(
    r"(?:^|[^a-z])(?:rev(?:enue)?|carcs?|codes?|cpts?|hcpcs|drgs?|apcs?|co|pr|oa|pi)[ :.#-]{0,3}$"
)
# taxonomy codes, transaction set versions, UnitedHealthcare's policy documents
PUBLIC_CODE: Final = re.compile(
    r"[1-4][0-9]{2}[0-9a-z]{6}x|nct[0-9]{8}|00[45]010x[0-9]{3}(?:a[12])?|20[0-9]{2}[a-z][0-9]{4}[a-z]{0,2}"
)


def always(match: Found) -> bool:
    """The check of a pattern that needs none."""
    return True


class Rule(NamedTuple):
    """`pattern` finds, on folded text; `check` confirms. Group 1 of the pattern is the identifier."""

    kind: str
    pattern: re.Pattern[str]
    check: Callable[[Found], bool] = always


def rule(kind: str, pattern: str, check: Callable[[Found], bool] = always) -> Rule:
    return Rule(kind, re.compile(pattern), check)


def digits_of(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def before(match: Found, group: int = 1) -> str:
    start = match.start(group)
    return match.string[max(0, start - CONTEXT) : start]


def after(match: Found, group: int = 1) -> str:
    end = match.end(group)
    return match.string[end : end + CONTEXT]
