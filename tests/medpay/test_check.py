"""The claim check, as programs ask it: golden sums, edits, units, add-ons, figures, and nothing kept."""

import datetime
import json
import logging
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from codes.api import claim_examples
from codes.models import AddOn, ProcedurePair, Release, UnitLimit
from tests.reports.making import send_and_refresh

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/claims/check/"
ENDOSCOPIES = [{"code": "45385"}, {"code": "45380"}]
DAY = "2025-11-15"
NAME = "Jane Roe 1957"


def post(client: Client, body: Any) -> tuple[int, Any]:
    response = client.post(ADDRESS, body if isinstance(body, str) else json.dumps(body), "application/json")
    return response.status_code, response.json()


def checked(client: Client, *lines: dict[str, Any], **claim: Any) -> Any:
    given = {"year": 2025, **claim}
    if "date" in claim:
        del given["year"]
    status, answer = post(client, {**given, "lines": lines})
    assert status == 200, answer
    return answer


def table(
    source: str, variant: str = "", effective: datetime.date = datetime.date(2025, 10, 1), **given: Any
) -> Release:
    return Release.objects.create(
        source=source,
        variant=variant,
        label=f"{source} 2025 Q4",
        effective=effective,
        digest=f"{source} {variant} {effective}",
        complete=given.get("complete", True),
        state=Release.State.CURRENT,
    )


def pair(paid: str, denied: str, indicator: str = "1", **given: Any) -> ProcedurePair:
    of = Release.objects.filter(source="ncci_ptp").first() or table("ncci_ptp", "practitioner")
    since = datetime.date(2020, 1, 1)
    return ProcedurePair.objects.create(
        release=of, column_1=paid, column_2=denied, indicator=indicator, **{"effective": since, **given}
    )


def limit(code: str, units: int, mai: str) -> None:
    of = Release.objects.filter(source="ncci_mue").first() or table("ncci_mue", "practitioner")
    UnitLimit.objects.create(release=of, code=code, units=units, mai=mai)


@pytest.fixture
def tables() -> None:
    """Whole ones of the quarter of `DAY`, without a word about any code."""
    for source, variant in (("ncci_ptp", "practitioner"), ("ncci_mue", "practitioner"), ("ncci_addon", "")):
        table(source, variant)


def standings(answer: Any) -> list[str]:
    return [line["verdict"]["standing"] for line in answer["lines"]]


class TestGolden:
    @pytest.mark.parametrize(
        ("lines", "total"),
        [
            (ENDOSCOPIES, "522.39"),
            ([{"code": "70553"}, {"code": "71250"}], "401.71"),
            ([{"code": "97110"}, {"code": "97110"}], "50.62"),
            ([{"code": "97110", "units": 2}], "50.62"),
            ([{"code": "27447", "modifiers": ["50"], "setting": "facility"}], "1886.45"),
        ],
    )
    def test_the_lines_come_to_cms_sums(self, client: Client, starter: None, lines: Any, total: str) -> None:
        answer = checked(client, *lines)
        assert answer["total"]["allowed"] == total
        assert answer["total"]["message"] == ("Of 1 line, 1 priced." if len(lines) == 1 else "Of 2 lines, 2 priced.")

    def test_each_line_has_its_own_amount(self, client: Client, starter: None) -> None:
        answer = checked(client, {"code": "97110"}, {"code": "97110"})
        assert [line["counted"]["allowed"] for line in answer["lines"]] == ["28.79", "21.83"]

    def test_the_example_is_what_is_answered(self, client: Client, starter: None) -> None:
        status, answer = post(client, claim_examples.SENT)
        assert (status, answer) == (200, claim_examples.ANSWERED)

    def test_a_price_has_the_shape_of_the_payment_of_a_code(self, client: Client, starter: None) -> None:
        (line,) = checked(client, {"code": "86320", "modifiers": ["26"]})["lines"]
        assert line["price"] == client.get("/api/v1/codes/86320/payment/?year=2025&modifier=26").json()


def test_without_tables_nobody_can_say_that_it_is_paid(client: Client, starter: None) -> None:
    answer = checked(client, *ENDOSCOPIES)
    assert standings(answer) == ["priced", "priced"]
    assert answer["lines"][0]["verdict"]["words"] == (
        "45385 pays $435.38. Not checked, since no table is held: bundling, units, add-on code."
    )


@pytest.mark.usefixtures("tables")
class TestEdits:
    def test_without_a_table_of_its_quarter_nobody_can_say(self, client: Client, starter: None) -> None:
        answer = checked(client, *ENDOSCOPIES, date="2026-02-01")
        for line in answer["lines"]:
            assert line["edits"]["answer"] == "no_table"
            assert line["edits"]["table"] is None
            assert f"Bundling was not checked: {line['edits']['message']}" in line["warnings"]

    def test_the_second_column_is_denied(self, client: Client, starter: None) -> None:
        pair("45385", "45380")
        answer = checked(client, *ENDOSCOPIES, date=DAY)
        assert standings(answer) == ["paid", "denied"]
        (result,) = answer["lines"][1]["edits"]["results"]
        assert (result["paid"], result["paid_line"], result["denied"], result["denied_line"]) == (
            "45385",
            1,
            "45380",
            2,
        )
        assert result["bypassed"] is False
        assert answer["lines"][0]["edits"]["results"] == [result]
        assert answer["lines"][1]["edits"]["table"]["version"] == "NCCI practitioner edits, October 2025 (v31.3)"

    def test_what_is_denied_leaves_the_sum_after_edits(self, client: Client, starter: None) -> None:
        pair("45380", "45385")
        answer = checked(client, *ENDOSCOPIES, date=DAY)
        assert answer["total"]["allowed"] == "522.39"
        assert answer["after_edits"]["allowed"] == "414.68"
        assert answer["after_edits"]["message"] == "Without line 1, denied: of 1 line, 1 priced."
        paid = answer["lines"][1]
        assert (paid["counted"]["allowed"], paid["after_edits"]["allowed"]) == ("87.01", "414.68")
        assert paid["verdict"]["words"] == "45380 pays $87.01. Without the lines that are denied it pays $414.68."

    @pytest.mark.parametrize(
        ("paid", "denied", "standing"),
        [
            ([], ["59"], "paid"),
            ([], ["51"], "denied"),
            (["XU"], [], "paid"),  # since July 2019 on either line
            (["25"], [], "denied"),
            (["LT"], ["RT"], "paid"),
            (["LT"], ["LT"], "denied"),
        ],
    )
    def test_a_modifier_bypasses_where_it_may(
        self, client: Client, starter: None, paid: list[str], denied: list[str], standing: str
    ) -> None:
        pair("99213", "20610")
        lines = ({"code": "99213", "modifiers": paid}, {"code": "20610", "modifiers": denied})
        answer = checked(client, *lines, date=DAY)
        assert standings(answer)[1] == standing
        assert answer["lines"][1]["edits"]["results"][0]["bypassed"] is (standing == "paid")

    def test_before_july_2019_the_other_line_did_not_count(self, client: Client, starter: None) -> None:
        pair("45385", "45380", effective=None)
        lines = ({"code": "45385", "modifiers": ["59"]}, {"code": "45380"})
        table("ncci_ptp", "practitioner", datetime.date(2019, 4, 1))
        ProcedurePair.objects.update(release=Release.objects.get(effective=datetime.date(2019, 4, 1)))
        answer = checked(client, *lines, date="2019-06-30")
        assert answer["lines"][1]["verdict"]["standing"] == "denied"

    def test_no_modifier_bypasses_indicator_0(self, client: Client, starter: None) -> None:
        pair("45385", "45380", "0")
        answer = checked(client, {"code": "45385"}, {"code": "45380", "modifiers": ["59"]}, date=DAY)
        assert standings(answer) == ["paid", "denied"]
        assert "no modifier changes that" in answer["lines"][1]["verdict"]["words"]

    def test_a_whole_table_says_that_there_is_none(self, client: Client, starter: None) -> None:
        pair("45385", "99214")
        answer = checked(client, *ENDOSCOPIES, date=DAY)
        assert [line["edits"]["answer"] for line in answer["lines"]] == ["no_edit", "no_edit"]

    def test_an_edit_of_the_past_denies_nothing(self, client: Client, starter: None) -> None:
        pair("45385", "45380", deleted=datetime.date(2025, 6, 30))
        assert standings(checked(client, *ENDOSCOPIES, date=DAY)) == ["paid", "paid"]
        assert standings(checked(client, *ENDOSCOPIES, date="2025-06-30"))[1] == "denied"

    def test_one_code_has_nothing_to_be_bundled_with(self, client: Client, starter: None) -> None:
        pair("45385", "45380")
        answer = checked(client, {"code": "97110"}, {"code": "97110"}, date=DAY)
        assert [line["edits"] for line in answer["lines"]] == [None, None]


@pytest.mark.usefixtures("tables")
class TestUnits:
    @pytest.mark.parametrize(("mai", "over"), [("1", [False, False]), ("2", [True, True]), ("3", [True, True])])
    def test_a_day_counts_all_lines_of_the_code_and_a_line_itself(
        self, client: Client, starter: None, mai: str, over: list[bool]
    ) -> None:
        limit("97110", 8, mai)
        answer = checked(client, {"code": "97110", "units": 5}, {"code": "97110", "units": 4}, date=DAY)
        assert [line["units"]["over"] for line in answer["lines"]] == over
        assert answer["lines"][1]["units"]["billed"] == 4
        assert answer["lines"][1]["units"]["lines"] == ([2] if mai == "1" else [1, 2])

    def test_nobody_says_whether_parts_of_a_service_add_up(self, client: Client, starter: None) -> None:
        limit("86320", 1, "2")
        lines = ({"code": "86320"}, {"code": "86320", "modifiers": ["26"]})
        answer = checked(client, *lines, date=DAY)
        assert [line["units"]["over"] for line in answer["lines"]] == [None, None]
        assert standings(answer) == ["paid", "paid"]
        assert answer["lines"][1]["warnings"] == [
            (
                "2 units are over the limit only if lines with 26, TC, 55, 80, 81, 82 or AS count with the others. "
                "CMS's table does not say so."
            )
        ]

    def test_a_part_by_itself_may_be_over(self, client: Client, starter: None) -> None:
        limit("86320", 1, "2")
        lines = [{"code": "86320", "modifiers": ["26"]}] * 2
        assert standings(checked(client, *lines, date=DAY)) == ["denied", "denied"]

    def test_above_the_limit_the_line_is_denied(self, client: Client, starter: None) -> None:
        limit("27447", 2, "2")
        answer = checked(client, {"code": "27447", "units": 3, "setting": "facility"}, {"code": "99213"}, date=DAY)
        assert standings(answer) == ["denied", "paid"]
        assert "3 units are over the limit: 2 units for the day, absolute" in answer["lines"][0]["verdict"]["words"]

    def test_at_the_limit_it_is_paid(self, client: Client, starter: None) -> None:
        limit("86320", 1, "2")
        answer = checked(client, {"code": "86320"}, date=DAY)
        assert (standings(answer), answer["lines"][0]["units"]["over"]) == (["paid"], False)

    def test_where_no_limit_is_known_it_says_so(self, client: Client, starter: None) -> None:
        (line,) = checked(client, {"code": "97110"}, date=DAY)["lines"]
        assert line["units"]["over"] is None
        assert line["warnings"][0] == (
            "Units were not checked: ncci_mue 2025 Q4 publishes no limit for this code; "
            "CMS keeps some limits confidential."
        )


@pytest.mark.usefixtures("tables")
class TestAddOns:
    def list_of(self, kind: str) -> None:
        of = Release.objects.get(source="ncci_addon")
        AddOn.objects.create(release=of, add_on="G2211", primary="99213", kind=kind)

    def test_beside_its_primary_it_is_paid(self, client: Client, starter: None) -> None:
        self.list_of("1")
        answer = checked(client, {"code": "99213"}, {"code": "G2211"}, date=DAY)
        assert standings(answer) == ["paid", "paid"]
        assert (answer["lines"][1]["add_on"]["primary"], answer["lines"][1]["add_on"]["missing"]) == ("99213", False)

    def test_alone_it_is_denied(self, client: Client, starter: None) -> None:
        self.list_of("1")
        answer = checked(client, {"code": "90837"}, {"code": "G2211"}, date=DAY)
        assert standings(answer) == ["paid", "denied"]
        assert answer["lines"][1]["add_on"]["missing"] is True

    @pytest.mark.parametrize("kind", ["2", "3"])
    def test_where_the_contractor_decides_nobody_else_does(self, client: Client, starter: None, kind: str) -> None:
        self.list_of(kind)
        answer = checked(client, {"code": "90837"}, {"code": "G2211"}, date=DAY)
        assert (standings(answer), answer["lines"][1]["add_on"]["missing"]) == (["paid", "paid"], None)

    def test_another_code_is_none(self, client: Client, starter: None) -> None:
        self.list_of("1")
        (line,) = checked(client, {"code": "99213"}, date=DAY)["lines"]
        assert (line["add_on"]["is_add_on"], line["add_on"]["missing"]) == (False, None)

    def test_without_a_list_nobody_knows(self, client: Client, starter: None) -> None:
        Release.objects.filter(source="ncci_addon").delete()
        (line,) = checked(client, {"code": "99213"}, date=DAY)["lines"]
        assert line["add_on"]["is_add_on"] is None
        assert line["verdict"]["standing"] == "priced"


class TestDenials:
    def test_four_reports_look_like_none(self, client: Client, starter: None) -> None:
        empty = checked(client, {"code": "86320"})
        send_and_refresh(4)
        assert checked(client, {"code": "86320"}) == empty
        assert empty["lines"][0]["denials"] is None

    def test_five_show_the_first_three_reasons(self, client: Client, starter: None) -> None:
        send_and_refresh(3)
        for carc in ("16", "50", "151"):
            send_and_refresh(1, carc=carc)
        (line,) = checked(client, {"code": "86320"})["lines"]
        assert line["denials"]["reports"] == 6
        assert line["denials"]["reasons"][0]["key"] == "CO-97"
        assert len(line["denials"]["reasons"]) == 3
        shown = client.get("/api/v1/codes/86320/statistics/").json()["breakdowns"]["reason"]
        assert line["denials"]["reasons"] == shown[:3]


class TestSums:
    def test_what_is_unknown_is_counted_not_added(self, client: Client, starter: None) -> None:
        answer = checked(client, {"code": "86320"}, {"code": "86320", "modifiers": ["26"]}, {"code": "77386"})
        assert standings(answer) == ["priced", "priced", "unknown"]
        assert [line["counted"] and line["counted"]["schedule"] for line in answer["lines"]] == ["CLFS", "PFS", None]
        assert answer["total"] == {
            "lines": 3,
            "priced": 2,
            "allowed": "47.06",
            "medicare_share": "43.63",
            "patient_share": "3.43",
            "after_sequestration": "42.76",
            "message": "Of 3 lines, 2 priced. Not in the sum: 1 without an amount.",
        }

    def test_nothing_known_is_no_sum(self, client: Client, starter: None) -> None:
        answer = checked(client, {"code": "77386"})
        assert answer["total"]["allowed"] is None
        assert answer["after_edits"] is None

    def test_the_deductible_is_owed_once(self, client: Client, starter: None) -> None:
        answer = checked(client, {"code": "99213"}, {"code": "45385"}, deductible="57.00")
        assert answer["total"]["patient_share"] == "150.47"  # 57.00 and a fifth of 435.38 less 57.00 and of 88.95


class TestDay:
    def test_one_date_picks_release_and_tables(self, client: Client, starter: None) -> None:
        limit("99213", 1, "3")
        answer = checked(client, {"code": "99213"}, date=DAY)
        assert (answer["date"], answer["release"], answer["warnings"]) == (DAY, "RVU25D starter list", [])
        assert answer["lines"][0]["units"]["limit"]["table"] == "ncci_mue 2025 Q4"

    def test_a_year_says_which_day_was_taken(self, client: Client, starter: None) -> None:
        assert checked(client, {"code": "99213"})["warnings"] == [
            "Only the year of service was given: edits and limits are those of December 31, 2025."
        ]

    def test_a_day_past_all_releases_has_no_amounts(self, client: Client, starter: None) -> None:
        answer = checked(client, {"code": "99213"}, date="2031-01-01")
        assert (answer["release"], answer["lines"][0]["price"]["reason"]) == (None, "no_release")

    def test_a_code_of_no_list_is_looked_at_twice(self, client: Client, starter: None) -> None:
        (line,) = checked(client, {"code": "99999"})["lines"]
        assert line["warnings"][0] == "No list that is loaded has 99999. Check it for typing errors."
        assert line["verdict"]["standing"] == "unknown"


class TestAsking:
    @pytest.mark.parametrize(
        ("body", "refusal"),
        [
            ({"lines": []}, {"lines": ["Give one line at least."]}),
            ({}, {"lines": ["This field is required."]}),
            ({"lines": [{"code": "99213"}] * 51}, {"lines": ["Give 50 lines at most."]}),
            ([], {"detail": "Send a JSON object."}),
            (None, {"detail": "Send a JSON object."}),
            ({"lines": [{"code": NAME}]}, {"lines": ["Line 1, code: Give a code of five characters, such as 45385."]}),
            ({"lines": [{"code": 99213}]}, {"lines": ["Line 1, code: Give a code of five characters, such as 45385."]}),
            (
                {"lines": [{"code": "99213"}, {"code": "99213", "units": 0, "modifiers": ["x"]}]},
                {
                    "lines": [
                        "Line 2, modifiers: A modifier is two letters or digits, such as 59.",
                        "Line 2, units: Give whole units, 1 to 9999.",
                    ]
                },
            ),
            (
                {"lines": [{"code": "99213", "patient": NAME}]},
                {
                    "lines": [
                        "Line 1: There is an unknown field. Use only: code, modifiers, units, charge, minutes, setting."
                    ]
                },
            ),
            (
                {"lines": [{"code": "99213"}], NAME: 1},
                {
                    "detail": "There is an unknown field. Use only: date, year, locality, zip, setting, deductible, "
                    "participating, lines."
                },
            ),
            ({"lines": [{"code": "99213"}], "date": NAME}, {"date": ["Give a date such as 2026-07-15."]}),
            ({"lines": [{"code": "99213"}], "year": "2025"}, {"year": ["Give a year of four digits, such as 2026."]}),
            (
                {"lines": [{"code": "99213"}], "deductible": 57.5},
                {"deductible": ["Give dollars and cents as text, such as “120.00”."]},
            ),
            ({"lines": [{"code": "99213"}], "participating": "yes"}, {"participating": ["Give true or false."]}),
            ({"lines": [{"code": "99213"}], "setting": NAME}, {"setting": ["Give nonfacility or facility."]}),
            ({"lines": [{"code": "99213"}], "zip": NAME}, {"zip": ["Give a ZIP code of five digits, or nine."]}),
        ],
    )
    def test_what_cannot_be_read_is_refused_and_never_repeated(self, client: Client, body: Any, refusal: Any) -> None:
        assert post(client, body) == (400, refusal)

    def test_what_is_no_json_is_refused(self, client: Client) -> None:
        status, answer = post(client, f'{{"lines": "{NAME}')
        assert (status, NAME in json.dumps(answer)) == (400, False)

    def test_what_is_too_large_is_refused(self, client: Client) -> None:
        status, _ = post(client, json.dumps({"lines": [{"code": "9" * 300_000}]}))
        assert status == 400

    def test_reading_is_not_offered(self, client: Client) -> None:
        assert client.get(ADDRESS).status_code == 405


class TestNothingIsKept:
    def test_no_row_is_written_and_nothing_is_logged(
        self, client: Client, starter: None, caplog: pytest.LogCaptureFixture
    ) -> None:
        def rows() -> dict[str, int]:
            return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

        before = rows()
        with caplog.at_level(logging.DEBUG, logger="medpay"), CaptureQueriesContext(connection) as queries:
            checked(client, *ENDOSCOPIES, {"code": "84165"})
            post(client, {"lines": [{"code": NAME}]})
        assert rows() == before
        assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
        assert NAME not in caplog.text
        assert [record for record in caplog.records if record.name.startswith(("medpay", "codes", "reports"))] == []

    def test_no_answer_is_cached_and_no_cookie_set(self, client: Client, starter: None) -> None:
        strict = Client(enforce_csrf_checks=True)
        body = json.dumps({"year": 2025, "lines": ENDOSCOPIES})
        response = strict.post(ADDRESS, body, content_type="application/json")
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_are_the_same_for_one_line_and_for_three(
    client: Client, starter: None, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pair("45385", "45380")
    limit("45385", 1, "2")
    AddOn.objects.create(release=table("ncci_addon"), add_on="G2211", primary="99213", kind="1")
    lines = [{"code": "45385"}, {"code": "45380"}, {"code": "84165"}][:count]
    with django_assert_num_queries(12 if count > 1 else 11):  # one code has no pairs to look for
        checked(client, *lines, date=DAY)
