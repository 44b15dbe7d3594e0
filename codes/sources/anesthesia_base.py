"""CMS's base units of anesthesia codes."""

from typing import NamedTuple


class BaseRow(NamedTuple):
    """Base units of one code, to which its time units are added."""

    code: str
    units: int
