"""CMS's list of localities and the counties in them (LOCCO)."""

from typing import NamedTuple


class CountyRow(NamedTuple):
    """One fee schedule area of a contractor. `counties` in CMS's words ("ALL COUNTIES")."""

    contractor: str
    number: str
    state: str  # in full ("Alabama")
    area: str
    counties: str
