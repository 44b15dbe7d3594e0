"""What a visitor sees: every page, without JavaScript."""

import datetime
import json
import re

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from codes.models import Code, FeeLine, Payer, Release
from medpay import views
from reports import intake
from tests.codes.labs import lab_fee
from tests.codes.rows import fee_row
from tests.medpay.code_pages import billables, first_screen, page, rows, section, sections, words
from tests.reports.making import refresh, send, send_and_refresh

PUBLIC = (
    "/",
    "/codes/",
    "/codes/86320/",
    "/codes/86320/statistics/",
    "/method/",
    "/privacy/",
    "/transparency/",
    "/terms/",
    "/sitemap.xml",
)
TODAY = timezone.now().date()
THIS_YEAR = TODAY.year
LAST_YEAR = THIS_YEAR - 1


def release(year: int, label: str, *, complete: bool = True) -> Release:
    return Release.objects.create(
        source="mpfs",
        label=label,
        effective=datetime.date(year, 1, 1),
        digest=label,
        complete=complete,
        state=Release.State.CURRENT,
    )


def fees(of: Release, cf: str) -> None:
    for row in (
        fee_row("86320", status="X", pctc="6", cf=cf),
        fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6", cf=cf),
        fee_row("27447", work="19.60", pe="15.04", mp="4.24", na="nonfacility", global_days="090", cf=cf),
    ):
        FeeLine.objects.create(release=of, **row._asdict())


@pytest.fixture
def reference(db: None) -> None:
    Code.objects.create(
        code="86320", name="Immunoelectrophoresis of serum", service_type="Laboratory", description="A gel."
    )
    Code.objects.create(code="27447", name="Total knee replacement", service_type="Surgery")
    Code.objects.create(code="77407", name="External beam radiation session, level 2")
    Code.objects.create(
        code="77385",
        name="IMRT session",
        deleted=datetime.date(THIS_YEAR, 1, 1),
        successors=["77407"],
        change_note="No one-to-one map.",
    )
    lab_fee("86320", "29.92", effective=datetime.date(LAST_YEAR, 1, 1))
    old, new = release(LAST_YEAR, "OLD"), release(THIS_YEAR, "NEW")
    fees(old, "32.3465")
    fees(new, "33.4009")
    FeeLine.objects.create(release=old, **fee_row("77385", status="I")._asdict())


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_sets_no_cookie_and_may_be_cached(client: Client, reference: None, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=")


def test_what_carries_stories_is_fresh_within_a_second(client: Client, reference: None) -> None:
    for path in ("/codes/86320/", "/codes/86320/statistics/"):
        assert client.get(path)["Cache-Control"] == "public, max-age=0, s-maxage=1"


def test_the_form_page_is_never_stored(client: Client, reference: None) -> None:
    assert "no-store" in client.get("/codes/86320/report/")["Cache-Control"]


@pytest.mark.parametrize("path", [*PUBLIC[:-1], "/report/", "/codes/86320/report/", "/receipt/", "/nowhere/"])
def test_a_page_has_no_inline_script_or_style(client: Client, reference: None, path: str) -> None:
    html = client.get(path).content.decode()
    assert (
        re.findall(r"<script(?! type=\"application/ld\+json\"|[^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", html)
        == []
    )


@pytest.mark.parametrize("path", [path for path in PUBLIC if "statistics" not in path and "xml" not in path])
def test_a_page_has_language_title_description_and_one_heading(client: Client, reference: None, path: str) -> None:
    html = page(client, path)
    assert '<html lang="en-US">' in html
    assert re.search(r"<title>[^<]*medpay[^<]*</title>", html)
    assert re.search(r'<meta name="description" content="[^"]{40,}"', html)
    assert f'href="http://testserver{path}"' in html
    assert html.count("<h1") == 1
    assert '<a class="skip" href="#content">' in html


def test_the_page_of_a_code_answers_with_the_price(client: Client, reference: None) -> None:
    html = page(client, "/codes/86320/")
    assert f"What Medicare pays in {THIS_YEAR}" in html
    assert billables(html) == [
        (f"86320 The test, laboratory schedule {LAST_YEAR}", "$29.92"),
        ("86320-26 Interpretation", "$17.70", "$17.70"),
    ]
    assert 'href="/codes/86320/report/"' in first_screen(html)
    assert "Confidence: low" in html


def test_a_year_is_a_plain_link_away(client: Client, reference: None) -> None:
    assert f'href="/codes/86320/?year={LAST_YEAR}"' in page(client, "/codes/86320/")
    html = page(client, f"/codes/86320/?year={LAST_YEAR}")
    assert [amounts for _, *amounts in billables(html)] == [["$29.92"], ["$17.14", "$17.14"]]
    assert re.search(rf'href="/codes/86320/\?year={LAST_YEAR}"[^>]*aria-current="page"', html)


def test_a_release_is_chosen_by_its_label(client: Client, reference: None) -> None:
    assert billables(page(client, "/codes/86320/?release=OLD"))[1] == ("86320-26 Interpretation", "$17.14", "$17.14")


def assert_no_price(html: str, why: str) -> None:
    """Only the table of the releases that are loaded still has amounts, each beside its release."""
    course = section(html, "course")
    assert [release for release, *_ in rows(course)] == ["OLD", "NEW"]
    assert re.findall(r"\$[0-9]", html.replace(course, "")) == []
    assert why in words(first_screen(html))
    assert {"price", "rows", "places"}.isdisjoint(sections(html))


def test_a_release_that_is_not_loaded_has_no_price(client: Client, reference: None) -> None:
    html = page(client, "/codes/27447/?release=RVU99Z")
    assert_no_price(html, "No fee schedule that covers release RVU99Z is loaded")


def test_a_date_past_the_last_loaded_year_has_no_price(client: Client, reference: None) -> None:
    html = page(client, f"/codes/27447/?date={THIS_YEAR + 1}-03-01")
    assert_no_price(html, f"No fee schedule that covers March 1, {THIS_YEAR + 1} is loaded")
    assert "billable" not in first_screen(html)


def test_a_date_that_is_none_is_said(client: Client, reference: None) -> None:
    assert "is no date such as 2026-07-15" in page(client, "/codes/86320/?date=soon")


def test_where_an_earlier_release_stands_in_the_page_says_so(client: Client, reference: None) -> None:
    Release.objects.filter(label="NEW").delete()
    html = page(client, "/codes/27447/")
    assert f"January {LAST_YEAR}; {THIS_YEAR} not loaded." in html
    assert "Confidence: low" in html


def current_year(html: str) -> list[str]:
    return re.findall(r'aria-current="page">([0-9]{4})</a>', html)


def test_the_heading_is_of_the_year_whose_amounts_are_shown(client: Client, reference: None) -> None:
    html = page(client, f"/codes/27447/?year={LAST_YEAR}")
    assert f'<h2 id="pays">What Medicare paid in {LAST_YEAR}</h2>' in html
    assert current_year(html) == [str(LAST_YEAR)]


def test_a_code_that_this_years_starter_list_lacks_is_headed_by_the_year_that_stands_in(
    client: Client, reference: None
) -> None:
    Release.objects.filter(label="NEW").update(complete=False)
    Code.objects.create(code="10060")
    old = Release.objects.get(label="OLD")
    FeeLine.objects.create(release=old, **fee_row("10060", work="1.22", pe="2.31", mp="0.11", cf="32.3465")._asdict())
    html = page(client, "/codes/10060/")
    assert f'<h2 id="pays">What Medicare paid in {LAST_YEAR}; {THIS_YEAR} is not loaded for this code</h2>' in html
    assert current_year(html) == [str(LAST_YEAR)]
    assert f"The national amount for 10060 in January {LAST_YEAR}" in html


def test_a_year_that_is_not_loaded_is_said(client: Client, reference: None) -> None:
    html = page(client, "/codes/27447/?year=2019")
    assert f"<strong>2019 is not loaded. Loaded are {LAST_YEAR} and {THIS_YEAR}.</strong>" in html
    assert current_year(html) == []
    assert_no_price(html, "No fee schedule that covers 2019 is loaded")


def test_a_laboratory_amount_alone_is_headed_by_its_year(client: Client, reference: None) -> None:
    FeeLine.objects.filter(code="86320", modifier="26").delete()
    html = page(client, "/codes/86320/")
    assert f"What Medicare paid in {LAST_YEAR}; the laboratory schedule of {THIS_YEAR} is not loaded</h2>" in html


def test_a_release_that_is_not_loaded_leaves_the_laboratory_amount_under_its_own_year(
    client: Client, reference: None
) -> None:
    html = page(client, "/codes/86320/?release=RVU99Z")
    assert f"What Medicare paid in {LAST_YEAR}; release RVU99Z has no price for it</h2>" in html


def test_a_deleted_code_is_headed_by_the_year_asked(client: Client, reference: None) -> None:
    html = page(client, "/codes/77385/")
    assert f'<h2 id="pays">What Medicare pays in {THIS_YEAR}</h2>' in html
    assert "not loaded" not in html


@pytest.mark.parametrize(
    ("name", "description", "said"),
    [
        ("A name", "A gel.", "The name and the description above are medpay's own words, not the AMA's."),
        ("A name", "", "The name above is medpay's own words, not the AMA's."),
        ("", "", "medpay has no description of this code yet, and shows none of the AMA's."),
    ],
)
def test_the_sources_claim_only_words_that_are_there(
    client: Client, reference: None, name: str, description: str, said: str
) -> None:
    Code.objects.filter(pk="86320").update(name=name, description=description)
    html = page(client, "/codes/86320/").replace("&#x27;", "'")
    assert f"CPT codes © American Medical Association. {said}</li>" in html


def test_na_stands_where_cms_prints_na(client: Client, reference: None) -> None:
    html = page(client, f"/codes/27447/?year={LAST_YEAR}")
    assert billables(html) == [("27447 Whole service", "NA", "$1,257.63")]
    assert rows(section(html, "rows")) == [
        ("27447 Whole service", "NA", "$1,257.63", "A, active: Medicare pays it on this schedule"),
        ("27447", "19.60", "NA", "15.04", "4.24", "NA", "38.88"),
    ]


def test_a_deleted_code_names_its_successors(client: Client, reference: None) -> None:
    html = page(client, "/codes/77385/")
    assert f"77385 has been deleted since January 1, {THIS_YEAR}" in html
    assert "No one-to-one map." in html
    assert '<a href="/codes/77407/">77407</a>' in html


def test_a_deleted_code_was_alive_the_year_before(client: Client, reference: None) -> None:
    html = page(client, f"/codes/77385/?year={LAST_YEAR}")
    assert "has been deleted since" not in html
    assert "77385 has status I" in html


def test_a_code_without_rows_says_why(client: Client, reference: None) -> None:
    assert "77407 is not in the physician fee schedule of" in page(client, "/codes/77407/")


def test_the_page_names_the_owner_of_cpt(client: Client, reference: None) -> None:
    assert "CPT codes © American Medical Association" in page(client, "/codes/86320/")


def test_four_reports_look_like_none(client: Client, reference: None) -> None:
    before = [client.get(path).content for path in PUBLIC]
    send(4)
    refresh()
    assert [client.get(path).content for path in PUBLIC] == before


def test_the_fifth_report_opens_the_figures(client: Client, reference: None) -> None:
    send(4)
    send(1, carc="16", outcome="paid_full")
    refresh()
    html = page(client, "/codes/86320/")
    assert '<p class="total">5 reports</p>' in html
    assert "4 of 5" in html
    assert "80 %" not in html  # too few to speak of percent
    assert "not a denial rate" in html
    assert 'href="/api/v1/codes/86320/statistics.csv"' in html
    assert '<span class="count">5 reports</span>' in page(client, "/")


def test_the_open_page_knows_what_it_shows(client: Client, reference: None) -> None:
    etag = client.get("/codes/86320/statistics/")["ETag"]
    html = client.get("/codes/86320/").content.decode()
    found = re.search(r'data-etag="([^"]+)"', html)
    assert found
    assert found[1].replace("&quot;", '"') == etag
    assert client.get("/codes/86320/statistics/", headers={"If-None-Match": etag}).status_code == 304


def test_beyond_six_rows_the_rest_is_folded(client: Client, reference: None) -> None:
    for carc in ("16", "18", "22", "29", "50", "96", "97", "109"):
        send(1, carc=carc, kind="full_denial")
    refresh()
    html = client.get("/codes/86320/statistics/").content.decode()
    _, _, rest = html.partition('<details id="more-reason">')
    assert "<summary>2 more</summary>" in rest
    assert len(re.findall(r'id="bar-reason-', rest)) == 2


def test_tactics_are_reported_not_advised(client: Client, reference: None) -> None:
    send(5, tactics=["modifier_added"])
    refresh()
    assert "Reported, not advice: use a modifier only if the record supports it." in page(client, "/codes/86320/")


def test_an_unknown_code_is_missing_with_the_nearest_and_a_way_to_report(client: Client, reference: None) -> None:
    html = page(client, "/codes/86321/", status=404)
    assert '<a href="/codes/86320/">' in html
    assert 'href="/codes/86321/report/"' in html


def test_what_is_no_code_cannot_be_reported(client: Client, reference: None) -> None:
    html = page(client, "/codes/NOTACODE/", status=404)
    assert re.findall(r"/codes/\w+/report/", html) == []


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/codes/86320", "/codes/86320/"),
        ("/cpt/86320", "/codes/86320/"),
        ("/cpt/g0483/", "/codes/G0483/"),
        ("/codes/g0483/", "/codes/G0483/"),
    ],
)
def test_other_ways_of_writing_lead_to_the_page(client: Client, reference: None, path: str, target: str) -> None:
    response = client.get(path)
    assert response.status_code in {301, 302}
    assert response["Location"] == target


def test_a_missing_page_offers_the_code_in_its_address(client: Client, reference: None) -> None:
    assert '<a href="/codes/86320/">' in page(client, "/price/86320.html", status=404)


def test_a_missing_page_without_a_code_offers_the_search(client: Client, reference: None) -> None:
    assert "There is no such page" in page(client, "/nowhere/", status=404)


def test_the_site_map_names_described_codes_only(client: Client, reference: None) -> None:
    send(9, code="99213")
    refresh()
    html = client.get("/sitemap.xml").content.decode()
    assert re.findall(r"/codes/(\w+)/", html) == ["27447", "77385", "77407", "86320"]


def test_robots_are_told_where_the_map_is(client: Client, db: None) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_the_form_has_every_field_once(client: Client, reference: None) -> None:
    html = client.get("/codes/86320/report/").content.decode()
    form = html[html.index("<form method") :]
    names = set(re.findall(r'\bname="(\w+)"', form)) - {"csrfmiddlewaretoken"}
    assert names == {*intake.FIELDS, "once", "others", "subject"}
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_an_error_stands_beside_its_field_and_on_top(client: Client, reference: None) -> None:
    response = client.post("/codes/86320/report/", {"code": "86320", "payer": "Aetna", "kind": "full_denial"})
    html = re.sub(r"\s+", " ", response.content.decode())
    assert '<a href="#id_year">Year of service</a>: Give the year of service.' in html
    assert re.findall(r'<p class="error" id="id_year_error"> ?([^<]+?) ?</p>', html) == ["Give the year of service."]
    assert re.search(r'<input[^>]*name="year"[^>]*aria-describedby="id_year_helptext id_year_error"', html)
    assert re.search(r'<input[^>]*name="payer"[^>]*value="Aetna"', html)


def test_problems_are_listed_in_the_order_of_the_form(client: Client, reference: None) -> None:
    html = client.post("/report/", {"modifiers": "bad!", "story": "Call 512-555-0143."}).content.decode()
    summary = html[html.index('id="problems"') :]
    listed = re.findall(r'<li><a href="#(id_\w+)">', summary)
    form = html[html.index("<form method") :]
    on_page = [name for name in re.findall(r'\bid="(id_\w+)"', form) if name in listed]
    assert len(listed) > 1
    assert listed == on_page


def test_a_form_carries_its_mark_once(client: Client, reference: None) -> None:
    html = client.get("/report/").content.decode()
    assert len(re.findall(r'<input type="hidden" name="once" value="[\w:-]+"', html)) == 1


def test_the_form_promises_what_it_can_keep(client: Client, reference: None) -> None:
    html = page(client, "/report/")
    assert "Not every name can be recognized: leave them out yourself." in html
    assert "A person reads each story before it is shown." in html


@pytest.mark.parametrize(("payer", "told"), [("Aetna", False), ("The Plan Nobody Knows", True)])
def test_a_payer_kept_as_another_is_said(client: Client, reference: None, payer: str, told: bool) -> None:
    Payer.objects.create(slug="aetna", name="Aetna")
    sent = {"code": "86320", "payer": payer, "kind": "full_denial", "group": "CO", "carc": "97", "year": "2025"}
    html = page_sent(client, sent)
    assert ("kept under “Another payer”" in html) is told
    assert "Nobody Knows" not in html


def page_sent(client: Client, sent: dict[str, str]) -> str:
    response = client.post("/codes/86320/report/", sent)
    assert response.status_code in {200, 201}
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_receipt_is_shown_once_with_what_follows(client: Client, reference: None) -> None:
    sent = {"code": "86320", "payer": "Aetna", "kind": "full_denial", "group": "CO", "carc": "97", "year": "2025"}
    response = client.post("/codes/86320/report/", sent)
    html = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    found = re.search(r'<output class="receipt" id="receipt">([^<]+)</output>', html)
    assert found
    report = client.post("/receipt/", {"step": "lookup", "receipt": found[1]}).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', report)
    assert sorted(ids) == sorted(set(ids))
    assert re.search(r"<dd>\s*Denied in full\s*</dd>", report)


def test_the_page_of_a_receipt_says_where_the_story_stands(client: Client, reference: None) -> None:
    sent = {"code": "86320", "payer": "Aetna", "kind": "full_denial", "group": "CO", "carc": "97", "year": "2025"}
    for story, told in (("", False), ("They paid after we sent the records.", True)):
        found = re.search(r'id="receipt">([^<]+)</output>', page_sent(client, {**sent, "story": story}))
        assert found
        html = client.post("/receipt/", {"step": "lookup", "receipt": found[1]}).content.decode()
        assert ("Your story waits for a moderator." in html) is told


def test_the_page_of_an_error_stands_by_itself(client: Client) -> None:
    html = get_template("500.html").render()
    assert "Something went wrong on our side" in html


@pytest.mark.parametrize("typed", ["9%00", "A" * 3000, "9%0A1", "8632%2010"])
def test_what_cannot_be_a_mistyped_code_is_not_looked_for(
    client: Client, reference: None, typed: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get(f"/codes/{typed}/").status_code == 404


def test_a_program_at_a_wrong_address_gets_json(client: Client) -> None:
    answer = client.get("/api/v1/nowhere/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Nothing is at this address."})


class TestACodeOfNoList:
    def test_below_the_threshold_it_is_missing_whoever_reported_it(self, client: Client, reference: None) -> None:
        before = client.get("/codes/99999/")
        send_and_refresh(4, code="99999")
        after = client.get("/codes/99999/")
        assert (before.status_code, before.content) == (after.status_code, after.content) == (404, before.content)

    def test_its_figures_can_be_read_once_they_are_published(self, client: Client, reference: None) -> None:
        send_and_refresh(5, code="99999")
        page = client.get("/codes/99999/")
        assert page.status_code == 200
        assert "5 of 5" in page.content.decode()
        assert "live.js" in page.content.decode()


def test_the_tag_on_the_page_is_that_of_the_figures_it_shows(client: Client, reference: None) -> None:
    send_and_refresh(5)
    page = client.get("/codes/86320/").content.decode()
    tag = client.get("/codes/86320/statistics/")["ETag"]
    assert f'data-etag="{escape(tag)}"' in page


def test_a_body_too_large_is_refused_in_json(client: Client) -> None:
    answer = client.post("/api/v1/reports/", "[" + "1," * 200_000 + "1]", content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"detail": "This request cannot be read."})


def test_what_fails_says_so_to_programs_and_people(rf: RequestFactory) -> None:
    answer = views.failed(rf.get("/api/v1/codes/"))
    assert (answer.status_code, "detail" in json.loads(answer.content)) == (500, True)
    assert views.failed(rf.get("/codes/")).status_code == 500
    assert views.bad_request(rf.get("/codes/"), ValueError()).status_code == 400
