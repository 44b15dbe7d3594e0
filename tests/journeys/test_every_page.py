"""Each page, by day on a desk and by night on a phone: axe finds nothing, nothing scrolls sideways."""

import psycopg
import pytest
from playwright.sync_api import Request, expect

from tests.journeys.acting import expect_total, send, settle
from tests.journeys.browsing import accessibility
from tests.journeys.conftest import Visit
from tests.journeys.filling import FILLED
from tests.site import Site

PAGES = (
    "",
    "codes/",
    "codes/?search=serum",
    "codes/?search=zzzz",
    "codes/86320/",
    "codes/99213/?year=2025",
    "codes/77386/",
    "codes/99999/",
    "codes/86320/appeal/",
    "report/",
    "codes/86320/report/",
    "report/upload/",
    "receipt/",
    "transparency/",
    "wrong/",
    "wrong/answer/",
    "method/",
    "privacy/",
    "terms/",
    "api/docs/",
    "no-such-page/",
)
RICH = {
    "code": "93000",
    "modifiers": ["26"],
    "line_of_business": "medicare_advantage",
    "kind": "bundled",
    "rarcs": ["N19"],
    "paired_code": "99213",
    "fix_modifier": "XU",
    "actions": ["corrected_claim", "appeal_1"],
    "tactics": ["modifier_added", "ncci_cited"],
    "outcome": "paid_full",
    "resolution_band": "31-60",
    "claim_type": "professional",
    "stage": "first_pass",
    "decided_by": "payer",
    "state": "TX",
}
PAYERS = ("aetna", "cigna", "humana", "molina", "oscar", "kaiser", "caresource")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_usable_by_everybody(visit: Visit, path: str) -> None:
    assert accessibility(visit().open(path)) == []


def test_a_page_with_figures_is_usable_by_everybody(visit: Visit, site: Site, database: psycopg.Connection) -> None:
    for payer in PAYERS:
        send(site, **RICH, payer=payer)
    settle(database, site, "93000")
    page = visit().open("codes/93000/")
    expect_total(page, f"{len(PAYERS)} reports")
    expect(page.locator("#figures svg.bar").first).to_be_visible()
    assert accessibility(page) == []


@pytest.mark.parametrize("code", FILLED)
def test_a_page_with_every_section_is_usable_by_everybody(visit: Visit, filled_site: Site, code: str) -> None:
    page = visit().open(f"codes/{code}/")
    for section in ("places", "course", "bundling", "units", "modifiers", "tips"):
        expect(page.locator(f"main > section[aria-labelledby={section}]")).to_be_visible()
    expect(page.locator("#figures svg.bar").first).to_be_visible()
    assert accessibility(page) == []


@pytest.mark.parametrize("path", ["codes/86320/", "codes/99213/", "codes/?search=knee", ""])
def test_a_first_view_transfers_80_kilobytes_at_most(visit: Visit, filled_site: Site, path: str) -> None:
    page = visit().context.new_page()
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108  # no bound method of C
    page.goto(path, wait_until="networkidle")
    sizes = [request.sizes() for request in asked]
    assert sizes
    assert sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes) <= 80_000
