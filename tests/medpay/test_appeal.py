"""The page that helps with an appeal: what may be asked, what it knows, and what it never says."""

import datetime
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.test.html import parse_html
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from codes.sources.ncci_mue import LimitRow
from reports.models import Statistic, labels
from tests.codes.ncci_tables import limits, pairs, row
from tests.medpay.code_pages import words
from tests.reports.making import refresh, send, send_and_refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]
TODAY = timezone.now().date()
THIS_QUARTER = datetime.date(TODAY.year, 3 * ((TODAY.month - 1) // 3) + 1, 1)
PAGE = "/codes/86320/appeal/"
NOTHING_PUBLISHED = "Nothing is published on 86320 yet: figures appear once enough reports are in."
PAID: dict[str, Any] = {
    "outcome": "paid_full",
    "actions": ["corrected_claim"],
    "tactics": ["modifier_added"],
    "fix_modifier": "XU",
}


def read(client: Client, asked: str = "", code: str = "86320", status: int = 200) -> str:
    answer = client.get(f"/codes/{code}/appeal/?{asked}")
    assert answer.status_code == status
    page = answer.content.decode()
    parse_html(page)
    return page


def main(page: str) -> str:
    return words(page[page.index("<main") : page.index("</main>")])


def part(page: str, heading: str) -> str:
    """What stands under a heading; "" where there is none."""
    found = re.search(rf"<h2[^>]*>{re.escape(html.escape(heading))}</h2>(.*?)</section>", page, re.DOTALL)
    return words(found[1]) if found else ""


# What may be asked


def test_without_a_reason_it_asks_for_one_and_offers_those_reported_most(client: Client) -> None:
    send(4, carc="50", kind="full_denial")
    send_and_refresh(6)
    page = read(client, "payer=UHC&with=84165")
    link = 'href="/codes/86320/appeal/?reason=CO-97&amp;payer=unitedhealthcare&amp;with=84165"'
    assert link in page
    assert "CO-97" in part(page, "Reported most on 86320")
    assert "6 of 10" in part(page, "Reported most on 86320")
    assert "Word (DOCX)" not in page


def test_below_the_threshold_no_reason_is_named(client: Client) -> None:
    nothing = read(client)
    send_and_refresh(4)
    assert read(client) == nothing
    assert NOTHING_PUBLISHED in part(nothing, "Reported most on 86320")


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("reason=bundled", "Write the reason as the remittance prints it"),
        ("reason=CO", "Write the reason as the remittance prints it"),
        ("reason=N19", "That is a remark code. Give the reason code that stands beside it, such as CO-97."),
        ("reason=MA130", "MA130 leaves nothing to appeal"),
        ("reason=CO-97%00", "Null characters are not allowed."),
        ("reason=CO-97&payer=Jane+Doe", "No payer of that name is known here."),
        ("reason=CO-97&payer=" + "x" * 500, "No payer of that name is known here."),
        ("reason=CO-97&with=8416", "Give one code of five characters, such as 84165."),
        ("reason=CO-97&with=86320", "A code is not denied beside itself"),
        ("reason=CO-97&claim=12345", "The address asks for what an appeal has not."),
        ("reason=CO-97&reason=CO-97", "The address gives something more than once."),
    ],
)
@pytest.mark.parametrize("address", ["appeal/", "appeal.docx", "appeal.txt"])
def test_what_cannot_be_answered_is_said_in_words(client: Client, address: str, asked: str, problem: str) -> None:
    answer = client.get(f"/codes/86320/{address}?{asked}")
    assert answer.status_code == 400
    page = answer.content.decode()
    parse_html(page)
    assert problem in html.unescape(page)


@pytest.mark.parametrize(
    "asked",
    [
        "reason=Jane+Doe",
        "reason=123-45-6789",
        "payer=Jane+Doe",
        "with=Jane+Doe",
        "Jane+Doe=1",
        "reason=CO-97&reason=Jane+Doe",
        "reason=CO-97&payer=<script>",
    ],
)
def test_nothing_that_was_typed_is_shown_unless_it_fits(client: Client, asked: str) -> None:
    page = read(client, asked, status=400)
    for typed in ("Jane", "Doe", "6789", "<script>", "&lt;script"):
        assert typed not in page


def test_what_fits_is_kept_beside_what_does_not(client: Client) -> None:
    page = read(client, "reason=co+97&payer=uhc&with=nonsense", status=400)
    assert 'value="CO-97"' in page
    assert 'value="UnitedHealthcare"' in page
    assert "nonsense" not in page


def test_a_file_needs_a_reason(client: Client) -> None:
    answer = client.get("/codes/86320/appeal.docx?payer=aetna")
    assert answer.status_code == 400
    assert "Write the reason as the remittance prints it" in answer.content.decode()


@pytest.mark.parametrize("typed", ["CO-97", "co97", "CO 97", "97", "97 "])
def test_a_reason_is_read_as_people_write_it(client: Client, typed: str) -> None:
    page = read(client, f"reason={typed.replace(' ', '+')}")
    assert f"denied with {'CO-97' if 'o' in typed.lower() else '97'}: what to do" in main(page)


@pytest.mark.parametrize("code", ["99999", "8632", "abc", "86320-26", "8632%00"])
@pytest.mark.parametrize("address", ["appeal/", "appeal.docx", "appeal.pdf"])
def test_an_unknown_code_is_missing(client: Client, code: str, address: str) -> None:
    assert client.get(f"/codes/{code}/{address}?reason=CO-97").status_code == 404


def test_an_unlisted_code_with_figures_is_not_missing(client: Client) -> None:
    send_and_refresh(4, code="99998")
    assert client.get("/codes/99998/appeal/").status_code == 404
    send_and_refresh(1, code="99998")
    assert "CO-97" in part(read(client, code="99998"), "Reported most on 99998")


def test_no_other_file_and_no_other_method(client: Client) -> None:
    assert client.get("/codes/86320/appeal.pdf?reason=CO-97").status_code == 404
    assert client.post(f"{PAGE}?reason=CO-97").status_code == 405


@pytest.mark.parametrize("address", ["appeal/", "appeal.docx", "appeal.txt"])
def test_it_sets_no_cookie_and_is_fresh_within_seconds(client: Client, address: str) -> None:
    answer = client.get(f"/codes/86320/{address}?reason=CO-97")
    assert not answer.cookies
    assert answer["Cache-Control"] == client.get("/codes/86320/")["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")


# What it knows


@pytest.mark.parametrize(
    ("reason", "heading", "letter"),
    [
        ("CO-97", "A corrected claim is faster than an appeal", True),
        ("CO-16", "A new claim is faster than an appeal", True),
        ("CO-50", "An appeal is the usual route", True),
        ("CO-147", "Compare with the contract first", True),
        ("CO-29", "The route depends on the cause", True),
        ("CO-45", "Not a denial: dispute the amount", False),
        ("PR-1", "Not a denial: dispute the amount", False),
        ("CO-22", "Settle who covers the patient: no appeal", False),
        ("PR-204", "Not a case for an appeal", False),
        ("CO-234", "Usually final: no appeal", False),
        ("CR-97", "CR is a group of the past: no appeal", False),
        ("CO-299", "Compare with the contract first", True),
        ("CO-300", "The route depends on the cause", True),
    ],
)
def test_each_kind_of_reason_has_its_answer(client: Client, reason: str, heading: str, letter: bool) -> None:
    page = read(client, f"reason={reason}")
    assert f'<h2 id="way">{heading}</h2>' in page
    assert ('id="letter"' in page) == letter
    assert page.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_medicare_hears_no_appeal_of_late_filing(client: Client) -> None:
    assert "Medicare hears no appeal of late filing" in main(read(client, "reason=CO-29&payer=Noridian"))


def test_a_payers_own_rule_is_a_ground_against_that_payer_alone(client: Client) -> None:
    rule = "Pays only for tests that the billing provider performed under its own CLIA certificate"
    assert part(read(client, "reason=CO-97&payer=UHC"), "The letter").count(rule) == 1
    assert rule not in read(client, "reason=CO-97&payer=aetna")
    assert rule not in read(client, "reason=CO-97")


def test_tips_that_hold_today_stand_with_their_sources(client: Client) -> None:
    written = part(read(client, "reason=CO-97"), "What is written about 86320")
    assert "Do not write off 84165 beside it." in written
    beside = part(read(client, "reason=CO-97&with=84165"), "What is written about 86320")
    assert beside.startswith("Do not write off 84165 beside it.")
    assert "NCCI procedure-to-procedure edits, practitioner services, third quarter of 2024" in written


def test_coverage_documents_answer_reasons_about_coverage(client: Client) -> None:
    assert "LCD L33996 of CGS Administrators, Vitamin D Assay Testing." in main(read(client, "reason=CO-50", "82306"))
    assert "L33996" not in read(client, "reason=CO-97", "82306")


def test_the_pair_that_is_asked_about_has_one_of_three_answers(client: Client) -> None:
    assert "medpay holds no practitioner table" in main(read(client, "reason=CO-97&with=84165"))
    pairs([row("86334", "86320", "1")], effective=THIS_QUARTER)
    pairs([row("86334", "86320", "0")], variant="hospital", effective=THIS_QUARTER)
    page = read(client, "reason=CO-97&with=84165")
    assert "No edit for 86320 with 84165" in part(page, "What Medicare's tables say")
    assert "No edit for 86320 with 84165" in part(page, "The letter")
    page = read(client, "reason=CO-97&with=86334")
    tables = part(page, "What Medicare's tables say")
    assert "Practitioner: 86320 is denied beside 86334" in tables
    assert "Outpatient hospital: 86320 is denied beside 86334" in tables
    assert "whatever the modifier" not in part(page, "The letter")
    assert f"NCCI practitioner edits, {THIS_QUARTER:%B %Y}" in tables


def test_a_table_that_stands_in_says_so(client: Client) -> None:
    pairs([row("86334", "86320", "1")])
    page = read(client, "reason=CO-97&with=86334")
    assert "No table for today is loaded: a later one may differ." in part(page, "What Medicare's tables say")


def test_pairs_reported_most_are_asked_about_where_the_line_was_bundled(client: Client) -> None:
    pairs([row("86334", "86320", "1")], effective=THIS_QUARTER)
    send_and_refresh(6, paired_code="86334")
    found = "Reported beside it. Practitioner: 86320 is denied beside 86334"
    page = read(client, "reason=CO-97")
    assert found in part(page, "What Medicare's tables say")
    assert "86334" not in part(page, "The letter")
    assert found not in read(client, "reason=CO-50")


def test_units_have_their_limit(client: Client) -> None:
    limits([LimitRow("86320", 1, "2", "Policy")], effective=THIS_QUARTER, label="MUE now")
    page = read(client, "reason=CO-151")
    assert "1 unit for the day, absolute" in part(page, "What Medicare's tables say")
    assert "Medicare's published limit for 86320, practitioner, is 1." in part(page, "The letter")


# What is published


def test_figures_are_those_of_the_reason_where_they_are_published(client: Client) -> None:
    send_and_refresh(6, **PAID)
    paid = part(read(client, "reason=CO-97&payer=aetna"), "What got it paid, in reports")
    assert paid.startswith("Of 6 reports on 86320 with CO-97. Paid in full, of those decided.")
    for said in (
        "Whatever was done: 6 of 6.",
        "Route: Corrected claim, 6 of 6.",
        "Sent or changed: Added or changed a modifier, 6 of 6.",
        "With modifier: XU, 6 of 6.",
        "Reported, not advice: use a modifier only if the record supports it.",
    ):
        assert said in paid


def test_else_of_the_payer_and_else_of_the_code(client: Client) -> None:
    send(6, **PAID)
    send_and_refresh(5, payer="cigna", carc="50", kind="full_denial")
    heading = "What got it paid, in reports"
    of_payer = part(read(client, "reason=CO-16&payer=aetna"), heading)
    assert of_payer.startswith("Of 6 reports on 86320 of Aetna, whatever the reason.")
    assert part(read(client, "reason=CO-16&payer=humana"), heading).startswith("Of 11 reports on 86320, whatever")
    assert part(read(client, "reason=97"), heading).startswith("Of 11 reports on 86320, whatever the reason.")


def test_from_twenty_on_shares_are_in_percent_with_their_interval(client: Client) -> None:
    send_and_refresh(20, **PAID)
    paid = part(read(client, "reason=CO-97"), "What got it paid, in reports")
    assert "Whatever was done: 100 % (20 of 20; 95 % interval 84 to 100 %)." in paid


def test_below_the_threshold_the_page_is_that_of_no_reports(client: Client) -> None:
    nothing = read(client, "reason=CO-97&payer=aetna")
    assert NOTHING_PUBLISHED in nothing
    send_and_refresh(4, **PAID)
    assert read(client, "reason=CO-97&payer=aetna") == nothing


def test_a_withheld_slice_looks_like_an_empty_one(client: Client) -> None:
    send(9)
    send_and_refresh(8, payer="cigna")
    empty = read(client, "reason=CO-16&payer=humana")
    send_and_refresh(3, payer="humana")
    withheld = read(client, "reason=CO-16&payer=humana")
    assert withheld.replace("20 reports", "17 reports") == empty.replace("20 reports", "17 reports")


def test_no_figure_stands_in_the_letter(client: Client) -> None:
    before = part(read(client, "reason=CO-97"), "The letter")
    send_and_refresh(6, **PAID)
    page = read(client, "reason=CO-97")
    assert "Corrected claim, 6 of 6, of 6 reports on 86320 with CO-97." in main(page)
    assert part(page, "The letter") == before


@pytest.mark.parametrize("others", [(), ("86334",), ("86334", "86335", "84165")])
def test_the_number_of_queries_does_not_grow(
    client: Client, others: tuple[str, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pairs([row(other, "86320") for other in ("86334", "86335", "84165")], effective=THIS_QUARTER)
    pairs([row("86334", "86320")], variant="hospital", effective=THIS_QUARTER)
    for other in others:
        send(6, carc="50", kind="bundled", paired_code=other)
    refresh()
    assert Statistic.objects.exists() == bool(others)
    labels()  # words are read once and kept
    with django_assert_num_queries(9 if others else 10):  # without figures of the payer, those of the code are asked
        client.get(f"{PAGE}?reason=CO-97&payer=aetna&with=80048")


# What leads to it


def test_the_page_of_a_code_leads_to_it(client: Client) -> None:
    assert '<a href="/codes/86320/appeal/">Prepare an appeal</a>' in client.get("/codes/86320/").content.decode()


@pytest.mark.parametrize(
    ("query", "leads"), [("payer=aetna", True), ("reason=CO-97", True), ("line_of_business=medicare", False)]
)
def test_so_does_a_filter_with_what_it_asks(client: Client, query: str, leads: bool) -> None:
    send_and_refresh(6)
    page = client.get(f"/codes/86320/?{query}").content.decode()
    assert (f'href="/codes/86320/appeal/?{query}"' in page) == leads


def test_a_made_up_filter_leads_nowhere(client: Client) -> None:
    assert "appeal/?" not in client.get("/codes/86320/?payer=nobody").content.decode()


def test_search_engines_are_led_to_the_page_without_a_question(client: Client) -> None:
    page = read(client, "reason=CO-97")
    assert f'<link rel="canonical" href="http://testserver{PAGE}">' in " ".join(page.split())
    assert '<meta name="robots" content="noindex">' in page
    assert "noindex" not in read(client)


def test_every_address_in_it_is_of_this_site_or_secure(client: Client) -> None:
    send_and_refresh(6, **PAID)
    found = re.findall(r'href="([^"]+)"', read(client, "reason=CO-97&payer=UHC&with=84165"))
    assert [each for each in found if not each.startswith(("/", "#", "https://", "http://testserver/"))] == []
