"""NCCI add-on codes and the primary codes they need."""

import datetime
from typing import NamedTuple


class AddOnRow(NamedTuple):
    """`primary` "CCCCC": contractors decide. `kind` 1: the primaries listed are all; 2: none listed; 3: some listed."""

    add_on: str
    primary: str
    kind: str
    effective: datetime.date | None
    deleted: datetime.date | None
