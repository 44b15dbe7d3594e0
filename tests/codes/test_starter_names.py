"""Our own names and descriptions: whole, short, true to their shape, and never CMS's (that is, AMA's) wording."""

import csv
import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

STARTER = Path(__file__).resolve().parents[2] / "codes" / "starter"
Row = dict[str, str]


def codes_in(text: str) -> set[str]:
    return set(text.split())


COLUMNS = ["code", "name", "description", "service_type", "synonyms", "deleted", "successors", "change_note"]
SERVICE_TYPES = {
    "Anesthesia",
    "Behavioral health",
    "Cardiology",
    "Chiropractic",
    "Diagnostic testing",
    "Drug testing",
    "Drugs and supplies",
    "Endoscopy",
    "Evaluation and management",
    "Imaging",
    "Immunization",
    "Injection",
    "Laboratory",
    "Maternity",
    "Pathology",
    "Preventive",
    "Radiation oncology",
    "Surgery",
    "Therapy",
}
FIRST_CODES = codes_in(
    "36415 80048 80053 80061 80305 80307 81001 82306 82784 83036 84165 84443 85025 86320 86325 86329 86334 86335 86353 "
    "87086 87491 87637 88305 G0483 99203 99204 99213 99214 99215 99223 99232 99233 99284 99285 99291 99396 99490 G0439 "
    "G2211 70496 70553 71046 71250 72148 74177 77067 78452 93000 93306 93458 97110 97112 97140 97161 97530 98941 90834 "
    "90837 20610 27447 43239 45378 45380 45385 62323 64483 66984 G0121 77301 77385 77386 77387 77402 77407 77412 77427 "
    "G6015 G6016 90471 96372",
)
LABORATORY_TESTS_A_PHYSICIAN_INTERPRETS = codes_in(
    "83020 84165 84166 84181 84182 85390 85576 86255 86256 86320 86325 86334 86335 87164 87207 88371 88372 89060",
)
REFERENCE_CODES = codes_in(
    "00100 27215 36000 44388 59400 69210 77401 77417 86153 91020 92134 93005 93010 99202 99205 99212 99221 G0105 J3490",
)
GONE_IN_2026 = {"77385", "77386", "77401", "G6015", "G6016"}


@pytest.fixture(scope="module")
def names() -> list[Row]:
    with (STARTER / "codes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cms_descriptors(cms_data: Path) -> dict[str, str]:
    """The short descriptor of every code of the October 2025 release, folded. Read to compare with, never kept."""
    with (cms_data / "mpfs" / "rvu25d" / "PPRRVU2025_Oct.csv").open(encoding="cp1252", newline="") as file:
        return {row[0]: folded(row[2]) for row in csv.reader(file) if re.fullmatch(r"[A-Z0-9]{5}", row[0])}


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def runs_of_words(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def test_the_columns_are_those_the_loader_reads(names: list[Row]) -> None:
    assert list(names[0]) == COLUMNS


def test_every_starter_code_is_named_once_and_in_order(names: list[Row]) -> None:
    listed = [row["code"] for row in names]
    assert listed == sorted(FIRST_CODES | LABORATORY_TESTS_A_PHYSICIAN_INTERPRETS | REFERENCE_CODES)


def test_every_code_with_2026_facts_is_named(names: list[Row], cms_data: Path) -> None:
    with (cms_data / "mpfs" / "rvu26" / "facts_2026_jul.csv").open(encoding="utf-8", newline="") as file:
        priced = {row["code"] for row in csv.DictReader(file)}
    assert len(priced) > 90
    assert priced - {row["code"] for row in names} == set()


def test_every_name_is_short_and_tells_its_code_apart(names: list[Row]) -> None:
    assert [row["code"] for row in names if not 0 < len(row["name"]) <= 70] == []
    assert [name for name, count in Counter(folded(row["name"]) for row in names).items() if count > 1] == []


def test_every_description_is_exactly_two_sentences(names: list[Row]) -> None:
    for row in names:
        said = sentences(row["description"])
        assert len(said) == 2, row["code"]
        assert [line[-1] for line in said] == [".", "."], row["code"]
        assert [row["code"] for line in said if not (line[0].isupper() or line[0].isdigit())] == []


def test_no_name_or_description_states_a_price_or_a_percentage(names: list[Row]) -> None:
    texts = {row["code"]: " ".join((row["name"], row["description"], row["change_note"])) for row in names}
    assert [code for code, text in texts.items() if re.search(r"[$%]|percent", text)] == []


def test_every_code_has_a_known_service_type_and_none_is_idle(names: list[Row]) -> None:
    assert {row["service_type"] for row in names} == SERVICE_TYPES


def test_synonyms_fit_their_column_and_repeat_nothing(names: list[Row]) -> None:
    for row in names:
        assert 0 < len(row["synonyms"]) <= 300, row["code"]
        words = [folded(word) for word in row["synonyms"].split(";")]
        assert len(set(words)) == len(words), row["code"]
        assert "" not in words, row["code"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("SPEP", "84165"), ("IEP", "86320"), ("CBC", "85025"), ("A1c", "83036"), ("CTA head", "70496"), ("TKA", "27447")],
)
def test_what_billers_type_finds_one_code(typed: str, code: str, names: list[Row]) -> None:
    found = [row["code"] for row in names if folded(typed) in {folded(word) for word in row["synonyms"].split(";")}]
    assert found == [code]


def test_only_codes_gone_in_2026_carry_a_deletion_day_and_each_says_why(names: list[Row]) -> None:
    gone = {row["code"]: row for row in names if row["deleted"]}
    assert set(gone) == GONE_IN_2026
    assert {datetime.date.fromisoformat(row["deleted"]) for row in gone.values()} == {datetime.date(2026, 1, 1)}
    assert [code for code, row in gone.items() if not row["change_note"]] == []


def test_every_successor_is_a_living_code_of_the_list(names: list[Row]) -> None:
    living = {row["code"] for row in names if not row["deleted"]}
    assert {successor for row in names for successor in row["successors"].split()} - living == set()
    assert {row["code"] for row in names if row["successors"]} == GONE_IN_2026 - {"77401"}


@pytest.mark.parametrize("code", ["77385", "77386", "G6015", "G6016"])
def test_an_imrt_code_offers_candidates_and_denies_a_one_to_one_map(code: str, names: list[Row]) -> None:
    row = next(row for row in names if row["code"] == code)
    assert row["successors"].split() == ["77402", "77407", "77412"]
    assert "there is no one-to-one map" in row["change_note"]
    assert "IMRT or VMAT without active motion management is 77407" in row["change_note"]
    assert "image guidance alone never meets it" in row["change_note"]


@pytest.mark.parametrize("code", sorted(LABORATORY_TESTS_A_PHYSICIAN_INTERPRETS))
def test_a_test_that_a_physician_interprets_names_modifier_26(code: str, names: list[Row]) -> None:
    assert "modifier 26" in next(row["description"] for row in names if row["code"] == code)


@pytest.mark.parametrize("column", ["name", "description", "synonyms", "change_note"])
def test_no_text_holds_the_cms_descriptor_of_its_code(
    column: str, names: list[Row], cms_descriptors: dict[str, str]
) -> None:
    assert {row["code"] for row in names} - set(cms_descriptors) == set()
    assert [row["code"] for row in names if cms_descriptors[row["code"]] in folded(row[column])] == []


@pytest.mark.parametrize("column", ["name", "description"])
def test_no_text_shares_four_words_in_a_row_with_the_cms_descriptor(
    column: str, names: list[Row], cms_descriptors: dict[str, str]
) -> None:
    shared = {
        row["code"]: runs_of_words(row[column], 4) & runs_of_words(cms_descriptors[row["code"]], 4) for row in names
    }
    assert {code: runs for code, runs in shared.items() if runs} == {}


def test_the_word_comparison_finds_a_copy() -> None:
    assert runs_of_words("A drug test of the blood", 4) & runs_of_words("Test of the blood", 4) == {
        ("test", "of", "the", "blood"),
    }
