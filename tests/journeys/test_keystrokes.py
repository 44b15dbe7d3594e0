"""How long a report takes an expert at the keyboard, counted and not timed.

The keystroke-level model (Card, Moran, Newell: Communications of the ACM 23 (1980) 396-410): 0.28 s a keystroke of an
average typist, 1.35 s to make up one's mind, once for each answer. A Tab and a Shift count as keystrokes.
"""

from typing import Final

import psycopg
from playwright.sync_api import Page, expect

from tests.journeys.acting import open_for_a_minute, receipt_on
from tests.journeys.conftest import Visit
from tests.site import Site

KEYSTROKE: Final = 0.28  # seconds
MIND: Final = 1.35  # seconds an answer
MINIMAL: Final = 30.0  # seconds, as promised
FULL: Final = 90.0
FARTHEST: Final = 60  # Tabs
STORY: Final = "Two specimens, so XU applied. Paid once the note went along."


class Hands:
    """Ten fingers on a keyboard, each stroke counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes = 0
        self.answers = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.strokes += 1

    def go_to(self, name: str) -> None:
        """By Tab alone."""
        for _ in range(FARTHEST):
            if self.page.evaluate("[document.activeElement.name, document.activeElement.value]")[0] == name:
                return
            self.press("Tab")
        raise AssertionError(f"{FARTHEST} Tabs do not lead to {name}")

    def answer(self, name: str, typed: str) -> None:
        """A text, or the first letters of a choice."""
        self.go_to(name)
        self.page.keyboard.type(typed)
        self.strokes += len(typed) + sum(char.isupper() for char in typed)
        self.answers += 1

    def tick(self, name: str, value: str) -> None:
        while self.page.evaluate("[document.activeElement.name, document.activeElement.value]") != [name, value]:
            self.press("Tab")
            assert self.strokes < 1000, f"no Tab leads to {name}: {value}"
        self.press("Space")
        self.answers += 1

    @property
    def seconds(self) -> float:
        return KEYSTROKE * self.strokes + MIND * self.answers


def arrive(page: Page) -> Hands:
    """On the form, once its lists are here, by the link that skips the head of the page."""
    expect(page.locator("#id_payer[role=combobox]")).to_be_visible()
    expect(page.locator("#id_story_marks")).to_have_count(1)
    hands = Hands(page)
    hands.press("Tab")
    hands.press("Enter")
    return hands


def test_an_expert_needs_thirty_seconds_for_the_least(visit: Visit, site: Site, database: psycopg.Connection) -> None:
    page = visit().open("codes/86256/report/")
    open_for_a_minute(page, site)
    hands = arrive(page)
    hands.answer("payer", "uhc")
    hands.answer("year", "2026")
    hands.answer("kind", "d")
    hands.answer("carc", "co-50")
    hands.press("Enter")
    receipt_on(page)
    sent = database.execute(
        'SELECT payer, year, kind, "group", carc, standing FROM reports_report WHERE code = %s', ["86256"]
    ).fetchall()
    assert sent == [("unitedhealthcare", 2026, "full_denial", "CO", "50", "counted")]
    assert (hands.strokes, hands.answers) == (28, 4)
    assert hands.seconds < MINIMAL


def test_an_expert_needs_ninety_seconds_for_everything(visit: Visit, site: Site, database: psycopg.Connection) -> None:
    page = visit().open("codes/86353/report/")
    open_for_a_minute(page, site)
    hands = arrive(page)
    hands.answer("modifiers", "26")
    hands.answer("others", "86255 26")
    hands.answer("payer", "uhc")
    hands.answer("line_of_business", "m")
    hands.answer("year", "2026")
    hands.answer("kind", "b")
    hands.answer("carc", "co-97")
    hands.answer("rarcs", "n19")
    hands.answer("reason_source", "p")
    hands.answer("paired_code", "84165")
    hands.tick("actions", "corrected_claim")
    hands.tick("tactics", "modifier_added")
    hands.answer("fix_modifier", "xu")
    hands.answer("outcome", "p")
    hands.press("Tab")
    hands.press("Enter")  # the fold opens
    hands.answer("claim_type", "i")
    hands.answer("stage", "o")
    hands.answer("decided_by", "t")
    hands.answer("place_of_service", "81")
    hands.answer("diagnosis_category", "c90")
    hands.answer("network", "i")
    hands.answer("state", "t")
    hands.answer("amount_band", "u")
    hands.answer("resolution_band", "3")
    hands.answer("story", STORY)
    hands.press("Tab")
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Here are your receipts")
    sent = database.execute(
        """SELECT modifiers, payer, line_of_business, year, kind, "group", carc, rarcs, reason_source, paired_code,
                  actions, tactics, fix_modifier, outcome, claim_type, stage, decided_by, place_of_service,
                  diagnosis_category, network, state, amount_band, resolution_band, story
           FROM reports_report WHERE code = '86353'"""
    ).fetchall()
    assert sent == [
        (
            ["26"], "unitedhealthcare", "marketplace", 2026, "bundled", "CO", "97", ["N19"], "on_remit", "84165",
            ["corrected_claim"], ["modifier_added"], "XU", "paid_full", "independent_lab", "first_pass", "payer", "81",
            "C90", "in", "TN", "0-50", "31-60", STORY,
        )
    ]  # fmt: skip
    assert (hands.strokes, hands.answers) == (179, 24)
    assert hands.seconds < FULL
