"""The form, the receipt and the live fragment, as a browser without JavaScript meets them."""

import hashlib
import re
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from reports import actions
from reports.forms import FIRST, MORE, OUTCOME, FactsForm
from reports.intake import FIELDS
from reports.models import Decision, Flag, Original, Report, labels
from reports.receipts import new_receipt
from tests.reports.making import refresh, send, send_and_refresh, typed

UNKNOWN = new_receipt()
ROLES = {"correct": "correct", "update": "outcome"}
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+')

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def submit(client: Client, **changes: Any) -> HttpResponse:
    return client.post("/codes/86320/report/", typed(**changes))  # type: ignore[return-value]


def receipt_in(response: HttpResponse) -> str:
    found = re.search(r"MP(?:-[0-9A-Z]+)+", response.content.decode())
    assert found
    return found[0]


def test_the_form_asks_for_every_fact_once() -> None:
    assert sorted((*FIRST, *MORE)) == sorted(FIELDS) == sorted(FactsForm().fields)


def test_the_form_of_a_code_knows_its_code(client: Client) -> None:
    page = client.get("/codes/86320/report/")
    assert page.status_code == 200
    assert 'value="86320"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_code_that_is_none_has_no_form(client: Client) -> None:
    assert client.get("/codes/nonsense/report/").status_code == 404


@pytest.mark.parametrize("path", ["/report/", "/report/upload/", "/wrong/"])
def test_who_is_asked_for_no_dates_reads_that_a_month_is_one(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert ("no dates, no months" in html.lower()) or ("Dates, even a month alone," in html)


def test_a_report_is_taken_and_its_receipt_shown(client: Client) -> None:
    page = submit(client, modifiers="26, 59", actions=["corrected_claim", "appeal_1"], rarcs="N19")
    report = Report.objects.get()
    assert page.status_code == 201
    assert (report.modifiers, report.actions, report.rarcs) == (["26", "59"], ["corrected_claim", "appeal_1"], ["N19"])
    assert receipt_in(page)
    assert "no-store" in page["Cache-Control"]


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


@pytest.mark.parametrize(("story", "told"), [("Call Dr. Okafor at 555-867-5309.", True), ("Call 555-867-5309.", False)])
def test_whose_form_comes_back_is_told_at_once_that_the_story_may_name_somebody(
    client: Client, story: str, told: bool
) -> None:
    html = submit(client, story=story).content.decode()
    problems = html.partition('id="problems"')[2].partition("</div>")[0]
    assert "phone number" in problems
    assert ("The story may also name somebody or a place." in problems) is told
    assert "Okafor" not in problems


def test_it_is_told_too_where_something_else_was_taken_out(client: Client) -> None:
    page = submit(client, payer="ask jane@example.com", story="Spoke with Dr. Okafor.")
    assert (page.status_code, "The story may also name somebody" in page.content.decode()) == (422, True)


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

    @pytest.mark.parametrize(
        "state", [{}, {"standing": "held", "held_because": ["Sent by a program"]}, {"expired": True}]
    )
    def test_an_accepted_story_is_promised_only_where_it_is_shown(self, client: Client, state: dict[str, Any]) -> None:
        report, receipt = send(1, story="Read me.")[0]
        Report.objects.filter(pk=report.pk).update(story_state="accepted", **state)
        refresh()
        assert "Read me." not in client.get("/codes/86320/statistics/").content.decode()
        html = self.step(client, receipt, "lookup").content.decode()
        assert "accepted your story. The page of its code shows it while this report counts and the code has" in html
        assert "is shown on the page" not in html

    def test_a_receipt_of_a_message_is_sent_to_its_own_page(self, client: Client) -> None:
        message = actions.receive_objection(about="/codes/86320/", kind="price", text="Too low.", mark="a")
        pages = [self.step(client, receipt, "lookup").content.decode() for receipt in (message, UNKNOWN, "nonsense")]
        link = 'The receipt of a message about a page is read at <a href="/wrong/answer/">/wrong/answer/</a>.'
        assert [link in html for html in pages] == [True] * 3
        assert link not in client.get("/receipt/").content.decode()

    @pytest.mark.parametrize("step", ["lookup", "update", "correct", "withdraw"])
    def test_wrong_receipts_all_look_alike_and_cost_alike(self, client: Client, step: str) -> None:
        send(1)
        bodies, work = [], []
        for receipt in ("", "nonsense", UNKNOWN[:-1] + "0", UNKNOWN, UNKNOWN.lower().replace("-", " ")):
            with (
                CaptureQueriesContext(connection) as asked,
                patch.object(hashlib, "sha256", wraps=hashlib.sha256) as made,
            ):
                page = self.step(client, receipt, step, **typed())
            assert page.status_code == 404
            bodies.append(TOKEN.sub(b"", page.content))
            work.append((len(asked), made.call_count))
        assert len(set(bodies)) == 1
        assert len(set(work)) == 1
        assert work[0][1] > 0
        assert Report.objects.count() == 1

    def test_an_unknown_step_is_no_page(self, client: Client) -> None:
        assert self.step(client, send(1)[0][1], "publish").status_code == 404

    def test_it_asks_for_the_outcome_and_for_every_correction(self, client: Client) -> None:
        html = self.step(client, send(1)[0][1], "lookup").content.decode()
        outcome, correction = html.split('id="correct-fields"')
        asked = re.compile(r'name="(\w+)"')
        rest = {"csrfmiddlewaretoken", "step", "receipt", "seen"}
        assert set(asked.findall(outcome)) - rest - {"description", "viewport", "search"} >= set(OUTCOME)
        assert set(asked.findall(correction.split("Withdraw the report")[0])) - rest == set(FIELDS)

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

    @pytest.mark.parametrize(
        ("step", "stale"), [("correct", typed(carc="16", story="Typed here.")), ("update", {"outcome": "denied_again"})]
    )
    def test_what_was_changed_in_another_tab_is_not_reverted_unseen(
        self, client: Client, step: str, stale: dict[str, Any]
    ) -> None:
        receipt = send(1)[0][1]
        seen = self.step(client, receipt, "lookup").context[f"{ROLES[step]}_seen"]  # type: ignore[attr-defined]
        other = typed(year="2025", outcome="paid_full")
        assert self.step(client, receipt, "correct", seen=seen, **other).status_code == 200
        assert self.step(client, receipt, "correct", seen=seen, **other).status_code == 200  # pressed twice

        page = self.step(client, receipt, step, seen=seen, **stale)
        report = Report.objects.get()
        assert (page.status_code, report.year, report.outcome, report.carc) == (409, 2025, "paid_full", "97")
        assert "This report was changed meanwhile (in another tab" in page.content.decode()
        assert "Changed since: “Year of service”, “What came of it”. Listed" in page.content.decode()
        assert "<dd> 2025 </dd>" in " ".join(page.content.decode().split())
        form, fresh = (page.context[f"{ROLES[step]}_{part}"] for part in ("form", "seen"))  # type: ignore[attr-defined]
        assert all(form[name].value() == value for name, value in stale.items() if name in FIELDS)
        assert self.step(client, receipt, step, seen=fresh, **stale).status_code == 200

    def test_a_mark_of_no_facts_is_stale(self, client: Client) -> None:
        page = self.step(client, send(1)[0][1], "correct", seen="x", **typed(carc="16"))
        assert (page.status_code, Report.objects.get().carc) == (409, "97")

    def test_several_receipts_are_told_to_come_one_at_a_time(self, client: Client) -> None:
        mine, foreign = send(1)[0][1], new_receipt()
        for pasted in (f"{mine}\n{foreign}", f"2,86320,{foreign}\n3,86320,{new_receipt()}", f"{mine} {mine} {foreign}"):
            page = self.step(client, pasted, "lookup")
            assert (page.status_code, "one receipt at a time" in page.content.decode()) == (404, True)
        assert "one receipt at a time" not in self.step(client, foreign, "lookup").content.decode()
        assert self.step(client, f"{mine} {mine}", "lookup").status_code == 200

    def test_a_stale_tab_stays_stale_over_an_error(self, client: Client) -> None:
        receipt = send(1)[0][1]
        seen = self.step(client, receipt, "lookup").context["correct_seen"]  # type: ignore[attr-defined]
        self.step(client, receipt, "update", outcome="paid_full")
        page = self.step(client, receipt, "correct", seen=seen, **typed(carc="45"))
        again = page.context["correct_seen"]  # type: ignore[attr-defined]
        assert self.step(client, receipt, "correct", seen=again, **typed()).status_code == 409
        assert Report.objects.get().outcome == "paid_full"

    @pytest.mark.parametrize(
        "refused", [{"carc": "nonsense"}, {"year": "1999"}, {"payer": "ask jane@example.com"}, {"seen": "x"}, {}]
    )
    def test_a_correction_that_changes_nothing_uses_none_of_the_hours(
        self, client: Client, settings: Settings, refused: dict[str, str]
    ) -> None:
        settings.REPORTS_PER_HOUR = 1
        [(_, receipt)] = send(1)
        asked = {"receipt": receipt, "step": "correct", **typed()}
        client.post("/receipt/", asked | ({"carc": "16"} | refused if refused else {}))
        assert client.post("/receipt/", asked | {"carc": "16"}).status_code == 200
        assert client.post("/receipt/", asked | {"carc": "18"}).status_code == 429

    def test_corrections_have_their_limit_too(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 1
        receipt = send(1)[0][1]
        assert self.step(client, receipt, "update", outcome="pending").status_code == 200
        page = self.step(client, receipt, "update", outcome="paid_full")
        assert (page.status_code, int(page["Retry-After"]) > 3500) == (429, True)
        assert Report.objects.get().outcome == "pending"

    def test_every_field_can_be_corrected(self, client: Client) -> None:
        receipt = send(1)[0][1]
        other = {
            "code": "G0483", "modifiers": "59 XU", "payer": "UHC", "line_of_business": "medicare", "kind": "units",
            "group": "PR", "carc": "151", "rarcs": "N362", "year": "2025", "paired_code": "80305",
            "actions": ["appeal_1"], "tactics": ["records"], "fix_modifier": "XU", "outcome": "paid_part",
            "claim_type": "dme", "stage": "first_pass", "decided_by": "payer", "place_of_service": "11",
            "diagnosis_category": "C90", "network": "in", "state": "TX", "amount_band": "0-50",
            "resolution_band": "0-30", "story": "Other words.", "reason_source": "on_remit",
        }  # fmt: skip
        assert set(other) == set(FIELDS)
        assert self.step(client, receipt, "correct", **other).status_code == 200
        report = Report.objects.get()
        kept = {name: getattr(report, name) for name in FIELDS}
        assert kept == {
            **other, "modifiers": ["59", "XU"], "rarcs": ["N362"], "payer": "unitedhealthcare", "year": 2025,
        }  # fmt: skip

    def test_a_correction_is_another_revision_and_a_look_is_not(self, client: Client) -> None:
        receipt = send(1)[0][1]
        self.step(client, receipt, "lookup")
        assert Report.objects.get().revision == 0
        self.step(client, receipt, "update", outcome="paid_full")
        assert Report.objects.get().revision == 1

    def test_a_withdrawal_takes_flags_and_former_stories_with_it(self, client: Client) -> None:
        report, receipt = send(1, story="[name removed] said no.")[0]
        decision = Decision.objects.create(report=report.key, verdict=Decision.Verdict.REDACT_STORY)
        Original.objects.create(decision=decision, report=report, story="Somebody said no.")
        Flag.objects.create(report=report, rule="burst", words="Many on one day", weight=3)
        assert self.step(client, receipt, "withdraw", sure="yes").status_code == 200
        assert (Report.objects.count(), Original.objects.count(), Flag.objects.count()) == (0, 0, 0)

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

    @pytest.mark.parametrize("setting", ["THRESHOLD", "MIN_CONTRIBUTORS"])
    def test_another_rule_is_told_at_once_for_all_that_is_not_published(
        self, client: Client, settings: Settings, setting: str
    ) -> None:
        send_and_refresh(4)
        before = client.get("/codes/86320/statistics/")
        setattr(settings, setting, 7)
        assert client.get("/codes/86320/statistics/", headers={"If-None-Match": before["ETag"]}).status_code == 200
        paths = [f"{room}/codes/{code}/statistics/" for room in ("", "/api/v1") for code in ("86320", "99999")]
        assert len({client.get(path)["ETag"] for path in paths} | {before["ETag"]}) == 2

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
        labels()  # words are read once and kept
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
