"""The API's figures of payers and reasons: the shape of a code's, under the same rule (I3)."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from reports import actions
from tests.reports.making import send, send_and_refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PAYER = "/api/v1/payers/aetna/statistics/"
REASON = "/api/v1/reasons/CO-97/statistics/"
CODE = "/api/v1/codes/86320/statistics/"


def answer(client: Client, path: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(path).json()
    return found


def test_they_have_the_shape_of_a_code_s(client: Client) -> None:
    send_and_refresh(6, outcome="paid_full", actions=["appeal_1"])
    actions.fold_parents()
    code, payer, reason = (answer(client, path) for path in (CODE, PAYER, REASON))
    assert list(payer) == ["payer", *list(code)[1:]]
    assert list(reason) == ["reason", *list(code)[1:]]
    assert list(payer["breakdowns"]) == ["code", *code["breakdowns"]]
    assert payer["recovery"] == code["recovery"]
    assert (payer["payer"], reason["reason"]) == ("aetna", "CO-97")
    assert [(row["key"], row["label"], row["reports"]) for row in payer["breakdowns"]["code"]] == [
        ("86320", "Immunoelectrophoresis of serum", 6)
    ]


@pytest.mark.parametrize(("path", "named"), [(PAYER, {"payer": "aetna"}), (REASON, {"reason": "CO-97"})])
def test_what_is_withheld_looks_exactly_like_nothing(
    client: Client, settings: Settings, path: str, named: dict[str, str]
) -> None:
    empty = client.get(path)
    assert empty.json() == {**named, "published": False, "threshold": 5}
    send_and_refresh(4)
    actions.fold_parents()
    few = client.get(path)
    assert (few.content, few["ETag"]) == (empty.content, empty["ETag"])


def test_it_changes_its_tag_with_its_content_and_is_not_sent_again_before(client: Client) -> None:
    send_and_refresh(5)
    actions.fold_parents()
    tag = client.get(PAYER)["ETag"]
    assert tag == f'"{answer(client, PAYER)["version"]}"'
    assert client.get(PAYER, headers={"If-None-Match": tag}).status_code == 304
    send_and_refresh(1)
    actions.fold_parents()
    assert client.get(PAYER, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(("path", "head"), [(PAYER, "payer"), (REASON, "reason")])
def test_the_same_rows_as_csv(client: Client, path: str, head: str) -> None:
    send(5)
    send_and_refresh(6, code="84165")
    actions.fold_parents()
    found = client.get(path.rstrip("/") + ".csv")
    names, *rows = csv.reader(StringIO(found.content.decode()))
    assert names[:4] == [head, "breakdown", "key", "label"]
    key = answer(client, path)[head]
    assert [row[:5] for row in rows[:2]] == [
        [key, "code", "84165", "84165", "6"],
        [key, "code", "86320", "Immunoelectrophoresis of serum", "5"],
    ]


def test_a_reason_is_found_in_any_way_of_writing_it(client: Client) -> None:
    send_and_refresh(5)
    actions.fold_parents()
    assert answer(client, "/api/v1/reasons/co97/statistics/")["reason"] == "CO-97"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/payers/A%20B/statistics/", 404),
        ("/api/v1/payers/%00/statistics/", 404),
        ("/api/v1/reasons/97/statistics/", 404),
        ("/api/v1/reasons/N19/statistics/", 404),
    ],
)
def test_what_is_neither_payer_nor_reason_is_said(client: Client, path: str, status: int) -> None:
    found = client.get(path)
    assert (found.status_code, list(found.json())) == (status, ["detail"])


@pytest.mark.parametrize("codes", [1, 3])
def test_it_costs_one_query(client: Client, codes: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for code in ("86320", "84165", "86334")[:codes]:
        send_and_refresh(5, code=code)
    actions.fold_parents()
    with django_assert_num_queries(1):
        client.get(PAYER)
