"""Which words are names: the Census lists of 1990, less the words of everyday English.

Source: U.S. Census Bureau, Frequently Occurring Surnames and First Names (1990), carried by the package `names`; how
often English uses a word, by the package `pyspellchecker`. Both are read when first asked; what stays is two mappings.
"""

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import names
from spellchecker import SpellChecker

from reports.screening.world_names import FAMILY, GIVEN

BORNE: Final = 0.01  # percent, of a first name of `world_names`
RANKED: Final = 5_000  # the rank of a surname there
ENGLISH: Final = 60  # uses; what is rarer is as likely a typing error


class Census(NamedTuple):
    """Percent of people with a word as first name, its rank as a surname, and how often English uses it at all."""

    given: dict[str, float]
    family: dict[str, int]
    uses: dict[str, int]  # of names only
    words: frozenset[str]  # English that is no name


def _rows(kind: str) -> list[list[str]]:
    return [line.lower().split() for line in Path(names.FILES[kind]).read_text("ascii").splitlines()]


@cache
def census() -> Census:
    """Takes half a second the first time and some 25 MB for good."""
    given = dict.fromkeys(GIVEN.split(), BORNE)
    for name, share, *_ in (*_rows("first:male"), *_rows("first:female")):
        given[name] = max(float(share), given.get(name, 0.0))
    family = {row[0]: int(row[3]) for row in _rows("last")}
    family |= {name: min(RANKED, family.get(name, RANKED)) for name in FAMILY.split()}
    uses, words = {}, set()
    for word, count in SpellChecker().word_frequency.dictionary.items():
        if word in given or word in family:
            uses[word] = count
        elif count >= ENGLISH:
            words.add(word)
    return Census(given, family, uses, frozenset(words))
