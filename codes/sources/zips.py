"""CMS's file of ZIP codes and Medicare localities (ZIP5)."""

from typing import NamedTuple


class ZipRow(NamedTuple):
    """One ZIP code. `plus_four`: it lies in several localities, and the last four digits decide."""

    zip: str
    state: str
    contractor: str
    number: str  # of the locality
    rural: str  # "", "R" or "B" (super rural)
    plus_four: bool
