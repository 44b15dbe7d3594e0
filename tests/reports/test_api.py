"""What a program sends and reads."""

import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from kombu.exceptions import OperationalError
from pytest_django import DjangoAssertNumQueries, Settings

from reports import actions, tasks
from reports.api import FactsSerializer
from reports.intake import CHOICES, FIELDS
from reports.models import Decision, Report, Statistic, labels
from reports.receipts import new_receipt
from tests.reports.making import body, refresh, send, send_and_refresh

UNKNOWN = new_receipt()

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

Post = Callable[..., tuple[int, Any]]


@pytest.fixture
def post(client: Client) -> Post:
    def send_json(path: str, **sent: Any) -> tuple[int, Any]:
        response = client.post(f"/api/v1/{path}", sent, content_type="application/json")
        return response.status_code, response.json()

    return send_json


def get(client: Client, path: str) -> tuple[int, Any]:
    response = client.get(f"/api/v1/{path}")
    return response.status_code, response.json()


class TestSubmitting:
    def test_a_report_is_counted_and_its_receipt_shown_once(self, post: Post) -> None:
        status, answer = post("reports/", **body(payer="UHC"))
        report = Report.objects.get()
        assert (status, answer["status"], answer["code"]) == (201, "counted", "86320")
        assert set(answer) == {"receipt", "status", "code"}
        assert report.payer == "unitedhealthcare"
        assert answer["receipt"] not in json.dumps(list(Report.objects.values()), default=str)

    def test_a_story_waits_while_its_report_counts(self, post: Post) -> None:
        status, answer = post("reports/", **body(story="They bundled it into the panel."))
        assert (status, answer["status"]) == (201, "counted")
        assert Report.objects.get().story_state == "waiting"

    def test_many_reports_on_one_code_are_held(self, post: Post, settings: Settings) -> None:
        settings.HOLD_ABOVE = 2
        statuses = [post("reports/", **body())[1]["status"] for _ in range(3)]
        assert statuses == ["counted", "counted", "held"]
        assert post("reports/", **body(code="84165"))[1]["status"] == "counted"

    def test_an_identifier_is_refused_named_by_place_and_nowhere_stored(self, post: Post) -> None:
        status, answer = post("reports/", **body(story="Please 555-867-5309 called"))
        assert (status, answer) == (
            422,
            {"findings": [{"field": "story", "kind": "phone", "start": 7, "end": 19}]},
        )
        assert not Report.objects.exists()

    def test_bad_input_names_each_field(self, post: Post) -> None:
        status, answer = post("reports/", **body(code="x", kind="angry"))
        assert status == 400
        assert set(answer) == {"code", "kind"}
        assert not Report.objects.exists()

    def test_only_a_json_object_is_a_report(self, client: Client) -> None:
        response = client.post("/api/v1/reports/", [1, 2], content_type="application/json")
        assert (response.status_code, response.json()) == (400, {"detail": "Send a JSON object."})
        broken = client.post("/api/v1/reports/", "{", content_type="application/json")
        assert (broken.status_code, set(broken.json())) == (400, {"detail"})

    def test_too_many_in_an_hour_are_told_when_to_come_back(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 2
        responses = [client.post("/api/v1/reports/", body(), content_type="application/json") for _ in range(3)]
        assert [response.status_code for response in responses] == [201, 201, 429]
        assert 3500 < int(responses[2]["Retry-After"]) <= 3600
        assert Report.objects.count() == 2

    def test_a_forged_header_gets_around_no_limit(self, client: Client, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 1
        statuses = [
            client.post(
                "/api/v1/reports/", body(), content_type="application/json", headers={"X-Forwarded-For": f"192.0.2.{n}"}
            ).status_code
            for n in (1, 2)
        ]
        assert statuses == [201, 429]

    def test_a_lost_hint_is_counted_and_hurts_nobody(self, post: Post) -> None:
        before = tasks.HINTS_LOST._value.get()
        with patch.object(tasks.refresh, "apply_async", side_effect=OperationalError("no broker")):
            status, _ = post("reports/", **body())
        assert status == 201
        assert tasks.HINTS_LOST._value.get() == before + 1
        assert actions.dirty_codes() == ["86320"]

    def test_unlisted_codes_are_accepted_and_marked(self, post: Post) -> None:
        status, _ = post("reports/", **body(code="12345", carc="299", rarcs=["N9999"], paired_code="84165"))
        assert status == 201
        assert Report.objects.get().unverified == ["code", "paired_code", "carc", "rarcs"]
        assert post("reports/", **body(rarcs=["N19"]))[0] == 201
        assert Report.objects.filter(unverified=[]).count() == 1

    def test_without_a_label_other_peoples_reports_hold_nothing(self, post: Post, settings: Settings) -> None:
        settings.HOLD_ABOVE = 1
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        assert [post("reports/", **body())[1]["status"] for _ in range(3)] == ["counted"] * 3

    def test_without_redis_a_report_is_taken_with_an_empty_label(self, post: Post, settings: Settings) -> None:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        assert post("reports/", **body())[0] == 201
        assert Report.objects.get().contributor == ""


class TestReceipts:
    def test_a_receipt_finds_its_report_in_any_spelling(self, post: Post) -> None:
        _, made = post("reports/", **body(outcome="pending"))
        for spelling in (made["receipt"], made["receipt"].lower(), f"  {made['receipt'].replace('-', ' ')} "):
            status, answer = post("receipts/lookup/", receipt=spelling)
            assert (status, answer) == (
                200, {"status": "counted", "story_status": "none", "outcome": "pending", **body()},
            )  # fmt: skip

    @pytest.mark.parametrize("path", ["lookup", "update", "correct", "withdraw"])
    @pytest.mark.parametrize(
        "receipt", ["", "nonsense", UNKNOWN, 7, None], ids=["empty", "nonsense", "unknown", "7", "none"]
    )
    def test_wrong_and_unknown_receipts_answer_alike(self, post: Post, path: str, receipt: object) -> None:
        send(1)
        assert post(f"receipts/{path}/", receipt=receipt) == (404, {"detail": "No report belongs to this receipt."})
        assert Report.objects.count() == 1

    def test_the_outcome_is_added_later_and_moves_the_figure(self, post: Post) -> None:
        receipt = send_and_refresh(5)[0][1]
        status, answer = post(
            "receipts/update/", receipt=receipt, outcome="paid_full", actions=["corrected_claim"], fix_modifier="XU"
        )
        assert (status, answer["outcome"], answer["fix_modifier"]) == (200, "paid_full", "XU")
        refresh()
        assert Statistic.objects.get(slice_field="").recovery["decided"] == 1

    def test_an_update_takes_outcomes_only(self, post: Post) -> None:
        receipt = send(1)[0][1]
        assert post("receipts/update/", receipt=receipt, kind="units")[0] == 400
        assert Report.objects.get().kind == "bundled"

    def test_a_correction_changes_any_field_and_moves_both_codes(self, post: Post) -> None:
        receipt = send_and_refresh(5)[0][1]
        status, answer = post("receipts/correct/", receipt=receipt, code="84165", carc="16", rarcs=["N19"])
        assert (status, answer["code"], answer["carc"]) == (200, "84165", "16")
        assert sorted(actions.dirty_codes()) == ["84165", "86320"]

    def test_a_correction_is_judged_like_a_report(self, post: Post) -> None:
        receipt = send(1)[0][1]
        assert post("receipts/correct/", receipt=receipt, carc="45")[0] == 400
        assert post("receipts/correct/", receipt=receipt, story="SSN 078-05-1120")[0] == 422
        assert post("receipts/correct/", receipt=receipt, shoe="9")[0] == 400
        assert (Report.objects.get().carc, Report.objects.get().story) == ("97", "")

    @pytest.mark.parametrize("refused", [{"carc": "nonsense"}, {"story": "Call 555-867-5309."}, {"carc": "97"}])
    def test_a_correction_that_changes_nothing_uses_none_of_the_hours(
        self, post: Post, settings: Settings, refused: dict[str, str]
    ) -> None:
        settings.REPORTS_PER_HOUR = 1
        [(_, receipt)] = send(1)
        post("receipts/correct/", receipt=receipt, **refused)
        assert post("receipts/correct/", receipt=receipt, carc="16")[0] == 200
        assert post("receipts/correct/", receipt=receipt, carc="18")[0] == 429

    def test_corrections_have_their_limit_too(self, post: Post, settings: Settings) -> None:
        settings.REPORTS_PER_HOUR = 1
        receipt = send(1)[0][1]
        assert post("receipts/update/", receipt=receipt, outcome="pending")[0] == 200
        assert post("receipts/update/", receipt=receipt, outcome="paid_full")[0] == 429
        assert Report.objects.get().outcome == "pending"

    def test_moving_to_another_code_stands_in_line_again(self, post: Post, settings: Settings) -> None:
        settings.HOLD_ABOVE = 2
        send(2, code="84165")
        receipt = send(1, story="Bundled.")[0][1]
        Report.objects.filter(code="86320").update(story_state="accepted")
        status, answer = post("receipts/correct/", receipt=receipt, code="84165")
        assert (status, answer["status"], answer["story_status"]) == (200, "held", "waiting")

    def test_where_every_report_waits_a_corrected_one_waits_again(self, post: Post, settings: Settings) -> None:
        receipt = send(1)[0][1]
        settings.MODERATION = "all"
        assert post("receipts/correct/", receipt=receipt, kind="units")[1]["status"] == "held"

    def test_a_correction_that_changes_nothing_moves_nothing(self, post: Post, settings: Settings) -> None:
        receipt = send_and_refresh(5)[0][1]
        settings.MODERATION = "all"
        assert post("receipts/correct/", receipt=receipt, kind="bundled")[1]["status"] == "counted"
        assert actions.dirty_codes() == []

    def test_a_story_kept_under_older_rules_does_not_stop_an_update(self, post: Post) -> None:
        receipt = send(1)[0][1]
        Report.objects.update(story="Call 415-555-0132.", story_state="waiting")
        assert post("receipts/update/", receipt=receipt, outcome="paid_full")[0] == 200

    def test_a_corrected_story_waits_again(self, post: Post) -> None:
        receipt = send(1, story="First words.")[0][1]
        Report.objects.update(story_state="accepted")
        post("receipts/correct/", receipt=receipt, story="Other words.")
        assert Report.objects.get().story_state == "waiting"

    def test_a_payer_kept_as_other_stays_other_in_a_correction(self, post: Post) -> None:
        receipt = send(1, payer="other")[0][1]
        post("receipts/correct/", receipt=receipt, outcome="pending")
        assert Report.objects.get().payer == "other"

    def test_a_withdrawn_report_is_deleted_and_its_receipt_dead(self, post: Post) -> None:
        report, receipt = send(1)[0]
        assert post("receipts/withdraw/", receipt=receipt) == (200, {"status": "withdrawn", "code": "86320"})
        assert not Report.objects.exists()
        assert post("receipts/lookup/", receipt=receipt)[0] == 404
        assert Decision.objects.get().report == report.key


class TestStatistics:
    def test_below_the_threshold_the_answer_is_exactly_nothing(self, client: Client) -> None:
        send_and_refresh(4)
        nothing = {"published": False, "threshold": 5}
        assert get(client, "codes/86320/statistics/") == (200, {"code": "86320", **nothing})
        assert get(client, "codes/99999/statistics/") == (200, {"code": "99999", **nothing})
        few, none = client.get("/api/v1/codes/86320/statistics/"), client.get("/api/v1/codes/99999/statistics/")
        assert few["ETag"] == none["ETag"]

    def test_an_open_code_answers_as_the_contract_says(self, client: Client) -> None:
        send_and_refresh(5, outcome="paid_full", rarcs=("N19",))
        status, answer = get(client, "codes/86320/statistics/")
        assert status == 200
        assert list(answer) == [
            "code", "published", "reports", "as_of", "version", "method", "breakdowns", "recovery", "appeal",
            "recovery_by", "resolution_by", "remark_by_reason", "payer_lines", "recent", "trend", "rising",
            "amount_band", "appeal_worth", "expired", "stories",
        ]  # fmt: skip
        assert answer["breakdowns"]["reason"] == [
            {
                "key": "CO-97", "label": "Already paid as part of another service",
                "reports": 5, "share": 1.0, "low": 0.566, "high": 1.0,
            },
        ]  # fmt: skip
        assert answer["breakdowns"]["payer"][0]["label"] == "Aetna"
        assert answer["appeal"] == {"decided": 0}
        assert (answer["stories"], answer["method"], len(answer["version"])) == ([], "6", 32)

    def test_unchanged_figures_are_not_sent_again(self, client: Client) -> None:
        send_and_refresh(5)
        etag = client.get("/api/v1/codes/86320/statistics/")["ETag"]
        again = client.get("/api/v1/codes/86320/statistics/", headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert again["Cache-Control"] == "public, max-age=0, s-maxage=1"

    @pytest.mark.parametrize("path", ["statistics/", "statistics.csv"])
    def test_nor_made_again(
        self,
        client: Client,
        monkeypatch: pytest.MonkeyPatch,
        path: str,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        send_and_refresh(5)
        tag = client.get(f"/api/v1/codes/86320/{path}")["ETag"]
        monkeypatch.delattr("reports.figures.content")
        with django_assert_num_queries(1):
            assert client.get(f"/api/v1/codes/86320/{path}", headers={"If-None-Match": tag}).status_code == 304

    def test_a_withheld_slice_answers_like_an_empty_one(self, client: Client) -> None:
        send(9)
        send_and_refresh(3, payer="humana", contributor="b")
        withheld = get(client, "codes/86320/statistics/?payer=humana")
        assert withheld == get(client, "codes/86320/statistics/?payer=nobody")
        assert withheld == (200, {"code": "86320", "published": False, "threshold": 5})

    def test_a_null_character_is_refused(self, client: Client) -> None:
        for path in ("codes/86320/statistics/", "codes/86320/statistics.csv", "statistics/"):
            assert get(client, f"{path}?payer=%00") == (400, {"payer": ["Null characters are not allowed."]})

    def test_a_misspelled_filter_is_not_passed_over(self, client: Client) -> None:
        for path in ("codes/86320/statistics/", "codes/86320/statistics.csv"):
            assert get(client, f"{path}?payr=aetna") == (
                400,
                {"detail": "The address has an unknown parameter. Use only: payer, line_of_business, reason."},
            )
        assert get(client, "statistics/?order=code")[0] == 400

    def test_an_empty_filter_counts_as_not_given(self, client: Client) -> None:
        send_and_refresh(5)
        assert get(client, "codes/86320/statistics/?payer=&reason=")[1]["reports"] == 5
        assert get(client, "statistics/?ordering=&payer=&page=")[1]["count"] == 1

    def test_a_slice_has_its_own_figures(self, client: Client) -> None:
        send(5)
        send_and_refresh(5, payer="unitedhealthcare", kind="units", contributor="b")
        answer = get(client, "codes/86320/statistics/?payer=unitedhealthcare")[1]
        assert (answer["reports"], [row["key"] for row in answer["breakdowns"]["kind"]]) == (5, ["units"])
        assert get(client, "codes/86320/statistics/?reason=CO-97")[1]["reports"] == 10
        assert get(client, "codes/86320/statistics/?line_of_business=commercial_insured")[1]["reports"] == 10

    def test_two_filters_at_once_are_refused(self, client: Client) -> None:
        assert get(client, "codes/86320/statistics/?payer=aetna&reason=CO-97")[0] == 400
        assert get(client, "statistics/?payer=aetna&reason=CO-97")[0] == 400

    def test_an_accept_header_is_no_reason_to_say_nothing(self, client: Client) -> None:
        for path, accept in (("statistics.csv", "text/csv"), ("statistics.csv", "*/*"), ("statistics/", "text/html")):
            answer = client.get(f"/api/v1/codes/86320/{path}", headers={"Accept": accept})
            assert answer.status_code == 200

    def test_a_malformed_code_is_not_found(self, client: Client) -> None:
        assert get(client, "codes/8632/statistics/")[0] == 404

    def test_the_csv_holds_the_same_rows(self, client: Client) -> None:
        send_and_refresh(5)
        lines = client.get("/api/v1/codes/86320/statistics.csv").content.decode().splitlines()
        assert lines[0] == "code,breakdown,key,label,reports,share,low,high,of"
        assert lines[1] == "86320,reason,CO-97,Already paid as part of another service,5,1.0,0.566,1.0,5"
        assert [line.split(",")[1] for line in lines[1:]] == [
            "reason", "kind", "payer", "line_of_business", "year",
            "payer_line", "payer_line:aetna:commercial_insured", "recent_reason",
        ]  # fmt: skip
        below = client.get("/api/v1/codes/99999/statistics.csv").content.decode().splitlines()
        assert below == lines[:1]

    def test_the_index_lists_published_codes_alone(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        send(5)
        send(6, code="84165")
        send_and_refresh(4, code="99213")
        with django_assert_num_queries(2):
            listed = get(client, "statistics/")[1]
        assert [(row["code"], row["reports"]) for row in listed["results"]] == [("84165", 6), ("86320", 5)]
        assert [row["code"] for row in get(client, "statistics/?ordering=code")[1]["results"]] == ["84165", "86320"]
        assert [row["code"] for row in get(client, "statistics/?payer=cigna")[1]["results"]] == []
        assert get(client, "statistics/?ordering=received")[0] == 400


def test_a_figure_costs_two_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    send_and_refresh(5)
    labels()  # words are read once and kept
    with django_assert_num_queries(2):
        client.get("/api/v1/codes/86320/statistics/")


def test_the_schema_names_every_field_and_choice_that_intake_judges() -> None:
    declared = FactsSerializer().get_fields()
    assert set(declared) == set(FIELDS)
    for name, words in CHOICES.items():
        assert list(declared[name].choices) == list(words), name  # type: ignore[attr-defined]


class TestHostileBodies:
    @pytest.mark.parametrize(
        "sent",
        [
            "[" * 100_000,
            '{"story": ' + "[" * 50_000 + "]" * 50_000 + "}",
            json.dumps(body(story="lone \ud800 surrogate")),
            json.dumps(body(payer="\udfff")),
            json.dumps(body(code="\ud800")),
            json.dumps(body(modifiers=["\ud800x"])),
            json.dumps(body(year=99_999)),
            json.dumps(body(year=[2026])),
            '{"code": NaN}',
            "\x00",
            "",
        ],
    )
    def test_they_are_refused_in_plain_words(self, client: Client, sent: str) -> None:
        response = client.post("/api/v1/reports/", sent.encode(), content_type="application/json")
        assert response.status_code == 400
        assert all(response.json().values())
        assert not Report.objects.exists()

    def test_so_are_hostile_receipts(self, client: Client) -> None:
        for receipt in ("\ud800", "\x00", "MP-" + "0" * 5_000, ["MP"], {"a": 1}):
            sent = json.dumps({"receipt": receipt})
            answer = client.post("/api/v1/receipts/lookup/", sent.encode(), content_type="application/json")
            assert (answer.status_code, answer.json()) == (404, {"detail": "No report belongs to this receipt."})
