"""The hourly limits, through the real form and API: no header, no rotation and no lost Redis gets around them."""

from http import HTTPStatus
from typing import Any
from unittest.mock import patch

import pytest
import redis
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from reports import actions, visitors
from reports.models import Report, Statistic
from tests.reports.making import body, refresh, typed

PROXY = "10.0.0.2"
VISITOR = "198.51.100.4"
TAKEN, REFUSED = HTTPStatus.CREATED, HTTPStatus.TOO_MANY_REQUESTS

pytestmark = pytest.mark.usefixtures("reference")

FORGED = [
    {"X-Forwarded-For": "192.0.2.{n}"},
    {"X-Forwarded-For": "192.0.2.{n}, 10.0.0.2"},
    {"X-Forwarded-For": "192.0.2.{n},192.0.2.9,,  10.0.0.2 ,"},
    {"X-Forwarded-For": "2001:db8:{n}::1"},
    {"X-Forwarded-For": "[2001:db8:{n}::1]:443"},
    {"X-Forwarded-For": "192.0.2.{n}:4711"},
    {"X-Forwarded-For": "garbage {n}"},
    {"Forwarded": "for=192.0.2.{n};proto=https"},
    {"X-Real-IP": "192.0.2.{n}"},
    {"X-Forwarded": "192.0.2.{n}"},
    {"X-Client-IP": "192.0.2.{n}"},
    {"X-Cluster-Client-IP": "192.0.2.{n}"},
    {"True-Client-IP": "192.0.2.{n}"},
    {"CF-Connecting-IP": "192.0.2.{n}"},
    {"Via": "1.1 192.0.2.{n}"},
    {"Remote-Addr": "192.0.2.{n}"},
    {"User-Agent": "agent {n}", "Cookie": "sessionid={n}"},
]


def by_program(client: Client, address: str = VISITOR, **headers: str) -> int:
    sent = client.post(
        "/api/v1/reports/", body(), content_type="application/json", headers=headers, REMOTE_ADDR=address
    )
    return sent.status_code


def by_form(client: Client, address: str = VISITOR, **headers: str) -> int:
    return client.post("/report/", typed(), headers=headers, REMOTE_ADDR=address).status_code


def forged(headers: dict[str, str], number: int) -> dict[str, str]:
    return {name: value.replace("{n}", str(number)) for name, value in headers.items()}


@pytest.fixture
def _two_an_hour(settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 2


@pytest.fixture
def _behind_a_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]


@pytest.mark.usefixtures("_two_an_hour")
class TestOneContributor:
    @pytest.mark.parametrize("headers", FORGED, ids=str)
    def test_a_forged_header_changes_nothing(self, client: Client, headers: dict[str, str]) -> None:
        answers = [by_program(client, **forged(headers, number)) for number in (1, 2, 3)]
        assert answers == [TAKEN, TAKEN, REFUSED]

    def test_all_of_them_together_change_nothing_for_the_form(self, client: Client) -> None:
        every = {name: value for headers in FORGED for name, value in headers.items()}
        assert [by_form(client, **forged(every, number)) for number in (1, 2, 3)] == [TAKEN, TAKEN, REFUSED]

    @pytest.mark.usefixtures("_behind_a_proxy")
    @pytest.mark.parametrize("headers", FORGED, ids=str)
    def test_nor_does_one_behind_the_proxy_which_appends_the_address_it_saw(
        self, client: Client, headers: dict[str, str]
    ) -> None:
        def behind(number: int) -> int:
            sent = forged(headers, number)
            claimed = sent.pop("X-Forwarded-For", "")
            return by_program(client, PROXY, **sent, **{"X-Forwarded-For": f"{claimed}, {VISITOR}"})

        assert [behind(number) for number in (1, 2, 3)] == [TAKEN, TAKEN, REFUSED]

    @pytest.mark.usefixtures("_behind_a_proxy")
    def test_our_own_proxy_replaces_the_header_and_two_visitors_behind_it_are_two(self, client: Client) -> None:
        configuration = (configured.BASE_DIR / "deploy/nginx/nginx.conf").read_text()
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in configuration
        first = [by_program(client, PROXY, **{"X-Forwarded-For": VISITOR}) for _ in range(3)]
        second = [by_program(client, PROXY, **{"X-Forwarded-For": "203.0.113.7"}) for _ in range(3)]
        assert first == second == [TAKEN, TAKEN, REFUSED]

    @pytest.mark.usefixtures("_behind_a_proxy")
    @pytest.mark.parametrize("nobody", ["", "garbage", "203.0.113.7:4711", "unknown", "fe80::1%eth0"])
    def test_what_names_no_address_is_one_contributor(self, client: Client, nobody: str) -> None:
        answers = [by_program(client, PROXY, **{"X-Forwarded-For": nobody}) for _ in range(3)]
        assert answers == [TAKEN, TAKEN, REFUSED]

    def test_who_is_no_proxy_of_ours_is_not_believed(self, client: Client, settings: Settings) -> None:
        settings.TRUSTED_PROXIES = ["10.0.0.2"]
        answers = [by_program(client, "10.0.0.3", **{"X-Forwarded-For": f"192.0.2.{n}"}) for n in (1, 2, 3)]
        assert answers == [TAKEN, TAKEN, REFUSED]

    @pytest.mark.parametrize(
        "addresses",
        [
            ["2001:db8:1:1::1", "2001:db8:1:2::2", "2001:db8:1:ffff:ffff::3"],
            ["198.51.100.1", "198.51.100.2", "198.51.100.254"],
            ["198.51.100.1", "::ffff:198.51.100.2", "::ffff:c633:6403"],
        ],
    )
    def test_addresses_of_one_network_are_one_contributor(self, client: Client, addresses: list[str]) -> None:
        assert [by_program(client, address) for address in addresses] == [TAKEN, TAKEN, REFUSED]

    def test_form_and_program_share_the_hour(self, client: Client) -> None:
        assert [by_form(client), by_program(client), by_form(client), by_program(client)] == [
            TAKEN,
            TAKEN,
            REFUSED,
            REFUSED,
        ]

    def test_each_line_of_a_claim_counts(self, client: Client) -> None:
        assert client.post("/report/", typed(others="84165-26"), REMOTE_ADDR=VISITOR).status_code == TAKEN
        assert Report.objects.count() == 2
        assert by_form(client) == REFUSED

    def test_lines_beyond_the_hour_are_refused_together(self, client: Client) -> None:
        assert by_form(client) == TAKEN
        refused = client.post("/report/", typed(others="84165-26"), REMOTE_ADDR=VISITOR)
        assert refused.status_code == REFUSED
        assert 3500 < int(refused["Retry-After"]) <= 3600
        assert Report.objects.count() == 1

    @pytest.mark.parametrize("send", [by_program, by_form])
    def test_while_redis_is_away_this_process_counts(self, client: Client, send: Any) -> None:
        with patch.object(redis.Connection, "connect", side_effect=redis.ConnectionError):
            visitors.forget()
            assert [send(client), send(client), send(client)] == [TAKEN, TAKEN, REFUSED]

    @pytest.mark.usefixtures("_behind_a_proxy")
    def test_while_redis_is_away_all_are_one_contributor(self, client: Client) -> None:
        with patch.object(redis.Connection, "connect", side_effect=redis.ConnectionError):
            visitors.forget()
            answers = [by_program(client, PROXY, **{"X-Forwarded-For": f"192.0.{n}.1"}) for n in (1, 2, 3)]
        assert answers == [TAKEN, TAKEN, REFUSED]


class TestEverybody:
    @pytest.mark.parametrize("network", ["192.0.{n}.1", "2001:db8:{n}::1"])
    def test_who_changes_networks_meets_the_limit_of_all(
        self, client: Client, settings: Settings, network: str
    ) -> None:
        settings.REPORTS_PER_HOUR_TOTAL = 3
        answers = [by_program(client, network.replace("{n}", str(number))) for number in range(1, 6)]
        assert answers == [TAKEN, TAKEN, TAKEN, REFUSED, REFUSED]

    def test_who_is_refused_takes_nothing_from_the_others(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR, settings.REPORTS_PER_HOUR_TOTAL = 1, 3
        greedy = [by_program(client, VISITOR) for _ in range(10)]
        assert greedy == [TAKEN, *[REFUSED] * 9]
        assert [by_program(client, f"192.0.{number}.1") for number in (1, 2)] == [TAKEN, TAKEN]


class TestOpening:
    def test_one_contributor_opens_no_code_and_a_code_closes_when_contributors_leave(
        self, client: Client, settings: Settings
    ) -> None:
        settings.MIN_CONTRIBUTORS = 3
        receipts = [self.receipt(client, f"192.0.{number}.1") for number in (1, 1, 1, 1, 1, 1, 2)]
        assert not self.is_open()
        receipts.append(self.receipt(client, "192.0.3.1"))
        assert self.is_open()
        actions.withdraw_report(receipt=receipts.pop())
        assert not self.is_open()
        receipts.append(self.receipt(client, "192.0.4.1"))
        assert self.is_open()

    @staticmethod
    def receipt(client: Client, address: str) -> str:
        sent = client.post("/api/v1/reports/", body(), content_type="application/json", REMOTE_ADDR=address)
        return str(sent.json()["receipt"])

    @staticmethod
    def is_open() -> bool:
        refresh()
        return Statistic.objects.of("86320") is not None
