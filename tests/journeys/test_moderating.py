"""Moderators in a browser: a story from the form to the open page, a queue by keyboard, and two who meet."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import MODERATOR, STORIES_OPEN, ask, expect_total, send, settle, withdraw
from tests.journeys.browsing import PROMISE, accessibility, visiting
from tests.journeys.conftest import Visit
from tests.site import Site

CODE = "99213"
QUEUE_OF = "78452"  # a code that no other journey reports
STORY = "The office visit was bundled into the injection. Modifier 25 with the note attached got it paid."
NAMED = "Dr. Okafor: records sent, and Aetna paid after the rep from unit seven called."
RISKIER_THAN_ALL = 9000
SEND = """
from reports import actions
from reports.intake import Facts
from reports.models import Flag

for n in range({count}):
    report, _ = actions.submit_report(
        facts=Facts(code="{code}", payer="aetna", kind="bundled", group="CO", carc="97", year=2026, story="{story}"),
        contributor=f"queue {{n}}",
    )
    Flag.objects.create(report=report, rule="test", words="of this journey", weight={weight})
"""


def send_many(site: Site, count: int, *, story: str, weight: int = RISKIER_THAN_ALL) -> None:
    """Beside the form and its limits; their flags put them before whatever other journeys left."""
    script = SEND.format(count=count, code=QUEUE_OF, story=story, weight=weight)
    site.manage("shell", "--no-imports", "--command", script)


@contextmanager
def signed_in(browser: Browser, site: Site, name: str, **options: object) -> Iterator[Page]:
    """Another moderator, in a browser of their own."""
    site.manage("createsuperuser", "--noinput", **{**MODERATOR, "DJANGO_SUPERUSER_USERNAME": name})
    with visiting(browser, site.url, **options) as visitor:
        desk = visitor.open("admin/")
        sign_in(desk, name)
        yield desk


def sign_in(desk: Page, name: str) -> None:
    desk.get_by_label("Username").fill(name)
    desk.get_by_label("Password").fill(MODERATOR["DJANGO_SUPERUSER_PASSWORD"])
    desk.get_by_role("button", name="Log in").click()


def open_first(desk: Page) -> None:
    desk.goto("admin/")
    desk.keyboard.press("g")
    desk.wait_for_url("**/change/")


def decided(database: psycopg.Connection, verdict: str) -> int:
    query = """SELECT count(*) FROM reports_decision d JOIN reports_report r ON r.key = d.report
               WHERE r.code = %s AND d.verdict = %s AND NOT d.undone"""
    row = database.execute(query, [QUEUE_OF, verdict]).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def queue(site: Site, database: psycopg.Connection) -> Iterator[None]:
    """What these journeys send is gone afterwards."""
    yield
    keys = "SELECT key FROM reports_report WHERE code = %s"
    for table in ("flag", "original", "uncompared"):
        database.execute(f"DELETE FROM reports_{table} WHERE report_id IN ({keys})", [QUEUE_OF])
    database.execute("DELETE FROM reports_report WHERE code = %s", [QUEUE_OF])


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
    expect(moderator.get_by_role("status")).to_have_text(f"You accepted the story, {CODE}.")
    expect(reader.locator(STORIES_OPEN)).to_have_text([STORY], timeout=PROMISE)
    assert accessibility(reader) == []

    withdraw(visit().open("receipt/"), receipt)
    expect(reader.locator(STORIES_OPEN)).to_have_count(0, timeout=PROMISE)
    expect_total(reader, "5 reports")
    assert b"bundled into the injection" not in ask(site, f"codes/{CODE}/statistics/").body
    assert reader.evaluate("window.neverReloaded") is True


def test_a_queue_of_fifty_is_cleared_by_keyboard_with_hardly_more_than_a_key_each(
    site: Site, database: psycopg.Connection, moderator: Page, queue: None
) -> None:
    send_many(site, 40, story="Bundled again.")
    send_many(site, 10, story=NAMED, weight=RISKIER_THAN_ALL + 1)
    open_first(moderator)
    pressed = 0

    def press(*keys: str, until: str) -> None:
        nonlocal pressed
        for key in keys:
            moderator.keyboard.press(key)
            pressed += 1
        expect(moderator.get_by_role("status")).to_have_text(f"You {until}, {QUEUE_OF}.")
        moderator.wait_for_load_state()

    for _ in range(10):  # held only because the story may name somebody: its report counts with it
        here = moderator.url
        press("d", until="took words out of the story and accepted it, and counted the report")
        expect(moderator).not_to_have_url(here)
    for number in range(40):
        here = moderator.url
        if number % 8:
            press("a", until="accepted the story")
        else:
            press("x", "4", until="rejected the report")
        expect(moderator).not_to_have_url(here)
    verdicts = ("redact_story", "accept_story", "reject_report")
    assert [decided(database, verdict) for verdict in verdicts] == [10, 35, 5]
    assert pressed == 55  # 1.1 keys a report
    row = database.execute("SELECT DISTINCT story FROM reports_report WHERE code = %s ORDER BY 1", [QUEUE_OF])
    assert [story for (story,) in row] == ["Bundled again.", NAMED.replace("Okafor", "[name removed]")]


def test_a_slip_of_the_finger_is_taken_back_with_u(
    site: Site, database: psycopg.Connection, moderator: Page, queue: None
) -> None:
    send_many(site, 2, story="Bundled again.")
    open_first(moderator)
    first = moderator.url
    moderator.keyboard.press("r")
    expect(moderator.get_by_role("status")).to_have_text(f"You refused the story, {QUEUE_OF}.")
    assert moderator.url != first
    moderator.keyboard.press("u")
    expect(moderator.get_by_text("Undone: it is as it was before.")).to_be_visible()
    assert moderator.url == first
    expect(moderator.get_by_text("waits for a moderator")).to_be_visible()
    assert (decided(database, "refuse_story"), decided(database, "undo")) == (0, 1)


def test_two_moderators_do_not_overwrite_each_other(
    browser: Browser, site: Site, database: psycopg.Connection, moderator: Page, queue: None
) -> None:
    send_many(site, 1, story="Bundled again.")
    with signed_in(browser, site, "bo") as other:
        open_first(moderator)
        other.goto(moderator.url)
        expect(other.get_by_text("moderator is looking at this report, too.")).to_be_visible()
        moderator.keyboard.press("a")
        expect(moderator.get_by_role("status")).to_be_visible()
        other.keyboard.press("r")
        said = "Moderator accepted the story a moment ago; look again."
        expect(other.get_by_text(said)).to_be_visible()
        expect(other.get_by_text("Decided before")).to_be_visible()
    assert (decided(database, "accept_story"), decided(database, "refuse_story")) == (1, 0)


def test_words_selected_in_a_story_are_marked_with_m_and_taken_out(
    site: Site, database: psycopg.Connection, moderator: Page, queue: None
) -> None:
    send_many(site, 1, story=NAMED)
    open_first(moderator)
    moderator.evaluate(
        """() => {
          const text = document.querySelector("[data-story]").lastChild;
          const start = text.data.indexOf("the rep");
          document.getSelection().setBaseAndExtent(text, start, text, start + "the rep from unit seven".length);
        }"""
    )
    moderator.keyboard.press("m")
    expect(moderator.get_by_label("Further words to take out")).to_have_value("the rep from unit seven")
    moderator.keyboard.press("d")
    expect(moderator.get_by_role("status")).to_contain_text("took words out of the story")
    row = database.execute("SELECT story FROM reports_report WHERE code = %s", [QUEUE_OF]).fetchone()
    assert row == ("Dr. [name removed]: records sent, and Aetna paid after [removed] called.",)


def test_keys_can_be_read_and_switched_off(site: Site, moderator: Page, queue: None) -> None:
    send_many(site, 1, story="Bundled again.")
    open_first(moderator)
    here = moderator.url
    moderator.keyboard.press("?")
    expect(moderator.get_by_text("Skip: look at it later")).to_be_visible()
    moderator.get_by_label("Single keys decide").uncheck()
    moderator.keyboard.press("a")
    moderator.reload()
    assert moderator.url == here
    expect(moderator.get_by_text("waits for a moderator")).to_be_visible()
    moderator.keyboard.press("?")
    moderator.get_by_label("Single keys decide").check()
    moderator.keyboard.press("Escape")
    moderator.keyboard.press("a")
    expect(moderator.get_by_role("status")).to_be_visible()


def test_a_key_typed_in_a_field_decides_nothing(site: Site, moderator: Page, queue: None) -> None:
    send_many(site, 1, story="Bundled again.")
    open_first(moderator)
    words = moderator.get_by_label("Further words to take out")
    words.press_sequentially("arcs")
    expect(words).to_have_value("arcs")
    expect(moderator.get_by_text("waits for a moderator")).to_be_visible()


def test_the_desk_works_without_javascript(
    browser: Browser, site: Site, database: psycopg.Connection, queue: None
) -> None:
    send_many(site, 1, story=NAMED)
    with signed_in(browser, site, "plain", java_script_enabled=False) as desk:
        desk.get_by_role("link", name="Start with the riskiest").click()
        desk.get_by_label("Further words to take out").fill("unit seven")
        desk.get_by_role("button", name="Take out what is marked").click()
        expect(desk.get_by_role("status")).to_contain_text("accepted it, and counted the report")
        address = database.execute("SELECT key FROM reports_report WHERE code = %s", [QUEUE_OF]).fetchone()
        assert address is not None
        desk.goto(f"admin/reports/report/{address[0]}/change/")
        desk.locator("summary", has_text="Reject the report").click()
        desk.get_by_role("button", name="Advertising").click()
        expect(desk.get_by_role("status")).to_contain_text("rejected the report")
    row = database.execute("SELECT story, standing FROM reports_report WHERE code = %s", [QUEUE_OF]).fetchone()
    story = "Dr. [name removed]: records sent, and Aetna paid after the rep from [removed] called."
    assert row == (story, "rejected")


def test_every_page_of_the_desk_can_be_used_by_everybody(
    browser: Browser, site: Site, visit: Visit, queue: None
) -> None:
    assert accessibility(visit().open("admin/")) == []
    send_many(site, 1, story=NAMED)
    with signed_in(browser, site, "seer") as desk:
        desk.get_by_role("link", name="Start with the riskiest").click()
        assert accessibility(desk) == []
        desk.get_by_role("button", name="Refuse the story").click()
        expect(desk.get_by_role("status")).to_be_visible()
        for path in (
            "admin/",
            "admin/reports/",
            "admin/reports/objection/",
            "admin/reports/correction/",
            "admin/reports/correction/add/",
            "admin/reports/decision/",
            "admin/second-factor/",
            "admin/second-factor/enrol/",
            "admin/password_change/",
            "admin/password_change/done/",
            "admin/auth/user/",
            "admin/auth/user/add/",
            "admin/admin/logentry/",
        ):
            desk.goto(path)
            assert accessibility(desk) == [], path
        desk.goto("admin/reports/decision/")
        desk.locator("#result_list tbody th a").first.click()
        expect(desk.get_by_role("link", name="Close")).to_be_visible()
        assert accessibility(desk) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (768, 1024), (390, 844)])
def test_nothing_of_the_queue_lies_beyond_the_screen(
    browser: Browser, site: Site, queue: None, width: int, height: int
) -> None:
    send_many(site, 1, story=f"{NAMED} {STORY}")
    with signed_in(browser, site, f"wide{width}", viewport={"width": width, "height": height}) as desk:
        desk.goto("admin/")
        cells = desk.locator("#result_list tbody tr").first.locator("th, td")
        reach = cells.evaluate_all("all => all.map(cell => Math.ceil(cell.getBoundingClientRect().right))")
        assert len(reach) == 8
        assert max(reach) <= width
        assert desk.evaluate(
            "[...document.querySelectorAll('.results')].every(list => list.scrollWidth <= list.clientWidth)"
        )


def test_the_back_button_shows_nothing_after_signing_out(browser: Browser, site: Site, queue: None) -> None:
    send_many(site, 1, story=NAMED)
    with signed_in(browser, site, "leaving") as desk:
        desk.get_by_role("link", name="Start with the riskiest").click()
        expect(desk.get_by_text("and Aetna paid")).to_be_visible()
        desk.get_by_role("button", name="Log out").click()
        expect(desk.get_by_text("You are logged out.")).to_be_visible()
        desk.go_back()
        expect(desk.get_by_label("Username")).to_be_visible()
        assert not re.search("Okafor|Aetna", desk.content())
