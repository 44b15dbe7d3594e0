"""Attackers: texts that want to run in somebody's browser, and a person who wants a code open, or to know of others."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from playwright.sync_api import Browser, Page, Response, expect

from medpay.embedded import state
from reports.receipts import new_receipt
from tests.journeys.acting import Answer, ask, expect_total, fill, open_for_a_minute, receipt_on, send, settle
from tests.journeys.browsing import Visitor, visiting
from tests.journeys.conftest import Visit
from tests.journeys.test_moderating import signed_in
from tests.reports.hostile import FEW, MARKUP
from tests.reports.making import body
from tests.site import Site

SHOWN_ON, ALONE, MEDDLED, FLOODED = "81001", "90471", "82306", "99490"  # codes that no other journey reports
ALL_MARKUP = "\n".join(MARKUP)
RAN = "window.zqx = () => document.documentElement.setAttribute('data-ran', 'zqx')"
HOSTILE_FACTS = """
from codes.models import Payer
from reports import actions
from reports.models import Correction, Flag, Objection, Report
from tests.journeys.test_attacking import ALL_MARKUP, SHOWN_ON
from tests.reports.hostile import MARKUP
from tests.reports.making import facts

Payer.objects.create(slug="hostile", name=MARKUP[4], aliases=[MARKUP[0], MARKUP[4]], names=["zqx"])
for number, text in enumerate(MARKUP):
    report, _ = actions.submit_report(facts=facts(code=SHOWN_ON, payer="hostile"), contributor=f"hostile {number}")
    story = ALL_MARKUP if number < 2 else text
    changes = {"story": story, "story_state": "waiting" if number == 0 else "accepted", "paired_code": text[:5]}
    Report.objects.filter(pk=report.pk).update(**changes, payer=text[:60] if number % 2 else "hostile")
    if number == 0:
        Report.objects.filter(pk=report.pk).update(standing="held", held_because=[text[:80]], escalated=True)
        Flag.objects.create(report=report, rule="hostile", words=ALL_MARKUP[:300], weight=1)
about = f"/codes/{SHOWN_ON}/"
Objection.objects.create(receipt_digest="hostile", about=about, kind="story", text=ALL_MARKUP)
Correction.objects.create(about=about, words=ALL_MARKUP)
"""
OURS = f"(SELECT key FROM reports_report WHERE code = '{SHOWN_ON}')"
FORGET = (
    f"DELETE FROM reports_flag WHERE report_id IN {OURS}",
    f"DELETE FROM reports_uncompared WHERE report_id IN {OURS}",
    f"DELETE FROM reports_report WHERE code = '{SHOWN_ON}'",
    "DELETE FROM reports_objection WHERE receipt_digest = 'hostile'",
    f"DELETE FROM reports_correction WHERE about = '/codes/{SHOWN_ON}/'",
    "DELETE FROM codes_payer WHERE slug = 'hostile'",
)


@pytest.fixture(scope="class")
def hostile_facts(site: Site, database: psycopg.Connection) -> Iterator[None]:
    site.manage("shell", "--no-imports", "--command", HOSTILE_FACTS)
    settle(database, site, SHOWN_ON)
    yield
    for statement in FORGET:
        database.execute(statement)
    settle(database, site, SHOWN_ON)


def expect_nothing_ran(page: Page) -> None:
    expect(page.locator("body")).to_be_visible()
    expect(page.locator("html[data-ran], zqx, [zqx], [src*=zqx], [onerror], [onload]")).to_have_count(0)


@pytest.mark.parametrize("bypass_csp", [False, True], ids=["as it is", "without the policy"])
class TestHostileText:
    """Nothing runs, and not because the content security policy stops it: it has nothing to stop."""

    def test_in_the_browser_of_a_reader(
        self, visit: Visit, site: Site, database: psycopg.Connection, hostile_facts: None, *, bypass_csp: bool
    ) -> None:
        ((_, counted, _),) = (row for row in standings(database, SHOWN_ON) if row[0] == "counted")
        assert counted >= len(MARKUP) - 1
        visitor = watched(visit(bypass_csp=bypass_csp))
        page = visitor.open(f"codes/{SHOWN_ON}/")
        expect(page.locator("#figures .stories blockquote")).to_have_count(len(MARKUP) - 1)
        expect_nothing_ran(page)
        send(site, code=SHOWN_ON)
        expect_total(page, f"{counted + 1} reports")  # the open page put the live fragment in
        expect_nothing_ran(page)
        paths = ["payers/", "payers/hostile/", "transparency/", f"codes/{SHOWN_ON}/statistics/"]
        for path in [*paths, *(f"codes/?search={text}" for text in FEW[:3]), f"compare/?code={FEW[1]}"]:
            page.goto(path)
            expect_nothing_ran(page)

    def test_in_the_browser_of_a_biller(self, visit: Visit, hostile_facts: None, *, bypass_csp: bool) -> None:
        """What marks identifiers, offers payers and keeps a draft takes what is typed or loaded as text."""
        page = watched(visit(bypass_csp=bypass_csp)).open("report/")
        payer = page.locator("[name=payer]")
        payer.press_sequentially("zqx")
        expect(page.get_by_role("option").filter(has_text="zqx").first).to_be_visible()
        expect_nothing_ran(page)
        payer.press("Escape")
        unfold(page)
        fill(page, code=FEW[1], story=f"{ALL_MARKUP} call 415-555-0134 {FEW[1]}")
        expect(page.get_by_role("button", name="Take it out").first).to_be_visible()
        expect_nothing_ran(page)
        page.get_by_role("button", name="Take it out").first.click()
        page.reload()
        unfold(page)
        expect_nothing_ran(page)
        fill(page, code=FEW[1], payer=FEW[1], story=f"{ALL_MARKUP} call 415-555-0134")
        with page.expect_navigation():
            page.get_by_role("button", name="Send the report").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect_nothing_ran(page)

    def test_in_the_browser_of_a_moderator(
        self, browser: Browser, site: Site, hostile_facts: None, *, bypass_csp: bool
    ) -> None:
        with signed_in(browser, site, f"attacked-{bypass_csp}", bypass_csp=bypass_csp) as desk:
            desk.context.add_init_script(RAN)
            desk.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
            desk.goto(f"admin/reports/report/?queue=all&q={SHOWN_ON}")
            expect_nothing_ran(desk)
            desk.goto(f"admin/reports/report/?queue=passed_on&q={SHOWN_ON}")
            desk.get_by_role("link", name=SHOWN_ON).first.click()
            expect(desk.locator("[data-story]")).to_contain_text("</blockquote><zqx>")
            expect_nothing_ran(desk)
            for path in ("admin/reports/objection/", "admin/reports/correction/"):
                desk.goto(path)
                expect_nothing_ran(desk)
                desk.locator("#result_list tbody a").first.click()
                expect_nothing_ran(desk)
            desk.goto(f"admin/reports/report/?q={FEW[1]}")
            expect_nothing_ran(desk)


def unfold(page: Page) -> None:
    page.locator("#more").evaluate("details => { details.open = true }")


def watched(visitor: Visitor) -> Visitor:
    visitor.context.add_init_script(RAN)
    visitor.context.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    return visitor


@pytest.fixture(scope="module")
def guarded_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory, laid_out: Path) -> Iterator[Site]:
    """As docker-compose.yml sets it up, but for the proof of work: an attacker can work that out, too."""
    settings = {
        "MEDPAY_MIN_CONTRIBUTORS": "3",
        "MEDPAY_HOLD_ABOVE": "5",
        "MEDPAY_HOLD_BURSTS": "1",
        "MEDPAY_REPORTS_PER_HOUR": "10",
        "MEDPAY_REPORTS_PER_HOUR_TOTAL": "1000",
    }
    site = Site(tmp_path_factory.mktemp("guarded"), laid_out, **settings)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def guarded(guarded_site: Site) -> Iterator[psycopg.Connection]:
    """Its database, and an hour of one's own: what earlier tests sent no longer weighs."""
    servers = state.running(guarded_site.home)
    assert servers is not None
    memory = redis.Redis.from_url(servers.redis_url)
    spent = list(memory.scan_iter("LIMITS:*"))
    for name in spent:
        memory.delete(name)
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def attacker(browser: Browser, guarded_site: Site) -> Iterator[Visitor]:
    with visiting(browser, guarded_site.url, java_script_enabled=False) as visitor:
        yield visitor


def told(page: Page) -> str:
    """A page without what is this visitor's own: receipts and tokens."""
    text = re.sub(r"MP(?:-[0-9A-Z]{5}){6}", "MP", page.content())
    return re.sub(r'(name="(?:csrfmiddlewaretoken|once|receipt)" value=)"[^"]*"', r"\1", text)


def press(page: Page, button: str) -> int:
    with page.expect_navigation() as sent:
        page.get_by_role("button", name=button).click()
    assert isinstance(sent.value, Response)
    return sent.value.status


def report(page: Page, site: Site, code: str, **hidden: str) -> int:
    """Fills in the form and sends it, its hidden fields as `hidden` says; the status."""
    page.goto(f"codes/{code}/report/")
    open_for_a_minute(page, site)
    fill(page, payer="Cigna", kind="Prior authorization refused", year="2026")
    for name, value in hidden.items():
        page.locator(f"[name={name}]").evaluate("(field, value) => { field.value = value }", value)
    return press(page, "Send the report")


def look_up(page: Page, receipt: str) -> tuple[int, str]:
    page.goto("receipt/")
    page.locator("[name=receipt]").evaluate("field => field.removeAttribute('maxlength')")
    page.locator("[name=receipt]").evaluate("(field, value) => { field.value = value }", receipt)
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    return press(page, "Open the report"), told(page)


def public(site: Site, code: str) -> list[Answer]:
    """Everything a passive reader could learn of a code from."""
    of_a_code = (f"codes/{code}/", f"codes/{code}/statistics/", f"api/v1/codes/{code}/statistics/")
    tables = (f"api/v1/codes/{code}/statistics.csv", "api/v1/statistics/")
    return [ask(site, path) for path in (*of_a_code, *tables, "", "payers/cigna/", "sitemap.xml", "transparency/")]


def standings(database: psycopg.Connection, code: str) -> list[tuple[Any, ...]]:
    counted = "SELECT standing, count(*), count(DISTINCT contributor) FROM reports_report WHERE code = %s"
    return database.execute(f"{counted} GROUP BY standing ORDER BY standing", [code]).fetchall()


class TestAnAttackerWithoutJavaScript:
    def test_alone_opens_no_code_whoever_he_says_he_is(
        self, attacker: Visitor, guarded_site: Site, guarded: psycopg.Connection
    ) -> None:
        before = public(guarded_site, ALONE)
        page = attacker.context.new_page()
        receipts, statuses = [], []
        for number in range(11):
            address = f"192.0.2.{number}"
            forged = {"X-Forwarded-For": address, "Forwarded": f"for={address}", "X-Real-IP": address}
            attacker.context.set_extra_http_headers({**forged, "User-Agent": f"agent {number}"})
            attacker.context.clear_cookies()
            statuses.append(report(page, guarded_site, ALONE))
            if statuses[-1] == HTTPStatus.CREATED:
                receipts.append(receipt_on(page))
        assert statuses == [HTTPStatus.CREATED] * 10 + [HTTPStatus.TOO_MANY_REQUESTS]
        assert standings(guarded, ALONE) == [("counted", 5, 1), ("held", 5, 1)]
        settle(guarded, guarded_site, ALONE)
        assert public(guarded_site, ALONE) == before

        known = look_up(page, receipts[0])
        compare = "from reports import actions; actions.compare_reports()"
        guarded_site.manage("shell", "--no-imports", "--command", compare)
        assert standings(guarded, ALONE) == [("held", 10, 1)]
        settle(guarded, guarded_site, ALONE)
        assert look_up(page, receipts[0]) == known
        assert public(guarded_site, ALONE) == before

    def test_whose_form_was_tampered_with_is_thanked_like_anybody_and_counts_nowhere(
        self, attacker: Visitor, guarded_site: Site, guarded: psycopg.Connection
    ) -> None:
        page = attacker.context.new_page()
        answers = set()
        for hidden in ({"subject": "filled"}, {"once": ""}, {"once": "forged"}, {"once": "W1tdXQ:" + "A" * 43}):
            assert report(page, guarded_site, MEDDLED, **hidden) == HTTPStatus.CREATED
            answers.add(told(page))
        assert len(answers) == 1
        assert standings(guarded, MEDDLED) == [("held", 4, 1)]

    def test_with_the_token_of_somebody_elses_form_learns_and_changes_nothing(
        self, browser: Browser, attacker: Visitor, guarded_site: Site, guarded: psycopg.Connection
    ) -> None:
        with visiting(browser, guarded_site.url) as somebody:
            theirs = somebody.open(f"codes/{MEDDLED}/report/")
            open_for_a_minute(theirs, guarded_site)
            fill(theirs, payer="Cigna", kind="Prior authorization refused", year="2026", modifiers="26")
            once = theirs.locator("[name=once]").input_value()
            theirs.get_by_role("button", name="Send the report").click()
            receipt = receipt_on(theirs)
        kept = guarded.execute("SELECT * FROM reports_report WHERE code = %s", [MEDDLED]).fetchall()
        page = attacker.context.new_page()
        assert report(page, guarded_site, MEDDLED, once=once) == HTTPStatus.CONFLICT
        assert receipt not in page.content()
        assert guarded.execute("SELECT * FROM reports_report WHERE code = %s", [MEDDLED]).fetchall() == kept

    def test_trying_receipts_gets_one_and_the_same_answer(
        self, attacker: Visitor, guarded_site: Site, guarded: psycopg.Connection
    ) -> None:
        page = attacker.context.new_page()
        assert report(page, guarded_site, MEDDLED) == HTTPStatus.CREATED
        real = receipt_on(page)
        near = real[:-1] + ("0" if real[-1] != "0" else "1")
        tried = [near, *(new_receipt() for _ in range(5)), "MP-", "", "' OR 1=1 --", real[3:-6], "x" * 100_000]
        assert {status for status, _ in (look_up(page, receipt) for receipt in tried)} == {HTTPStatus.NOT_FOUND}
        assert len({answer for _, answer in (look_up(page, receipt) for receipt in tried)}) == 1
        answers = {by_program(guarded_site, "receipts/lookup/", {"receipt": receipt}) for receipt in tried}
        assert answers == {(HTTPStatus.NOT_FOUND, b'{"detail":"No report belongs to this receipt."}')}
        assert {by_program(guarded_site, "receipts/withdraw/", {"receipt": one}) for one in tried} == answers
        assert look_up(page, real)[0] == HTTPStatus.OK

    def test_many_at_once_get_no_more_in_than_one_after_the_other(
        self, guarded_site: Site, guarded: psycopg.Connection
    ) -> None:
        before = public(guarded_site, FLOODED)

        def flood(number: int) -> int:
            forged = {"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.{number}"}
            return by_program(guarded_site, "reports/", body(code=FLOODED), **forged)[0]

        with ThreadPoolExecutor(8) as threads:
            statuses = list(threads.map(flood, range(40)))
        assert statuses.count(HTTPStatus.CREATED) == 10
        assert statuses.count(HTTPStatus.TOO_MANY_REQUESTS) == 30
        settle(guarded, guarded_site, FLOODED)
        assert public(guarded_site, FLOODED) == before


def by_program(site: Site, path: str, sent: dict[str, Any], **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(
        f"{site.url}api/v1/{path}",
        data=json.dumps(sent).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()
