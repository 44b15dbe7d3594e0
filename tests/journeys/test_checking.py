"""A biller checks a claim before it is sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit


def ask(page: Page, *codes: str) -> None:
    """Types a claim of 2025 as the hands do it: by keyboard alone."""
    page.get_by_label("Date of service").focus()
    page.keyboard.type("2025")
    page.get_by_label("Line 1, code").focus()
    for code in codes:
        page.keyboard.type(code)
        for _ in range(5):  # over modifiers, units, charge and minutes to the next line's code
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("javascript", [True, False])
def test_two_endoscopies_are_priced_beside_each_other(visit: Visit, javascript: bool) -> None:
    page = visit(java_script_enabled=javascript).open("check/")
    ask(page, "45385", "45380")
    expect(page.locator("#result")).to_have_text("$522.39 Of 2 lines, 2 priced.")
    expect(page.locator("#line-1 .verdict")).to_contain_text("45385 pays $435.38.")
    expect(page.locator("#line-2 .verdict")).to_contain_text("45380 pays $87.01.")
    assert page.url.endswith("/check/")


def test_more_lines_keep_what_was_typed(visit: Visit) -> None:
    page = visit(java_script_enabled=False).open("check/")
    page.get_by_label("Line 6, code").fill("99213")
    page.get_by_role("button", name="More lines").click()
    expect(page.get_by_label("Line 6, code")).to_have_value("99213")
    expect(page.get_by_label("Line 12, code")).to_have_value("")


def test_nothing_of_a_claim_is_left_behind(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("check/")
    ask(page, "45385")
    expect(page.locator("#line-1")).to_be_visible()
    assert visitor.cookies == []
    assert visitor.context.cookies() == []


def test_a_problem_leads_to_its_cell(visit: Visit) -> None:
    page = visit().open("check/")
    ask(page, "9")
    page.get_by_role("alert").get_by_role("link", name="Line 1, code").click()
    expect(page).to_have_url(f"{page.url.partition('#')[0]}#code-1")
    assert accessibility(page) == []


def test_form_and_answer_are_usable_by_everybody(visit: Visit) -> None:
    page = visit().open("check/")
    assert accessibility(page) == []
    ask(page, "45385", "86320", "77386")
    expect(page.locator("#line-3 .verdict")).to_contain_text("No amount")
    assert accessibility(page) == []
