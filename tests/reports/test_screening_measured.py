"""What screening does to labelled stories, measured; `docs/screening.md` prints the same tables."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports.screening import find_identifiers, find_soft
from tests.reports.screened import screened

CORPORA = Path(__file__).parent / "corpora"
FATES = ("refused", "held", "passed")


def stories(name: str) -> list[Any]:
    return [json.loads(line) for line in (CORPORA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def group_of(story: Any) -> str:
    """By the worst that a story holds."""
    kinds = {span["kind"] if span["class"] == "soft" else "hard" for span in story["spans"]}
    return next((group for group in ("hard", "name", "place") if group in kinds), "clean")


def fate_of(text: str) -> str:
    found = screened(text)
    return "refused" if found.hard else "held" if found.soft else "passed"


@cache
def confusion(name: str) -> dict[str, Counter[str]]:
    table: dict[str, Counter[str]] = {group: Counter() for group in ("hard", "name", "place", "clean")}
    for story in stories(name):
        table[group_of(story)][fate_of(story["text"])] += 1
    return table


def share(counts: Counter[str], *fates: str) -> float:
    return sum(counts[fate] for fate in fates) / counts.total()


# What each corpus reached, of hard ones, names, places: refused or held; of clean ones: refused, held.
# All are spent: rules were mended with them in view.
# The targets are 99.5 %, 90 %, none, and at most 1 % and 5 %.
REACHED = {
    "tuning": (1.0, 1.0, 1.0, 0.007, 0.0),
    "measured": (1.0, 0.975, 1.0, 0.003, 0.009),
    "fresh": (1.0, 0.982, 1.0, 0.007, 0.007),
    "last": (1.0, 0.95, 0.95, 0.0, 0.01),
    "blind": (1.0, 1.0, 1.0, 0.0, 0.0),
    "sixth": (1.0, 1.0, 1.0, 0.0, 0.0),
    "seventh": (1.0, 1.0, 1.0, 0.0, 0.0),
    "eighth": (1.0, 0.983, 0.88, 0.009, 0.033),
    "ninth": (1.0, 0.975, 1.0, 0.0, 0.012),
    "tenth": (1.0, 0.936, 0.789, 0.004, 0.048),
    "eleventh": (1.0, 0.917, 0.555, 0.004, 0.039),
    "twelfth": (1.0, 0.97, 0.731, 0.0, 0.004),
    "thirteenth": (1.0, 1.0, 0.692, 0.0, 0.015),
    "fourteenth": (0.994, 0.977, 0.875, 0.003, 0.017),
    "fifteenth": (0.997, 0.989, 0.823, 0.006, 0.023),
    "sixteenth": (0.997, 0.988, 0.967, 0.003, 0.012),
    "seventeenth": (0.995, 0.953, 0.83, 0.002, 0.03),
}


@pytest.fixture(scope="module", params=REACHED)
def corpus(request: pytest.FixtureRequest) -> tuple[str, dict[str, Counter[str]]]:
    return request.param, confusion(request.param)


def test_the_corpora_are_as_large_as_was_asked_for() -> None:
    tables = [confusion(name) for name in ("measured", "fresh")]
    assert all(sum(table[group].total() for group in ("hard", "name", "place")) >= 300 for table in tables)
    assert all(table["clean"].total() >= 300 for table in tables)


def test_hard_identifiers_are_refused(corpus: tuple[str, dict[str, Counter[str]]]) -> None:
    """The target is 99.5 %: what misses it is told in docs/screening.md."""
    name, table = corpus
    assert share(table["hard"], "refused") >= REACHED[name][0]


def test_names_and_places_are_held(corpus: tuple[str, dict[str, Counter[str]]]) -> None:
    name, table = corpus
    assert share(table["name"], "held", "refused") >= REACHED[name][1]
    assert share(table["place"], "held", "refused") >= REACHED[name][2]


def test_clean_stories_pass(corpus: tuple[str, dict[str, Counter[str]]]) -> None:
    name, table = corpus
    assert share(table["clean"], "refused") <= REACHED[name][3]
    assert share(table["clean"], "held") <= REACHED[name][4]


def test_the_tables_in_the_documentation_are_the_measured_ones() -> None:
    text = (Path(__file__).parents[2] / "docs" / "screening.md").read_text("utf-8")
    for name in REACHED:
        section = text.split(f"<!-- {name} -->")[1].split("<!-- end -->")[0]
        rows = re.findall(r"^\| (hard|name|place|clean) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", section, re.MULTILINE)
        expected = [
            (group, str(counts.total()), *(str(counts[fate]) for fate in FATES))
            for group, counts in confusion(name).items()
        ]
        assert rows == expected


def test_names_in_others_texts_are_found_more_often_than_not(cms_data: Path) -> None:
    """Of a bank's customers all over the world: not what billers write, and not what the rules were made for."""
    texts = json.loads((cms_data / "phi" / "generated_small.json").read_text("utf-8"))
    named = [(each["full_text"], span) for each in texts for span in each["spans"] if span["entity_type"] == "PERSON"]
    found = sum(
        any(hit.start < span["end_position"] and span["start_position"] < hit.end for hit in find_soft(text))
        for text, span in named
    )
    assert found / len(named) >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "pt john smith CO-22",
        "s/w maria at aetna",
        "dr okafor's office resent it",
        "Smith, John is the subscriber",
        "asked for Sue in appeals",
        "SPOKE TO DELGADO",
        "our biller Ngozi fixed it",
        "J. Kowalski wrote the appeal",
        "mrs. young called",
        "at our Boise office",
        "seen at St. Luke's",
        "Cook County claims",
        "Cedar Ridge Family Clinic billed it",
    ],
)
def test_names_and_places_of_many_shapes_are_held(text: str) -> None:
    assert find_identifiers(text) == []
    assert find_soft(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "the bill will be paid, I grant you that",
        "Coombs, Holter and Mohs are tests",
        "Oscar and Molina deny 59",
        "West Virginia Medicaid wants XU",
        "may is a verb and May a month in 2025",
        "Dr note attached, pt denied coverage",
        "spoke with the rep twice",
    ],
)
def test_words_that_are_also_names_pass(text: str) -> None:
    assert fate_of(text) == "passed"
