"""A real Chromium before a real site, worker included: one of each for all journeys."""

import gc
import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from medpay.embedded import state
from tests.journeys.acting import MODERATOR
from tests.journeys.browsing import ARGUMENTS, Visitor, chromium, visiting
from tests.journeys.filling import filled
from tests.site import Site

NO_BROWSER = "no Chromium is installed here, so the browser journeys were not made"


class Visit(Protocol):
    def __call__(self, **options: Any) -> Visitor: ...


# Of the package, not of the session: while Playwright's event loop runs, Django refuses to use a database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None and os.environ.get("MEDPAY_REQUIRE_BROWSER") == "1":
        pytest.fail(f"MEDPAY_REQUIRE_BROWSER is 1, but {NO_BROWSER}", pytrace=False)
    if program is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield running
        running.close()
    _forget_pipes()


def _forget_pipes() -> None:
    """Playwright leaves the pipes of its driver to the garbage collector, which would complain in a later test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="package")
def site(browser: Browser, running_site: Site) -> Site:
    """The running site; without a browser none is started."""
    return running_site


@pytest.fixture(scope="package")
def database(site: Site) -> Iterator[psycopg.Connection]:
    servers = state.running(site.home)
    assert servers is not None
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def filled_site(site: Site, database: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running site while some codes have every section."""
    with filled(site, database, tmp_path_factory.mktemp("tables")):
        yield site


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Lets one more visitor in. At the end nothing may have gone wrong for any of them."""
    with ExitStack() as visitors:
        yield lambda **options: visitors.enter_context(visiting(browser, site.url, **options))


@pytest.fixture(scope="session")
def _account(running_site: Site) -> None:
    """Of the session, as the site is: between two files of journeys a process may be given others."""
    running_site.manage("createsuperuser", "--noinput", **MODERATOR)


@pytest.fixture(scope="package")
def moderator(browser: Browser, site: Site, _account: None) -> Iterator[Page]:
    """The desk of a moderator who has just logged in."""
    with visiting(browser, site.url) as visitor:
        desk = visitor.open("admin/")
        desk.get_by_label("Username").fill(MODERATOR["DJANGO_SUPERUSER_USERNAME"])
        desk.get_by_label("Password").fill(MODERATOR["DJANGO_SUPERUSER_PASSWORD"])
        desk.get_by_role("button", name="Log in").click()
        yield desk
