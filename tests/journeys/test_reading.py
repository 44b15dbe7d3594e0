"""A visitor reads."""

import re

import psycopg
from playwright.sync_api import expect

from tests.journeys.acting import ask, expect_nothing_published, send, settle, stored
from tests.journeys.conftest import Visit
from tests.site import Site, until

PUBLIC = (
    "",
    "codes/",
    "codes/?search=serum",
    "codes/86320/",
    "codes/86320/?year=2025",
    "codes/86320/statistics/",
    "codes/99999/",
    "method/",
    "privacy/",
    "transparency/",
    "terms/",
    "api/docs/",
    "robots.txt",
    "no-such-page/",
)
TELLTALE = ("codes/83020/", "codes/83020/statistics/", "api/v1/codes/83020/statistics/", "", "codes/", "sitemap.xml")
MOVED_BY_THE_FIFTH = TELLTALE[:4]


def test_the_page_of_86320_says_what_it_pays_and_why(visit: Visit) -> None:
    page = visit().open("codes/86320/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("86320")
    billables = page.get_by_role("table", name="What Medicare pays in").get_by_role("row")
    expect(billables).to_have_text(
        [
            re.compile(r"What I bill\s*Office\s*Facility"),
            re.compile(r"86320 The test, laboratory schedule 2025\s*\$29\.92"),
            re.compile(r"86320-26 Interpretation\s*\$17\.70\s*\$17\.70"),
        ]
    )
    rows = page.get_by_role("table", name="National amounts of July 2026, conversion factor 33.4009").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("X")
    expect(rows.nth(1)).to_contain_text("no price")
    expect(rows.nth(2)).to_contain_text("Professional interpretation")
    expect(rows.nth(2)).to_contain_text("A")
    expect(rows.nth(2)).to_contain_text("$17.70")


def test_another_year_has_its_own_release_and_price(visit: Visit) -> None:
    page = visit().open("codes/86320/")
    page.get_by_role("navigation", name="Years of service").get_by_role("link", name="2025").click()
    billables = page.get_by_role("table", name="What Medicare paid in 2025").get_by_role("row")
    expect(billables.last).to_have_text(re.compile(r"86320-26 Interpretation\s*\$17\.14\s*\$17\.14"))
    expect(page.locator("#rows-caption")).to_contain_text("conversion factor 32.3465")


def test_a_reader_finds_a_code_by_words_without_javascript(visit: Visit) -> None:
    page = visit(java_script_enabled=False).open("")
    page.get_by_label("Search codes by number or words").fill("serum")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="86320 Immunoelectrophoresis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("86320")


def is_still(database: psycopg.Connection) -> bool:
    """Whether every code is refreshed and every payer and reason folded."""
    tables = ("reports_dirtycode", "reports_parentchange")
    return all(database.execute(f"SELECT 1 FROM {table} LIMIT 1".encode()).fetchone() is None for table in tables)


def test_four_reports_look_like_none_to_the_byte(visit: Visit, site: Site, database: psycopg.Connection) -> None:
    """With every header: the ETag too."""
    until(lambda: is_still(database), 90, site.output)  # other journeys' figures may be on their way
    none = {path: ask(site, path) for path in TELLTALE}
    for payer in ("aetna", "cigna", "humana", "molina"):
        send(site, code="83020", payer=payer, outcome="paid_full")
    settle(database, site, "83020")
    assert stored(database, "83020") == 4
    assert {path: ask(site, path) for path in TELLTALE} == none
    page = visit().open("codes/83020/")
    expect_nothing_published(page)
    expect(page.locator("#figures .invitation")).to_contain_text("Nothing is shown until 5 reports on 83020 are in")
    send(site, code="83020", payer="oscar")
    settle(database, site, "83020")
    fifth = {path: ask(site, path) for path in TELLTALE}
    assert [path for path in TELLTALE if fifth[path] != none[path]] == list(MOVED_BY_THE_FIFTH)


def test_public_pages_set_no_cookie_and_load_nothing_from_another_host(visit: Visit) -> None:
    """The other host is watched for in every journey: see `Visitor`."""
    visitor = visit()
    for path in PUBLIC:
        visitor.open(path).close()
    assert visitor.cookies == []
    assert visitor.context.cookies() == []
