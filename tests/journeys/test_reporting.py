"""A biller reports, is corrected, follows up and changes their mind."""

import re

import psycopg
from playwright.sync_api import expect

from tests.journeys.acting import fill, labelled, open_receipt, receipt_on, send_form, stored, withdraw
from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit
from tests.site import Site

RECEIPT = re.compile(r"MP(-[0-9A-HJKMNP-TV-Z]{5}){6}")
MINIMAL = {"payer": "Cigna", "kind": "Prior authorization refused", "year": "2026"}


def test_each_error_stands_beside_its_field_and_nothing_typed_is_lost(
    visit: Visit, database: psycopg.Connection
) -> None:
    page = visit().open("codes/97110/report/")
    page.get_by_label("Corrected claim").check()
    page.locator("#more > summary").click()
    fill(page, modifiers="26 59", kind="Denied in full", year="2o26", story="Two lines,\nand nobody's name.")
    send_form(page)

    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading")).to_have_text("Not sent yet")
    wrong = summary.get_by_role("link").all_inner_texts()
    assert wrong == ["Payer", "Year of service", "Reason code (CARC)", "Group code"]
    for label in wrong:
        field = labelled(page, label)
        described = str(field.get_attribute("aria-describedby")).split()
        said = page.locator(f"#{next(name for name in described if name.endswith('_error'))}").inner_text()
        assert said in summary.inner_text()
        expect(field).to_have_attribute("aria-invalid", "true")
    summary.focus()
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Payer").click()
    expect(labelled(page, "Payer")).to_be_focused()

    expect(labelled(page, "Billing code")).to_have_value("97110")
    expect(labelled(page, "Modifiers as billed")).to_have_value("26 59")
    expect(labelled(page, "What happened")).to_have_value("full_denial")
    expect(labelled(page, "Year of service")).to_have_value("2o26")
    expect(page.get_by_label("Corrected claim")).to_be_checked()
    expect(page.locator("[name=story]")).to_be_visible()
    expect(page.locator("[name=story]")).to_have_value("Two lines,\nand nobody's name.")
    assert accessibility(page) == []
    assert stored(database, "97110") == 0


def test_a_story_that_identifies_somebody_comes_back_without_that_and_nothing_is_stored(
    visit: Visit, site: Site, database: psycopg.Connection
) -> None:
    page = visit().open("codes/97112/report/")
    page.locator("#more > summary").click()
    fill(page, **MINIMAL, story="Call 415-555-0134 about SSN 219-09-9999: they denied the second unit.")
    with page.expect_navigation() as sent:
        send_form(page)
    assert sent.value is not None
    assert sent.value.status == 422
    expect(page.locator("[name=story]")).to_have_value(
        "Call [phone number removed] about SSN [Social Security number removed]: they denied the second unit."
    )
    expect(page.locator("[name=payer]")).to_have_value("Cigna")
    expect(page.get_by_role("alert").get_by_role("heading")).to_have_text("Something was taken out")
    assert accessibility(page) == []
    for digits in ("555-0134", "219-09", "9999"):
        assert digits not in page.content()
        assert digits not in site.output()
    assert stored(database, "97112") == 0

    send_form(page)
    receipt_on(page)
    assert stored(database, "97112") == 1


def test_the_receipt_is_shown_once_and_can_be_copied(visit: Visit, database: psycopg.Connection) -> None:
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open("codes/97161/report/")
    fill(page, **MINIMAL)
    send_form(page)
    receipt = receipt_on(page)
    assert RECEIPT.fullmatch(receipt)
    assert page.content().count(receipt) == 1
    assert accessibility(page) == []
    page.get_by_role("button", name="Copy the receipt").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == receipt
    kept = database.execute("SELECT to_json(reports_report)::text FROM reports_report WHERE code = '97161'").fetchall()
    assert len(kept) == 1
    assert receipt not in kept[0][0]
    assert receipt not in page.url


def test_a_receipt_opens_its_report_to_be_completed_corrected_and_withdrawn(
    visit: Visit, database: psycopg.Connection
) -> None:
    page = visit(java_script_enabled=False).open("codes/97530/report/")
    fill(page, **MINIMAL)
    send_form(page)
    receipt = receipt_on(page)

    open_receipt(page, receipt.lower().replace("-", " "))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report on 97530")
    expect(page.locator(".facts")).to_contain_text("Prior authorization refused")

    outcome = page.locator("form", has=page.get_by_role("button", name="Save the outcome"))
    outcome.get_by_label("What came of it").select_option(label="Paid in part")
    outcome.get_by_label("Peer-to-peer call").check()
    outcome.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert kept(database) == ("cigna", "paid_part", ["peer_to_peer"])

    page.locator("#correct-fields > summary").click()
    correction = page.locator("form", has=page.get_by_role("button", name="Save the corrections"))
    labelled(correction, "Payer").fill("Humana")
    correction.get_by_role("button", name="Save the corrections").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page.locator(".facts > div", has_text="Payer")).to_contain_text("Humana")
    assert kept(database) == ("humana", "paid_part", ["peer_to_peer"])

    withdraw(page, receipt)
    assert stored(database, "97530") == 0
    open_receipt(page, receipt)
    expect(page.get_by_role("alert")).to_contain_text("No report belongs to this receipt.")


def kept(database: psycopg.Connection) -> tuple[object, ...] | None:
    return database.execute("SELECT payer, outcome, actions FROM reports_report WHERE code = '97530'").fetchone()


def test_a_receipt_page_is_usable_by_everybody(visit: Visit) -> None:
    page = visit().open("codes/97530/report/")
    fill(page, **MINIMAL)
    send_form(page)
    receipt = receipt_on(page)
    open_receipt(page, receipt)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report on 97530")
    assert accessibility(page) == []
    open_receipt(page, "MP-00000")
    expect(page.get_by_role("alert")).to_be_visible()
    assert accessibility(page) == []
    withdraw(page, receipt)
    assert accessibility(page) == []
