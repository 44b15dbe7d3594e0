"""A filter, a year, a place on the page of a code: whoever chooses one of them keeps the others."""

import datetime
from typing import Final

import pytest
from django.test import Client

from tests.medpay.test_code_page_sections import localities
from tests.medpay.test_narrowed import LIVE, PAGE, figures, html
from tests.reports.making import send_and_refresh

ASKED: Final = {"year": "2025", "modifier": "26", "locality": "10007-00", "payer": "aetna"}
FILTER: Final = 'data-decides="payer line_of_business reason"'
YEARS: Final = 'data-decides="release date year"'


@pytest.fixture(autouse=True)
def _places_and_reports(starter: None) -> None:
    localities(9)
    send_and_refresh(6)


def test_another_year_or_release_keeps_the_line_and_the_filter(client: Client) -> None:
    shown = html(client, PAGE, **ASKED)
    kept = "modifier=26&amp;locality=10007-00&amp;payer=aetna"
    assert f'href="/codes/86320/?{kept}&amp;year=2025"' in shown
    assert f'href="/codes/86320/?{kept}&amp;release=' in shown


def test_this_year_needs_no_year(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medpay.views.code.timezone.now", lambda: datetime.datetime(2025, 7, 1, tzinfo=datetime.UTC))
    assert f'href="/codes/86320/?payer=aetna" {YEARS} aria-current="page">2025<' in html(client, PAGE, payer="aetna")
    assert f'href="/codes/86320/" {YEARS} aria-current="page">2025<' in html(client, PAGE)


def test_another_place_keeps_the_line_and_the_filter_and_drops_the_zip(client: Client) -> None:
    shown = html(client, PAGE, **ASKED, zip="94110")
    asked = "year=2025&amp;modifier=26&amp;locality=10000-00&amp;payer=aetna#price"
    assert f'href="/codes/86320/?{asked}"' in shown


@pytest.mark.parametrize("path", [PAGE, LIVE])
def test_a_filter_keeps_the_line(client: Client, path: str) -> None:
    asked = {name: text for name, text in ASKED.items() if name != "payer"}
    shown = figures(html(client, path, **asked))
    assert 'href="?year=2025&amp;modifier=26&amp;locality=10007-00&amp;payer=aetna#denials"' in shown


@pytest.mark.parametrize("path", [PAGE, LIVE])
def test_without_the_filter_the_line_stays(client: Client, path: str) -> None:
    shown = figures(html(client, path, **ASKED))
    address = "/codes/86320/?year=2025&amp;modifier=26&amp;locality=10007-00#denials"
    assert f'href="{address}" {FILTER}>Show all' in shown


def test_an_open_page_asks_for_figures_that_keep_them_too(client: Client) -> None:
    shown = html(client, PAGE, **ASKED)
    asked = "?year=2025&amp;modifier=26&amp;locality=10007-00&amp;payer=aetna"
    assert f'data-live="/codes/86320/statistics/{asked}"' in shown


def test_the_calculator_keeps_the_filter(client: Client) -> None:
    assert '<input type="hidden" name="payer" value="aetna">' in html(client, PAGE, **ASKED)
    assert '<input type="hidden" name="payer"' not in html(client, PAGE, year="2025")
    pushed = client.get("/codes/86320/price/", ASKED)["HX-Push-Url"]
    assert pushed == "/codes/86320/?year=2025&modifier=26&locality=10007-00&payer=aetna#price"


def test_what_is_no_part_of_the_question_is_not_kept(client: Client) -> None:
    """The page is kept for all who ask the same; what one of them had in the address is not theirs."""
    assert "utm_source" not in html(client, PAGE, utm_source="x", **ASKED)
    assert "qp=" not in figures(html(client, PAGE, qp="false", units="1"))
