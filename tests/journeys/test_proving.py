"""A site that asks for a proof of work: the browser works it out, and who has no JavaScript is taken all the same."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from medpay.embedded import state
from tests.journeys.acting import fill, receipt_on, send_form
from tests.journeys.browsing import accessibility, visiting
from tests.site import Site

MINIMAL = {"payer": "Cigna", "kind": "Prior authorization refused", "year": "2026"}
UNPROVEN = "sent without a proof of work"


@pytest.fixture(scope="module")
def asking_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory, laid_out: Path) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("asking"), laid_out, MEDPAY_PROOF_OF_WORK="1")
    site.start()
    yield site
    site.stop()


def is_unproven(site: Site, code: str) -> bool:
    """Whether the one report on the code is held for want of a proof; other reasons do not matter."""
    servers = state.running(site.home)
    assert servers is not None
    with psycopg.connect(servers.database_url) as database:
        [(reasons,)] = database.execute("SELECT held_because FROM reports_report WHERE code = %s", [code]).fetchall()
    return UNPROVEN in reasons


def test_the_proof_is_worked_out_while_one_writes_and_goes_with_the_report(browser: Browser, asking_site: Site) -> None:
    with visiting(browser, asking_site.url) as visitor:
        page = visitor.open("codes/97110/report/")
        fill(page, **MINIMAL)
        expect(page.locator("[data-proof]")).to_have_text(
            "Your browser has worked out the proof against floods of made-up reports."
        )
        assert accessibility(page) == []
        send_form(page)
        receipt_on(page)
    assert not is_unproven(asking_site, "97110")


def test_a_form_sent_too_early_waits_for_its_proof_and_is_sent_by_itself(browser: Browser, asking_site: Site) -> None:
    with visiting(browser, asking_site.url) as visitor:
        page = visitor.open("codes/97112/report/")
        fill(page, **MINIMAL)
        send_form(page)
        receipt_on(page)
    assert not is_unproven(asking_site, "97112")


def test_where_no_proof_can_be_worked_out_the_report_is_taken_and_waits(browser: Browser, asking_site: Site) -> None:
    with visiting(browser, asking_site.url) as visitor:
        visitor.context.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
        page = visitor.open("codes/97140/report/")
        fill(page, **MINIMAL)
        expect(page.locator("[data-proof]")).to_contain_text("a moderator looks at it first")
        send_form(page)
        receipt_on(page)
    assert is_unproven(asking_site, "97140")


def test_without_javascript_the_report_is_taken_and_waits(browser: Browser, asking_site: Site) -> None:
    with visiting(browser, asking_site.url, java_script_enabled=False) as visitor:
        page = visitor.open("codes/97161/report/")
        expect(page.get_by_text("Without JavaScript no proof")).to_be_visible()
        fill(page, **MINIMAL)
        send_form(page)
        receipt_on(page)
    assert is_unproven(asking_site, "97161")
