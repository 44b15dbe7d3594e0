"""A story, from the form to the open page and away again."""

import psycopg
from playwright.sync_api import Page, expect

from tests.journeys.acting import STORIES_OPEN, ask, expect_total, send, settle, withdraw
from tests.journeys.browsing import PROMISE, accessibility
from tests.journeys.conftest import Visit
from tests.site import Site

CODE = "99213"
STORY = "The office visit was bundled into the injection. Modifier 25 with the note attached got it paid."


def test_a_story_is_shown_once_a_moderator_pressed_a_and_is_gone_when_withdrawn(
    visit: Visit, site: Site, database: psycopg.Connection, moderator: Page
) -> None:
    for _ in range(5):
        send(site, code=CODE)
    receipt = send(site, code=CODE, story=STORY)
    settle(database, site, CODE)
    reader = visit().open(f"codes/{CODE}/")
    reader.evaluate("window.neverReloaded = true")
    expect_total(reader, "6 reports")
    assert "bundled into the injection" not in reader.content()

    moderator.goto(f"admin/reports/report/?queue=stories&q={CODE}")
    moderator.get_by_role("link", name=CODE).click()
    expect(moderator.get_by_text(STORY)).to_be_visible()
    moderator.keyboard.press("a")
    expect(moderator.get_by_text("The story is accepted.")).to_be_visible()
    expect(reader.locator(STORIES_OPEN)).to_have_text([STORY], timeout=PROMISE)
    assert accessibility(reader) == []

    withdraw(visit().open("receipt/"), receipt)
    expect(reader.locator(STORIES_OPEN)).to_have_count(0, timeout=PROMISE)
    expect_total(reader, "5 reports")
    assert b"bundled into the injection" not in ask(site, f"codes/{CODE}/statistics/").body
    assert reader.evaluate("window.neverReloaded") is True
