"""A biller with a denied line finds out what to do, and takes a letter along."""

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit


def ask(page: Page) -> None:
    page.get_by_label("Reason on the remittance").fill("co 97")
    page.get_by_label("Payer", exact=True).fill("UHC")
    page.get_by_label("Denied beside").fill("84165")


@pytest.mark.parametrize("script", [True, False])
def test_from_the_page_of_a_code_to_a_letter_in_hand(visit: Visit, tmp_path: Path, script: bool) -> None:
    visitor = visit(java_script_enabled=script)
    page = visitor.open("codes/86320/")
    page.get_by_role("link", name="Prepare an appeal").click()
    ask(page)
    page.get_by_role("button", name="What to do").click()
    expect(page.get_by_role("heading", name="A corrected claim is faster than an appeal")).to_be_visible()
    expect(page.locator(".letter")).to_contain_text("UnitedHealthcare")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word (DOCX)").click()
    assert taken.value.suggested_filename == "medpay-appeal-86320-CO-97.docx"
    taken.value.save_as(tmp_path / "appeal.docx")
    said = [paragraph.text for paragraph in docx.Document(str(tmp_path / "appeal.docx")).paragraphs]
    assert "Re: First-level appeal: code 86320, denied with CO-97" in said
    with page.expect_download() as plain:
        page.get_by_role("link", name="Text", exact=True).click()
    assert plain.value.suggested_filename.endswith(".txt")
    assert visitor.cookies == []


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit().open("codes/86320/appeal/")
    page.get_by_label("Reason on the remittance").focus()
    page.keyboard.type("CO-50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="An appeal is the usual route")).to_be_visible()
    page.get_by_role("link", name="The letter").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.partition('#')[0]}#letter")


def test_a_mistake_is_named_and_nothing_typed_comes_back(visit: Visit) -> None:
    page = visit().open("codes/86320/appeal/")
    page.get_by_label("Reason on the remittance").fill("CO-97")
    page.get_by_label("Payer", exact=True).fill("Jane Doe")
    page.get_by_role("button", name="What to do").click()
    expect(page.get_by_role("alert")).to_contain_text("No payer of that name is known here.")
    expect(page.get_by_label("Reason on the remittance")).to_have_value("CO-97")
    expect(page.get_by_label("Payer", exact=True)).to_have_value("")
    assert accessibility(page) == []


@pytest.mark.parametrize(
    "asked", ["", "?reason=CO-97&payer=unitedhealthcare&with=84165", "?reason=CO-45", "?reason=CO-151"]
)
def test_the_page_is_usable_by_everybody(visit: Visit, asked: str) -> None:
    assert accessibility(visit().open(f"codes/86320/appeal/{asked}")) == []
