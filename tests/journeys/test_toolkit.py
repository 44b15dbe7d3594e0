"""A biller takes the toolkit along."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit


def fill(page: Page) -> None:
    page.get_by_label("Codes", exact=True).fill("86320, 84165 86334")


@pytest.mark.parametrize("script", [True, False])
def test_two_files_for_typed_codes_and_no_question_asked(visit: Visit, tmp_path: Path, script: bool) -> None:
    page = visit(java_script_enabled=script).open("toolkit/")
    fill(page)
    with page.expect_download() as printed:
        page.get_by_role("button", name="PDF to print").click()
    printed.value.save_as(tmp_path / "toolkit.pdf")
    assert printed.value.suggested_filename.startswith("medpay-toolkit-86320-and-2-more-")
    assert "86334" in PdfReader(tmp_path / "toolkit.pdf").pages[0].extract_text()
    with page.expect_download() as filtered:
        page.get_by_role("button", name="Workbook (XLSX)").click()
    assert filtered.value.suggested_filename.endswith(".xlsx")


def test_a_mistyped_code_is_named_and_what_was_typed_is_kept(visit: Visit) -> None:
    page = visit().open("toolkit/")
    page.get_by_label("Codes", exact=True).fill("86320 8416")
    page.get_by_role("button", name="PDF to print").click()
    expect(page.get_by_role("alert")).to_contain_text("Not a code of five characters, such as 86320 or G0121: 8416.")
    expect(page.get_by_label("Codes", exact=True)).to_have_value("86320 8416")
    assert accessibility(page) == []


@pytest.mark.parametrize("path", ["toolkit/", "toolkit/?code=86320&code=84165"])
def test_the_page_is_usable_by_everybody(visit: Visit, path: str) -> None:
    assert accessibility(visit().open(path)) == []
