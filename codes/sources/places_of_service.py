"""CMS's place-of-service codes: two digits that say on a claim where a service was given.

Source: CMS, Place of Service Code Set; CMS publishes it as a page, and others as a list with these columns.
"""

import datetime
import re
from typing import IO, Final, NamedTuple

from codes.sources import cells
from codes.sources.edition import Edition
from codes.sources.headed import Row, Whole, checked, each_once, table, words
from codes.sources.months import parts, quarter_in
from codes.sources.source import Source

COLUMNS: Final = {
    "place": ("POS CODE", "PLACE OF SERVICE CODE S", "PLACE OF SERVICE CODE", "CODE"),
    "kind": ("POS TYPE",),
    "name": ("POS NAME", "PLACE OF SERVICE NAME", "NAME"),
    "words": ("POS DESCRIPTION", "PLACE OF SERVICE DESCRIPTION", "DESCRIPTION"),
}
FACILITY: Final = {"facility": True, "non-facility": False, "nonfacility": False, "unassigned": None, "": None}
PLACE: Final = re.compile(r"\d{1,2}")
WHOLE: Final = Whole(50)  # 99, of which 47 are not assigned: a list may leave those out


class PlaceRow(NamedTuple):
    """`facility` None: the file does not say."""

    place: str  # two digits
    name: str
    facility: bool | None
    words: str


def read(
    file: IO[bytes], *, name: str, effective: datetime.date | None = None, excerpt: bool = False
) -> Edition[PlaceRow]:
    """Reads a whole list, or an `excerpt`. `effective` gives its day where its name does not. Raises SourceError."""
    found = table(
        file, name, wanted="a list of places of service", columns=COLUMNS, optional=frozenset({"kind", "words"})
    )
    effective = effective or quarter_in(*parts(name))
    if effective is None:
        raise cells.first_day_needed(name)
    rows = each_once(cells.parsed(found.rows, name, _row), name, key=lambda row: row.place)
    return Edition(
        label=f"Places of service {effective:%Y-%m}",
        effective=effective,
        variant="",
        rows=rows if excerpt else checked(rows, file, name, key=lambda row: row.place, whole=WHOLE),
    )


def _row(row: Row) -> PlaceRow:
    held = row.cells
    if not PLACE.fullmatch(held["place"]):
        raise ValueError(f"“{held['place']}” is no place of service")
    kind = held["kind"].lower()
    if kind not in FACILITY:
        raise ValueError(f"“{held['kind']}” is neither facility nor non-facility")
    named = words(held["name"])
    if not named:
        raise ValueError(f"place {held['place']} has no name")
    said = words(held["words"])
    return PlaceRow(held["place"].zfill(2), named, FACILITY[kind], "" if said == named else said)


SOURCE: Final = Source(
    name="places_of_service",
    title="Place of service codes",
    address="https://www.cms.gov/medicare/coding-billing/place-of-service-codes/code-sets",
    cadence="when CMS adds or changes one",
    licence="Public",
    columns=PlaceRow._fields,
    member=re.compile(r"(?:^|_)(?:pos|place[-_ ]of[-_ ]service)[-_ ].*\.csv$", re.IGNORECASE),
    read=read,
    rows_vary=True,
)
