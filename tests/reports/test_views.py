"""The form, the receipt and the live fragment, as a browser without JavaScript meets them."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from reports import actions
from reports.forms import FIRST, MORE, ReportForm
from reports.intake import FIELDS
from reports.models import Report
from reports.receipts import new_receipt
from tests.reports.making import PLAIN, refresh, send, send_and_refresh

UNKNOWN = new_receipt()

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def typed(**changes: Any) -> dict[str, Any]:
    return {**PLAIN, "year": "2026", **changes}


def submit(client: Client, **changes: Any) -> HttpResponse:
    return client.post("/codes/86320/report/", typed(**changes))  # type: ignore[return-value]


def receipt_in(response: HttpResponse) -> str:
    found = re.search(r"MP(?:-[0-9A-Z]+)+", response.content.decode())
    assert found
    return found[0]


def test_the_form_asks_for_every_fact_once() -> None:
    assert sorted((*FIRST, *MORE)) == sorted(FIELDS) == sorted(set(ReportForm().fields) - {"once"})


def test_the_form_of_a_code_knows_its_code(client: Client) -> None:
    page = client.get("/codes/86320/report/")
    assert page.status_code == 200
    assert 'value="86320"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_code_that_is_none_has_no_form(client: Client) -> None:
    assert client.get("/codes/nonsense/report/").status_code == 404


def test_a_report_is_taken_and_its_receipt_shown(client: Client) -> None:
    page = submit(client, modifiers="26, 59", actions=["corrected_claim", "appeal_1"], rarcs="N19")
    report = Report.objects.get()
    assert page.status_code == 201
    assert (report.modifiers, report.actions, report.rarcs) == (["26", "59"], ["corrected_claim", "appeal_1"], ["N19"])
    assert receipt_in(page)
    assert "no-store" in page["Cache-Control"]


def test_a_form_sent_twice_is_one_report(client: Client) -> None:
    once = client.get("/codes/86320/report/").context["form"]["once"].value()
    assert submit(client, once=once).status_code == 201
    again = submit(client, once=once)
    assert again.status_code == 200
    assert "MP-" not in again.content.decode()
    assert Report.objects.count() == 1


def test_a_form_whose_report_could_not_be_saved_may_be_sent_again(client: Client) -> None:
    once = "0123456789abcdef" * 2
    with patch.object(actions, "submit_report", side_effect=OperationalError), pytest.raises(OperationalError):
        submit(client, once=once)
    assert submit(client, once=once).status_code == 201


def test_without_redis_every_form_is_taken(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert [submit(client, once="0" * 32).status_code for _ in range(2)] == [201, 201]


def test_who_named_an_unlisted_payer_is_told(client: Client) -> None:
    unlisted, listed = submit(client, payer="Granite Mutual"), submit(client)
    assert unlisted.context["payer_kept_as_other"] is True  # type: ignore[attr-defined]
    assert listed.context["payer_kept_as_other"] is False  # type: ignore[attr-defined]


def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    page = submit(client, carc="45", story="A long story about nothing.", modifiers="26", actions=["corrected_claim"])
    text = page.content.decode()
    assert page.status_code == 400
    assert "CARC 45 is the write-down" in text
    assert "A long story about nothing." in text
    assert re.search(r'name="modifiers"[^>]*value="26"|value="26"[^>]*name="modifiers"', text)
    assert re.search(r'value="corrected_claim"[^>]*checked', text)
    assert not Report.objects.exists()


def test_every_missing_answer_is_named(client: Client) -> None:
    form = client.post("/report/", {}).context["form"]
    assert set(form.errors) == {"code", "payer", "kind", "year"}


def test_an_identifier_is_taken_out_and_the_rest_comes_back(client: Client) -> None:
    page = submit(client, story="Ask 555-867-5309 about it.", payer="Aetna")
    text = page.content.decode()
    assert page.status_code == 422
    assert "555-867-5309" not in text
    assert "Ask [phone number removed] about it." in text
    assert 'value="Aetna"' in text
    assert not Report.objects.exists()


def test_an_identifier_in_a_short_field_is_taken_out_too(client: Client) -> None:
    page = submit(client, year="03/14/2026", payer="ask jane@example.com")
    assert page.status_code == 422
    assert "03/14/2026" not in page.content.decode()
    assert "jane@example.com" not in page.content.decode()


def test_too_many_reports_keep_the_form_filled(client: Client, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 1
    assert submit(client).status_code == 201
    page = submit(client, story="Kept.")
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 3500
    assert "Kept." in page.content.decode()
    assert Report.objects.count() == 1


def test_the_story_never_counts_before_it_is_read(client: Client) -> None:
    submit(client, story="They bundled it.")
    assert Report.objects.get().story_state == "waiting"


class TestReceiptPage:
    def step(self, client: Client, receipt: str, step: str, **fields: Any) -> HttpResponse:
        return client.post("/receipt/", {"receipt": receipt, "step": step, **fields})  # type: ignore[return-value]

    def test_it_asks_first(self, client: Client) -> None:
        page = client.get("/receipt/")
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]

    def test_it_tells_what_the_report_says(self, client: Client) -> None:
        receipt = send(1, state="TX", story="Read me.")[0][1]
        page = self.step(client, receipt, "lookup")
        assert page.status_code == 200
        assert dict(page.context["facts"])["Payer"] == "Aetna"  # type: ignore[attr-defined]
        assert dict(page.context["facts"])["State"] == "TX"  # type: ignore[attr-defined]
        assert dict(page.context["facts"])["What happened"] == "Bundled into another code"  # type: ignore[attr-defined]

    @pytest.mark.parametrize("step", ["lookup", "update", "correct", "withdraw"])
    def test_wrong_receipts_all_look_alike(self, client: Client, step: str) -> None:
        send(1)
        pages = [self.step(client, receipt, step) for receipt in ("", "nonsense", UNKNOWN)]
        assert {page.status_code for page in pages} == {404}
        assert len({re.sub(rb'value="[^"]*"', b"", page.content) for page in pages}) == 1
        assert Report.objects.count() == 1

    def test_an_unknown_step_is_no_page(self, client: Client) -> None:
        assert self.step(client, send(1)[0][1], "publish").status_code == 404

    def test_the_outcome_is_added(self, client: Client) -> None:
        receipt = send(1)[0][1]
        page = self.step(client, receipt, "update", outcome="paid_full", actions=["appeal_1"], resolution_band="31-60")
        report = Report.objects.get()
        assert page.status_code == 200
        assert (report.outcome, report.actions, report.resolution_band) == ("paid_full", ["appeal_1"], "31-60")
        assert (report.kind, report.payer) == ("bundled", "aetna")

    def test_a_bad_outcome_changes_nothing(self, client: Client) -> None:
        receipt = send(1)[0][1]
        assert self.step(client, receipt, "update", outcome="won").status_code == 400
        page = self.step(client, receipt, "update", fix_modifier="219-09-9998")
        assert page.status_code == 422
        assert "219-09-9998" not in page.content.decode()
        assert "Social Security number" in page.content.decode()
        assert Report.objects.get().outcome == ""

    def test_a_correction_replaces_the_facts(self, client: Client) -> None:
        receipt = send(1, story="Old.")[0][1]
        page = self.step(client, receipt, "correct", **typed(code="84165", carc="16", story="New."))
        report = Report.objects.get()
        assert page.status_code == 200
        assert (report.code, report.carc, report.story, report.story_state) == ("84165", "16", "New.", "waiting")

    def test_a_bad_correction_changes_nothing(self, client: Client) -> None:
        receipt = send(1)[0][1]
        assert self.step(client, receipt, "correct", **typed(carc="45")).status_code == 400
        assert self.step(client, receipt, "correct", **typed(story="SSN 078-05-1120")).status_code == 422
        assert Report.objects.get().carc == "97"

    def test_corrections_have_their_limit_too(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 1
        receipt = send(1)[0][1]
        assert self.step(client, receipt, "update", outcome="pending").status_code == 200
        page = self.step(client, receipt, "update", outcome="paid_full")
        assert (page.status_code, int(page["Retry-After"]) > 3500) == (429, True)
        assert Report.objects.get().outcome == "pending"

    def test_a_withdrawal_deletes_once_it_is_confirmed(self, client: Client) -> None:
        receipt = send(1)[0][1]
        assert self.step(client, receipt, "withdraw").status_code == 400
        assert Report.objects.count() == 1
        assert self.step(client, receipt, "withdraw", sure="yes").status_code == 200
        assert not Report.objects.exists()


class TestFragment:
    def test_nothing_and_four_look_the_same(self, client: Client) -> None:
        before = client.get("/codes/86320/statistics/")
        send_and_refresh(4)
        after = client.get("/codes/86320/statistics/")
        assert (before.content, before["ETag"]) == (after.content, after["ETag"])

    def test_the_fifth_report_shows_and_the_sixth_moves(self, client: Client) -> None:
        send_and_refresh(5)
        first = client.get("/codes/86320/statistics/")
        assert "5 of 5" in first.content.decode()
        assert first["Cache-Control"] == "public, max-age=0, s-maxage=1"
        same = client.get("/codes/86320/statistics/", headers={"If-None-Match": first["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        assert same["Cache-Control"] == "public, max-age=0, s-maxage=1"
        send_and_refresh(1, kind="units")
        moved = client.get("/codes/86320/statistics/", headers={"If-None-Match": first["ETag"]})
        assert moved.status_code == 200
        assert "5 of 6" in moved.content.decode()

    def test_an_accepted_story_is_shown_escaped(self, client: Client) -> None:
        send(5, story="<script>alert(1)</script> bundled")
        Report.objects.update(story_state="accepted")
        refresh()
        text = client.get("/codes/86320/statistics/").content.decode()
        assert "&lt;script&gt;" in text
        assert "<script>" not in text

    def test_it_costs_three_queries_and_one_when_unchanged(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        send_and_refresh(5)
        with django_assert_num_queries(3):
            etag = client.get("/codes/86320/statistics/")["ETag"]
        with django_assert_num_queries(1):
            client.get("/codes/86320/statistics/", headers={"If-None-Match": etag})

    def test_no_cookie_comes_with_it(self, client: Client) -> None:
        assert not client.get("/codes/86320/statistics/").cookies

    def test_recovery_is_told_with_its_n(self, client: Client) -> None:
        send(2, outcome="paid_full", actions=("appeal_1",))
        send_and_refresh(3, outcome="denied_again", contributor="b")
        text = client.get("/codes/86320/statistics/").content.decode()
        assert "2 of 5" in text
        assert "2 of 2" in text

    def test_a_malformed_code_is_missing(self, client: Client) -> None:
        for code in ("8632", "8632%00"):
            assert client.get(f"/codes/{code}/statistics/").status_code == 404
