"""The page of a code with a filter: one payer, one line of business or one reason (I3)."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils.html import escape

from codes.models import Code, Payer, Reason
from reports.models import Report
from tests.reports.making import refresh, send, send_and_refresh

pytestmark = pytest.mark.django_db
PAGE = "/codes/86320/"
LIVE = "/codes/86320/statistics/"


@pytest.fixture(autouse=True)
def _reference() -> None:
    Code.objects.create(code="86320", name="Immunoelectrophoresis of serum")
    for slug, name in (("aetna", "Aetna"), ("cigna", "Cigna"), ("humana", "Humana")):
        Payer.objects.create(slug=slug, name=name, names=[slug])
    Reason.objects.create(kind="carc", code="97", paraphrase="Part of another service")


def html(client: Client, path: str, **query: str) -> str:
    answer = client.get(f"{path}?{urlencode(query)}" if query else path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def figures(page: str) -> str:
    return page.partition('<div class="figures"')[2]


@pytest.mark.parametrize("path", [PAGE, LIVE])
def test_the_figures_are_those_of_the_filter_and_say_so(client: Client, path: str) -> None:
    send(6, story="They bundled it.")
    send_and_refresh(5, payer="cigna")
    shown = figures(html(client, path, payer="aetna"))
    assert '<p class="total">6 reports</p>' in shown
    assert "Only reports with the payer <b>Aetna</b>." in shown
    assert (
        '<a href="/codes/86320/#denials" data-decides="payer line_of_business reason">Show all reports on 86320<'
        in shown
    )
    assert '<a href="/payers/aetna/">' in shown
    assert 'href="/api/v1/codes/86320/statistics/?payer=aetna"' in shown
    assert '<p class="total">11 reports</p>' in figures(html(client, path))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"line_of_business": "commercial_insured"}, "the line of business <b>Commercial, insured by the payer</b>"),
        ({"reason": "CO-97"}, "the reason <b>CO-97 Part of another service</b>"),
        ({"payer": "<i>x</i>"}, "the payer <b>an answer that is not known here</b>"),
        ({"reason": "CO-<i>"}, "the reason <b>an answer that is not known here</b>"),
    ],
)
def test_a_filter_is_named_in_words_of_the_reference_alone(client: Client, query: dict[str, str], words: str) -> None:
    send_and_refresh(5)
    assert f"Only reports with {words}" in html(client, PAGE, **query)


@pytest.mark.parametrize("query", [{"payer": "a\x00b"}, {"payer": ""}, {"payer": "x" * 61}, {"year": "2026"}])
def test_what_cannot_be_an_answer_is_no_filter(client: Client, query: dict[str, str]) -> None:
    send_and_refresh(5)
    assert "Only reports with" not in html(client, PAGE, **query)


@pytest.mark.parametrize("path", [PAGE, LIVE])
def test_a_withheld_filter_looks_exactly_like_an_empty_one(client: Client, path: str) -> None:
    send(9)
    send_and_refresh(8, payer="cigna")
    empty = client.get(path, {"payer": "humana"})
    send_and_refresh(3, payer="humana")
    withheld = client.get(path, {"payer": "humana"})
    assert figures(withheld.content.decode()) == figures(empty.content.decode())
    assert "No figures with this filter" in empty.content.decode()
    if path == LIVE:
        assert (withheld.content, withheld["ETag"]) == (empty.content, empty["ETag"])
        assert client.get(path, {"payer": "cigna"})["ETag"] == empty["ETag"]


def test_rows_lead_to_the_filters_that_are_published_and_no_other(client: Client) -> None:
    send(9)
    send(8, payer="cigna")
    send_and_refresh(3, payer="humana")
    shown = figures(html(client, PAGE))
    assert 'href="?payer=aetna#denials"' in shown
    assert 'href="?line_of_business=commercial_insured#denials"' in shown
    assert 'href="?reason=CO-97#denials"' in shown
    assert "payer=cigna" not in shown
    assert "payer=humana" not in shown
    assert "#denials" not in figures(html(client, PAGE, payer="aetna")).replace('/codes/86320/#denials"', "")


def test_a_slice_that_gives_way_to_another_code_is_no_longer_led_to_and_the_page_has_another_tag(
    client: Client,
) -> None:
    send_and_refresh(9, code="84165")
    send_and_refresh(8)
    before = client.get(LIVE)
    assert "?payer=aetna" in before.content.decode()
    send_and_refresh(3, code="86334")
    after = client.get(LIVE, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "?payer=aetna" not in after.content.decode()


def test_the_live_fragment_has_a_tag_of_its_own_and_leaves_the_first_screen_alone(client: Client) -> None:
    send(5)
    send_and_refresh(6, payer="cigna")
    page, live = client.get(PAGE, {"payer": "aetna"}), client.get(LIVE, {"payer": "aetna"})
    assert 'data-live="/codes/86320/statistics/?payer=aetna"' in page.content.decode()
    assert f'data-etag="{escape(live["ETag"])}"' in page.content.decode()
    assert 'id="brief"' not in live.content.decode()
    assert client.get(LIVE)["ETag"] != live["ETag"]
    assert client.get(LIVE, {"payer": "aetna"}, headers={"If-None-Match": live["ETag"]}).status_code == 304
    send_and_refresh(1, payer="cigna")
    assert client.get(LIVE, {"payer": "aetna"}, headers={"If-None-Match": live["ETag"]}).status_code == 304


def test_stories_stand_without_a_filter_alone(client: Client) -> None:
    send_and_refresh(5, story="They bundled it.")
    Report.objects.update(story_state="accepted")
    refresh()
    assert "They bundled it." in html(client, PAGE)
    assert "They bundled it." not in html(client, PAGE, payer="aetna")


def test_search_engines_are_led_to_the_page_without_filter(client: Client) -> None:
    send_and_refresh(5)
    page = html(client, PAGE, payer="aetna", year="2026")
    assert '<link rel="canonical" href="http://testserver/codes/86320/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "noindex" not in html(client, PAGE, year="2026")


def test_the_year_of_the_prices_stands_beside_a_filter(client: Client) -> None:
    send_and_refresh(5)
    page = html(client, PAGE, year="2019", payer="aetna")
    assert "2019" in page
    assert "Only reports with the payer" in page
