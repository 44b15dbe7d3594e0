"""How CMS writes places: contractors and localities by number, names in capitals with footnote marks and cut words.

Copies saved by Excel have lost the leading zeros of the numbers: they are put back.
"""

import re
from collections.abc import Mapping
from typing import Final

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


def _word(word: str) -> str:
    if word in KEPT:
        return word
    if word in SMALL:
        return word.lower()
    return WRITTEN.get(word) or word.capitalize()
