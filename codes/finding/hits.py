"""What is found, by kind and by how well it fits."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple


class Kind(StrEnum):
    """In the order in which kinds that fit equally well are shown."""

    CODE = "code"
    MODIFIER = "modifier"
    REASON = "reason"
    DIAGNOSIS = "diagnosis"
    PAYER = "payer"
    LOCALITY = "locality"
    GUIDE = "guide"

    @property
    def heading(self) -> str:
        return HEADINGS[self]


HEADINGS = {
    Kind.CODE: "Codes",
    Kind.MODIFIER: "Modifiers",
    Kind.REASON: "Denial reasons",
    Kind.DIAGNOSIS: "Diagnoses",
    Kind.PAYER: "Payers",
    Kind.LOCALITY: "Medicare localities",
    Kind.GUIDE: "Guides",
}
ORDER = {kind: place for place, kind in enumerate(Kind)}


class Tier(IntEnum):
    """How well a thing fits what was typed, the best first."""

    EXACT = 0  # its code
    CALLED = 1  # its whole name, or a whole synonym
    BEGINS = 2  # the beginning of its code
    NAMED = 3  # every word begins a word of its name
    KNOWN = 4  # or of its synonyms
    SAID = 5  # or of what is written about it


class Hit(NamedTuple):
    kind: Kind
    key: str  # what the address of its page names: 86320, CO-97, aetna
    shown: str  # its code as people write it; "" where it has only a name
    words: str
    tier: Tier
    note: str = ""


class Group(NamedTuple):
    """Hits of one kind, the best first. `more`: there are others."""

    kind: Kind
    hits: tuple[Hit, ...]
    more: bool


def grouped(hits: Iterable[Hit], *, each: int) -> tuple[Group, ...]:
    """`hits`, at most `each` of a kind, the kind of the best hit first. Equal hits keep their order."""
    ranked = sorted(hits, key=lambda hit: (ORDER[hit.kind], hit.tier))
    groups = []
    for kind, found in groupby(ranked, key=attrgetter("kind")):
        of_kind = tuple(found)
        groups.append(Group(kind, of_kind[:each], len(of_kind) > each))
    return tuple(sorted(groups, key=lambda group: (group.hits[0].tier, ORDER[group.kind])))
