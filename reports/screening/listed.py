"""Names of persons told by the Census lists and the words around them: lower-case ones too. All soft.

A name that is no English word is held wherever it stands. One that is a word too ("grace", "bill") needs company: a
title, "asked for", another name beside it, a payer behind it.
"""

import re
from collections.abc import Iterator
from typing import Final

from reports.screening.census import Census, census
from reports.screening.company import (
    APPOSED,
    COMPANY_BEFORE,
    COMPANY_BEHIND,
    EPONYM_BEHIND,
    FIRM_BEFORE,
    FIRM_BEHIND,
    PUBLIC_PHRASE,
    TITLE_BEFORE,
)
from reports.screening.folding import Reading
from reports.screening.lists import LISTS
from reports.screening.torn import is_torn
from reports.screening.words import Word, words_of

SPOKEN: Final = re.compile("[^aeiou'-][aeiou][a-z]|[aeiou][^aeiou'-][aeiou]")  # Teo, Ife: no abbreviation
OWNS: Final = re.compile("^(?:'s)? (?:account|acct|chart|family|twins|kids?|baby)(?![a-z])")

GIVEN_ALONE: Final = 0.002  # percent of people: enough to be a name wherever it stands
GIVEN_IN_COMPANY: Final = 0.001
FAMILY_ALONE: Final = 20_000  # rank
RARE_WORD: Final = 2_000  # uses as a word, of a first name that may stand alone in small letters
RARER_BY_SHARE: Final = 8_000  # more uses for each percent of people: those of "john" are people too
LONGEST_ABBREVIATION: Final = 4
NO_WORD: Final = 7_000  # uses as a word, of a first name that may stand alone
NO_WORD_FAMILY: Final = 250  # the same of a surname
EVERYDAY: Final = 110_000  # uses beyond which a word is no name in any company
SHORT: Final = 4  # letters of a surname that may stand alone

BEHIND_TITLES: Final = frozenset(
    "will may case cases day days page read bill bills means do say see self sign early".split()
)
WELL_KNOWN: Final = 5_000  # rank of a surname
BORNE_BY_MANY: Final = 0.05  # percent, of a first name
EVERYDAY_BEHIND_TITLE: Final = 500_000
VERBS: Final = frozenset({"bill", "will", "may", "mark", "chase", "grant", "sue"})  # 'bill patient'
NAME_ENDING: Final = ("-type", "-like", "-style", "-of", "-based", "-related", "-policy")


def find_names(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Spans of the typed text, in order; neighbours are not joined."""
    words = list(words_of(text, reading))
    known = census()
    public = [match.span() for match in PUBLIC_PHRASE.finditer(reading.text)]
    words = [word for word in words if not any(start <= word.start < end for start, end in public)]
    hits = {index for index in range(len(words)) if _is_name(words, index, reading.text, known)}
    hits |= set(_borne_with(words, hits, reading.text, known))
    return [(reading.origins[words[index].start], reading.origins[words[index].end - 1] + 1) for index in sorted(hits)]


def _borne_with(words: list[Word], hits: set[int], text: str, known: Census) -> Iterator[int]:
    """The rest of a name found in part: Miller of Jane Miller, Grace of Grace Okafor, words though they are."""
    for index in hits:
        if index + 1 < len(words) and _adjacent(words[index], words[index + 1], text):
            surname = words[index + 1]
            rare = known.uses.get(surname.text, 0) < EVERYDAY
            if known.family.get(surname.text, FAMILY_ALONE) < FAMILY_ALONE and (surname.capital or rare):
                yield index + 1
        if index and _adjacent(words[index - 1], words[index], text):
            given = words[index - 1]
            if given.capital and known.given.get(given.text, 0.0) >= GIVEN_IN_COMPANY:
                yield index - 1


def _is_name(words: list[Word], index: int, text: str, known: Census) -> bool:
    word = words[index]
    if word.text in LISTS["not_names"] or _abbreviates(word, words) or _is_eponym(word, text):
        return _titled(word, text, known) or _firm(word, text, known)
    if _in_pieces(words, index, text, known):
        return False
    parts = [part for part in re.split("['-]", word.text) if len(part) > 1]
    return (
        _titled(word, text, known)
        or any(_stands_alone(part, word, known) for part in parts)
        or (any(_may_be(part, known) for part in parts) and _in_company(word, text))
        or _beside_another(words, index, text, known)
        or _unknown_person(word, text, known)
        or _unknown_pair(words, index, text, known)
        or _unknown_account(word, text, known)
    )


def _in_pieces(words: list[Word], index: int, text: str, known: Census) -> bool:
    """A piece of a word that a scanner took apart, so that its rest has no capital."""
    word = words[index]
    before = words[index - 1] if index and text[words[index - 1].end : word.start] == " " else None
    behind = words[index + 1] if index + 1 < len(words) and text[word.end : words[index + 1].start] == " " else None
    return is_torn(
        before.text if before and not word.capital else "",
        word.text,
        behind.text if behind and not behind.capital else "",
        known,
    )


def _is_eponym(word: Word, text: str) -> bool:
    """Wagner III, Vanderbilt scales, Stanford-type: named after somebody who is nobody's patient."""
    return word.text.endswith(NAME_ENDING) or EPONYM_BEHIND.match(text[word.end : word.end + 40]) is not None


def _abbreviates(word: Word, words: list[Word]) -> bool:
    """XU, MAI or ASH among small letters."""
    return word.shouted and len(word.text) <= LONGEST_ABBREVIATION and not all(each.shouted for each in words)


def _stands_alone(part: str, word: Word, known: Census) -> bool:
    """Maria, delgado. As a common word ("frank") it needs a capital that no sentence gave it; so do three letters."""
    if part in LISTS["not_names"] or len(part) < 3:
        return False
    uses = known.uses.get(part, 0)
    written = word.capital and not word.opens
    share = known.given.get(part, 0.0)
    rare = uses < RARE_WORD + RARER_BY_SHARE * share and len(part) >= SHORT
    given = share >= GIVEN_ALONE and (rare or (written and uses < NO_WORD))
    family = known.family.get(part, FAMILY_ALONE) < FAMILY_ALONE and uses < NO_WORD_FAMILY and len(part) >= SHORT
    return given or family


def _may_be(word: str, known: Census) -> bool:
    """A name in company: on a list, and no everyday word."""
    if word in LISTS["not_names"]:
        return False
    listed = known.given.get(word, 0.0) >= GIVEN_IN_COMPANY or known.family.get(word, FAMILY_ALONE) < FAMILY_ALONE
    return listed and known.uses.get(word, 0) < _limit(word, known)


def _limit(word: str, known: Census) -> int:
    """Uses as a word that a name may have: many, if many people bear it as a first name ("bill", "grace", "mark")."""
    return EVERYDAY if known.given.get(word, 0.0) >= BORNE_BY_MANY else NO_WORD


def _in_company(word: Word, text: str) -> bool:
    before = text[max(0, word.start - 28) : word.start]
    behind = text[word.end : word.end + 40]
    return COMPANY_BEFORE.search(before) is not None or COMPANY_BEHIND.match(behind) is not None


def _firm(word: Word, text: str, known: Census) -> bool:
    """A word of the vocabulary, written as a name behind a title: Mr. Young, Dr. Price, asked for Sue."""
    share, rank = known.given.get(word.text, 0.0), known.family.get(word.text, FAMILY_ALONE)
    written = word.capital or word.shouted
    if share < BORNE_BY_MANY and not (written and (share >= 0.01 or rank < WELL_KNOWN)):
        return False
    asked = FIRM_BEFORE.search(text[max(0, word.start - 28) : word.start]) is not None
    if word.text in VERBS and not (written and not word.opens) and not asked:
        return False
    return asked or FIRM_BEHIND.match(text[word.end : word.end + 40]) is not None


def _titled(word: Word, text: str, known: Census) -> bool:
    """A surname behind a title, though it is a word: dr young, mrs price; a very common word needs its capital."""
    common = known.uses.get(word.text, 0) >= EVERYDAY_BEHIND_TITLE
    borne = known.family.get(word.text, FAMILY_ALONE) < WELL_KNOWN and word.text not in BEHIND_TITLES
    may_be = borne and (word.capital or not common)
    return may_be and TITLE_BEFORE.search(text[max(0, word.start - 28) : word.start]) is not None


def _beside_another(words: list[Word], index: int, text: str, known: Census) -> bool:
    """First name and surname side by side, in either order: tom hanley, Banks, Tyrell."""
    word = words[index]
    for other, first, last in ((index + 1, word, None), (index - 1, None, word)):
        if 0 <= other < len(words):
            given, family = first or words[other], last or words[other]
            if _adjacent(given, family, text) and _pair(given.text, family.text, known):
                return True
    return False


def _adjacent(one: Word, other: Word, text: str) -> bool:
    return (
        text[one.end : other.start] in {" ", ", "}
        or re.fullmatch(r" [a-z]\.? ", text[one.end : other.start]) is not None
    )


def _pair(given: str, family: str, known: Census) -> bool:
    if given in LISTS["not_names"] or family in LISTS["not_names"]:
        return False
    likely = known.given.get(given, 0.0) > 0 and known.uses.get(given, 0) < NO_WORD
    return likely and family in known.family and known.uses.get(family, 0) < EVERYDAY


def _unknown_person(word: Word, text: str, known: Census) -> bool:
    """In no list and no word: Ngozi, written as a name and in a person's company, or set between commas after one."""
    brief = not word.opens and SPOKEN.fullmatch(word.text) is not None
    return _unheard(word, known, SHORT - brief) and (_in_company(word, text) or _is_apposed(word, text))


def _unheard(word: Word, known: Census, shortest: int = SHORT) -> bool:
    unheard = word.text not in known.words and known.uses.get(word.text, 0) < NO_WORD_FAMILY
    return (
        unheard
        and word.capital
        and not word.product
        and len(word.text) >= shortest
        and word.text not in LISTS["not_names"]
    )


def _unknown_account(word: Word, text: str, known: Census) -> bool:
    """Lindqvist account: in no list, and somebody has one."""
    return _unheard(word, known) and OWNS.match(text[word.end : word.end + 16]) is not None


def _unknown_pair(words: list[Word], index: int, text: str, known: Census) -> bool:
    """Mbali Nkosi, Wu Xiaoling: side by side, both written as names; one of no language, the other too or a name."""
    pairs = ((index - 1, index), (index, index + 1))
    return any(
        first >= 0
        and last < len(words)
        and text[words[first].end : words[last].start] == " "
        and _may_pair(words[first], words[last], known)
        for first, last in pairs
    )


def _may_pair(one: Word, other: Word, known: Census) -> bool:
    strange = [_unheard(each, known) for each in (one, other)]
    if all(strange):
        return True
    if not any(strange) or not (one.capital and other.capital):
        return False
    rest = other if strange[0] else one
    return _may_be(rest.text, known) or (
        len(rest.text) == SHORT - 1 and rest.text not in known.words and rest.text not in LISTS["not_names"]
    )


def _is_apposed(word: Word, text: str) -> bool:
    """Our pharmacist, Mehrdad, records: a person, then the name between commas."""
    return (
        APPOSED.search(text[max(0, word.start - 40) : word.start]) is not None and text[word.end : word.end + 1] == ","
    )
