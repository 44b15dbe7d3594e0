"""The handbook as a whole, read once for each process."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from codes.handbook.lists import read_modifiers, read_specialties
from codes.handbook.reading import read_entry, read_guide
from codes.handbook.values import Entry, Guide, Modifier, Specialty

CONTENT: Final = Path(__file__).resolve().parent.parent / "content"


def read_entries(content: Path) -> Mapping[str, Entry]:
    """Every entry below `content`, by code. Raises ValueError."""
    return MappingProxyType({path.stem: read_entry(path) for path in sorted((content / "codes").glob("*.md"))})


def read_guides(content: Path, entries: Mapping[str, Entry]) -> Mapping[str, Guide]:
    """The guides in `entries` and those to several codes, by slug. Raises ValueError."""
    found: dict[str, Guide] = {}
    for guide in (
        *(entry.guide for entry in entries.values() if entry.guide),
        *(read_guide(path) for path in sorted((content / "guides").glob("*.md"))),
    ):
        if guide.slug in found:
            raise ValueError(f"guides: two are called {guide.slug!r}: {found[guide.slug].codes} and {guide.codes}")
        found[guide.slug] = guide
    return MappingProxyType(found)


@cache
def entries() -> Mapping[str, Entry]:
    return read_entries(CONTENT)


@cache
def guides() -> Mapping[str, Guide]:
    return read_guides(CONTENT, entries())


@cache
def modifiers() -> Mapping[str, Modifier]:
    return read_modifiers(CONTENT / "modifiers.csv")


@cache
def specialties() -> Mapping[str, Specialty]:
    return read_specialties(CONTENT / "specialties.csv")


def entry(code: str) -> Entry | None:
    """What is written about `code`; None where nothing is."""
    return entries().get(code)


def guide(slug: str) -> Guide | None:
    return guides().get(slug)
