"""What the form does for somebody at the keyboard: offers, marks, a draft; and a whole table at once."""

import re
from pathlib import Path

import psycopg
from playwright.sync_api import Locator, Page, Route, expect

from reports import batch
from tests.journeys.acting import (
    expect_total,
    fill,
    labelled,
    open_for_a_minute,
    open_receipt,
    receipt_on,
    send,
    send_form,
    settle,
    stored,
)
from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit
from tests.site import Site

MINIMAL = {"payer": "Cigna", "kind": "Prior authorization refused", "year": "2026"}
PHONE = "415-555-0134"


def offers(page: Page, field: str) -> Locator:
    return page.locator(f"#id_{field}_list [role=option]")


def ready(page: Page) -> None:
    """Until the lists and the rules are here."""
    expect(page.get_by_role("combobox", name=re.compile("^Payer"))).to_be_visible()
    expect(page.locator("#id_story_marks")).to_have_count(1)


def test_a_payer_is_found_by_any_of_its_names_with_the_keyboard(visit: Visit) -> None:
    page = visit().open("codes/97110/report/")
    ready(page)
    payer = labelled(page, "Payer")
    payer.focus()
    page.keyboard.type("uhc")
    expect(offers(page, "payer").first).to_contain_text("UnitedHealthcare")
    expect(payer).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(payer).to_have_attribute("aria-activedescendant", "id_payer_list_0")
    assert accessibility(page) == []
    page.keyboard.press("Tab")
    expect(payer).to_have_value("UnitedHealthcare")
    expect(payer).to_have_attribute("aria-expanded", "false")
    expect(labelled(page, "Line of business")).to_be_focused()

    payer.fill("Granite Mutual")
    page.keyboard.press("Tab")
    expect(page.locator("#id_payer_note")).to_contain_text("kept as “other”")
    payer.fill("cig")
    page.keyboard.press("Escape")
    expect(offers(page, "payer")).to_have_count(0)


def test_offers_that_come_late_meet_what_was_typed_and_where(visit: Visit) -> None:
    page = visit().context.new_page()
    held: list[Route] = []
    page.route("**/report/choices.json", lambda route: held.append(route))  # noqa: PLW0108  # it wants a function
    with page.expect_request("**/report/choices.json"):
        page.goto("codes/97110/report/")
    payer = labelled(page, "Payer")
    payer.focus()
    page.keyboard.type("uhx")
    page.keyboard.press("ArrowLeft")
    expect(payer).to_have_js_property("selectionStart", 2)
    held.pop().continue_()
    expect(page.locator("#id_payer_note")).to_contain_text("Not on our list")
    page.keyboard.press("Delete")
    page.keyboard.type("c")
    expect(payer).to_have_value("uhc")
    expect(offers(page, "payer").first).to_contain_text("UnitedHealthcare")


def test_a_payer_is_taken_by_touch(visit: Visit) -> None:
    page = visit(has_touch=True, viewport={"width": 390, "height": 844}).open("codes/97110/report/")
    ready(page)
    labelled(page, "Payer").tap()
    page.keyboard.type("huma")
    offers(page, "payer").first.tap()
    expect(labelled(page, "Payer")).to_have_value("Humana")


def test_what_is_offered_on_a_phone_is_on_the_screen(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 700}).open("codes/97110/report/")
    ready(page)
    labelled(page, "Payer").focus()
    labelled(page, "Payer").evaluate("field => field.scrollIntoView({ block: 'end' })")
    page.keyboard.type("a")
    expect(offers(page, "payer").first).to_be_in_viewport(ratio=1)
    expect(page.locator("#id_payer_list")).to_be_in_viewport(ratio=0.99)
    expect(labelled(page, "Payer")).to_be_in_viewport(ratio=1)


def test_what_only_the_script_does_is_said_by_the_script(visit: Visit) -> None:
    said = "Words find it too"
    page = visit().open("codes/97110/report/")
    expect(page.locator("#id_carc_helptext")).to_contain_text(said)
    plain = visit(java_script_enabled=False).open("codes/97110/report/")
    expect(plain.locator("#id_carc_helptext")).to_have_text("As printed: CO-97, or 97.")


def test_a_reason_is_found_by_number_and_in_words_and_brings_its_remarks(visit: Visit) -> None:
    page = visit().open("codes/97110/report/")
    ready(page)
    reason, group = labelled(page, "Reason code (CARC)"), labelled(page, "Group code")
    reason.focus()
    page.keyboard.type("bundl")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(reason).to_have_value("97")
    expect(group).to_have_value("")
    reason.fill("")
    page.keyboard.type("pr97")
    page.keyboard.press("Tab")
    expect(reason).to_have_value("97")
    expect(group).to_have_value("PR")

    remarks = labelled(page, "Remark codes (RARC)")
    expect(page.locator("#id_rarcs_note")).to_contain_text("Often printed with 97: M15, M80")
    remarks.focus()
    page.keyboard.press("ArrowDown")
    expect(offers(page, "rarcs").first).to_contain_text("M15")
    page.keyboard.press("Enter")
    page.keyboard.type("n19")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(remarks).to_have_value("M15 N19 ")

    reason.fill("45")
    expect(page.locator("#no-denial")).to_contain_text("CARC 45 is the write-down")
    labelled(page, "What happened").select_option(label="Paid less than owed")
    expect(page.locator("#no-denial")).to_be_hidden()
    labelled(page, "What happened").select_option(label="Prior authorization refused")
    reason.fill("")
    group.select_option("")
    remarks.fill("")
    labelled(page, "What happened").select_option(label="Rejected at the front end")
    expect(reason).to_be_hidden()


def test_identifiers_are_marked_while_one_types_and_leave_at_a_click(visit: Visit, site: Site) -> None:
    page = visit().open("codes/97112/report/")
    ready(page)
    page.locator("#more > summary").click()
    story = page.locator("[name=story]")
    story.fill(f"Mrs. Okonkwo, {PHONE}: they denied the second unit.")
    marks = page.locator("#id_story_marks li")
    expect(marks).to_have_count(2)
    expect(marks.nth(0)).to_contain_text("perhaps a name: “Okonkwo”. A person will look before it counts.")
    expect(marks.nth(1)).to_contain_text("phone number: “415-…”. It would be refused.")
    assert accessibility(page) == []
    page.get_by_role("button", name="Take it out: phone number").click()
    expect(story).to_have_value("Mrs. Okonkwo, [phone number removed]: they denied the second unit.")
    expect(story).to_be_focused()
    expect(marks).to_have_count(1)
    page.get_by_role("button", name="Take it out: perhaps a name").press("Enter")
    expect(story).to_have_value("Mrs. [name removed], [phone number removed]: they denied the second unit.")
    expect(marks).to_have_count(0)

    labelled(page, "Payer").fill("ask jane@example.com")
    expect(page.locator("#id_payer_marks li")).to_have_text([re.compile("e-mail address")])
    assert PHONE not in site.output()


def test_a_click_right_after_typing_is_not_lost_to_the_marks_that_appear(visit: Visit) -> None:
    """They make the page longer, and the button must not move from under the pointer."""
    page = visit().open("codes/97110/report/")
    ready(page)
    page.locator("#more > summary").click()
    fill(page, story="Call 415-555-0134, 415-555-0135, 415-555-0136, 415-555-0137, 415-555-0138 or 415-555-0139.")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_click_that_leaves_the_reason_is_not_lost_to_the_remarks_that_are_offered(visit: Visit) -> None:
    page = visit().open("codes/97110/report/")
    ready(page)
    box = page.locator("input[value=corrected_claim]")
    box.scroll_into_view_if_needed()
    labelled(page, "Reason code (CARC)").focus()
    page.keyboard.type("97")
    where = box.bounding_box()
    assert where is not None
    page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2, delay=50)
    expect(page.locator("#id_rarcs_note")).to_contain_text("Often printed with 97")
    expect(box).to_be_checked()


def expect_no_draft(page: Page) -> None:
    page.wait_for_function("!Object.keys(localStorage).some(name => name.startsWith('medpay:draft:'))")


def expect_draft(page: Page, fields: dict[str, list[str]]) -> None:
    page.wait_for_function(
        "wanted => JSON.stringify(JSON.parse(localStorage.getItem('medpay:draft:' + location.pathname) ?? '{}').fields"
        " ?? {}) === JSON.stringify(wanted)",
        arg=fields,
    )


def test_a_draft_stays_in_the_browser_without_what_identifies_somebody(
    visit: Visit, site: Site, database: psycopg.Connection
) -> None:
    visitor = visit()
    page = visitor.open("codes/97140/report/")
    ready(page)
    page.get_by_label("Corrected claim").check()
    page.locator("#more > summary").click()
    fill(page, payer="Cigna", year="2026", story=f"Call {PHONE}.", state="TX")
    kept = {"payer": ["Cigna"], "year": ["2026"], "actions": ["corrected_claim"], "state": ["TX"]}
    expect_draft(page, kept)
    page.locator("[name=story]").fill("Nobody is named here.")
    expect_draft(page, {**kept, "story": ["Nobody is named here."]})

    page = visitor.open("codes/97140/report/")
    expect(page.get_by_text("Your draft was put back.")).to_be_visible()
    expect(page.locator("[name=payer]")).to_have_value("Cigna")
    expect(page.locator("[name=story]")).to_be_visible()
    expect(page.locator("[name=story]")).to_have_value("Nobody is named here.")
    expect(page.get_by_label("Corrected claim")).to_be_checked()
    other = visitor.open("codes/97161/report/")
    ready(other)
    expect(other.locator("[name=payer]")).to_have_value("")

    fill(page, kind="Prior authorization refused")
    open_for_a_minute(page, site)
    send_form(page)
    receipt_on(page)
    expect_no_draft(page)
    sent = database.execute("SELECT payer, standing, story FROM reports_report WHERE code = '97140'").fetchall()
    assert sent == [("cigna", "counted", "Nobody is named here.")]


def test_a_draft_has_the_last_key_before_the_reader_goes(visit: Visit) -> None:
    page = visit().open("codes/97164/report/")
    ready(page)
    fill(page, payer="Cign")
    expect_draft(page, {"payer": ["Cign"]})
    page.evaluate(
        """() => {
          const payer = document.querySelector("[name=payer]");
          payer.value = "Cigna";
          payer.dispatchEvent(new Event("input", { bubbles: true }));
          location.assign("/receipt/");
        }"""
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Follow up with your receipt")
    page.goto("codes/97164/report/")
    expect(page.locator("[name=payer]")).to_have_value("Cigna")


def test_a_draft_can_be_cleared_and_ends_after_a_day(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("codes/97530/report/")
    ready(page)
    fill(page, payer="Cigna")
    labelled(page, "Modifiers as billed").fill(PHONE)
    expect(page.locator("#id_modifiers_marks li")).to_have_count(1)
    expect_draft(page, {"payer": ["Cigna"]})
    page.get_by_role("button", name="Clear the draft").click()
    expect(page.get_by_text("The draft is cleared, and the form is empty.")).to_be_visible()
    expect(page.locator("#id_modifiers_marks li")).to_have_count(0)
    expect(page.locator("[name=payer]")).to_have_value("")
    expect(page.locator("[name=code]")).to_have_value("97530")
    expect_no_draft(page)

    fill(page, payer="Humana")
    expect_draft(page, {"payer": ["Humana"]})
    page.evaluate(
        """() => {
          const key = 'medpay:draft:' + location.pathname;
          const kept = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 25 * 3600 * 1000 }));
        }"""
    )
    again = visitor.open("report/")
    ready(again)
    expect_no_draft(again)


def test_a_form_that_comes_back_with_an_error_keeps_its_draft(visit: Visit) -> None:
    page = visit().open("codes/97535/report/")
    ready(page)
    fill(page, payer="Cigna", year="202")
    send_form(page)
    expect(page.get_by_role("alert")).to_be_visible()
    ready(page)
    labelled(page, "Modifiers as billed").fill("GP")
    expect_draft(page, {"code": ["97535"], "modifiers": ["GP"], "payer": ["Cigna"], "year": ["202"]})
    page.get_by_role("button", name="Clear the draft").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("[name=payer]")).to_have_value("")


def test_several_lines_get_several_receipts_to_copy_and_save(
    visit: Visit, site: Site, database: psycopg.Connection, tmp_path: Path
) -> None:
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open("codes/84165/report/")
    fill(page, **MINIMAL, modifiers="26", others="84166-26, 86335")
    open_for_a_minute(page, site)
    send_form(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Here are your receipts")
    assert accessibility(page) == []
    lines = page.locator("#receipt").inner_text().strip().splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["84165-26", "84166-26", "86335"]
    page.get_by_role("button", name="Copy the receipts").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == lines
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "medpay-receipt.txt"
    download.value.save_as(tmp_path / "saved.txt")
    assert (tmp_path / "saved.txt").read_text().splitlines() == [*lines, "", f"{site.url}receipt/"]
    assert [stored(database, code) for code in ("84165", "84166", "86335")] == [1, 1, 1]
    page.reload()
    assert page.locator("#receipt").inner_text().strip().splitlines() == lines
    assert stored(database, "84165") == 1


def test_a_returning_biller_adds_the_outcome_and_the_figure_moves(
    visit: Visit, site: Site, database: psycopg.Connection
) -> None:
    for _ in range(4):
        send(site, code="90834", outcome="denied_again")
    page = visit().open("codes/90834/report/")
    fill(page, payer="Aetna", kind="Denied in full", carc="CO-50", year="2026")
    open_for_a_minute(page, site)
    send_form(page)
    receipt = receipt_on(page)
    settle(database, site, "90834")
    reader = visit().open("codes/90834/")
    expect_total(reader, "5 reports")
    expect(reader.locator("#figures .outcomes")).to_contain_text("0 of 4")

    months_later = visit().open("")
    open_receipt(months_later, receipt)
    outcome = months_later.locator("form", has=months_later.get_by_role("button", name="Save the outcome"))
    outcome.get_by_label("What came of it").select_option(label="Paid in full")
    outcome.get_by_label("Appeal, first level").check()
    outcome.get_by_label("Letter of medical necessity").check()
    outcome.get_by_role("button").click()
    expect(months_later.get_by_role("status").first).to_contain_text("Saved")
    expect(reader.locator("#figures .outcomes")).to_contain_text("1 of 5")


def table_of(*rows: dict[str, str]) -> bytes:
    head = ",".join(batch.COLUMNS)
    return "\n".join([head, *(",".join(row.get(name, "") for name in batch.COLUMNS) for row in rows)]).encode()


ROW = {"code": "90837", "payer": "UHC", "kind": "units", "group": "CO", "carc": "151", "year": "2026"}


def choose(page: Page, content: bytes) -> None:
    page.get_by_label("The table").set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Show what it holds").click()


def test_a_table_is_looked_over_sent_and_its_receipts_saved(
    visit: Visit, database: psycopg.Connection, tmp_path: Path
) -> None:
    page = visit().open("codes/90837/report/")
    page.get_by_role("link", name="Many at once, from a table").click()
    assert accessibility(page) == []
    with page.expect_download() as template:
        page.get_by_role("link", name="The template").click()
    assert template.value.suggested_filename == "medpay-reports.csv"

    choose(page, table_of(ROW, {**ROW, "story": f"Call {PHONE}."}, {**ROW, "resolution_band": "30-Jan"}))
    expect(page.get_by_role("heading", level=2).first).to_have_text("Look it over: nothing is stored or sent yet")
    expect(page.get_by_role("status")).to_contain_text("1 row can be sent. 2 rows cannot")
    expect(page.locator(".preview .wrong")).to_have_count(2)
    assert PHONE not in page.content()
    assert stored(database, "90837") == 0
    assert accessibility(page) == []

    page.get_by_role("button", name="Send 1 report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Here are your receipts")
    assert stored(database, "90837") == 1
    assert accessibility(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    saved.value.save_as(tmp_path / "receipts.csv")
    head, row = (tmp_path / "receipts.csv").read_text().splitlines()
    assert head == "row,code,receipt,use_it_at"
    assert row.startswith("2,90837,MP-")
    page.reload()
    expect(page.locator("#receipts")).to_have_value(f"{head}\n{row}")
    assert stored(database, "90837") == 1


def test_form_and_table_work_without_javascript(visit: Visit, database: psycopg.Connection) -> None:
    visitor = visit(java_script_enabled=False)
    page = visitor.open("codes/96372/report/")
    expect(page.locator("[data-draft-said]")).to_be_hidden()
    assert page.locator("[name=payer]").get_attribute("list") == "payers"
    fill(page, payer="Humana", year="2026", kind="Bundled into another code", carc="CO-97", others="96374")
    labelled(page, "Bundled into which code?").fill("99213")
    send_form(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Here are your receipts")
    assert (stored(database, "96372"), stored(database, "96374")) == (1, 1)

    page = visitor.open("report/upload/")
    choose(page, table_of({**ROW, "code": "96375"}))
    page.get_by_role("button", name="Send 1 report").click()
    expect(page.get_by_label("The same as text")).to_be_visible()
    assert stored(database, "96375") == 1


def test_a_code_is_found_by_its_beginning_and_no_word_leaves_the_page(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("report/")
    ready(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    code = labelled(page, "Billing code")
    code.focus()
    page.keyboard.type("jane doe")
    code.fill("")
    page.keyboard.type("9083")
    expect(offers(page, "code").first).to_contain_text("90834")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(code).to_have_value("90834")
    expect(offers(page, "code")).to_have_count(0)
    assert asked
    assert [url for url in asked if not re.search(r"/api/v1/codes/\?search=90(8(34?)?)?$", url)] == []
