"""A row of figures holds counts, and only those that may be shown; the rest is made when somebody reads."""

import json
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from codes.models import Payer
from reports import actions
from reports.models import GuardedSnapshot, Parent, ParentStatistic, Statistic
from tests.reports.making import send, send_and_refresh

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _two_payers(reference: None) -> None:
    send(6, state="TX", amount_band="0-50", rarcs=("N19",))
    send_and_refresh(9, payer="cigna", state="CA", outcome="paid_full", actions=("appeal_1",))
    actions.fold_parents()


def test_no_word_no_share_and_no_small_guarded_cell_is_kept() -> None:
    send(3, state="NY", place_of_service="11")
    send_and_refresh(5, payer="cigna")
    assert GuardedSnapshot.objects.get(code="86320").cells["state"] == {"TX": 6, "CA": 9, "NY": 3}
    kept = json.dumps(list(Statistic.objects.values_list("told", flat=True)))
    assert not [word for word in ("Aetna", "Already paid", "share", "label", "NY", "place_of_service") if word in kept]


def test_a_new_name_of_a_payer_is_read_at_once_under_another_tag(client: Client) -> None:
    before = client.get("/api/v1/codes/86320/statistics/")
    Payer.objects.filter(slug="aetna").update(name="Aetna Better Health")
    after = client.get("/api/v1/codes/86320/statistics/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert [row["label"] for row in after.json()["breakdowns"]["payer"]] == ["cigna", "Aetna Better Health"]
    assert after["ETag"] != before["ETag"]


def test_what_stood_before_is_taken_down_and_made_anew(client: Client) -> None:
    before = client.get("/api/v1/codes/86320/statistics/").content
    sums = list(Parent.objects.order_by("pk").values("slice_key", "reports", "in_open", "let_out", "withheld"))
    with connection.cursor() as cursor:
        cursor.execute(import_module("reports.migrations.0018_counts_that_are_told").TAKE_DOWN)
    assert client.get("/api/v1/codes/86320/statistics/").json()["published"] is False
    assert not ParentStatistic.objects.exists()
    assert actions.follow_rules() is True
    assert client.get("/api/v1/codes/86320/statistics/").content == before
    assert list(Parent.objects.order_by("pk").values("slice_key", "reports", "in_open", "let_out", "withheld")) == sums
    assert actions.audit_statistics() == []
