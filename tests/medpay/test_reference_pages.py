"""Payers, reasons, localities, guides, and codes side by side: the pages beside those of the codes."""

import csv
import datetime
import io
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from codes import handbook
from codes.actions import STARTER
from codes.finding import reason_key
from codes.models import Code, County, FeeLine, ListedReason, Locality, Payer, Reason, Release, UnitLimit, ZipCode
from medpay.remedies import FIXES_OF, ROUTE_WORDS
from reports import actions
from tests.codes.labs import lab_fee
from tests.codes.rows import fee_row
from tests.reports.making import refresh, send, send_and_refresh

TODAY = timezone.now().date()
THIS_YEAR = TODAY.year
FIRST = datetime.date(THIS_YEAR, 1, 1)
GUIDE = "imrt-delivery"
KEPT_A_MINUTE = "s-maxage=60, stale-while-revalidate=600"
NONE = "\N{EN DASH}"  # in a cell that has nothing to say
PATHS = (
    "/payers/",
    "/payers/aetna/",
    "/reasons/",
    "/reasons/CO-97/",
    "/reasons/97/",
    "/reasons/N19/",
    "/localities/",
    "/guides/",
    f"/guides/{GUIDE}/",
    "/guides/denial-codes/",
    "/compare/",
    "/compare/?code=99213&code=86320",
)


def report(count: int, **changes: Any) -> None:
    send_and_refresh(count, **changes)
    actions.fold_parents()


def edition(source: str, *, effective: datetime.date = FIRST, variant: str = "") -> Release:
    return Release.objects.create(
        source=source,
        variant=variant,
        label=f"{source} {effective}",
        effective=effective,
        digest=f"{source} {variant} {effective}",
        complete=True,
        state=Release.State.CURRENT,
    )


@pytest.fixture
def reference(db: None) -> None:
    for code, name in (("86320", "Immunoelectrophoresis of serum"), ("99213", "Office visit, level 3")):
        Code.objects.create(code=code, name=name)
    schedule = edition("mpfs")
    for row in (
        fee_row("86320", status="X", pctc="9"),
        fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6"),
        fee_row("99213", work="1.30", pe="1.35", pe_facility="0.57", mp="0.10", mult="0"),
    ):
        FeeLine.objects.create(release=schedule, **row._asdict())
    lab_fee("86320", "29.92", effective=FIRST)
    Payer.objects.create(
        slug="aetna",
        name="Aetna",
        family="CVS Health",
        kind="national",
        aliases=["Aetna PPO"],
        names=["aetna", "aetna ppo"],
    )
    Payer.objects.create(slug="meritain", name="Meritain Health", family="CVS Health", kind="tpa", names=["meritain"])
    Payer.objects.create(slug="medicare", name="Medicare", family="Medicare", kind="medicare_contractor")
    Payer.objects.create(slug="other", name="Another payer", names=["another payer"])
    for kind, code, route in (
        ("carc", "97", "corrected_claim"),
        ("carc", "9", "corrected_claim"),
        ("carc", "45", "contract"),
        ("carc", "15", "corrected_claim"),
        ("carc", "50", "appeal"),
        ("carc", "1", "patient"),
        ("rarc", "N19", "corrected_claim"),
        ("rarc", "MA130", "new_claim"),
    ):
        Reason.objects.create(
            kind=kind,
            code=code,
            paraphrase=f"What {code} means.",
            first_check=f"Check {code}.",
            causes="one cause; another cause",
            fix=f"Fix {code}.",
            route=route,
        )


@pytest.fixture
def lists(reference: None) -> None:
    carc, rarc = edition("carc"), edition("rarc")
    for release, code, end in ((carc, "97", None), (carc, "15", datetime.date(2018, 5, 1)), (rarc, "N19", None)):
        start = datetime.date(1995, 1, 1)
        ListedReason.objects.create(release=release, code=code, start=start, end=end, alert=False)
    ListedReason.objects.create(release=carc, code="300", alert=False)


@pytest.fixture
def places(reference: None) -> None:
    gpci, listed, zips = edition("gpci"), edition("localities"), edition("zips")
    for key, state, name, work in (
        ("01112-05", "CA", "San Francisco", "1.057"),
        ("10112-00", "AL", "Alabama", "1.000"),
        ("04412-18", "TX", "Houston", "1.008"),
    ):
        contractor, _, number = key.partition("-")
        Locality.objects.create(
            release=gpci,
            contractor=contractor,
            number=number,
            state=state,
            name=name,
            work=Decimal(work),
            pe=Decimal("1.100"),
            mp=Decimal("0.500"),
        )
    County.objects.create(
        release=listed, contractor="04412", number="18", state="TEXAS", area="Houston", counties="Harris"
    )
    for code, key, plus_four in (
        ("77001", "04412-18", False),
        ("94101", "01112-05", True),
        ("94102", "10112-00", False),
    ):
        contractor, _, number = key.partition("-")
        ZipCode.objects.create(
            release=zips, zip=code, state="CA", contractor=contractor, number=number, plus_four=plus_four
        )


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def breadcrumbs(html: str) -> Any:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert len(found) == 1
    return json.loads(found[0])


def rows_of(html: str) -> dict[str, list[str]]:
    """The table of a comparison: by the name of each line, what its cells say."""
    found = {}
    for name, cells in re.findall(r'role="rowheader"> ?([^<]+?) ?</th>(.*?)</tr>', html):
        texts = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells)]
        found[name] = texts
    return found


class TestEveryPage:
    @pytest.mark.parametrize("path", PATHS)
    def test_it_sets_no_cookie_and_is_kept_a_minute_or_with_figures_a_second(
        self, client: Client, reference: None, path: str
    ) -> None:
        response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies
        kept = "s-maxage=1" if path.count("/") > 2 and path.startswith(("/payers", "/reasons")) else KEPT_A_MINUTE
        assert response["Cache-Control"] == f"public, max-age=0, {kept}"

    @pytest.mark.parametrize("path", PATHS)
    def test_it_has_title_description_canonical_and_one_heading(
        self, client: Client, reference: None, path: str
    ) -> None:
        html = page(client, path)
        canonical = {"/reasons/97/": "/reasons/CO-97/"}.get(path, path.partition("?")[0])
        assert re.findall(r'<link rel="canonical" href="http://testserver([^"]+)"', html) == [canonical]
        assert len(re.findall(r"<title>[^<]*medpay</title>", html)) == 1
        assert re.search(r'<meta name="description" content="[^"]{40,}"', html)
        assert html.count("<h1") == 1

    @pytest.mark.parametrize("path", PATHS)
    def test_its_trail_stands_in_the_page_and_in_its_data(self, client: Client, reference: None, path: str) -> None:
        html = page(client, path)
        trail = html[html.index('aria-label="Breadcrumb"') : html.index("application/ld+json")]
        shown = re.findall(r'<a href="([^"]+)">', trail)
        listed = breadcrumbs(html)["itemListElement"]
        assert [each["position"] for each in listed] == list(range(1, len(listed) + 1))
        assert [each["item"] for each in listed] == [
            f"http://testserver{address}" for address in (*shown, path.partition("?")[0])
        ]

    @pytest.mark.parametrize("path", PATHS)
    def test_it_has_no_inline_script_but_data(self, client: Client, reference: None, path: str) -> None:
        html = client.get(path).content.decode().replace('<script type="application/ld+json">', "")
        assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", html) == []

    @pytest.mark.parametrize("path", PATHS)
    def test_no_name_is_given_twice(self, client: Client, places: None, path: str) -> None:
        ids = re.findall(r'\sid="([^"]+)"', client.get(path).content.decode())
        assert sorted(ids) == sorted(set(ids))

    def test_the_head_of_a_code_leads_to_a_report_on_it(self, client: Client, reference: None) -> None:
        html = page(client, "/codes/86320/")
        assert 'href="/codes/86320/report/"' in html[: html.index("</header>")]

    def test_the_head_leads_to_the_lists_and_the_foot_to_the_rest(self, client: Client, reference: None) -> None:
        html = page(client, "/payers/")
        head, foot = html[: html.index("</header>")], html[html.index('<footer class="colophon">') :]
        assert {"/codes/", "/reasons/", "/payers/", "/toolkit/", "/report/"} <= set(
            re.findall(r'href="(/[^"]+/)"', head)
        )
        assert {"/check/", "/compare/", "/localities/", "/guides/", "/receipt/", "/method/"} <= set(
            re.findall(r'href="(/[^"]+/)"', foot)
        )
        assert head.count('aria-current="page"') == 1

    def test_what_ends_a_block_of_data_cannot_stand_in_it(self, client: Client, reference: None) -> None:
        Payer.objects.filter(pk="aetna").update(name="</script><b>&")
        assert "<b>" not in client.get("/payers/aetna/").content.decode()
        assert breadcrumbs(page(client, "/payers/aetna/"))["itemListElement"][-1]["name"] == "</script><b>&"


@pytest.mark.parametrize(
    "path", ["/payers/nobody/", "/reasons/Q9/", "/reasons/CO-999/", "/guides/nothing/", "/payers/a%00/"]
)
def test_what_is_not_there_is_missing(client: Client, reference: None, path: str) -> None:
    assert client.get(path).status_code == 404


class TestPayers:
    def test_they_stand_by_kind_with_family_and_aliases(self, client: Client, reference: None) -> None:
        html = page(client, "/payers/")
        assert re.findall(r'<h2 id="[^"]+">([^<]+)</h2>', html) == [
            "National insurers",
            "Administrators of self-funded plans",
            "Medicare and its contractors",
            "Any other",
        ]
        assert '<a href="/payers/aetna/">Aetna</a> <span class="family">CVS Health</span>' in html
        assert '<span class="aliases">Aetna PPO</span>' in html

    def test_without_payers_the_page_says_so(self, client: Client, db: None) -> None:
        assert "No payers are loaded on this server" in page(client, "/payers/")

    @pytest.mark.parametrize("payers", [1, 3])
    def test_the_list_takes_one_query(
        self, client: Client, db: None, payers: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Payer.objects.bulk_create(Payer(slug=f"p{each}", name=f"P{each}") for each in range(payers))
        with django_assert_num_queries(1):
            client.get("/payers/")

    def test_one_has_its_family_and_kind(self, client: Client, reference: None) -> None:
        html = page(client, "/payers/aetna/")
        assert '<dd>CVS Health, with <a href="/payers/meritain/">Meritain Health</a>. Figures stay apart' in html
        assert "<dd>National insurers</dd>" in html

    def test_another_name_leads_to_its_page(self, client: Client, reference: None) -> None:
        assert client.get("/payers/Aetna PPO/")["Location"] == "/payers/aetna/"

    def test_its_rules_are_those_of_the_handbook(self, client: Client, reference: None) -> None:
        written = {
            entry.code for entry in handbook.entries().values() for rule in entry.payers if rule.payer == "medicare"
        }
        html = page(client, "/payers/medicare/")
        assert written
        assert set(re.findall(r'<a href="/codes/(\w{5})/">', html)) == written
        assert "Its rules on single codes" not in page(client, "/payers/meritain/")

    def test_four_reports_look_like_none(self, client: Client, reference: None) -> None:
        before = client.get("/payers/aetna/").content
        report(4)
        assert client.get("/payers/aetna/").content == before
        assert "No figures yet. They appear once 5 reports" in page(client, "/payers/aetna/")

    def test_five_reports_show_codes_reasons_and_what_came_of_it(self, client: Client, reference: None) -> None:
        report(5, actions=["appeal_1"], outcome="paid_full")
        html = page(client, "/payers/aetna/")
        assert '<p class="total">5 reports</p>' in html
        assert re.search(r'href="/codes/86320/\?payer=aetna#denials"[^>]*><b>86320</b>', html)
        assert re.search(r'href="/reasons/CO-97/"[^>]*><b>CO-97</b>', html)
        assert 'id="figures-payer"' not in html
        assert "<b>5 of 5</b>" in html
        assert 'href="/api/v1/payers/aetna/statistics/"' in html
        assert 'href="/payers/aetna/feed/"' in html
        assert "No figures yet" in page(client, "/payers/meritain/")

    def test_a_code_that_is_not_published_is_pooled(self, client: Client, reference: None) -> None:
        report(9)
        report(2, code="99213")
        report(3, code="97110")
        html = page(client, "/payers/aetna/")
        assert '<span>Other codes</span> <span class="value"><b>5 of 14</b>' in html
        assert "99213" not in html
        assert "97110" not in html

    def test_a_code_that_falls_below_the_threshold_is_gone_with_the_same_refresh(
        self, client: Client, reference: None
    ) -> None:
        sent = send_and_refresh(5)
        report(9, code="99213")
        assert "/codes/86320/" in page(client, "/payers/aetna/")
        actions.withdraw_report(receipt=sent[0][1])
        refresh()
        assert "/codes/86320/" not in page(client, "/payers/aetna/")
        assert "/codes/86320/" not in page(client, "/reasons/CO-97/")

    @pytest.mark.parametrize("codes", [("86320",), ("86320", "99213", "97110")])
    def test_its_page_takes_three_queries_and_one_for_the_codes_of_its_rules(
        self, client: Client, reference: None, codes: Sequence[str], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for code in codes:
            report(5, code=code)
        with django_assert_num_queries(4):
            client.get("/payers/aetna/")


class TestReasons:
    def test_they_stand_in_the_order_of_their_numbers(self, client: Client, reference: None) -> None:
        html = page(client, "/reasons/")
        keys = ["PR-1", "CO-9", "CO-15", "CO-45", "CO-50", "CO-97", "MA130", "N19"]
        assert re.findall(r'<a href="/reasons/([^"]+)/">', html) == keys

    def test_those_that_ended_are_marked(self, client: Client, lists: None) -> None:
        html = page(client, "/reasons/")
        assert re.findall(r'<li class="past"> <a href="/reasons/([^"]+)/">', html) == ["CO-15"]
        assert "ended May 1, 2018" in html
        assert f"X12&#x27;s list as of January {THIS_YEAR}" in html or f"X12's list as of January {THIS_YEAR}" in html

    def test_without_a_list_no_dates_are_claimed(self, client: Client, reference: None) -> None:
        assert "No list of X12's is loaded, so no dates are given" in page(client, "/reasons/")

    def test_without_reasons_the_page_says_so(self, client: Client, db: None) -> None:
        assert "No reasons are loaded on this server" in page(client, "/reasons/")

    def test_the_lists_take_five_queries(
        self, client: Client, lists: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(5):
            client.get("/reasons/")

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("co-97", "CO-97"),
            ("CO97", "CO-97"),
            ("CO 97", "CO-97"),
            ("097", "97"),
            ("n-19", "N19"),
            ("ma130", "MA130"),
        ],
    )
    def test_other_ways_of_writing_lead_to_the_page(
        self, client: Client, reference: None, typed: str, key: str
    ) -> None:
        assert client.get(f"/reasons/{typed}/")["Location"] == f"/reasons/{key}/"

    def test_one_says_what_to_do(self, client: Client, reference: None) -> None:
        html = page(client, "/reasons/CO-97/")
        for said in ("What 97 means.", "Check 97.", "Fix 97.", "Route: corrected claim", "<li>Another cause</li>"):
            assert said in html
        assert "CO: the provider absorbs it." in html
        assert "Reported, not advice: use a modifier only if the record supports it." in html
        assert "If MA130 stands on the remittance there is no appeal" in html

    def test_without_a_group_each_is_a_link_away(self, client: Client, reference: None) -> None:
        html = page(client, "/reasons/97/")
        groups = [f"{group}-97" for group in ("CO", "PR", "OA", "PI")]
        assert re.findall(r'<li><a href="/reasons/([^"]+)/">', html[html.index("With which group") :]) == groups

    def test_the_historic_group_is_explained(self, client: Client, reference: None) -> None:
        html = page(client, "/reasons/CR-97/")
        assert "CR is historic" in html
        assert "What 97 means." in html
        for said in ("What to do", "Fix 97.", "Route:", "Usual causes", "Reported, not advice"):
            assert said not in html

    def test_a_fix_that_says_who_bears_it_stands_with_its_group_alone(self, client: Client, reference: None) -> None:
        assert "<dt>Usual fix under CO</dt><dd>Fix 97.</dd>" in page(client, "/reasons/CO-97/")
        html = page(client, "/reasons/PR-97/")
        assert "Fix 97." not in html
        assert '<dt>Usual fix under CO</dt><dd>It differs by group: see <a href="/reasons/CO-97/">CO-97</a>' in html
        assert "<dt>Who bears it: PR</dt><dd>The payer puts it on the patient." in html
        assert "Under PR ask the payer why, before the patient gets a bill." in html
        assert "<dt>Usual fix</dt><dd>Fix 50.</dd>" in page(client, "/reasons/PR-50/")

    def test_billing_the_patient_is_no_route_where_the_provider_bears_it(self, client: Client, reference: None) -> None:
        shown = {key: "Bill the patient, or" in page(client, f"/reasons/{key}/") for key in ("PR-1", "1", "CO-1")}
        assert shown == {"PR-1": True, "1": True, "CO-1": False}

    def test_an_advance_notice_decides_who_owes_what_is_not_necessary(self, client: Client, reference: None) -> None:
        html = page(client, "/reasons/PR-50/")
        for row in (
            "<dt>GA: a signed notice is on file</dt><dd><b>PR-50</b>, the patient owes it</dd>",
            '<dt>GZ: no notice was given</dt><dd><a href="/reasons/CO-50/">CO-50</a>, the provider absorbs it</dd>',
            '<a href="/reasons/PR-96/">PR-96</a>, the patient owes it</dd>',
        ):
            assert row in html
        assert "a Medicare Advantage plan decides before the service instead" in html
        assert "Original Medicare: the advance notice" not in page(client, "/reasons/CO-97/")

    def test_no_notice_moves_an_edit_to_the_patient(self, client: Client, reference: None) -> None:
        said = "An advance notice (ABN) never moves an NCCI or MUE denial to the patient."
        assert [said in page(client, f"/reasons/{key}/") for key in ("PR-97", "CO-97", "PR-50")] == [True, True, False]

    def test_every_fix_of_the_starter_list_that_names_who_bears_it_has_its_group(self) -> None:
        with (STARTER / "reasons.csv").open(encoding="utf-8", newline="") as file:
            fixes = {row["code"]: row["fix"] for row in csv.DictReader(file) if row["kind"] == "carc"}
        bearing = re.compile(r"not the patient's|patient does not owe|stays with the provider|under CO|PR amount")
        naming = {code for code, fix in fixes.items() if bearing.search(fix)}
        assert naming <= set(FIXES_OF)
        assert {reason_key(code, carc=True) for code in FIXES_OF} == {
            f"{group}-{one}" for one, group in FIXES_OF.items()
        }

    def test_what_is_no_denial_says_so(self, client: Client, reference: None) -> None:
        html = page(client, "/reasons/CO-45/")
        assert "Not a denial by itself: it is the write-down to the contract or fee schedule." in html

    def test_no_appeal_is_advised_where_there_is_none(self, client: Client, reference: None) -> None:
        html = page(client, "/reasons/MA130/")
        assert "No appeal rights" in html
        assert "redetermination" not in html

    def test_an_appeal_is_named_by_line_of_business(self, client: Client, reference: None) -> None:
        assert "Medicare calls the first one a redetermination" in page(client, "/reasons/CO-50/")

    def test_one_on_the_list_has_its_dates(self, client: Client, lists: None) -> None:
        html = page(client, "/reasons/CO-15/")
        assert "Not in use since May 1, 2018. It stays right for claims from before that day." in html
        assert "<dd>January 1, 1995</dd>" in html

    def test_one_that_only_the_list_has_is_shown_without_words(self, client: Client, lists: None) -> None:
        assert "Not yet described here" in page(client, "/reasons/CO-300/")

    def test_four_reports_look_like_none(self, client: Client, reference: None) -> None:
        before = client.get("/reasons/CO-97/").content
        report(4, rarcs=["N19"])
        assert client.get("/reasons/CO-97/").content == before

    def test_five_reports_name_codes_payers_and_the_remarks_beside_it(self, client: Client, reference: None) -> None:
        send(4, rarcs=["N19"])
        report(1)
        html = page(client, "/reasons/CO-97/")
        assert re.search(r'href="/codes/86320/\?reason=CO-97#denials"[^>]*><b>86320</b>', html)
        assert re.search(r'href="/payers/aetna/"[^>]*>Aetna</a>', html)
        assert re.search(r'href="/reasons/N19/"[^>]*><b>N19</b>', html)
        assert "<b>4 of 5</b>" in html
        assert "No figures yet" in page(client, "/reasons/PR-97/")
        assert "What billers report" not in page(client, "/reasons/N19/")

    @pytest.mark.parametrize("codes", [("86320",), ("86320", "99213", "97110")])
    def test_its_page_takes_four_queries(
        self, client: Client, lists: None, codes: Sequence[str], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for code in codes:
            report(5, code=code)
        with django_assert_num_queries(4):
            client.get("/reasons/CO-97/")

    def test_every_route_has_words(self) -> None:
        assert set(ROUTE_WORDS) == set(Reason.Route.values)


class TestLocalities:
    def test_without_a_table_the_page_says_how_to_get_it(self, client: Client, reference: None) -> None:
        assert "No locality table is loaded; <code>make data</code> fetches it." in page(client, "/localities/")

    def test_they_stand_with_indices_and_counties(self, client: Client, places: None) -> None:
        html = page(client, "/localities/")
        assert re.findall(r'<tr role="row" id="([^"]+)">', html) == ["10112-00", "04412-18", "01112-05"]
        houston = html[html.index('id="04412-18"') : html.index('id="01112-05"')]
        assert re.findall(r">([0-9.]{5})<", houston) == ["1.008", "1.100", "0.500"]
        assert "Harris" in houston

    @pytest.mark.parametrize(
        ("search", "found"),
        [("harris tx", ["04412-18"]), ("ca", ["01112-05"]), ("10112", ["10112-00"]), ("zz", [])],
    )
    def test_a_filter_is_a_plain_address(self, client: Client, places: None, search: str, found: list[str]) -> None:
        html = page(client, f"/localities/?search={search}")
        assert re.findall(r'<tr role="row" id="([^"]+)">', html) == found
        assert f"{len(found)} of 3 localities" in html

    def test_each_is_applied_to_a_code(self, client: Client, places: None) -> None:
        assert '<a href="/codes/99213/?locality=01112-05">' in page(client, "/localities/")
        assert '<a href="/codes/86320/?locality=01112-05">' in page(client, "/localities/?code=86320")
        assert '<a href="/codes/99213/?locality=01112-05">' in page(client, "/localities/?code=%3Cb")

    def located(self, client: Client, zip_code: str) -> str:
        html = page(client, f"/localities/?zip={zip_code}")
        return html[html.index(f"ZIP code {zip_code}") : html.index('<h2 id="all">')]

    def test_a_zip_code_finds_its_own(self, client: Client, places: None) -> None:
        assert re.findall(r"locality=([0-9-]+)", self.located(client, "77001")) == ["04412-18"]

    def test_an_ambiguous_zip_code_offers_candidates(self, client: Client, places: None) -> None:
        html = self.located(client, "94101")
        assert "It lies in more than one locality." in html
        assert re.findall(r"locality=([0-9-]+)", html) == ["10112-00", "01112-05"]

    @pytest.mark.parametrize(
        ("zip_code", "said"), [("9410", "A ZIP code has five digits"), ("00000", "That ZIP code is not in CMS")]
    )
    def test_a_zip_code_that_finds_nothing_says_why(
        self, client: Client, places: None, zip_code: str, said: str
    ) -> None:
        assert said in self.located(client, zip_code)

    def test_the_list_takes_four_queries(
        self, client: Client, places: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(4):
            client.get("/localities/")

    @pytest.mark.parametrize(("zip_code", "queries"), [("77001", 8), ("94101", 9)])
    def test_a_zip_code_takes_a_few_more(
        self,
        client: Client,
        places: None,
        zip_code: str,
        queries: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        with django_assert_num_queries(queries):
            client.get(f"/localities/?zip={zip_code}")


@pytest.mark.django_db
def test_every_locality_of_cms_has_its_counties(client: Client, cms_data: Path) -> None:
    for source, file in (("gpci", "GPCI2025.csv"), ("localities", "25LOCCO.csv")):
        call_command("import_release", source, str(cms_data / "mpfs" / "rvu25d" / file), stdout=io.StringIO())
    html = page(client, "/localities/")
    assert "109 localities" in html
    assert len(re.findall(r'<td class="counties" role="cell">[^<]+</td>', html)) == 109
    assert re.findall(r'<tr role="row" id="([^"]+)">', page(client, "/localities/?search=harris+tx")) == ["04412-18"]


class TestGuides:
    def test_all_are_listed(self, client: Client, db: None) -> None:
        listed = re.findall(r'<a href="/guides/([^"]+)/">', page(client, "/guides/"))
        assert sorted(listed) == sorted(["denial-codes", *handbook.guides()])

    @pytest.mark.parametrize("slug", sorted(handbook.guides()))
    def test_one_has_contents_sources_and_the_day_of_its_review(self, client: Client, db: None, slug: str) -> None:
        guide = handbook.guides()[slug]
        html = page(client, f"/guides/{slug}/")
        assert f"Reviewed {guide.reviewed:%B} {guide.reviewed.day}, {guide.reviewed.year}" in html
        assert [heading.id for heading in guide.contents] == re.findall(r'<li><a href="#([^"]+)">', html)
        for heading in guide.contents:
            assert f'<h2 id="{heading.id}">' in html
        sources = html[html.index('<h2 id="guide-sources">') :]
        assert len(re.findall(r"<li>", sources[: sources.index("</ul>")])) == len(guide.sources)

    def test_it_links_the_codes_that_are_known(self, client: Client, db: None) -> None:
        Code.objects.create(code="77407", name="Radiation session, level 2")
        html = page(client, f"/guides/{GUIDE}/")
        named = html[html.index('<h2 id="codes-named">') : html.index('<h2 id="contents">')]
        assert re.findall(r"/codes/(\w{5})/", named) == ["77407"]

    def test_one_takes_one_query(
        self, client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(1):
            client.get(f"/guides/{GUIDE}/")

    def test_the_denial_codes_stand_on_one_page(self, client: Client, lists: None) -> None:
        html = page(client, "/guides/denial-codes/")
        assert re.findall(r'<h3 id="carc-([^"]+)">', html) == ["1", "9", "15", "45", "50", "97"]
        assert "Not in use since May 1, 2018." in html

    def test_the_denial_codes_take_three_queries(
        self, client: Client, lists: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(3):
            client.get("/guides/denial-codes/")

    def test_the_denial_codes_are_a_table_too(self, client: Client, lists: None) -> None:
        response = client.get("/guides/denial-codes.csv")
        assert response["Content-Disposition"] == 'attachment; filename="medpay-denial-codes.csv"'
        rows = {row["carc"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}
        assert list(rows) == ["1", "9", "15", "45", "50", "97"]
        assert rows["15"] == {
            "carc": "15",
            "what_it_means": "What 15 means.",
            "usual_causes": "one cause; another cause",
            "first_check": "Check 15.",
            "usual_fix": "Fix 15.",
            "route": "Corrected claim",
            "listed_since": "1995-01-01",
            "listed_until": "2018-05-01",
            "list_as_of": FIRST.isoformat(),
        }
        assert rows["9"]["list_as_of"] == ""

    def test_no_cell_of_it_begins_like_a_formula(self, client: Client, db: None) -> None:
        call_command("load_starter")
        rows = list(csv.reader(io.StringIO(client.get("/guides/denial-codes.csv").content.decode())))
        assert len(rows) > 100
        assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


class TestComparing:
    def test_codes_stand_side_by_side(self, client: Client, reference: None) -> None:
        lines = rows_of(page(client, "/compare/?code=99213&code=86320"))
        assert lines["Medicare pays, office"] == ["$88.95", NONE]
        assert lines["Medicare pays, facility"] == ["$63.72", NONE]
        assert lines["With 26"] == [NONE, "$17.14"]
        assert lines["Laboratory schedule"] == [NONE, f"$29.92 {THIS_YEAR}"]
        assert [cell[:1] for cell in lines["Status"]] == ["A", "X"]
        assert [cell[:1] for cell in lines["Parts (PC/TC)"]] == ["0", "6"]
        assert lines["Fee schedule"] == [f"January {THIS_YEAR}"] * 2
        assert "Unit limit (MUE)" not in lines
        assert "Reports" not in lines

    def test_what_has_no_price_says_why(self, client: Client, reference: None) -> None:
        assert "<li>86320 has status X:" in page(client, "/compare/?code=99213&code=86320")

    def test_what_holds_for_several_codes_is_said_once(self, client: Client, reference: None) -> None:
        for code in ("86325", "86334"):
            Code.objects.create(code=code)
            row = fee_row(code, status="X", pctc="9")
            FeeLine.objects.create(release=Release.objects.get(source="mpfs"), **row._asdict())
        Code.objects.create(code="99999")
        html = page(client, "/compare/?code=86320&code=86325&code=99999&code=86334")
        (listed,) = re.findall(r'<ul class="prose">(.*?)</ul>', html)
        interpreted, off, missing = re.findall(r"<li>(.*?)</li>", listed)
        assert interpreted.startswith("86320 has status X:")
        assert interpreted.endswith(" With modifier 26, the physician&#x27;s interpretation, it has a price.")
        assert off.startswith("86325 has status X: not on the physician fee schedule")
        assert off.endswith(" The same holds for 86334.")
        year = "Check the code for that year of service."
        assert missing == f"99999 is not in the physician fee schedule of January {THIS_YEAR}. {year}"

    def test_a_locality_has_lines_of_its_own(self, client: Client, places: None) -> None:
        lines = rows_of(page(client, "/compare/?code=99213&code=86320&locality=10112-00"))
        national = (Decimal("1.30") + Decimal("1.35") * Decimal("1.1") + Decimal("0.10") * Decimal("0.5")) * Decimal(
            "32.3465"
        )
        assert lines["Medicare pays, office in 10112-00"] == [f"${national:.2f}", NONE]
        assert lines["Medicare pays, office"] == ["$88.95", NONE]

    def test_a_locality_that_is_not_there_is_said(self, client: Client, places: None) -> None:
        html = page(client, "/compare/?code=99213&locality=9")
        assert f"There is no Medicare locality 9 in {THIS_YEAR}." in html

    def test_unit_limits_are_compared(self, client: Client, reference: None) -> None:
        limits = edition("ncci_mue", effective=TODAY.replace(month=1, day=1), variant="practitioner")
        UnitLimit.objects.create(release=limits, code="86320", units=1, mai="2")
        assert rows_of(page(client, "/compare/?code=99213&code=86320"))["Unit limit (MUE)"] == [
            NONE,
            "1 per day, absolute",
        ]

    def test_a_code_in_no_list_is_said(self, client: Client, reference: None) -> None:
        html = page(client, "/compare/?code=99999&code=86320&code=x")
        assert "No list here has 99999." in html
        assert "No list here has 99999 or 99998." in page(client, "/compare/?code=99999&code=99998")
        assert "A code has five characters" in html

    def test_four_stand_there_at_most_and_each_once(self, client: Client, reference: None) -> None:
        html = page(client, "/compare/?code=99213&code=99213&code=86320&code=1000A&code=1000F&code=1000T")
        assert re.findall(r'value="(\w{5})"', html) == ["99213", "86320", "1000A", "1000F"]
        assert "4 codes stand side by side at most: 1000T had to wait." in html

    def test_four_reports_look_like_none(self, client: Client, reference: None) -> None:
        before = client.get("/compare/?code=99213&code=86320").content
        send_and_refresh(4)
        assert client.get("/compare/?code=99213&code=86320").content == before

    def test_five_reports_are_counted_with_their_recovery(self, client: Client, reference: None) -> None:
        send(3, outcome="paid_full")
        send(2, outcome="denied_again")
        refresh()
        lines = rows_of(page(client, "/compare/?code=99213&code=86320"))
        assert lines["Reports"] == ["fewer than 5", "5"]
        assert lines["Paid in full, of those decided"] == [NONE, "60 % 3 of 5, interval 23\N{EN DASH}88 %"]

    @pytest.mark.parametrize("query", ["code=99213", "code=99213&code=86320"])
    def test_a_further_code_takes_no_further_query(
        self, client: Client, reference: None, query: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(6):
            client.get(f"/compare/?{query}")

    def test_a_locality_takes_two_more(
        self, client: Client, places: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(8):
            client.get("/compare/?code=99213&code=86320&locality=01112-05")


class TestTheMap:
    def listed(self, client: Client) -> dict[str, str]:
        xml = client.get("/sitemap.xml").content.decode()
        found = re.findall(r"<loc>http://testserver([^<]+)</loc>(?:<lastmod>([^<]+)</lastmod>)?", xml)
        return dict(found)

    def test_it_names_every_page_of_the_reference(self, client: Client, lists: None, places: None) -> None:
        found = self.listed(client)
        assert {
            "/check/",
            "/toolkit/",
            "/payers/",
            "/payers/aetna/",
            "/reasons/",
            "/reasons/CO-97/",
            "/reasons/N19/",
            "/compare/",
        } <= set(found)
        assert found["/localities/"] == FIRST.isoformat()
        assert found["/reasons/CO-97/"] == FIRST.isoformat()
        assert found[f"/guides/{GUIDE}/"] == handbook.guides()[GUIDE].reviewed.isoformat()
        assert found["/codes/99213/"] == max(FIRST, handbook.entries()["99213"].reviewed).isoformat()

    def test_reports_do_not_change_it(self, client: Client, reference: None) -> None:
        before = client.get("/sitemap.xml").content
        send_and_refresh(9)
        assert client.get("/sitemap.xml").content == before

    def test_it_takes_four_queries(
        self, client: Client, reference: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(4):
            client.get("/sitemap.xml")
