"""Which codes a mistyped code may have been meant to be: those one slip of the hand away, and those close by."""

from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import Final, NamedTuple

from codes.shapes import CODE_SHAPE

KEYS: Final = digits + ascii_uppercase
REACH: Final = 999  # how far the number of a neighbor may lie away
BEGINNING: Final = 4  # characters by which a text that is no code is looked for


class Neighborhood(NamedTuple):
    """Codes of one shape, whose letter is the same and in the same place, from `first` to `last`."""

    pattern: str
    first: str
    last: str


def one_slip_away(code: str) -> frozenset[str]:
    """Every text with one character replaced, or two neighbors exchanged, in `code` (upper case)."""
    return frozenset(_slips(code)) - {code}


def _slips(code: str) -> Iterator[str]:
    for at, typed in enumerate(code):
        head, tail = code[:at], code[at + 1 :]
        yield from (head + key + tail for key in KEYS)
        if tail:
            yield head + tail[0] + typed + tail[1:]


def neighborhood(code: str) -> Neighborhood | None:
    """Where the neighbors of `code` are, up to REACH away; None for what has not the form of a code."""
    if not CODE_SHAPE.fullmatch(code):
        return None
    number, places = number_of(code), sum(key in digits for key in code)
    lowest, highest = max(0, number - REACH), min(10**places - 1, number + REACH)
    pattern = "".join("[0-9]" if key in digits else key for key in code)
    return Neighborhood(f"^{pattern}$", _with_number(code, lowest), _with_number(code, highest))


def number_of(code: str) -> int:
    """The digits of a code, which has one letter at most, as a number: 483 for G0483."""
    return int("".join(key for key in code if key in digits))


def _with_number(code: str, number: int) -> str:
    places = sum(key in digits for key in code)
    written = iter(f"{number:0{places}}")
    return "".join(next(written) if key in digits else key for key in code)
