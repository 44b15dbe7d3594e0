"""Alive, ready, and what it counts."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from reports import actions
from reports.models import DirtyCode
from tests.reports.making import send

pytestmark = pytest.mark.django_db


def test_a_live_process_says_so_without_a_database(client: Client) -> None:
    with patch.object(actions, "seconds_behind", side_effect=OperationalError):
        assert client.get("/healthz").json() == {"alive": True}


def test_ready_means_the_figures_are_close_behind(client: Client) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").json()["ready"]) == (200, True)
    send(1)
    DirtyCode.objects.update(since="2026-01-01T00:00:00Z")
    late = client.get("/readyz")
    assert (late.status_code, late.json()) == (503, {"ready": False})


def test_without_a_database_it_is_not_ready(client: Client) -> None:
    with patch.object(actions, "seconds_behind", side_effect=OperationalError):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "why": "the database does not answer"})


def test_metrics_answer_loopback(client: Client) -> None:
    text = client.get("/metrics").content.decode()
    assert "medpay_refresh_hints_lost_total" in text
    assert "medpay_statistics_behind_seconds 0.0" in text


@pytest.mark.parametrize(
    "extra", [{"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "1.2.3.4"}]
)
def test_metrics_answer_nobody_else(client: Client, extra: dict[str, str]) -> None:
    assert client.get("/metrics", **extra).status_code == 404  # type: ignore[arg-type]


def test_a_token_opens_the_metrics_from_anywhere(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "let-me-read"
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", headers={"Authorization": "Bearer let-me-read"}, **far).status_code == 200  # type: ignore[arg-type]
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}, **far).status_code == 404  # type: ignore[arg-type]
    assert client.get("/metrics").status_code == 404
