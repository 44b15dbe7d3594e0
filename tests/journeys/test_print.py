"""The page of a code on paper: two sheets that hold what is needed beside a claim, and nothing to click."""

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.acting import total
from tests.journeys.conftest import Visit
from tests.journeys.filling import FILLED
from tests.site import Site

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


def sheets(page: Page) -> list[str]:
    """The text of each sheet, without ligatures."""
    printed = PdfReader(io.BytesIO(page.pdf(format="Letter")))
    return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in printed.pages]


@pytest.mark.parametrize("code", FILLED)
def test_a_code_takes_two_sheets_with_everything_on_them(visit: Visit, filled_site: Site, code: str) -> None:
    page = visit().open(f"codes/{code}/")
    expect(total(page)).to_be_visible()  # the figures are open; other journeys may have added reports
    printed = sheets(page)
    assert len(printed) == 2
    text = " ".join("\n".join(printed).split())
    assert [words for words in ("What Medicare pays", "CO-97", "RVUs", *ON_PAPER) if words not in text] == []
    assert [words for words in ON_SCREEN if words in text] == []


@pytest.mark.parametrize("code", FILLED)
def test_no_heading_is_left_alone_at_the_foot_of_a_sheet(visit: Visit, filled_site: Site, code: str) -> None:
    page = visit().open(f"codes/{code}/")
    headings = {words.strip() for words in page.locator("h2, h3").all_text_contents()}
    last = [re.split(r"\n+", sheet.strip())[-1].strip() for sheet in sheets(page)]
    assert headings.intersection(last) == set()


@pytest.mark.parametrize("code", ["27447", "70553", "77386", "97110"])
def test_other_codes_take_two_sheets_at_most(visit: Visit, code: str) -> None:
    assert len(sheets(visit().open(f"codes/{code}/"))) <= 2
