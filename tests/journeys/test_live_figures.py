"""The main job: from a denial report to a live figure, on a page that is already open."""

import psycopg
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acting import (
    expect_nothing_published,
    expect_total,
    fill,
    open_for_a_minute,
    receipt_on,
    send,
    send_form,
    settle,
    withdraw,
)
from tests.journeys.conftest import Visit
from tests.site import Site, until

CODE = "86320"
DENIAL = {
    "payer": "Aetna",
    "line_of_business": "Commercial, insured by the payer",
    "kind": "Bundled into another code",
    "group": "CO: the provider absorbs it",
    "carc": "97",
    "year": "2026",
    "outcome": "Paid in full",
}


def test_an_open_page_follows_the_reports_without_a_reload(
    visit: Visit, site: Site, database: psycopg.Connection, moderator: Page
) -> None:
    reader = visit(viewport={"width": 1000, "height": 500}).open(f"codes/{CODE}/")
    biller = visit(java_script_enabled=False).open("")
    reader.evaluate("window.neverReloaded = true")
    invitation = reader.locator("#figures").inner_html()

    receipts = [
        report_by_form(biller, site),
        report_by_form(biller, site),
        report_by_form(biller, site),
        send(site, code=CODE),
    ]
    settle(database, site, CODE)
    ask_again(reader)
    assert reader.locator("#figures").inner_html() == invitation

    table = reader.get_by_role("region", name="National amounts of")
    place = look_at(reader, table)
    report_by_form(biller, site)
    expect_total(reader, "5 reports")
    expect(table).to_be_focused()
    expect_in_place(table, place)
    expect(recovery(reader)).to_have_text("4 of 4")
    expect(reader.get_by_role("status")).to_have_text("Statistics updated: 5 reports")

    method = reader.get_by_role("link", name="How they are made")
    place = look_at(reader, method)
    report_by_form(biller, site, kind="Units denied", outcome="Denied again")
    expect_total(reader, "6 reports")
    expect(method).to_be_focused()
    expect_in_place(method, place)
    expect(recovery(reader)).to_have_text("4 of 5")

    reject(moderator, "Units denied")
    expect_total(reader, "5 reports")
    expect(recovery(reader)).to_have_text("4 of 4")

    sources = reader.get_by_role("heading", name="Sources")
    place = look_at(reader, sources, focus=False)
    withdraw(biller, receipts[0])
    expect_nothing_published(reader)
    expect_in_place(sources, place)
    assert reader.locator("#figures").inner_html() == invitation
    expect(reader.get_by_role("status")).to_have_text("Statistics are no longer shown")
    assert reader.evaluate("window.neverReloaded") is True


def report_by_form(page: Page, site: Site, **changes: str) -> str:
    page.goto(f"codes/{CODE}/report/")
    fill(page, **{**DENIAL, **changes})
    open_for_a_minute(page, site)
    send_form(page)
    return receipt_on(page)


def ask_again(page: Page) -> None:
    """Until the open page has asked for news once more."""
    with page.expect_response(lambda answer: answer.url.endswith(f"/codes/{CODE}/statistics/")) as answered:
        pass
    assert answered.value.status == 304


def look_at(page: Page, element: Locator, *, focus: bool = True) -> float:
    """Scrolls to an element, and focuses it; how far from the top of the window it then stands, in pixels."""
    element.evaluate("(element, focus) => focus ? element.focus() : document.activeElement.blur()", focus)
    element.evaluate("element => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
    assert page.evaluate("window.scrollY") > 0
    return height_of(element)


def height_of(element: Locator) -> float:
    return float(element.evaluate("element => element.getBoundingClientRect().top"))


def expect_in_place(element: Locator, place: float) -> None:
    until(lambda: abs(height_of(element) - place) <= 2, 5, lambda: f"{height_of(element)} px from the top, not {place}")


def recovery(page: Page) -> Locator:
    return page.locator("#figures .outcomes > div").filter(has_text="by any route").locator(".rate")


def reject(desk: Page, kind: str) -> None:
    desk.goto(f"admin/reports/report/?queue=all&q={CODE}")
    desk.get_by_role("row").filter(has_text=kind).get_by_role("link", name=CODE).click()
    desk.locator("summary", has_text="Reject the report").click()
    desk.get_by_role("button", name="Looks made up").click()
    expect(desk.get_by_role("status")).to_contain_text("rejected the report")
