"""Several lines of one claim, typed in one field: "84165-26, 86334"."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from codes.shapes import CODE_SHAPE, MODIFIER_SHAPE

MOST_LINES: Final = 10
MOST_MODIFIERS: Final = 4
LONGEST_LINES: Final = 400  # characters

HOW: Final = "Write codes with their modifiers, such as 84165-26, 86334."


class Line(NamedTuple):
    code: str
    modifiers: tuple[str, ...] = ()


def read_lines(text: str) -> tuple[Line, ...]:
    """Code by code; two characters are a modifier of the code before. Raises ValueError, repeating nothing typed."""
    if len(text) > LONGEST_LINES:
        raise ValueError(f"Write at most {MOST_LINES} further lines.")
    lines = tuple(_lines(re.findall(r"[^\s,;/\u2010-\u2015-]+", text.upper())))
    if len(lines) > MOST_LINES:
        raise ValueError(f"Write at most {MOST_LINES} further lines; send the rest with a form of their own.")
    if len(set(lines)) < len(lines):
        raise ValueError("The same line stands here twice. Keep it once.")
    return lines


def _lines(words: list[str]) -> Iterator[Line]:
    line: Line | None = None
    for place, word in enumerate(words, start=1):
        if CODE_SHAPE.fullmatch(word):
            if line:
                yield line
            line = Line(word)
        elif line and MODIFIER_SHAPE.fullmatch(word) and len(line.modifiers) < MOST_MODIFIERS:
            line = Line(line.code, (*line.modifiers, word))
        else:
            raise ValueError(f"The {_ordinal(place)} word is neither a code nor one of its modifiers. {HOW}")
    if line:
        yield line


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number % 100 < 20 else endings.get(number % 10, 'th')}"
