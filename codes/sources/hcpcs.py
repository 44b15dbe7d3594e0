"""HCPCS Level II: codes and modifiers in CMS's own words, which are public."""

from typing import NamedTuple


class Level2Row(NamedTuple):
    """A code of five characters or a modifier of two. Dental codes (D) are ADA's: their words are not read."""

    code: str
    words: str
