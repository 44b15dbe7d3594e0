"""A program that sends a report again, since it cannot know whether the first time arrived."""

import uuid
from typing import Any
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from reports import actions
from reports.models import Report
from tests.reports.making import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

KEY = "3f2b9a60-0d4e-4c1b-9c59-7d0f0f6a1c55"
OF_A_CLOCK = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"  # version 1: whoever knows the machine and the time knows it


def post(client: Client, key: str | None = KEY, **changes: Any) -> HttpResponse:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(  # type: ignore[return-value]
        "/api/v1/reports/", body(**changes), content_type="application/json", headers=headers
    )


def test_the_same_report_under_the_same_key_is_answered_alike_and_kept_once(client: Client) -> None:
    first, second = post(client), post(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert Report.objects.count() == 1


def test_a_key_may_be_spelled_in_capitals(client: Client) -> None:
    assert post(client).content == post(client, KEY.upper()).content


def test_facts_that_settle_alike_are_the_same_report(client: Client) -> None:
    assert post(client, payer="UHC").content == post(client, payer="unitedhealthcare", rarcs=[]).content


def test_the_schema_says_when_a_receipt_is_shown_again(client: Client) -> None:
    schema = client.get("/api/schema/", headers={"Accept": "application/json"}).json()
    told = schema["components"]["schemas"]["Received"]["properties"]["receipt"]["description"]
    assert told == "Shown again only for the same Idempotency-Key; cannot be replaced."


def test_another_report_under_the_same_key_is_refused(client: Client) -> None:
    post(client)
    other = post(client, carc="16")
    assert other.status_code == 422
    assert other.json() == {  # type: ignore[attr-defined]
        "detail": "Another report came with this Idempotency-Key. Send a new key with a new report."
    }
    assert Report.objects.get().carc == "97"


def test_another_key_or_none_is_another_report(client: Client) -> None:
    receipts = {post(client, key).json()["receipt"] for key in (KEY, str(uuid.uuid4()), None, None)}  # type: ignore[attr-defined]
    assert len(receipts) == Report.objects.count() == 4


def test_at_the_same_moment_it_is_still_one_report(client: Client) -> None:
    with patch.object(actions, "sent_before", return_value=[]):  # neither sees the other
        first, second = post(client), post(client)
    assert first.content == second.content
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "key", ["", "1", "report-1", f"{KEY}0", KEY.replace("-", ""), OF_A_CLOCK, str(uuid.UUID(int=0)), "x" * 5000]
)
def test_what_is_no_random_uuid_is_refused_by_the_headers_name(client: Client, key: str) -> None:
    answer = post(client, key)
    assert answer.status_code == 400
    assert answer.json() == {  # type: ignore[attr-defined]
        "Idempotency-Key": ["Send a random UUID (version 4), a new one for each report."]
    }
    assert not Report.objects.exists()


def test_nothing_of_the_key_is_stored(client: Client) -> None:
    receipt = post(client).json()["receipt"]  # type: ignore[attr-defined]
    kept = str(Report.objects.values())
    assert [part for part in (KEY, KEY.replace("-", ""), receipt) if part in kept] == []


def test_a_repetition_costs_nothing_in_the_limits(client: Client, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 1
    assert [post(client).status_code for _ in range(3)] == [201, 201, 201]
    assert post(client, str(uuid.uuid4())).status_code == 429


def test_a_report_that_was_withdrawn_is_not_brought_back_by_its_key(client: Client) -> None:
    receipt = post(client).json()["receipt"]  # type: ignore[attr-defined]
    actions.withdraw_report(receipt=receipt)
    again = post(client)
    assert again.status_code == 422
    assert again.json() == {  # type: ignore[attr-defined]
        "detail": "The report that came with this Idempotency-Key was withdrawn. Send a new key with a new report."
    }
    assert not Report.objects.exists()
    assert post(client, str(uuid.uuid4())).status_code == 201


def test_a_report_rejected_since_is_told_as_held(client: Client) -> None:
    post(client)
    Report.objects.update(standing="rejected")
    assert post(client).json()["status"] == "held"  # type: ignore[attr-defined]
