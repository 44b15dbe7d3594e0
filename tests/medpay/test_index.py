"""The index on the first page: codes, payers and reasons by what is reported of them."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codes.models import Code, Payer, Reason
from reports import actions
from reports.models import Statistic
from tests.reports.making import refresh, send, send_and_refresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference() -> None:
    for code in ("86320", "84165", "99213"):
        Code.objects.create(code=code, name=f"Service {code}")
    Payer.objects.create(slug="aetna", name="Aetna", names=["aetna"])
    Reason.objects.create(kind="carc", code="97", paraphrase="Part of another service")


def decided(code: str, *, paid: int, denied: int) -> None:
    """By many contributors, so that none of the reports is held."""
    for number in range(paid):
        send(code=code, outcome="paid_full", contributor=f"paid {number}")
    for number in range(denied):
        send(code=code, outcome="denied_again", contributor=f"denied {number}")
    refresh()


def ranked() -> list[str]:
    return list(Statistic.objects.most_overturned(8).values_list("code", flat=True))


def test_codes_are_ranked_by_the_lower_end_of_the_interval(client: Client, reference: None) -> None:
    decided("86320", paid=15, denied=5)  # 75 %, from 53 % on
    decided("84165", paid=28, denied=12)  # 70 %, from 55 % on
    decided("99213", paid=19, denied=0)  # too few to be ranked
    assert ranked() == ["84165", "86320"]
    html = client.get("/").content.decode().replace("\N{EN DASH}", " to ")
    assert "28 of 40 paid in full" in html
    assert "at least 55 % by the 95 % interval (55 to 82 %)" in html
    assert "Only codes with at least 20 decided reports are ranked" in html
    assert "Reports are what people chose to send" in html


def test_what_is_too_little_to_be_ranked_is_said(client: Client, reference: None) -> None:
    decided("99213", paid=19, denied=0)
    html = client.get("/").content.decode()
    assert "No code has so many yet." in html
    assert "paid in full</span>" not in html


def test_payers_and_reasons_lead_to_their_pages(client: Client, reference: None) -> None:
    send(5, payer="other")
    send_and_refresh(6)
    actions.fold_parents()
    html = client.get("/").content.decode()
    assert '<a href="/payers/aetna/"><span class="name">Aetna</span> <span class="count">6 reports</span></a>' in html
    assert 'href="/reasons/CO-97/"><span class="code">CO-97</span> <span class="name">Part of another service' in html
    assert "/payers/other/" not in html


def test_four_reports_look_like_none(client: Client, reference: None) -> None:
    before = client.get("/").content
    send_and_refresh(4)
    actions.fold_parents()
    assert client.get("/").content == before


@pytest.mark.parametrize("codes", [1, 3])
def test_it_takes_as_many_queries_for_three_codes_as_for_one(
    client: Client, reference: None, codes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in ("86320", "84165", "99213")[:codes]:
        decided(code, paid=20, denied=0)
    actions.fold_parents()
    with django_assert_num_queries(9):
        client.get("/")
