"""One table of rules, two engines: Chromium finds in every text exactly what the server finds."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from reports.screening import redact
from reports.screening.folding import fold
from reports.screening.rules import SOFT_RULES
from reports.screening.scanning import scan
from tests.journeys.conftest import Visit
from tests.reports.screened import screened
from tests.reports.screening_corpus import CLEAN, IDENTIFYING
from tests.reports.test_screening import HOSTILE, MARK, PIECES

CORPORA = Path(__file__).parent.parent / "reports" / "corpora"
SCRIPT = "/static/medpay/screening.js"
ENGINE = """async ([script, texts, task]) => {
  const engine = await import(script);
  const rules = await engine.loadRules("/report/rules.json");
  const facts = ({ kind, class: name, start, end }) => [kind, name, start, end];
  const found = (text) => engine.findIdentifiers(text, rules).map(facts);
  const redacted = (text) => engine.redact(text, engine.findIdentifiers(text, rules));
  const folded = (text) => engine.fold(text, rules).text;
  return texts.map({ found, redacted, folded }[task]);
}"""


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit().open("method/")


def run(page: Page, task: str, texts: Sequence[str]) -> list[Any]:
    answers: list[Any] = page.evaluate(ENGINE, [SCRIPT, list(texts), task])
    return answers


def units(text: str, offset: int) -> int:
    """The offset in UTF-16 units, as the browser counts."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def by_the_server(text: str) -> list[list[Any]]:
    """What the rules find, without the lists of names, which the browser does not have."""
    hard = screened(text).hard
    soft = [
        each for each in scan(fold(text), SOFT_RULES) if all(each.end <= h.start or h.end <= each.start for h in hard)
    ]
    found = [(each.kind, "hard", each.start, each.end) for each in hard]
    found += [(each.kind, "soft", each.start, each.end) for each in soft]
    return [
        [kind, name, units(text, start), units(text, end)]
        for kind, name, start, end in sorted(found, key=lambda each: each[2])
    ]


def stories() -> list[str]:
    labelled = [line for path in sorted(CORPORA.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [
        *CLEAN,
        *(MARK.sub(r"\2", text) for text in IDENTIFYING),
        *(json.loads(line)["text"] for line in labelled),
    ]


def hostile() -> list[str]:
    chance = random.Random(5)
    joined = ["".join(chance.choices((*PIECES, "\U0001d7ce", "\U0001f600 "), k=12)) for _ in range(2_000)]
    return [*((piece * 600)[:600] for piece in HOSTILE), *joined]


def test_both_engines_find_the_same_in_every_story(page: Page) -> None:
    texts = stories()
    assert len(texts) > 600
    differing = [
        (text, there, here)
        for text, there in zip(texts, run(page, "found", texts), strict=True)
        if there != (here := by_the_server(text))
    ]
    assert differing == []


def test_both_engines_find_the_same_in_hostile_texts(page: Page) -> None:
    texts = hostile()
    found = run(page, "found", texts)
    assert [text for text, there in zip(texts, found, strict=True) if there != by_the_server(text)] == []
    assert sum(map(len, found)) > 1_000


def test_both_engines_remove_alike(page: Page) -> None:
    texts = [MARK.sub(r"\2", text) for text in IDENTIFYING]
    expected = [redact(text, [*screened(text).hard]) for text in texts]
    hard_only = [
        there for text, there in zip(texts, run(page, "redacted", texts), strict=True) if not screened(text).soft
    ]
    assert hard_only == [here for text, here in zip(texts, expected, strict=True) if not screened(text).soft]
    assert len(hard_only) > 100


def test_both_engines_read_every_character_alike(page: Page) -> None:
    characters = [chr(point) for point in range(0x20000) if not 0xD800 <= point < 0xE000]
    assigned = [char for char in characters if fold(char).text]
    there = dict(zip(assigned, run(page, "folded", assigned), strict=True))
    assert {char: (read, fold(char).text) for char, read in there.items() if read != fold(char).text} == {}


def test_a_page_asks_for_its_rules_once(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "rules.json" in request.url else None)
    script = """async (script) => {
      const { loadRules } = await import(script);
      const [one, other] = await Promise.all([loadRules("/report/rules.json"), loadRules("/report/rules.json")]);
      return one === other;
    }"""
    assert page.evaluate(script, SCRIPT)
    assert len(asked) == 1
