"""How CMS writes places: contractors and localities by number, names in capitals with footnote marks and cut words.

Copies saved by Excel have lost the leading zeros of the numbers: they are put back.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

from codes.sources.errors import SourceError
from codes.sources.lines import Line

PlaceT = TypeVar("PlaceT", bound=tuple[object, ...])

CONTRACTOR: Final = re.compile(r"^[0-9]{4,5}$")
NUMBER: Final = re.compile(r"^[0-9]{1,2}$")

MARKS: Final = re.compile(r"\*+")
WORD: Final = re.compile(r"[A-Z][A-Z']*\.?")
KEPT: Final = frozenset({"DC", "MD", "VA", "NJ", "NYC", "N", "TX", "CA"})
SMALL: Final = frozenset(
    {"OF", "STATE", "AND", "IN", "EXCEPT", "ALL", "OTHER", "COUNTIES", "COUNTY", "SUBURBS", "EQUIVALENTS"}
)
# What capitals cannot tell, and CMS's cut or misspelt words.
WRITTEN: Final[Mapping[str, str]] = {
    "CNTY": "County",
    "CNTYS": "counties",
    "SURR.": "surrounding",
    "POUGHKPSIE": "Poughkeepsie",
    "ORAGNGE": "Orange",
    "CONTR": "Contra",
    "DEKALB": "DeKalb",
    "DUPAGE": "DuPage",
}


def contractor(text: str) -> str:
    """A Medicare contractor's five digits. Raises ValueError."""
    if not CONTRACTOR.match(text.strip()):
        raise ValueError(f"“{text.strip()}” is no contractor")
    return text.strip().zfill(5)


def locality_number(text: str) -> str:
    """A locality's two digits. Raises ValueError."""
    if not NUMBER.match(text.strip()):
        raise ValueError(f"“{text.strip()}” is no locality number")
    return text.strip().zfill(2)


def place_name(text: str) -> str:
    """“REST OF CALIFORNIA*” is “Rest of California”; a name that is not all capitals is only cleaned."""
    clean = " ".join(MARKS.sub("", text).split())
    clean = re.sub(r"\s*/\s*", "/", clean)
    if clean != clean.upper():
        return clean
    named = WORD.sub(lambda found: _word(found[0]), clean)
    return named[:1].upper() + named[1:]


def each_place(lines: Iterable[Line], name: str, parse: Callable[[list[str]], PlaceT]) -> Iterator[PlaceT]:
    """The rows of a table of localities as `parse` reads them: contractor and number first. Raises SourceError."""
    seen: set[tuple[object, ...]] = set()
    for number, cells in lines:
        if not "".join(cells[1:]).strip():  # blank, or a footnote
            continue
        try:
            row = parse(cells)
        except ValueError as problem:
            raise SourceError(name, number, str(problem)) from problem
        if row[:2] in seen:
            raise SourceError(name, number, f"locality {row[0]}-{row[1]} stands in the file twice")
        seen.add(row[:2])
        yield row


def _word(word: str) -> str:
    if word in KEPT:
        return word
    if word in SMALL:
        return word.lower()
    return WRITTEN.get(word) or word.capitalize()
