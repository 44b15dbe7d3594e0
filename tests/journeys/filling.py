"""Tables and reports, all made up, that fill every section of the page of a code; and how they are taken away again."""

import json
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Final, NamedTuple

import psycopg

from tests.codes.ncci_files import pair, pair_text, units_csv
from tests.codes.place_files import GPCI_2025, gpci
from tests.journeys.acting import send, settle
from tests.site import Site

FILLED: Final = ("86320", "99213")
OTHERS: Final = (
    *("20610", "27447", "36415", "43239", "62323", "64483"),
    *("80053", "93000", "93005", "96372", "97110", "98941"),
)
PAYERS: Final = ("aetna", "cigna", "humana", "molina", "oscar", "kaiser", "caresource")
PLACES: Final = (
    ("01112", "CA", "05", "SAN FRANCISCO", "1.0", "1.3", "0.5"),
    ("10112", "AL", "00", "ALABAMA", "1.0", "0.9", "0.6"),
    ("13202", "NY", "01", "MANHATTAN", "1.1", "1.2", "1.7"),
    ("09102", "FL", "04", "MIAMI", "1.0", "1.0", "2.6"),
)
IMPORTS: Final = "import datetime\nfrom django.core.management import call_command"
FORGET: Final = (
    "from codes.models import Release; "
    "Release.objects.filter(source__in=('gpci', 'ncci_ptp', 'ncci_mue'), complete=False).delete()"
)


class Excerpt(NamedTuple):
    """A selection of a published file."""

    source: str
    name: str
    content: bytes
    effective: str


def import_excerpts(site: Site, folder: Path, *excerpts: Excerpt) -> None:
    """All by one program, which takes longer to start than to import them."""
    for each in excerpts:
        (folder / each.name).write_bytes(each.content)
    calls = [
        f"call_command('import_release', {each.source!r}, {str(folder / each.name)!r}, excerpt=True, "
        f"effective=datetime.date.fromisoformat({each.effective!r}))"
        for each in excerpts
    ]
    site.manage("shell", "--no-imports", "--command", "\n".join([IMPORTS, *calls]))


@contextmanager
def filled(site: Site, database: psycopg.Connection, folder: Path) -> Iterator[None]:
    """The codes of FILLED with localities, pairs, unit limits and seven reports each."""
    import_excerpts(
        site,
        folder,
        Excerpt("gpci", "GPCI2026.csv", gpci(PLACES, year=2026, headings=_headings(2026)), "2026-01-01"),
        Excerpt("ncci_ptp", "ccipra-v322r0-f1.txt", _pairs(), "2026-04-01"),
        Excerpt("ncci_mue", "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", _units(), "2026-04-01"),
    )
    receipts = [
        send(site, code=code, payer=payer, outcome="paid_full", actions=["corrected_claim"], fix_modifier="XU")
        for code in FILLED
        for payer in PAYERS
    ]
    _settle(database, site, FILLED)
    yield
    for receipt in receipts:
        _withdraw(site, receipt)
    _settle(database, site, FILLED)
    site.manage("shell", "-c", FORGET)


def _settle(database: psycopg.Connection, site: Site, codes: Sequence[str]) -> None:
    for code in codes:
        settle(database, site, code)


def _headings(year: int) -> tuple[str, ...]:
    return tuple(heading.replace("2025", str(year)) for heading in GPCI_2025)


def _pairs() -> bytes:
    return pair_text(row for code in FILLED for other in OTHERS for row in (pair(code, other), pair(other, code)))


def _units() -> bytes:
    return units_csv((code, "1", "2 Date of Service Edit: Policy", "CMS Policy") for code in FILLED)


def _withdraw(site: Site, receipt: str) -> None:
    request = urllib.request.Request(
        f"{site.url}api/v1/receipts/withdraw/",
        data=json.dumps({"receipt": receipt}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == HTTPStatus.OK
