"""A visitor finds what is meant: with the keyboard, with a pointer, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search codes")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def news(page: Page) -> Locator:
    return page.locator("#suggestions-news")


@pytest.mark.parametrize("path", ["", "codes/", "codes/86320/", "method/"])
def test_every_page_suggests_as_somebody_types(visit: Visit, path: str) -> None:
    page = visit().open(path)
    box(page).press_sequentially("spep")
    expect(options(page)).to_have_text([re.compile("84165")])
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(news(page)).to_have_text("1 suggestion")


def test_the_keyboard_walks_through_the_suggestions_and_opens_one(visit: Visit) -> None:
    page = visit().open("")
    box(page).press_sequentially("knee")
    expect(options(page).first).to_contain_text("27447")
    assert box(page).get_attribute("aria-activedescendant") is None
    box(page).press("ArrowDown")
    expect(box(page)).to_have_attribute("aria-activedescendant", "suggestion-code-1")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    box(page).press("ArrowUp")
    expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box(page).press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    box(page).press("ArrowDown")
    box(page).press("ArrowDown")
    expect(box(page)).to_be_focused()
    box(page).press("Enter")
    page.wait_for_url("**/codes/27447/")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(visit: Visit) -> None:
    page = visit().open("")
    box(page).press_sequentially("knee")
    expect(options(page).first).to_be_visible()
    box(page).press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("knee")
    box(page).press("ArrowDown")
    expect(options(page).first).to_be_visible()


def test_enter_on_no_suggestion_searches_for_what_was_typed(visit: Visit) -> None:
    page = visit().open("")
    box(page).press_sequentially("timely filing")
    expect(options(page).first).to_contain_text("CO-29")
    box(page).press("Enter")
    page.wait_for_url("**/codes/?search=timely+filing")
    expect(page.get_by_role("heading", name="Denial reasons")).to_be_visible()


def test_a_click_opens_a_suggestion_and_one_elsewhere_closes_them(visit: Visit) -> None:
    page = visit().open("codes/86320/")
    box(page).press_sequentially("colonscopy")
    expect(page.get_by_text("Nothing as typed. For “colonoscopy”:")).to_be_visible()
    page.mouse.click(1270, 880)
    expect(options(page)).to_have_count(0)
    box(page).press_sequentially(" ")
    options(page).first.click()
    page.wait_for_url("**/codes/45378/")


def test_nothing_found_is_said_and_nothing_is_opened(visit: Visit) -> None:
    page = visit().open("")
    box(page).press_sequentially("zzzzzz")
    expect(news(page)).to_have_text("No suggestions")
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_a_late_answer_to_an_earlier_text_is_not_shown(visit: Visit) -> None:
    page = visit().open("")
    held: list[Route] = []
    page.route("**/search/suggest/?q=kne", lambda route: held.append(route))  # noqa: PLW0108  # no bound method of C
    with page.expect_request("**/search/suggest/?q=kne"):
        box(page).fill("kne")
    with page.expect_event("requestfailed"):
        box(page).fill("spep")
    expect(options(page)).to_have_text([re.compile("84165")])
    assert len(held) == 1


@pytest.mark.parametrize("typed", ["knee", "colonscopy", "59"])
def test_open_suggestions_are_usable_by_everybody(visit: Visit, typed: str) -> None:
    page = visit().open("")
    box(page).press_sequentially(typed)
    expect(options(page).first).to_be_visible()
    box(page).press("ArrowDown")
    assert accessibility(page) == []
    expect(options(page).first).to_be_visible()


@pytest.mark.parametrize("path", ["codes/?search=D47.2", "codes/?search=59", "codes/?search=colonscopy"])
def test_results_of_every_kind_are_usable_by_everybody(visit: Visit, path: str) -> None:
    assert accessibility(visit().open(path)) == []


def test_without_javascript_the_form_finds_the_same(visit: Visit) -> None:
    page = visit(java_script_enabled=False).open("codes/86320/")
    page.get_by_label("Search codes").fill("colonscopy")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Shown for colonoscopy:")).to_be_visible()
    page.get_by_role("link", name="45378").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("45378")
