"""Every list of the API: as many queries for three things as for one."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codes.models import Code, Payer, Reason, find
from tests.codes import ncci_tables
from tests.medpay.schemas import published
from tests.reports.making import refresh, send

pytestmark = pytest.mark.django_db

SOME: tuple[str, ...] = ("20610", "27447", "99213")


def codes(count: int) -> None:
    Code.objects.bulk_create(Code(code=code, name="Visit") for code in SOME[:count])


def edits(count: int) -> None:
    Code.objects.create(code="86320")
    ncci_tables.pairs(ncci_tables.row("86320", code) for code in SOME[:count])


def payers(count: int) -> None:
    Payer.objects.bulk_create(Payer(slug=f"payer-{number}", name="Payer") for number in range(count))


def reasons(count: int) -> None:
    Reason.objects.bulk_create(Reason(kind="carc", code=str(number), paraphrase="Why") for number in range(count))


def statistics(count: int) -> None:
    for code in SOME[:count]:
        send(5, code=code)
    refresh()


LISTS: dict[str, tuple[Callable[[int], None], int]] = {
    "codes/": (codes, 2),
    "codes/{code}/edits/": (edits, 4),  # also the code, and the tables that are held
    "payers/": (payers, 2),
    "reasons/": (reasons, 2),
    "statistics/": (statistics, 2),
}
ASKED: dict[str, str] = {
    "codes/": "codes/?search=visit",
    "codes/{code}/edits/": "codes/86320/edits/?date=2024-07-15",
    "payers/": "payers/",
    "reasons/": "reasons/?kind=carc",
    "statistics/": "statistics/?payer=aetna&ordering=code",
}


def test_every_list_is_counted_here() -> None:
    paged = [
        path.removeprefix("/api/v1/")
        for path, methods in published()["paths"].items()
        if "page" in {parameter["name"] for parameter in methods.get("get", {}).get("parameters", [])}
    ]
    assert sorted(paged) == sorted(LISTS) == sorted(ASKED)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_however_long(
    client: Client, path: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make, queries = LISTS[path]
    make(count)
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/{ASKED[path]}").json()
    assert (answer["count"], len(answer["results"])) == (count, count)


@pytest.mark.parametrize("path", ASKED.values())
@pytest.mark.parametrize(
    ("page", "status", "answer"),
    [
        ("9", 404, {"detail": "Invalid page."}),
        ("0", 400, {"page": ["Give the number of a page, from 1."]}),
        ("last", 400, {"page": ["Give the number of a page, from 1."]}),
        ("1&page=1", 400, {"page": ["Give it once."]}),
    ],
)
def test_a_page_that_is_not_there(client: Client, path: str, page: str, status: int, answer: dict[str, object]) -> None:
    Code.objects.create(code="86320")
    joined = "&" if "?" in path else "?"
    response = client.get(f"/api/v1/{path}{joined}page={page}")
    assert (response.status_code, response.json()) == (status, answer)


@pytest.mark.parametrize(
    "search", ["86320", "8632", "serum protein", "SPEP", "knee replacement", "C90", "D47.2", "IMRT"]
)
@pytest.mark.usefixtures("starter")
def test_a_search_of_codes_finds_what_the_page_finds_in_the_same_order(client: Client, search: str) -> None:
    found = [code.pk for code in find(search).codes]
    assert found != []
    listed = client.get("/api/v1/codes/", {"search": search}).json()
    assert [code["code"] for code in listed["results"]] == found
