"""Short lists, such as the payers, matched in memory by the same rules as the tables."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from codes.finding.hits import Tier
from codes.finding.query import Query, is_prefix_of_word, stem, words_of

CLOSE_ENOUGH: Final = 0.74  # of 1: what two words must share; a slip in five letters leaves 0.8


def tier_of(query: Query, *, names: Iterable[str], synonyms: Iterable[str] = (), text: str = "") -> Tier | None:
    """How well something with these names fits; None where a word of the query is nowhere."""
    if not query.words:
        return None
    names, synonyms = tuple(names), tuple(synonyms)
    if any(words_of(name) == query.spelled for name in (*names, *synonyms)):
        return Tier.CALLED
    wanted = [_beginning(word) for word in query.words]
    said = ""
    for tier, more in ((Tier.NAMED, " ; ".join(names)), (Tier.KNOWN, " ; ".join(synonyms)), (Tier.SAID, text)):
        said = f"{said} {more}"
        if all(pattern.search(said) for pattern in wanted):
            return tier
    return None


def respelled(query: Query, vocabulary: Iterable[str]) -> str:
    """The query, each word as the one of `vocabulary` most like it; "" where one is like none, or all are right."""
    known = tuple(dict.fromkeys(vocabulary))
    nearest = [_nearest(word, known) for word in query.words]
    return "" if "" in nearest or tuple(nearest) == query.words else " ".join(nearest)


def _nearest(word: str, vocabulary: tuple[str, ...]) -> str:
    if word in vocabulary or not is_prefix_of_word(word):
        return word
    matcher = SequenceMatcher(b=word, autojunk=False)
    best, nearest = CLOSE_ENOUGH, ""
    for other in vocabulary:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, nearest = ratio, other
    return nearest


def _beginning(word: str) -> re.Pattern[str]:
    ending = "" if is_prefix_of_word(word) else r"(?![a-z0-9])"
    return re.compile(rf"(?<![a-z0-9]){stem(word)}{ending}", re.IGNORECASE)
