"""The whole of a code shows nothing that lies in a slice kept back for the sake of another code (I3)."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.reports.making import send, send_and_refresh

pytestmark = pytest.mark.django_db
FRAGMENT = "/codes/86320/statistics/"
API = "/api/v1/codes/86320/statistics/"
CSV = "/api/v1/codes/86320/statistics.csv"


def broken_down(client: Client) -> tuple[list[str], list[str]]:
    """The pairs and the reasons that are broken down, as JSON and CSV agree."""
    answer: Any = client.get(API).json()
    pairs = [f"{row['payer']}:{row['line_of_business']}" for row in answer["payer_lines"]]
    reasons = [row["key"] for row in answer["remark_by_reason"]]
    lines = [line.split(",") for line in client.get(CSV).content.decode().splitlines()]
    assert [line[2] for line in lines if line[1] == "payer_line"] == pairs
    assert [line[1].partition(":")[2] for line in lines if line[1].startswith("remark_by_reason")] == reasons
    return pairs, reasons


@pytest.fixture
def two_payers() -> None:
    send(9, rarcs=("N19",))
    send_and_refresh(8, payer="cigna", line_of_business="self_funded", carc="16", rarcs=("M15",))


def test_pairs_and_remarks_stand_on_the_page_of_a_code(client: Client, two_payers: None) -> None:
    assert broken_down(client) == (["aetna:commercial_insured", "cigna:self_funded"], ["CO-97", "CO-16"])


def test_a_slice_kept_back_takes_its_part_of_the_whole_along(client: Client, two_payers: None) -> None:
    """Three reports on a closed code: who knew the pair and all of Aetna would know what they say."""
    before = [client.get(path)["ETag"] for path in (API, CSV, FRAGMENT)]
    send_and_refresh(3, code="84165", rarcs=("N19",))
    assert broken_down(client) == (["cigna:self_funded"], ["CO-16"])
    after = [client.get(path)["ETag"] for path in (API, CSV, FRAGMENT)]
    assert before[0] != after[0] == after[1] == after[2]
    assert client.get(API).json()["version"] == after[0].strip('"')
    listed = {row["code"]: row["version"] for row in client.get("/api/v1/statistics/").json()["results"]}
    assert listed["86320"] == client.get(API).json()["version"]
    unchanged = client.get(FRAGMENT, headers={"If-None-Match": before[2]})
    assert unchanged.status_code == 200


def test_it_is_back_once_the_other_code_holds_enough(client: Client, two_payers: None) -> None:
    before = client.get(API)["ETag"]
    send_and_refresh(3, code="84165")
    send_and_refresh(2, code="84165")
    assert client.get(API)["ETag"] == before
    assert broken_down(client)[0] == ["aetna:commercial_insured", "cigna:self_funded"]


def test_a_raised_threshold_takes_small_pairs_off_at_once(client: Client, two_payers: None, settings: Settings) -> None:
    settings.THRESHOLD = 9
    assert broken_down(client) == (["aetna:commercial_insured"], ["CO-97"])
