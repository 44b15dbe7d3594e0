"""What a biller's Monday needs first, on the page of a code: what got it paid, who denies it, what NCCI says."""

import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codes.models import Code
from codes.models.bundling import bundling_of
from medpay import sections
from reports.presentation.rows import row_of
from tests.codes.ncci_tables import pairs, row
from tests.medpay.code_pages import page, rows, words
from tests.reports.making import send, send_and_refresh

pytestmark = pytest.mark.django_db
THIS_YEAR = datetime.date(2026, 10, 1)
TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def code() -> Code:
    return Code.objects.create(code="86320", name="Immunoelectrophoresis of serum")


def said(client: Client, path: str = "/codes/86320/") -> str:
    return words(page(client, path).partition('id="denials"')[2])


def test_what_got_it_paid_stands_by_route_and_modifier_with_its_n(client: Client, code: Code) -> None:
    send(6, actions=["corrected_claim"], fix_modifier="XU", outcome="paid_full")
    send_and_refresh(2, actions=["appeal_1"], outcome="denied_again", contributor="b")
    told = said(client)
    assert "By route A report may name several. Corrected claim 6 of 6" in told
    assert "Too few decided to be ranked: Appeal, first level (0 of 2)." in told
    assert "By the modifier that did it" in told
    assert "XU 6 of 6" in told
    assert "100 %" not in told.split("As a table")[0], "under twenty there are words alone"


def test_a_payer_s_line_of_business_names_its_reasons(client: Client, code: Code) -> None:
    send(4)
    send_and_refresh(2, carc="16", kind="full_denial")
    table = page(client, "/codes/86320/").partition('<table class="payer-lines">')[2].partition("</table>")[0]
    assert rows(table) == [("aetna", "Commercial, insured by the payer", "6", "CO-97 4 of 6 CO-16 2 of 6")]


def test_an_appeal_is_weighed_against_writing_off(client: Client, code: Code) -> None:
    send_and_refresh(4, actions=["appeal_1"], outcome="paid_full")
    send_and_refresh(1)
    assert "Of every $100" not in said(client)
    send_and_refresh(1, actions=["appeal_1"], outcome="paid_full")
    assert "appeals may be counted on to bring back about $56 (the lower end" in said(client)


def test_no_page_speaks_of_a_denial_rate(client: Client, code: Code) -> None:
    send_and_refresh(6, paired_code="84165", actions=["appeal_1"], outcome="paid_full", resolution_band="0-30")
    told = said(client).replace("not a denial rate", "").replace("never denial rates", "")
    assert "denial rate" not in told.lower()


class TestNcci:
    def told(self, client: Client) -> list[tuple[str, ...]]:
        table = page(client, "/codes/86320/").partition('<table class="ncci">')[2].partition("</table>")[0]
        return rows(table)

    def test_without_a_table_it_says_so(self, client: Client, code: Code) -> None:
        send_and_refresh(5, paired_code="84165")
        assert self.told(client) == [
            ("84165", "5", "We hold no table of Medicare's edits that says whether there is one.")
        ]

    def test_an_edit_and_none_are_told_apart(self, client: Client, code: Code) -> None:
        pairs([row("86320", "84165", "1")], effective=THIS_YEAR)
        send(3, paired_code="84165")
        send_and_refresh(2, paired_code="84166")
        (edit, none) = self.told(client)
        assert edit[2].startswith("Medicare has an edit: 84165 is denied beside 86320 on ")
        assert none[2].startswith("Medicare has no edit for this pair (NCCI practitioner edits, October 2026 (v")

    def test_an_excerpt_never_says_that_there_is_none(self, client: Client, code: Code) -> None:
        pairs([row("86320", "84165", "1")], effective=THIS_YEAR, complete=False)
        send_and_refresh(5, paired_code="84166")
        assert self.told(client)[0][2].startswith("We hold no table")

    def test_nothing_is_said_where_no_other_code_is_named(self, client: Client, code: Code) -> None:
        send_and_refresh(5)
        assert self.told(client) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_one_query_for_all(self, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        pairs([row("86320", "84165", "1")], effective=THIS_YEAR)
        bundling = bundling_of("86320", TODAY)
        named = [
            row_of({"key": f"8416{n}", "label": "", "reports": 1, "share": 1, "low": 0, "high": 1}, 1)
            for n in range(count)
        ]
        with django_assert_num_queries(1):
            assert len(sections.paired_of("86320", named, bundling)) == count
        with django_assert_num_queries(0):
            assert sections.paired_of("86320", [], bundling) == ()
