"""NCCI medically unlikely edits: the most units of a code that are credible."""

from typing import NamedTuple


class LimitRow(NamedTuple):
    """`mai`: 1 per claim line, 2 absolute per day (policy), 3 per day (clinical, may be appealed)."""

    code: str
    units: int
    mai: str
    rationale: str
