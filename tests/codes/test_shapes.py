import csv
import os
import re
from pathlib import Path

import pytest

from codes.shapes import CODE_SHAPE, DIAGNOSIS_CATEGORY_SHAPE, MODIFIER_SHAPE

CMS_DATA = os.environ.get("MEDPAY_CMS_DATA")
needs_cms_data = pytest.mark.skipif(not CMS_DATA, reason="MEDPAY_CMS_DATA is not set: no published files to read")


@pytest.mark.parametrize(
    "code",
    [
        "86320",
        "00100",
        "99213",
        "0001F",
        "4004F",
        "0075T",
        "0001U",
        "0001M",
        "0001A",
        "G0483",
        "A0425",
        "V2020",
        "D0120",
    ],
)
def test_every_family_of_codes_has_a_shape(code: str) -> None:
    assert CODE_SHAPE.fullmatch(code)
    assert CODE_SHAPE.search(code)


@pytest.mark.parametrize(
    "text",
    ["", "8632", "863200", "86320 ", "86320\n", "g0483", "W0001", "Z0001", "0001B", "0001u", "GG483", "٨٦٣٢٠", "86-20"],
)
def test_what_is_no_code_has_no_shape_of_one(text: str) -> None:
    assert CODE_SHAPE.search(text) is None
    assert CODE_SHAPE.fullmatch(text) is None


@pytest.mark.parametrize("modifier", ["26", "TC", "XU", "E1", "F9", "1P", "QW"])
def test_a_modifier_is_two_letters_or_digits(modifier: str) -> None:
    assert MODIFIER_SHAPE.fullmatch(modifier)


@pytest.mark.parametrize("text", ["", "2", "260", "x1", "2-", "26\n", "é1", "٢٦"])
def test_nothing_else_is_a_modifier(text: str) -> None:
    assert MODIFIER_SHAPE.search(text) is None


@pytest.mark.parametrize("category", ["C90", "D47", "R77", "C4A", "Z3A", "O9A", "U07", "QA0"])
def test_a_diagnosis_category_is_three_characters(category: str) -> None:
    assert DIAGNOSIS_CATEGORY_SHAPE.fullmatch(category)


@pytest.mark.parametrize("text", ["", "C9", "C90.", "C90.0", "C900", "c90", "CAA", "190", "C90\n"])
def test_a_finer_diagnosis_is_no_category(text: str) -> None:
    assert DIAGNOSIS_CATEGORY_SHAPE.search(text) is None


@needs_cms_data
def test_every_published_diagnosis_begins_with_a_category_of_that_shape() -> None:
    text = Path(CMS_DATA or "", "codes", "icd10cm_code-list-April-2026.txt").read_text("cp1252")
    diagnoses = [line.strip() for line in text.splitlines() if re.fullmatch(r"[A-Z]\w{2}[\w.]*", line.strip())]
    categories = {diagnosis[:3] for diagnosis in diagnoses}
    assert len(categories) > 1_500
    assert [category for category in categories if not DIAGNOSIS_CATEGORY_SHAPE.fullmatch(category)] == []


@needs_cms_data
def test_every_hcpcs_code_and_modifier_in_the_published_list_has_its_shape() -> None:
    path = Path(CMS_DATA or "", "hcpcs", "HCPC2025_OCT_code_description_only.csv")
    with path.open(encoding="cp1252", newline="") as file:
        names = [row[0].strip() for row in csv.reader(file) if row and re.fullmatch(r"\s*[A-Z0-9]{2,5}\s*", row[0])]
    codes = [name for name in names if len(name) == 5]
    modifiers = [name for name in names if len(name) == 2]
    assert len(codes) > 7_000
    assert len(modifiers) > 200
    assert [code for code in codes if not CODE_SHAPE.fullmatch(code)] == []
    assert [modifier for modifier in modifiers if not MODIFIER_SHAPE.fullmatch(modifier)] == []
