"""A visitor reads around the codes: payers, reasons, localities, guides, two codes side by side."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit

PAGES = (
    "payers/",
    "payers/medicare/",
    "reasons/",
    "reasons/CO-97/",
    "reasons/MA130/",
    "localities/",
    "guides/",
    "guides/imrt-delivery/",
    "guides/denial-codes/",
    "compare/",
    "compare/?code=99213&code=86320&code=27447&code=77386",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_reference_is_usable_by_everybody(visit: Visit, path: str) -> None:
    """The block of data for search engines included: the content security policy complains of none."""
    assert accessibility(visit().open(path)) == []


def test_a_reason_is_a_search_away(visit: Visit) -> None:
    page = visit(java_script_enabled=False).open("")
    page.get_by_label("Search codes by number or words").fill("CO-97")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="CO-97").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CO-97")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Denial reasons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Denial reasons")


def test_two_codes_are_compared_by_a_plain_form(visit: Visit) -> None:
    page = visit(java_script_enabled=False).open("compare/")
    page.get_by_label("Code 1").fill("99213")
    page.get_by_label("Code 2").fill("99214")
    page.get_by_role("button", name="Compare").click()
    table = page.get_by_role("table", name="Codes side by side")
    office = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Medicare pays, office"))
    expect(office.get_by_role("cell")).to_have_text(["$95.19", "$135.61"])


def test_on_a_phone_the_lines_of_a_comparison_still_are_a_table(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 844}).open("compare/?code=99213&code=27447")
    table = page.get_by_role("table", name="Codes side by side")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("rowheader", name="Global period")).to_be_visible()
    expect(table.get_by_role("cell", name="090 includes the day before and 90 days of care afterwards")).to_be_visible()


def test_the_denial_codes_come_as_a_file(visit: Visit) -> None:
    page = visit().open("guides/denial-codes/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download as CSV").click()
    assert coming.value.suggested_filename == "medpay-denial-codes.csv"
    assert coming.value.path().read_text().splitlines()[0].startswith("carc,what_it_means,")
