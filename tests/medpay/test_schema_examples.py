"""What the schema shows by example: all of it, as it is answered."""

import copy
from typing import Any

import pytest
from django.test import Client

from reports.api import examples as shown
from reports.api import figure_examples
from reports.models import Report, today
from reports.recent import months_before
from tests.medpay.schemas import closed, examples, messages, problems, published
from tests.reports.making import body, refresh, send

SCHEMA = published()
CLOSED = closed(copy.deepcopy(SCHEMA))


def test_whatever_is_sent_or_answered_is_shown_by_example() -> None:
    assert [where for where, content in messages(SCHEMA) if not content.get("examples")] == []


def test_every_example_is_what_the_schema_describes() -> None:
    unfit = {(each.where, each.name): problems(each.value, each.schema, CLOSED) for each in examples(CLOSED)}
    assert {where: said for where, said in unfit.items() if said} == {}


def test_an_answer_that_says_more_or_less_than_described_would_be_seen() -> None:
    part = {"$ref": "#/components/schemas/Detail"}
    assert problems({"detail": "No."}, part, CLOSED) == []
    assert problems({}, part, CLOSED) == ["$: 'detail' is a required property"]
    assert problems({"detail": None}, part, CLOSED) == ["$.detail: None is not of type 'string'"]
    assert len(problems({"detail": "No.", "more": 1}, part, CLOSED)) == 1


def test_every_error_says_where_and_when_it_comes() -> None:
    found = {
        f"{method.upper()} {path.removeprefix('/api/v1/')}": sorted(operation["responses"])
        for path, methods in SCHEMA["paths"].items()
        for method, operation in methods.items()
    }
    assert found == {
        "POST claims/check/": ["200", "400", "415"],
        "GET codes/": ["200", "400", "404"],
        "GET codes/{code}/": ["200", "400", "404"],
        "GET codes/{code}/edits/": ["200", "400", "404"],
        "GET codes/{code}/payment/": ["200", "400", "404"],
        "GET codes/{code}/statistics/": ["200", "304", "400", "404"],
        "GET codes/{code}/statistics.csv": ["200", "304", "400", "404"],
        "GET codes/{code}/units/": ["200", "400", "404"],
        "GET payers/": ["200", "400", "404"],
        "GET payers/{slug}/statistics/": ["200", "304", "404"],
        "GET payers/{slug}/statistics.csv": ["200", "304", "404"],
        "GET reasons/": ["200", "400", "404"],
        "GET reasons/{code}/statistics/": ["200", "304", "404"],
        "GET reasons/{code}/statistics.csv": ["200", "304", "404"],
        "POST receipts/correct/": ["200", "400", "404", "415", "422", "429"],
        "POST receipts/lookup/": ["200", "400", "404", "415"],
        "POST receipts/update/": ["200", "400", "404", "415", "422", "429"],
        "POST receipts/withdraw/": ["200", "400", "404", "415"],
        "POST reports/": ["201", "400", "415", "422", "429"],
        "GET statistics/": ["200", "400", "404"],
        "GET transparency/": ["200"],
    }


def test_every_header_that_an_operation_reads_is_described() -> None:
    found = {
        f"{method.upper()} {path.removeprefix('/api/v1/')}": headers
        for path, methods in SCHEMA["paths"].items()
        for method, operation in methods.items()
        if (headers := [one["name"] for one in operation.get("parameters", []) if one["in"] == "header"])
    }
    assert found == {"POST reports/": ["Idempotency-Key", "Proof-Of-Work"]}


@pytest.mark.django_db
@pytest.mark.usefixtures("starter")
class TestShownIsAnswered:
    def post(self, client: Client, path: str, sent: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/{path}", sent, content_type="application/json").json()

    def test_figures(self, client: Client) -> None:
        appealed: dict[str, Any] = {
            "payer": "humana",
            "line_of_business": "medicare_advantage",
            "actions": ("appeal_1",),
        }
        corrected: dict[str, Any] = {
            "actions": ("corrected_claim",),
            "tactics": ("modifier_added",),
            "fix_modifier": "XU",
        }
        send(3, outcome="paid_full", modifiers=("26",), paired_code="84165", state="TX", **corrected)
        send(2, outcome="denied_again", state="TX", **appealed)
        send(1, outcome="pending", carc="16", rarcs=("N19",))
        send(1, kind="units", carc="151", outcome="no_action")
        refresh()
        day = today().isoformat()
        answer = client.get("/api/v1/codes/86320/statistics/").json()
        since = {"since": months_before(today(), 11).isoformat(), "as_of": day}
        of_today = {"as_of": day, "version": answer["version"], "recent": figure_examples.FIGURES["recent"] | since}
        assert answer == figure_examples.FIGURES | of_today
        assert client.get("/api/v1/codes/86320/statistics.csv").content.decode().startswith(figure_examples.ROWS)
        assert client.get("/api/v1/statistics/").json()["results"] == [
            figure_examples.LISTED | {"as_of": day, "version": answer["version"]}
        ]

    def test_no_figures(self, client: Client) -> None:
        assert client.get("/api/v1/codes/86320/statistics/").json() == figure_examples.UNPUBLISHED

    def test_a_report_from_first_to_last(self, client: Client) -> None:
        received = self.post(client, "reports/", shown.REPORT)
        receipt = {"receipt": received["receipt"]}
        assert received == shown.REPORT_RECEIVED.value | receipt
        assert self.post(client, "receipts/lookup/", receipt) == shown.STORED.value
        updated = self.post(client, "receipts/update/", shown.UPDATE_SENT.value | receipt)
        assert updated["resolution_band"] == "31-60"
        corrected = self.post(client, "receipts/correct/", shown.CORRECTION_SENT.value | receipt)
        assert (corrected["carc"], corrected["rarcs"], corrected["outcome"]) == ("16", ["N19"], "paid_part")
        assert self.post(client, "receipts/withdraw/", receipt) == shown.WITHDRAWN.value

    def test_a_story_that_identifies(self, client: Client) -> None:
        assert self.post(client, "reports/", body(story="Please 555-867-5309 called")) == shown.IDENTIFYING.value


@pytest.mark.django_db
class TestTypes:
    """JSON of another type than the schema's is refused; nothing is read into it."""

    @pytest.mark.parametrize(
        ("sent", "refused"),
        [
            ({"carc": 97}, {"carc": ["Write this as text."]}),
            ({"year": "2026"}, {"year": ["Write the year as a number, such as 2026."]}),
            ({"year": 2026.5}, {"year": ["Write the year as a number, such as 2026."]}),
            ({"year": True}, {"year": ["Write the year as a number, such as 2026."]}),
            ({"modifiers": "26"}, {"modifiers": ["Write this as a list of texts."]}),
            ({"modifiers": ["26", ""]}, {"modifiers": ["Write this as a list of texts."]}),
            ({"story": {"text": "No."}}, {"story": ["Write this as text."]}),
        ],
    )
    def test_what_is_refused(self, client: Client, sent: dict[str, Any], refused: dict[str, list[str]]) -> None:
        response = client.post("/api/v1/reports/", body(**sent), content_type="application/json")
        assert (response.status_code, response.json()) == (400, refused)
        assert not Report.objects.exists()

    def test_null_and_empty_text_are_not_stated(self, client: Client) -> None:
        sent = body(story=None, outcome="", modifiers=None, paired_code=None, state="")
        receipt = client.post("/api/v1/reports/", sent, content_type="application/json").json()["receipt"]
        kept = client.post("/api/v1/receipts/lookup/", {"receipt": receipt}, content_type="application/json").json()
        assert kept == {"status": "counted", "story_status": "none", **body(payer="other")}

    def test_to_json_a_whole_number_may_have_a_point(self, client: Client) -> None:
        sent = '{"code": "86320", "payer": "aetna", "kind": "rejection", "year": 2026.0}'
        assert client.post("/api/v1/reports/", sent, content_type="application/json").status_code == 201
        assert Report.objects.get().year == 2026

    def test_an_identifier_in_a_wrong_type_is_named_as_one(self, client: Client) -> None:
        sent = body(story=["Please 555-867-5309 called"])
        response = client.post("/api/v1/reports/", sent, content_type="application/json")
        assert (response.status_code, response.json()) == (422, shown.IDENTIFYING.value)

    @pytest.mark.parametrize("path", ["lookup", "withdraw"])
    def test_a_receipt_comes_alone(self, client: Client, path: str) -> None:
        sent = {"receipt": "nonsense", "code": "86320"}
        response = client.post(f"/api/v1/receipts/{path}/", sent, content_type="application/json")
        assert (response.status_code, response.json()) == (400, {"detail": "Send only: receipt."})
