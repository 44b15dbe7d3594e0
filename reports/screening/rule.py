"""What a rule is: data alone, which the engine here and the one in the browser both carry out.

Patterns run on folded text (`folding`): lower case, ASCII digits, single blanks, every dash "-". Group 1 is the span.
Linear time: every repetition is bounded or cannot overlap what follows it, and none stands inside an unbounded one, so
that a failed attempt costs a constant. Context is looked at over a fixed number of characters for the same reason.
Syntax is what both Python and browsers understand. A condition's pattern is searched for: "^" and "$" bind it.
"""

from typing import Final, NamedTuple

CONTEXT: Final = 28  # characters around a match that a condition may look at

START: Final = r"(?<![0-9a-z])"
END: Final = r"(?![0-9a-z])"

CODE: Final = r"(?:[0-9]{5}|[a-z][0-9]{4}|[0-9]{4}[a-z])(?:-[a-z0-9]{2}){0,5}(?:-(?:[0-9]{5}|[a-z][0-9]{4}))?"
YEAR: Final = r"(?:19|20)[0-9]{2}(?:-(?:19|20)?[0-9]{2})?"
CODE_BEFORE: Final = r"(?<![0-9a-z])(?:[0-9]{5}|[0-9]{4}[a-z])[ -]$"
CODE_LIST_BEFORE: Final = r"(?:^|[^a-z])(?:rev(?:enue)?|carcs?|codes?|cpts?|hcpcs|drgs?|apcs?|co|pr|oa|pi)[ :.#-]{0,3}$"
# taxonomy codes, transaction set versions, UnitedHealthcare's policy documents
PUBLIC_CODE: Final = (
    r"[1-4][0-9]{2}[0-9a-z]{6}x|nct[0-9]{8}|mln[0-9]{4,8}|00[45]010x[0-9]{3}(?:a[12])?|"
    r"20[0-9]{2}[a-z][0-9]{4}[a-z]{0,2}"
)


SMALL_WORD: Final = (  # 'claim number for 99213', 'auth no: CO 197': no letters in front of a number
    r"(?!(?:for|on|is|the|and|of|to|in|at|was|w|co|pr|oa|pi|cr|cpt|box|line|loop|pos|mod|per|with|no|not|or|"
    r"as|by|if|rev|"
    r"drg|icd|item|dx|form|tob|paid|says|said|than|only|just|all|my|our|we|i|a|x|but|has|had|are|got|sent|like|from|"
    r"when|then|"
    r"ssn|mrn|mbi|hic|hicn|icn|dcn|tcn|npi|tin|ein|num|nbr|ref|ext|"
    r"acct|clm|id|ids|code|card)[ .-])"
)


class Condition(NamedTuple):
    """One question about a match: what is asked (`conditions.ANSWERS` lists all) and with which arguments."""

    ask: str
    arguments: "tuple[str | int | Condition, ...]"


class Rule(NamedTuple):
    """`pattern` finds, on folded text; every condition must hold. Group 1 of the pattern is the identifier.

    A text in which `hint` is not found need not be searched; "" says nothing.
    """

    kind: str
    pattern: str
    conditions: tuple[Condition, ...] = ()
    hint: str = ""


def rule(kind: str, pattern: str, *conditions: Condition) -> Rule:
    return Rule(kind, pattern, conditions)


def before(pattern: str) -> Condition:
    """Found in the characters before the identifier."""
    return Condition("before", (pattern,))


def before_label(pattern: str) -> Condition:
    """Found in the characters before the whole match, its label included."""
    return Condition("before_label", (pattern,))


def label(pattern: str) -> Condition:
    """Found in what the match holds before the identifier."""
    return Condition("label", (pattern,))


def after(pattern: str) -> Condition:
    """Found in the characters behind the identifier."""
    return Condition("after", (pattern,))


def value(pattern: str, group: int = 1) -> Condition:
    """Found in the identifier itself, or in another group."""
    return Condition("value", (pattern, group))


def whole(pattern: str) -> Condition:
    """The identifier is this and nothing else."""
    return value(f"^(?:{pattern})$")


def digits(pattern: str) -> Condition:
    """Found in the identifier's digits, everything else taken out."""
    return Condition("digits", (pattern,))


def has_word_of(words: str, group: int = 1) -> Condition:
    """One of the group's words stands in that list of `lists.LISTS`."""
    return Condition("has_word_of", (words, group))


def is_one_of(words: str, group: int = 1) -> Condition:
    """The identifier, or another group, stands in that list as a whole."""
    return Condition("is_one_of", (words, group))


def computed(algorithm: str, *arguments: int) -> Condition:
    """What no pattern can say: see `algorithms`."""
    return Condition("computed", (algorithm, *arguments))


def no(condition: Condition) -> Condition:
    return Condition("no", (condition,))


def either(*conditions: Condition) -> Condition:
    return Condition("either", conditions)


def both(*conditions: Condition) -> Condition:
    return Condition("both", conditions)


# Two digits that bill: modifiers and the commonest reasons. A list of nothing else numbers nobody.
PAIR: Final = r"(?:1[1689]|2[2-9]|3[1-35]|4[569]|5[0-9]|6[23]|7[346-9]|8[0-2]|9[0-9])"
LISTED: Final = whole(rf"{PAIR}(?: {PAIR}){{1,9}}")
# 'Medicare A4253 82962': what the payer bills, no number of a member
CODES_OF_A_PAYER: Final = both(label("^medica(?:re|id)(?![a-z])"), whole("[aceghjlq][0-9]{4} [0-9]{5}"))
# 'fixation plate 22845' bills a plate
OF_BONE: Final = before_label(
    r"(?:bone|growth|fixation|locking|compression|volar|spinal|cervical|titanium|tibial|palatal|base) $"
)
