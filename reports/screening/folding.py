"""One plain spelling for every way of typing the same characters, with the way back to the text as typed.

Rules match lower-case ASCII-like text. Typed text may hold fullwidth or Arabic digits, zero-width characters, soft
hyphens, combining marks, Cyrillic letters that look Latin, no-break spaces, and O or l typed for 0 or 1.
A `Reading` undoes these and remembers, for each of its characters, the offset in the original text (code points).
"""

import re
import sys
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

MASK: Final = "]"  # ends "[phone number removed]": a masked reading and a redacted text have the same edges

REPLACED: Final = "\ufffd"  # beyond the first 65,536 characters: the browser would count two

LETTER_LOOKALIKES: Final = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0445\u0443\u0501\u04bb\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03b9\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0131\u0269\u0196\u00f0\u00d0\u00f8\u00d8\u0142\u0141\u0111\u0110",
    "ABESIJKMHOPCTXYaesijopcxydhABEZHIKMNOPTYXaivoptuxiildDoOlLdD",
)
PUNCTUATION: Final = str.maketrans(
    {
        "\u2044": "/",
        "\u2215": "/",
        "\u2212": "-",
        "_": "-",
        "\u00b7": ".",
        "\u2022": ".",
        "\u2219": ".",
        "\u2024": ".",
    }
    | {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2116": "#",
        "\u30fb": ".",
        "\u3002": ".",
    }
)
BLANKS: Final = frozenset("\u2800")
FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
INVISIBLE: Final = frozenset({"Cf", "Cc", "Mn", "Me", "Cs", "Co", "Cn"})
LONGEST_DECOMPOSED: Final = 4  # one ligature alone stands for 18 letters: text must not grow eighteenfold

DIGIT_LIKE: Final = re.compile(
    r"(?<![0-9a-z])(?!i[0-9]{2}(?!-[0-9]))(?![il][0-9]{4,5}(?![0-9a-z-]))[0-9oilbs|]{2,21}(?![0-9a-z])"
)
EIGHT_LIKE: Final = re.compile("(?<=[0-9])b(?=[0-9])")
FIVE_LIKE: Final = re.compile("(?<=[0-9])s(?=[0-9])")
SPACED_OUT: Final = re.compile(
    r"(?<![0-9a-z.,$/])(?=[0-9a-z ./()@-]{0,90}[0-9@])(?![0-9]/[0-9] [0-9]/[0-9])"
    r"(?:[0-9]{1,2}|[a-z])(?:[ ./()@-]{1,3}[0-9a-z](?![0-9a-z])){2,40}(?![0-9a-z])"
)


class Reading(NamedTuple):
    """Folded text; `origins[i]` is the offset in the typed text of the character that `text[i]` came from."""

    text: str
    origins: tuple[int, ...]

    def masked(self, spans: Iterable[tuple[int, int]]) -> "Reading":
        """What came from each of the typed spans (start, end), in order and apart, becomes one mark."""
        chars: list[str] = []
        origins: list[int] = []
        kept = 0
        for start, end in spans:
            first, last = (bisect_left(self.origins, start), bisect_left(self.origins, end))
            chars += [self.text[kept:first], MASK * (first < last)]
            origins += self.origins[kept : min(first + 1, last)]
            kept = last
        return Reading("".join([*chars, self.text[kept:]]), (*origins, *self.origins[kept:]))


def readings(plain: Reading) -> Iterator[Reading]:
    """The ways in which a person would read the text: as it stands, letters meant as digits, digits spaced out."""
    yield plain
    digits = DIGIT_LIKE.sub(_as_digits, plain.text)
    if digits != plain.text:
        yield Reading(digits, plain.origins)
    if SPACED_OUT.search(digits):
        yield _closed_up(Reading(digits, plain.origins))


def fold(text: str) -> Reading:
    """Lower case, compatibility forms decomposed, invisible characters dropped, each run of blanks one space."""
    chars: list[str] = []
    origins: list[int] = []
    for offset, typed in enumerate(text):
        for char in _folded(typed):
            if char != " " or not chars or chars[-1] != " ":
                chars.append(char)
                origins.append(offset)
    return Reading("".join(chars), tuple(origins))


@lru_cache(maxsize=4096)
def _folded(typed: str) -> str:
    if typed.isspace() or typed in BLANKS:
        return " "
    digit = unicodedata.digit(typed, None)
    if digit is not None:
        return str(digit)
    decomposed = unicodedata.normalize("NFKD", typed.translate(PUNCTUATION))
    if len(decomposed) > LONGEST_DECOMPOSED:
        return typed if typed <= "\uffff" else REPLACED
    decomposed = decomposed.translate(LETTER_LOOKALIKES)
    return "".join(_plain(char) for char in decomposed.translate(PUNCTUATION).casefold())


def _plain(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in INVISIBLE or char in FILLERS:
        return ""
    if char > "\uffff":
        return REPLACED
    return "-" if category == "Pd" else char


def _as_digits(match: re.Match[str]) -> str:
    token = match.group()
    if not any(char.isdigit() for char in token):
        return token
    numbered = token.replace("o", "0").replace("i", "1").replace("l", "1").replace("|", "1")
    return FIVE_LIKE.sub("5", EIGHT_LIKE.sub("8", numbered))


def _closed_up(reading: Reading) -> Reading:
    """'1 2 3 - 4 5 - 6 7 8 9' read as '123-45-6789': the spaces inside runs of single digits are dropped."""
    dropped = {
        index
        for match in SPACED_OUT.finditer(reading.text)
        for index in range(match.start(), match.end())
        if reading.text[index] == " "
    }
    kept = [index for index in range(len(reading.text)) if index not in dropped]
    return Reading("".join(reading.text[i] for i in kept), tuple(reading.origins[i] for i in kept))


def as_data() -> Mapping[str, Any]:
    """What the browser cannot know by itself, in JSON's types; Unicode's own properties it looks up."""
    everything = [chr(point) for point in range(0x80, sys.maxunicode + 1)]
    digits = {char: str(digit) for char in everything if (digit := unicodedata.digit(char, None)) is not None}
    return {
        "mask": MASK,
        "replaced": REPLACED,
        "digits": digits,
        "blanks": "".join([*(char for char in map(chr, range(0x3001)) if char.isspace()), *sorted(BLANKS)]),
        "fillers": "".join(sorted(FILLERS)),
        "letters": {chr(point): chr(letter) for point, letter in LETTER_LOOKALIKES.items()},
        "punctuation": {chr(point): mark for point, mark in PUNCTUATION.items()},
        "cases": {char: char.casefold() for char in everything if char.casefold() != char.lower()},
        "longest_decomposed": LONGEST_DECOMPOSED,
        "digit_like": DIGIT_LIKE.pattern,
        "spaced_out": SPACED_OUT.pattern,
    }
