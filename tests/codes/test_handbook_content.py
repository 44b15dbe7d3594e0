"""What the handbook says, file by file: known codes, sources behind every share, no prices, nobody else's words."""

import csv
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from codes.handbook import Entry, entries, guides, modifiers, specialties
from codes.handbook.books import CONTENT
from codes.handbook.reading import read_entry, read_guide
from tests.codes import handbook_rules as rules
from tests.codes.handbook_samples import ENTRY, GUIDE, broken, entry_file, guide_file

STARTER: Final = CONTENT.parent / "starter"
CODE_FILES: Final = sorted((CONTENT / "codes").glob("*.md"))
GUIDE_FILES: Final = sorted((CONTENT / "guides").glob("*.md"))

each_code = pytest.mark.parametrize("path", CODE_FILES, ids=lambda path: path.stem)
each_guide = pytest.mark.parametrize("path", GUIDE_FILES, ids=lambda path: path.stem)
each_file = pytest.mark.parametrize("path", CODE_FILES + GUIDE_FILES, ids=lambda path: path.stem)


def column(name: str, *files: str) -> frozenset[str]:
    """The values of one column in files of the starter data."""
    rows = itertools.chain.from_iterable(
        csv.DictReader((STARTER / file).read_text(encoding="utf-8").splitlines()) for file in files
    )
    return frozenset(row[name] for row in rows)


STARTER_CODES: Final = """
36415 80048 80053 80061 80305 80307 81001 82306 82784 83036 84165 84443 85025 86320 86325 86329 86334 86335 86353 87086
87491 87637 88305 G0483 99203 99204 99213 99214 99215 99223 99232 99233 99284 99285 99291 99396 99490 G0439 G2211 70496
70553 71046 71250 72148 74177 77067 78452 93000 93306 93458 97110 97112 97140 97161 97530 98941 90834 90837 20610 27447
43239 45378 45380 45385 62323 64483 66984 G0121 77301 77385 77386 77387 77402 77407 77412 77427 G6015 G6016 90471 96372
""".split()
WITH_GUIDES: Final = ["86320", "86329", "86353"]

KNOWN: Final = column("code", "codes.csv", "fees_2025.csv", "fees_2026.csv")
PAYERS: Final = column("slug", "payers.csv")


@each_code
def test_an_entry_keeps_the_rules(path: Path) -> None:
    entry = read_entry(path)
    assert rules.miscounted(entry) == []
    assert rules.too_few_tips(entry) == []
    assert rules.too_long(entry) == []
    assert rules.strangers(entry, KNOWN) == []
    assert rules.unknown_payers(entry, PAYERS) == []
    assert rules.unpriced(entry, STARTER / "fees_2026.csv") == []
    assert rules.staked_cuts(entry) == []


@each_guide
def test_a_guide_is_to_codes_we_know(path: Path) -> None:
    assert rules.guide_strangers(read_guide(path), KNOWN) == []


@each_file
def test_no_share_stands_without_a_source(path: Path) -> None:
    assert rules.unsourced_shares(path) == []


@each_file
def test_no_price_stands_in_a_front_matter(path: Path) -> None:
    assert rules.dollars_in_front(path) == []


@pytest.fixture(scope="module")
def published_lists(cms_data: Path) -> dict[str, frozenset[str]]:
    lists = rules.published_lists(cms_data)
    assert all(len(values) > 50 for values in lists.values())
    return lists


@pytest.fixture(scope="module")
def unit_limits(cms_data: Path) -> dict[str, str]:
    limits = rules.unit_limits(cms_data)
    assert len(limits) > 10_000
    return limits


@each_code
def test_unit_limits_are_those_of_the_table(path: Path, unit_limits: dict[str, str]) -> None:
    assert rules.misquoted_limits(read_entry(path), unit_limits) == []


@each_code
def test_nothing_is_invented(path: Path, published_lists: dict[str, frozenset[str]]) -> None:
    assert rules.invented(read_entry(path), published_lists) == []


def test_the_whole_handbook_is_read() -> None:
    assert list(entries()) == [path.stem for path in CODE_FILES]
    own = {entry.guide.slug for entry in entries().values() if entry.guide}
    assert set(guides()) == own | {path.stem for path in GUIDE_FILES}


def test_every_starter_code_has_an_entry() -> None:
    assert [code for code in STARTER_CODES if code not in entries()] == []


def test_the_guides_asked_for_are_there() -> None:
    assert [code for code in WITH_GUIDES if entries()[code].guide is None] == []


def test_the_lists_name_codes_we_know() -> None:
    named = {code for specialty in specialties().values() for code in specialty.codes}
    assert named - KNOWN == set()
    assert modifiers()


# Each rule is seen to fail.


@pytest.mark.parametrize(
    ("rule", "old", "new", "problems"),
    [
        (
            rules.miscounted,
            '  - {family: "D47.2", words: Monoclonal gammopathy, source: icd10}\n',
            "",
            ["diagnoses: 1, not 2 to 8"],
        ),
        (
            rules.too_few_tips,
            "  - {text: First, source: manual, effective: 2025-01-01}\n",
            "",
            ["tips: 2, not 3"],
        ),
        (rules.too_long, "summary: What it is.", "summary: " + "x" * 301, ["summary: 301 characters"]),
        (rules.too_long, "text: Second", "text: " + "x" * 301, ["tips[2]: 301 characters"]),
        (lambda entry: rules.strangers(entry, KNOWN), '"86334"', '"86339"', ["86339"]),
        (lambda entry: rules.strangers(entry, KNOWN), '"86320-26"', '"86321-26"', ["86321"]),
        (lambda entry: rules.unpriced(entry, STARTER / "fees_2026.csv"), '"86320-26"', '"86320"', ["86320"]),
        (
            lambda entry: rules.unpriced(entry, STARTER / "fees_2026.csv"),
            '"86320-26"',
            '"27447", "27447-80/facility"',
            ["27447"],
        ),
        (rules.staked_cuts, "text: Third", "text: The second pays 75 %", ["The second pays 75 %"]),
        (rules.staked_cuts, "text: Third", "text: It is a payment rule", ["It is a payment rule"]),
        (
            lambda entry: rules.misquoted_limits(entry, {"86320": "2"}),
            "text: First",
            "text: With MAI 3",
            ["With MAI 3"],
        ),
        (lambda entry: rules.unknown_payers(entry, PAYERS), "payer: aetna", "payer: etna", ["etna"]),
    ],
)
def test_a_broken_rule_is_seen(
    tmp_path: Path, rule: Callable[[Entry], list[str]], old: str, new: str, problems: list[str]
) -> None:
    assert rule(read_entry(entry_file(tmp_path, ENTRY))) == []
    assert rule(read_entry(entry_file(tmp_path, broken(ENTRY, old, new)))) == problems


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("What it is.", "Paid at 80%.", ["Paid at 80%."]),
        ("Independent laboratory", "Ninety percent", ["Ninety percent"]),
        ("Some text.", "In 5 per cent.", ["In 5 per cent."]),
        ("Some text.", "In 5% ([rule](https://www.cms.gov/)).", []),
        ("Some text.", "In 5% (source: 42 CFR 415.130).", []),
        ("text: First", "text: It is 5%", []),
    ],
)
def test_a_share_without_a_source_is_seen(tmp_path: Path, old: str, new: str, problems: list[str]) -> None:
    assert rules.unsourced_shares(entry_file(tmp_path, broken(ENTRY, old, new))) == problems


@pytest.mark.parametrize("price", ["$17.14", "17 dollars", "17 USD"])
def test_a_price_in_front_is_seen(tmp_path: Path, price: str) -> None:
    assert rules.dollars_in_front(entry_file(tmp_path, broken(ENTRY, "What it is.", f"Pays {price}"))) == [
        f"Pays {price}"
    ]


def test_a_price_in_the_body_is_allowed(tmp_path: Path) -> None:
    assert rules.dollars_in_front(entry_file(tmp_path, broken(ENTRY, "Some text.", "Pays $17.14 in 2025."))) == []


def test_what_is_invented_is_seen(tmp_path: Path) -> None:
    entry = read_entry(entry_file(tmp_path))
    lists = {"place": {"81"}, "taxonomy": {"291U00000X"}, "modifier": {"26"}, "diagnosis": {"D80", "D84", "D472"}}
    assert rules.invented(entry, lists) == []
    assert rules.invented(entry, dict.fromkeys(lists, frozenset({"D80"}))) == [
        "place 81",
        "taxonomy 291U00000X",
        "modifier 26",
        "diagnosis D84",
        "diagnosis D472",
    ]


def test_a_guide_to_an_unknown_code_is_seen(tmp_path: Path) -> None:
    guide = read_guide(guide_file(tmp_path, broken(GUIDE, '"77407"', '"77499"')))
    assert rules.guide_strangers(guide, KNOWN) == ["77499"]
