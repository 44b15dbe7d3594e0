"""Names and words that a scanner took apart: "Mar ia Esp inoza" is a name, "Pa yer" is none. On the server only."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from reports.screening.census import Census, census
from reports.screening.folding import Reading
from reports.screening.lists import LISTS


def _apart(word: str) -> str:
    return " ?".join(word)


HOLDERS: Final = "patient|member|insured|subscriber|provider|beneficiary|guarantor|claimant|enrollee".split("|")
PIECE: Final = r"[a-z][a-z'015]{0,14}|[015][a-z'015]{2,14}"
LABEL: Final = re.compile(
    rf"(?<![a-z])(?:{'|'.join(map(_apart, HOLDERS))}|pt|re|dear|dr|mrs?|ms|attn)(?: ?{_apart('name')})?[ :.,#-]{{1,4}}"
    rf"(?:(?:mrs?|ms|dr)\.? )?(?=((?:{PIECE})(?:[ ,.]{{1,3}}(?:{PIECE})){{0,5}}))"
)
TOKEN: Final = re.compile(PIECE)
LETTERS: Final = str.maketrans("015", "ols")
OTHERWISE: Final = str.maketrans("015", "ois")
BORNE: Final = 0.001  # percent, of a first name
RANKED: Final = 20_000  # of a surname
EVERYDAY: Final = 7_000  # uses as a word
ENGLISH: Final = 250  # uses of a word that is a surname too


def find_torn(text: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Spans of the typed text: names in pieces, or with digits in them, behind a word for their owner."""
    known = census()
    for label in LABEL.finditer(reading.text):
        pieces = list(TOKEN.finditer(reading.text, label.start(1), label.end(1)))
        wholes = [(one.start(), one.end(), one.group()) for one in pieces if re.search("[015]", one.group())]
        joined = [
            (one.start(), other.end(), one.group() + other.group())
            for one, other in pairwise(pieces)
            if reading.text[one.end() : other.start()] == " " and not _is_name(other.group(), known)
        ]
        for start, end, name in (*wholes, *joined):
            written = text[reading.origins[start]].isupper()
            if written and any(_is_name(name.translate(way), known) for way in (LETTERS, OTHERWISE)):
                yield reading.origins[start], reading.origins[end - 1] + 1


def is_torn(before: str, word: str, behind: str, known: Census) -> bool:
    """Whether a word is a piece of an English one: "yer" behind "Pa". What is not beside it by one blank is ""."""
    wholes = [before + word] * bool(before) + [word + behind] * bool(behind)
    return any(_is_english(whole, known) for whole in wholes)


def _is_english(word: str, known: Census) -> bool:
    if word in known.given:
        return False
    return word in known.words or word in LISTS["not_names"] or known.uses.get(word, 0) >= ENGLISH


def _is_name(word: str, known: Census) -> bool:
    if word in LISTS["not_names"] or word in known.words or len(word) < 4:
        return False
    listed = known.given.get(word, 0.0) >= BORNE or known.family.get(word, RANKED) < RANKED
    return listed and known.uses.get(word, 0) < EVERYDAY
