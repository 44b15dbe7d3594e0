"""The table of rules is data, is served whole, and is the only thing that holds a pattern."""

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from reports.screening import algorithms, conditions, find_identifiers, find_soft, scanning
from reports.screening.algorithms import ALGORITHMS
from reports.screening.conditions import ANSWERS, compiled
from reports.screening.folding import fold
from reports.screening.kinds import KIND_WORDS, SOFT_KINDS
from reports.screening.lists import LISTS
from reports.screening.rule import Condition, Rule
from reports.screening.rules import LAST_RULES, RULES, SOFT_RULES
from tests.reports.screening_corpus import CLEAN, IDENTIFYING
from tests.reports.test_screening import HOSTILE, MARK

OF_LISTS = {"has_word_of", "is_one_of"}
ALL_RULES = (*RULES, *LAST_RULES, *SOFT_RULES)
SCRIPT = Path(settings.BASE_DIR) / "medpay" / "static" / "medpay" / "screening.js"


CORPORA = Path(__file__).parent / "corpora"


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def served(client: Client) -> Any:
    return client.get("/report/rules.json").json()


def conditions_of(condition: Condition) -> Iterator[Condition]:
    """The condition and those inside it."""
    yield condition
    for argument in condition.arguments:
        if isinstance(argument, Condition):
            yield from conditions_of(argument)


def every_condition(rules: tuple[Rule, ...]) -> list[Condition]:
    return [each for rule in rules for condition in rule.conditions for each in conditions_of(condition)]


def test_the_browser_gets_the_very_table_that_the_server_runs(served: Any) -> None:
    def plain(condition: Condition) -> list[Any]:
        return [
            condition.ask,
            *(plain(each) if isinstance(each, Condition) else each for each in condition.arguments),
        ]

    expected = [(rule.kind, rule.pattern, [plain(each) for each in rule.conditions]) for rule in ALL_RULES]
    assert [(rule["kind"], rule["pattern"], rule["conditions"]) for rule in served["rules"]] == expected
    classes = {"hard": RULES, "last": LAST_RULES, "soft": SOFT_RULES}
    assert [rule["class"] for rule in served["rules"]] == [name for name, rules in classes.items() for _ in rules]
    assert served["words"] == dict(KIND_WORDS)
    assert {name: set(words) for name, words in served["lists"].items()} == dict(LISTS)


def test_the_rules_may_be_kept_by_anyone_and_are_asked_for_again_by_their_tag(client: Client) -> None:
    first = client.get("/report/rules.json")
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert first.headers["Content-Type"] == "application/json"
    assert not first.cookies
    again = client.get("/report/rules.json", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_hard_and_soft_rules_have_the_kinds_of_their_class() -> None:
    assert {rule.kind for rule in (*RULES, *LAST_RULES)} == set(KIND_WORDS) - SOFT_KINDS
    assert {rule.kind for rule in SOFT_RULES} == SOFT_KINDS


def test_every_pattern_captures_what_it_found() -> None:
    assert [rule.pattern for rule in ALL_RULES if compiled(rule.pattern).groups < 1] == []


def test_every_question_is_answered_and_every_answer_is_asked_for() -> None:
    conditions = every_condition(ALL_RULES)
    assert {condition.ask for condition in conditions} == set(ANSWERS)
    computed = {condition.arguments[0] for condition in conditions if condition.ask == "computed"}
    assert computed == set(ALGORITHMS)
    assert {condition.arguments[0] for condition in conditions if condition.ask in OF_LISTS} == set(LISTS)


def test_no_pattern_repeats_without_bound() -> None:
    asked = {
        argument for each in every_condition(ALL_RULES) for argument in each.arguments if isinstance(argument, str)
    }
    for pattern in {rule.pattern for rule in ALL_RULES} | asked - set(ALGORITHMS) - set(LISTS):
        outside_classes = re.sub(r"\\.|\[(?:\\.|[^\]])+\]", "x", pattern)
        assert not re.search(r"[*+]|\{[0-9]+,\}", outside_classes), pattern


def test_no_hint_hides_what_its_rule_would_find() -> None:
    texts = [fold(MARK.sub(r"\2", text)).text for text in (*IDENTIFYING, *CLEAN)]
    texts += [fold(story["text"]).text for path in CORPORA.glob("*.jsonl") for story in lines_of(path)]
    hidden = [
        (rule.pattern, text)
        for rule in ALL_RULES
        if rule.hint
        for text in texts
        if not compiled(rule.hint).search(text) and any(scanning.matches(rule, 0, text))
    ]
    assert hidden == []


@pytest.mark.parametrize(("year", "born", "refused"), [(2026, 1936, True), (2026, 1937, False), (2031, 1937, True)])
def test_a_year_of_birth_means_over_89_by_the_year_it_is_read_in(
    monkeypatch: pytest.MonkeyPatch, *, year: int, born: int, refused: bool
) -> None:
    monkeypatch.setattr(algorithms, "this_year", lambda: year)
    assert bool(find_identifiers(f"born in {born}, denied")) is refused


def test_the_script_names_no_kind_and_no_word_of_the_rules() -> None:
    script = SCRIPT.read_text("utf-8")
    named = {kind for kind in KIND_WORDS if f'"{kind}"' in script}
    assert named == {"address"}  # five digits behind a street are its ZIP code
    assert json.dumps(sorted(KIND_WORDS)) not in script


# What was found is not read again: 2,000 characters of an address spare a short text more. By the square it were 16.
LINEAR = 6


class Counted:
    """A pattern that counts what is asked of it: each search, and the characters that it goes over."""

    work = 0

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        match = self.pattern.search(text, start, end)
        Counted.work += 1 + (match.end() if match else min(end, len(text))) - start
        return match


def work_on(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    with monkeypatch.context() as patch:
        for module in (scanning, conditions):
            patch.setattr(module, "compiled", cache(Counted))
        Counted.work = 0
        find_identifiers(text)
        find_soft(text)
    return Counted.work


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_is_four_times_the_work(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shorter, longer = (work_on(piece * (length // len(piece)), monkeypatch) for length in (2_500, 10_000))
    assert longer <= LINEAR * shorter


@pytest.mark.parametrize("piece", ["1 2 3 4 5 6 7 8 9-", "www.", "1.", "may 1 ", "claim # ", "12 elm "])
def test_the_longest_texts_are_no_exception(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shorter, longer = (work_on(piece * (length // len(piece)), monkeypatch) for length in (5_000, 20_000))
    assert longer <= LINEAR * shorter


def test_parts_that_could_each_be_read_in_several_ways_are_not_tried_in_all_of_them() -> None:
    """Each further part once took three times as long; work that a pattern does inside itself is not counted above."""
    run = "/".join(["25"] * 12 + ["1q2w3e4r5t6"])
    found = find_identifiers(" ".join([run] * 50))
    assert [finding.end - finding.start for finding in found] == [len(run)] * 50
