"""Somebody finds something wrong, a moderator answers, and the answer is read with the receipt."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import receipt_on
from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit

TEXT = "The paraphrase of the reason reads as if the payer were right. The remark says otherwise."


def tell(page: Page) -> str:
    """From the foot of a page to the receipt."""
    page.get_by_role("link", name="Something wrong on this page?").click()
    expect(page.get_by_label("Which page")).to_have_value("/reasons/CO-97/")
    page.get_by_label("What is wrong").select_option(label="A text: a tip, a guide, a name")
    page.get_by_label("What should stand there instead").fill(TEXT)
    page.get_by_role("button", name="Send it to the moderators").click()
    return receipt_on(page)


def read(page: Page, receipt: str) -> None:
    page.goto("wrong/answer/")
    page.get_by_label("Receipt", exact=True).fill(receipt)
    page.get_by_role("button", name="Read the answer").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_wrong_is_told_answered_and_read_by_receipt(visit: Visit, moderator: Page, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts).open("reasons/CO-97/")
    receipt = tell(page)
    read(page, receipt)
    expect(page.get_by_role("status")).to_contain_text("Not answered yet")

    moderator.goto("admin/reports/objection/")
    assert accessibility(moderator) == []
    moderator.get_by_role("link", name="/reasons/CO-97/").first.click()
    assert accessibility(moderator) == []
    moderator.keyboard.press("t")
    expect(moderator.get_by_label("It stands")).to_be_checked()
    moderator.keyboard.press("w")
    moderator.keyboard.type(f"It is the payer's view, and says so. {scripts}")
    moderator.keyboard.press("Escape")
    moderator.keyboard.press("a")
    expect(moderator.get_by_text("You answered what was said about /reasons/CO-97/: It stands.")).to_be_visible()
    assert accessibility(moderator) == []
    moderator.goto("admin/reports/objection/?answer=given")
    moderator.get_by_role("link", name="/reasons/CO-97/").last.click()
    expect(moderator.get_by_text("An answer is given once.")).to_be_visible()
    assert accessibility(moderator) == []

    read(page, receipt)
    expect(page.locator("blockquote")).to_have_text(f"It is the payer's view, and says so. {scripts}")


def test_an_answer_comes_back_with_what_was_taken_out(visit: Visit, moderator: Page) -> None:
    tell(visit().open("reasons/CO-97/"))
    moderator.goto("admin/reports/objection/")
    moderator.get_by_role("link", name="/reasons/CO-97/").first.click()
    moderator.get_by_label("It stands").check()
    answer = moderator.get_by_role("textbox", name="Answer")
    answer.fill("Somebody can be called at 512-555-0143 there.")
    moderator.get_by_role("button", name="Send the answer").click()
    expect(answer).to_have_value("Somebody can be called at [phone number removed] there.")
    assert accessibility(moderator) == []


def test_an_identifier_comes_back_taken_out_by_keyboard_alone(visit: Visit) -> None:
    page = visit().open("wrong/?about=/codes/86320/")
    page.get_by_label("Which page").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("A story")
    page.keyboard.press("Tab")
    page.keyboard.type("Somebody can be called at 512-555-0143 there.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Something was taken out")
    expect(page.get_by_label("What should stand there instead")).to_have_value(
        "Somebody can be called at [phone number removed] there."
    )
    assert accessibility(page) == []


def test_the_pages_of_the_receipt_are_usable_by_everybody(visit: Visit) -> None:
    page = visit().open("reasons/CO-97/")
    receipt = tell(page)
    assert accessibility(page) == []
    read(page, receipt)
    assert accessibility(page) == []
