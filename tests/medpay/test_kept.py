"""A page of a code is made once for all that it follows from."""

import datetime
from http import HTTPStatus

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codes.models import Code, Payer, ReferenceVersion
from reports.models import Statistic
from tests.reports.making import refresh, send, send_and_refresh

ADDRESS = "/codes/86320/"
KEPT = 1  # query: the versions of the figures and of the reference


@pytest.fixture
def code(db: None) -> Code:
    return Code.objects.create(code="86320", name="Immunoelectrophoresis of serum")


def test_a_page_made_before_takes_one_query(
    client: Client, code: Code, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send_and_refresh(6)
    made = client.get(ADDRESS)
    with django_assert_num_queries(KEPT):
        again = client.get(ADDRESS)
    assert again.content == made.content
    assert (again["ETag"], again["Cache-Control"]) == (made["ETag"], made["Cache-Control"])


def test_a_narrowed_page_takes_one_more(
    client: Client, code: Code, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send_and_refresh(6, payer="aetna")
    made = client.get(ADDRESS, {"payer": "aetna"})
    with django_assert_num_queries(KEPT + 1):
        assert client.get(ADDRESS, {"payer": "aetna"}).content == made.content
    assert made["ETag"] != client.get(ADDRESS)["ETag"]


def test_who_has_the_page_is_told_so(client: Client, code: Code) -> None:
    tag = client.get(ADDRESS)["ETag"]
    for held in (tag, f"W/{tag}"):
        unchanged = client.get(ADDRESS, headers={"If-None-Match": held})
        assert (unchanged.status_code, unchanged.content) == (HTTPStatus.NOT_MODIFIED, b"")
        assert unchanged["ETag"] == held
        assert unchanged["Cache-Control"] == client.get(ADDRESS)["Cache-Control"]


def test_it_is_made_anew_with_new_figures(client: Client, code: Code) -> None:
    send_and_refresh(6)
    tag = client.get(ADDRESS)["ETag"]
    send_and_refresh(1)
    changed = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert "7 reports" in changed.content.decode()


def test_and_when_figures_are_no_longer_shown(client: Client, code: Code) -> None:
    send_and_refresh(6)
    assert "6 reports" in client.get(ADDRESS).content.decode()
    Statistic.objects.update(published=False)
    assert "6 reports" not in client.get(ADDRESS).content.decode()


def test_four_reports_have_the_tag_of_none(client: Client, code: Code) -> None:
    tag = client.get(ADDRESS)["ETag"]
    send(4)
    refresh()
    assert client.get(ADDRESS)["ETag"] == tag


def test_it_is_made_anew_when_the_reference_changed(client: Client, code: Code) -> None:
    tag = client.get(ADDRESS)["ETag"]
    Code.objects.update(name="Another name")
    changed = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert "Another name" in changed.content.decode()


def test_and_on_another_day(client: Client, code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get(ADDRESS)["ETag"]
    monkeypatch.setattr("medpay.views.kept.today", lambda: datetime.date(2099, 1, 1))
    assert client.get(ADDRESS)["ETag"] != tag


@pytest.mark.parametrize(
    "asked", [{"year": "1999"}, {"date": "2025-03-01"}, {"zip": "10001"}, {"modifier": "26"}, {"year": "x"}]
)
def test_each_question_has_its_page(client: Client, code: Code, asked: dict[str, str]) -> None:
    assert client.get(ADDRESS, asked)["ETag"] != client.get(ADDRESS)["ETag"]


def test_what_is_not_read_makes_no_other_page(client: Client, code: Code) -> None:
    assert client.get(ADDRESS, {"utm_source": "mail"})["ETag"] == client.get(ADDRESS)["ETag"]


def test_each_address_of_the_site_has_its_page(client: Client, code: Code) -> None:
    """Pages name themselves whole."""
    assert client.get(ADDRESS, secure=True)["ETag"] != client.get(ADDRESS)["ETag"]


def test_a_code_that_is_not_there_is_not_kept(client: Client, db: None) -> None:
    assert [client.get(ADDRESS).status_code for _ in range(2)] == [HTTPStatus.NOT_FOUND] * 2
    Code.objects.create(code="86320")
    assert client.get(ADDRESS).status_code == HTTPStatus.OK


class TestVersion:
    def test_every_table_of_the_reference_renews_it(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'codes_renew_version'")
            held = {table for (table,) in cursor.fetchall()}
        tables = {model._meta.db_table for model in apps.get_app_config("codes").get_models()}
        assert held == tables - {ReferenceVersion._meta.db_table}

    def test_it_changes_with_each_write_and_with_nothing_else(self, db: None) -> None:
        versions = [ReferenceVersion.objects.now()]
        Payer.objects.create(slug="example", name="Example")
        versions.append(ReferenceVersion.objects.now())
        Payer.objects.filter(slug="example").update(note="Renamed")
        versions.append(ReferenceVersion.objects.now())
        Payer.objects.filter(slug="example").delete()
        versions.append(ReferenceVersion.objects.now())
        assert len(set(versions)) == len(versions)
        send_and_refresh(6)
        assert ReferenceVersion.objects.now() == versions[-1]
