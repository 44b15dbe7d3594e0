"""The words of a text, and how they were typed."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reports.screening.folding import Reading

TOKEN: Final = re.compile(r"(?<![0-9a-z@])[a-z]{1,30}(?:['-][a-z]{2,30}){0,3}(?![0-9a-z@]|-[0-9])")
OPENING: Final = re.compile(r"(?:^|[.!?:;\"(-]) ?$")
POSSESSIVE: Final = re.compile(r"'s?$")
PRODUCT: Final = re.compile("(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^La)(?<!^Le)(?<=[a-z])[A-Z]|^[A-Z]{2,6}[a-z]{2}")


class Word(NamedTuple):
    """A word of the folded text, and how it was typed: `capital` is Maria, `shouted` is MARIA."""

    text: str
    start: int
    end: int
    capital: bool
    shouted: bool
    product: bool  # TherapyNotes: a capital behind a small letter
    opens: bool  # a sentence, where any word has a capital


def words_of(typed: str, reading: Reading) -> Iterator[Word]:
    for match in TOKEN.finditer(reading.text):
        word = POSSESSIVE.sub("", match.group())
        start, end = match.start(), match.start() + len(word)
        letters = [typed[place] for place in reading.origins[start:end]]
        shouted = letters[0].isupper() and letters[-1].isupper()
        opens = OPENING.search(reading.text[max(0, start - 4) : start]) is not None
        product = PRODUCT.search("".join(letters)) is not None
        yield Word(word, start, end, letters[0].isupper() and not shouted, shouted, product, opens)
