"""Towns too small for the list of cities, told by "we are in": on the server only, which knows English."""

import re
from collections.abc import Iterator
from typing import Final

from reports.screening.census import census
from reports.screening.folding import Reading
from reports.screening.lists import LISTS
from reports.screening.states import STATE_NAMES

SETTLED: Final = re.compile(
    r"(?<![a-z])(?:(?:we|they|you)(?: (?:are|were)|'re)|i(?: am|'m)|(?:he|she)(?: (?:is|was)|'s)|"
    r"(?:pts?|patient|member|clinic|office|practice|hospital|facility|lab|shop|location|site|provider|dr|family) "
    r"(?:is|was|are)|located|based|lives?|lived|living|resid(?:es?|ing)|moved|"
    r"(?:drive|drove|driving|travel|trip|transport(?:ed)?|mileage|miles|ride|transfer(?:red)?|commute)(?: time)?)"
    r"(?: (?:out|over|up|down|way|all|here|back|now|located|based)){0,2} "
    r"(?:in|to|from|near|outside(?: of)?) ([a-z][a-z'-]{3,20})(?![0-9a-z'-])"
)
COVERED: Final = re.compile(  # the HMO covers Maricopa only
    r"(?<![a-z])(?:covers?|covering|serves?|serving) ([a-z][a-z'-]{3,20})(?: county)?"
    r"(?: (?:and|or|&) [a-z'-]{3,20})? only(?![a-z])"
)
STRANGE: Final = 250  # uses as a word
LOWER: Final = 7  # letters of a town written small: shorter ones are as likely jargon


def find_towns(text: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Spans of the typed text, in order."""
    found = [(*match.span(1), LOWER) for match in SETTLED.finditer(reading.text)]
    found += [(*match.span(1), len(text)) for match in COVERED.finditer(reading.text)]
    for start, end, lower in sorted(found):
        written = text[reading.origins[start]].isupper()
        if _is_strange(reading.text[start:end]) and (written or end - start >= lower):
            yield reading.origins[start], reading.origins[end - 1] + 1


def _is_strange(word: str) -> bool:
    known = census()
    listed = word in LISTS["not_names"] or word in LISTS["no_place_name"] or word in STATE_NAMES
    return not listed and word not in known.words and known.uses.get(word, 0) < STRANGE
