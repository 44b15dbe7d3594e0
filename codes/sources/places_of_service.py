"""CMS's place-of-service codes."""

from typing import NamedTuple


class PlaceRow(NamedTuple):
    """`facility` None: the file does not say."""

    place: str  # two digits
    name: str
    facility: bool | None
    words: str
