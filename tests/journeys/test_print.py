"""The page of a code on paper: two sheets that hold what is needed beside a claim, and nothing to click."""

import io
import json
import re
import unicodedata
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.codes.ncci_files import pair, pair_text, units_csv
from tests.journeys.acting import expect_total, send, settle
from tests.journeys.conftest import Visit
from tests.site import Site

CODES = ("86320", "99213")
OTHERS = ("20610", "27447", "36415", "43239", "62323", "64483", "80053", "93000", "93005", "96372", "97110", "98941")
PAYERS = ("aetna", "cigna", "humana", "molina", "oscar", "kaiser", "caresource")
ON_PAPER = ("Row by row", "Bundling edits", "Unit limits", "Modifiers on", "Billing tips", "Sources")
ON_SCREEN = (
    "On this page",
    "Price over",
    "Denials of",
    "Diagnoses that support it",
    "Skip to",
    "Report yours",
    "May I?",
)
FORGET = "from codes.models import Release; Release.objects.filter(source__startswith='ncci', complete=False).delete()"


@pytest.fixture(scope="module")
def filled(site: Site, database: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two codes with tables and reports, all made up, and all taken away again."""
    folder = tmp_path_factory.mktemp("tables")
    _import(site, folder / "ccipra-v322r0-f1.txt", "ncci_ptp", _pairs())
    _import(site, folder / "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", "ncci_mue", _units())
    receipts = [
        send(site, code=code, payer=payer, outcome="paid_full", actions=["corrected_claim"], fix_modifier="XU")
        for code in CODES
        for payer in PAYERS
    ]
    for code in CODES:
        settle(database, site, code)
    yield site
    for receipt in receipts:
        _withdraw(site, receipt)
    for code in CODES:
        settle(database, site, code)
    site.manage("shell", "-c", FORGET)


def _pairs() -> bytes:
    return pair_text(row for code in CODES for other in OTHERS for row in (pair(code, other), pair(other, code)))


def _units() -> bytes:
    return units_csv((code, "1", "2 Date of Service Edit: Policy", "CMS Policy") for code in CODES)


def _import(site: Site, path: Path, source: str, content: bytes) -> None:
    path.write_bytes(content)
    site.manage("import_release", source, str(path), "--excerpt", "--effective", "2026-04-01")


def _withdraw(site: Site, receipt: str) -> None:
    request = urllib.request.Request(
        f"{site.url}api/v1/receipts/withdraw/",
        data=json.dumps({"receipt": receipt}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == HTTPStatus.OK


def sheets(page: Page) -> list[str]:
    """The text of each sheet, without ligatures."""
    printed = PdfReader(io.BytesIO(page.pdf(format="Letter")))
    return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in printed.pages]


@pytest.mark.parametrize("code", CODES)
def test_a_code_takes_two_sheets_with_everything_on_them(visit: Visit, filled: Site, code: str) -> None:
    page = visit().open(f"codes/{code}/")
    expect_total(page, f"{len(PAYERS)} reports")
    printed = sheets(page)
    assert len(printed) == 2
    text = " ".join("\n".join(printed).split())
    assert [words for words in ("What Medicare pays", "CO-97", "RVUs", *ON_PAPER) if words not in text] == []
    assert [words for words in ON_SCREEN if words in text] == []


@pytest.mark.parametrize("code", CODES)
def test_no_heading_is_left_alone_at_the_foot_of_a_sheet(visit: Visit, filled: Site, code: str) -> None:
    page = visit().open(f"codes/{code}/")
    headings = {words.strip() for words in page.locator("h2, h3").all_text_contents()}
    last = [re.split(r"\n+", sheet.strip())[-1].strip() for sheet in sheets(page)]
    assert headings.intersection(last) == set()


@pytest.mark.parametrize("code", ["27447", "70553", "77386", "97110"])
def test_other_codes_take_two_sheets_at_most(visit: Visit, code: str) -> None:
    assert len(sheets(visit().open(f"codes/{code}/"))) <= 2
