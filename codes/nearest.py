"""Which codes a mistyped code may have been meant to be: those one slip of the hand away."""

from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import Final

KEYS: Final = digits + ascii_uppercase


def one_slip_away(code: str) -> frozenset[str]:
    """Every text with one character replaced, or two neighbors exchanged, in `code` (upper case)."""
    return frozenset(_slips(code)) - {code}


def _slips(code: str) -> Iterator[str]:
    for at, typed in enumerate(code):
        head, tail = code[:at], code[at + 1 :]
        yield from (head + key + tail for key in KEYS)
        if tail:
            yield head + tail[0] + typed + tail[1:]
