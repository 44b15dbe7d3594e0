"""What a program reads of the reference: golden values of the starter lists, and every refusal."""

import datetime
from typing import Any, get_args

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from codes import payment
from codes.api import examples
from codes.models import Code, FeeLine, Payer, Reason, Release
from tests.codes.labs import lab_fee
from tests.codes.rows import fee_row

pytestmark = pytest.mark.django_db

KEPT_A_MINUTE = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"
NEXT_YEAR = timezone.now().year + 1


def get(client: Client, path: str) -> tuple[int, Any]:
    response = client.get(f"/api/v1/{path}")
    return response.status_code, response.json()


def answer(client: Client, path: str) -> Any:
    status, body = get(client, path)
    assert status == 200, body
    return body


def release(label: str, effective: datetime.date, *, variant: str = "", complete: bool = True) -> Release:
    return Release.objects.create(
        source="mpfs",
        variant=variant,
        label=label,
        effective=effective,
        digest=label,
        complete=complete,
        state=Release.State.CURRENT,
    )


def visit(of: Release, cf: str) -> None:
    row = fee_row("99213", work="1.30", pe="1.35", pe_facility="0.55", mp="0.10", cf=cf)
    FeeLine.objects.create(release=of, **row._asdict())


class TestListOfCodes:
    def test_a_search_answers_as_the_page_does(self, client: Client, starter: None) -> None:
        assert answer(client, "codes/?search=total+knee") == {
            "count": 1,
            "next": None,
            "previous": None,
            "results": [
                {"code": "27447", "name": "Total knee replacement", "service_type": "Surgery", "deleted": None}
            ],
        }

    def test_browsing_lists_the_codes_that_are_described(self, client: Client) -> None:
        Code.objects.create(code="99213", name="Office visit")
        Code.objects.create(code="20610", name="Injection", deleted=datetime.date(2026, 1, 1))
        Code.objects.create(code="99999")
        assert answer(client, "codes/")["results"] == [
            {"code": "20610", "name": "Injection", "service_type": "", "deleted": "2026-01-01"},
            {"code": "99213", "name": "Office visit", "service_type": "", "deleted": None},
        ]

    def test_the_first_digits_find_codes_without_description(self, client: Client) -> None:
        Code.objects.create(code="99999")
        assert [found["code"] for found in answer(client, "codes/?search=999")["results"]] == ["99999"]

    def test_long_lists_come_in_pages_that_keep_the_search(self, client: Client) -> None:
        Code.objects.bulk_create(Code(code=str(number), name="Visit") for number in range(10000, 10051))
        first = answer(client, "codes/?search=visit")
        assert (first["count"], len(first["results"]), first["previous"]) == (51, 50, None)
        assert first["next"] == "http://testserver/api/v1/codes/?page=2&search=visit"
        assert [found["code"] for found in answer(client, "codes/?search=visit&page=2")["results"]] == ["10050"]

    def test_a_page_that_does_not_exist_is_not_found(self, client: Client) -> None:
        assert get(client, "codes/?page=9") == (404, {"detail": "Invalid page."})

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_list_takes_two_queries_however_long(
        self, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Code.objects.bulk_create(Code(code=str(number), name="Visit") for number in range(10000, 10000 + count))
        for path in ("codes/", "codes/?search=visit"):
            with django_assert_num_queries(2):
                assert answer(client, path)["count"] == count

    @pytest.mark.parametrize(
        ("query", "refusal"),
        [
            ("search=kn%00ee", {"search": ["Null characters are not allowed."]}),
            ("search=" + "x" * 101, {"search": ["Ensure this field has no more than 100 characters."]}),
            ("serach=knee", {"detail": "The address has an unknown parameter. Use only: search, page."}),
        ],
    )
    def test_what_cannot_be_searched_is_refused(
        self, client: Client, query: str, refusal: dict[str, list[str]]
    ) -> None:
        assert get(client, f"codes/?{query}") == (400, refusal)


class TestCode:
    def test_a_code_is_described_with_each_of_its_rows(self, client: Client, starter: None) -> None:
        assert answer(client, "codes/86320/?year=2025") == examples.DESCRIBED

    def test_where_cms_prints_na_there_is_null(self, client: Client, starter: None) -> None:
        (row,) = answer(client, "codes/27447/?release=RVU25D")["rows"]
        assert (row["pe_nonfacility"], row["total_nonfacility"]) == (None, None)
        assert (row["pe_facility"], row["total_facility"]) == ("15.30", "38.88")
        assert row["amounts"] == {
            "nonfacility": {
                "allowed": None,
                "refusal": {
                    "reason": "not_applicable_in_setting",
                    "message": "27447 has no non-facility price (NA). Ask for the facility price.",
                },
            },
            "facility": {"allowed": "1257.63", "refusal": None},
        }

    def test_a_deleted_code_has_no_rows_and_names_where_to_look(self, client: Client, starter: None) -> None:
        found = answer(client, "codes/77385/?year=2026")
        assert (found["alive"], found["deleted"], found["rows"]) == (False, "2026-01-01", [])
        assert found["successors"] == ["77402", "77407", "77412"]
        assert found["refusal"]["reason"] == "deleted_code"

    def test_a_code_deleted_later_is_alive_in_its_year(self, client: Client, starter: None) -> None:
        found = answer(client, "codes/77385/?year=2025")
        assert (found["alive"], found["deleted"], found["refusal"]) == (True, "2026-01-01", None)
        assert [row["status"] for row in found["rows"]] == ["I"]

    def test_a_year_that_is_not_loaded_has_neither_release_nor_laboratory_amount(
        self, client: Client, starter: None
    ) -> None:
        found = answer(client, "codes/86320/?year=2027")
        assert (found["release"], found["rows"], found["elsewhere"]) == (None, [], None)
        assert found["refusal"] == {
            "reason": "no_release",
            "message": "No fee schedule that covers 2027 is loaded, so 86320 has no price for it.",
        }

    def test_small_letters_name_the_same_code(self, client: Client, starter: None) -> None:
        assert answer(client, "codes/g6015/?year=2025")["code"] == "G6015"

    @pytest.mark.parametrize("path", ["codes/86321/", "codes/86321/payment/"])
    def test_an_unknown_code_is_not_found_with_the_nearest_ones(self, client: Client, path: str) -> None:
        Code.objects.create(code="86320", name="Immunoelectrophoresis of serum")
        assert get(client, path) == (
            404,
            {
                "detail": "No list that is loaded has this code. See the nearest ones.",
                "nearest": [{"code": "86320", "name": "Immunoelectrophoresis of serum"}],
            },
        )

    @pytest.mark.parametrize("code", ["8632", "863200", "%3Cb%3E", "9921%00", "9" * 5000, "９９２１３"])  # noqa: RUF001
    def test_what_is_no_code_is_not_found_and_not_echoed(self, client: Client, code: str) -> None:
        for path in (f"codes/{code}/", f"codes/{code}/payment/"):
            assert get(client, path) == (404, {"detail": "A code has five characters, such as 86320 or G6015."})

    def test_a_code_takes_the_same_queries_with_one_row_and_with_three(
        self, client: Client, starter: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for code, rows in (("99213", 1), ("71250", 3)):
            with django_assert_num_queries(5):
                assert len(answer(client, f"codes/{code}/?year=2026")["rows"]) == rows


class TestPrices:
    def test_a_price_says_its_release_setting_steps_and_shares(self, client: Client, starter: None) -> None:
        assert answer(client, "codes/86320/payment/?year=2025&modifier=26") == examples.PRICED

    @pytest.mark.parametrize(
        ("query", "allowed"),
        [
            ("86320/payment/?release=RVU25D&modifier=26", "17.14"),
            ("86320/payment/?date=2025-11-30&modifier=26", "17.14"),
            ("86320/payment/?year=2026&modifier=26", "17.70"),
            ("86320/payment/?year=2026&modifier=26&qp=true", "17.79"),
            ("86320/payment/?year=2025&modifier=26&qp=true", "17.14"),
            ("99213/payment/?year=2026", "95.19"),
            ("99213/payment/?year=2026&qp=true", "95.67"),
            ("99213/payment/?year=2026&setting=facility", "57.45"),
            ("99213/payment/?year=2025", "88.95"),
            ("99213/payment/?year=2025&participating=false", "84.50"),
            ("99213/payment/?year=2025&charge=60", "60.00"),
            ("99213/payment/?year=2025&deductible=88.95", "88.95"),
            ("97110/payment/?year=2025&units=2", "50.62"),
            ("27447/payment/?year=2025&setting=facility&modifier=50", "1886.45"),
            ("27447/payment/?year=2025&setting=facility&modifier=as&modifier=lt", "171.04"),
        ],
    )
    def test_golden_amounts(self, client: Client, starter: None, query: str, allowed: str) -> None:
        assert answer(client, f"codes/{query}")["allowed"] == allowed

    def test_release_beats_date_beats_year(self, client: Client, starter: None) -> None:
        path = "codes/99213/payment/?year=2027&date=2026-08-01"
        assert answer(client, path)["release"] == "RVU26C starter list"
        assert answer(client, path + "&release=rvu25d")["release"] == "RVU25D starter list"

    def test_an_empty_parameter_counts_as_not_given(self, client: Client, starter: None) -> None:
        empty = (
            "release=&date=&modifier=&locality=&zip=&setting=&units=&qp=&participating=&charge=&deductible=&minutes="
        )
        assert answer(client, f"codes/99213/payment/?year=2025&{empty}") == answer(
            client, "codes/99213/payment/?year=2025"
        )

    def test_modifiers_are_answered_in_upper_case_and_the_order_given(self, client: Client, starter: None) -> None:
        path = "codes/27447/payment/?year=2025&setting=facility&modifier=lt&modifier=80"
        assert answer(client, path)["modifiers"] == ["LT", "80"]

    def test_a_non_participating_provider_has_a_limiting_charge(self, client: Client, starter: None) -> None:
        found = answer(client, "codes/99213/payment/?year=2025&setting=nonfacility&participating=false")
        assert (found["allowed"], found["limiting_charge"]) == ("84.50", "97.18")
        assert found["warnings"] == ["Without assignment the patient may be charged up to 97.18 in all."]

    def test_a_deductible_that_is_still_owed_is_the_patients(self, client: Client, starter: None) -> None:
        found = answer(client, "codes/99213/payment/?year=2025&setting=nonfacility&deductible=28.95")
        assert {
            name: found[name] for name in ("allowed", "patient_share", "medicare_share", "after_sequestration")
        } == {
            "allowed": "88.95",
            "patient_share": "40.95",
            "medicare_share": "48.00",
            "after_sequestration": "47.04",
        }

    def test_a_price_takes_four_queries(
        self, client: Client, starter: None, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for modifiers in ("", "&modifier=26&modifier=59&modifier=LT"):
            with django_assert_num_queries(4):
                assert answer(client, f"codes/71250/payment/?year=2026{modifiers}")["priced"]


class TestConfidence:
    def test_a_starter_list_is_at_most_medium(self, client: Client, starter: None) -> None:
        found = answer(client, "codes/99213/payment/?year=2026&setting=facility")
        assert found["confidence"] == {
            "level": "medium",
            "reasons": [
                "The July 2026 release covers the date asked.",
                "Of July 2026 only a starter list collected by hand is loaded.",
                "This is the national amount; each locality's differs.",
            ],
        }

    def test_a_setting_that_was_not_given_is_an_assumption_where_it_matters(
        self, client: Client, starter: None
    ) -> None:
        assumed = "No setting was given: this is the non-facility amount; in a facility it is another, or none."
        for path, said in (
            ("99213/payment/?year=2026", [assumed]),
            ("99213/payment/?year=2026&setting=nonfacility", []),
            ("86320/payment/?year=2026&modifier=26", []),
        ):
            found = answer(client, f"codes/{path}")
            assert (found["setting"], found["warnings"]) == ("nonfacility", said)
            assert found["confidence"]["reasons"][3:] == said

    def test_a_release_that_stands_in_says_so_and_is_low(self, client: Client) -> None:
        Code.objects.create(code="99213")
        last_year = NEXT_YEAR - 2
        visit(release("OLD", datetime.date(last_year, 10, 1)), "32.3465")
        found = answer(client, "codes/99213/payment/?setting=nonfacility")
        assert (found["release"], found["confidence"]["level"]) == ("OLD", "low")
        assert found["warnings"] == [f"October {last_year}; {last_year + 1} not loaded."]

    def test_a_complete_release_of_the_date_is_medium_without_a_locality(self, client: Client) -> None:
        Code.objects.create(code="99213")
        visit(release("RVU25D", datetime.date(2025, 10, 1)), "32.3465")
        found = answer(client, "codes/99213/payment/?date=2025-10-01&setting=nonfacility")
        assert found["confidence"] == {
            "level": "medium",
            "reasons": [
                "The October 2025 release covers the date asked.",
                "The October 2025 release is loaded completely, as CMS published it.",
                "This is the national amount; each locality's differs.",
            ],
        }


class TestRefusals:
    def test_a_test_paid_elsewhere_says_where_and_how_much(self, client: Client, starter: None) -> None:
        assert answer(client, "codes/86320/payment/?year=2025") == examples.REFUSED

    def test_a_laboratory_amount_of_an_earlier_year_is_low(self, client: Client, starter: None) -> None:
        found = answer(client, "codes/86320/payment/?year=2026")
        assert (found["priced"], found["reason"]) == (False, "not_on_schedule")
        assert found["elsewhere"] == {
            **examples.LABORATORY,
            "confidence": {
                "level": "low",
                "reasons": ["The laboratory schedule of 2026 is not loaded: 2025 stands in."],
            },
        }

    @pytest.mark.parametrize(
        ("query", "reason", "message"),
        [
            (
                "27447/payment/?year=2026",
                "not_applicable_in_setting",
                "27447 has no non-facility price (NA). Ask for the facility price.",
            ),
            (
                "77385/payment/?year=2026",
                "deleted_code",
                (
                    "77385 has been deleted since January 1, 2026 and may not be billed. "
                    "Look at 77402, 77407, 77412; the old code maps to none of them one to one."
                ),
            ),
            (
                "86320/payment/?year=2027",
                "no_release",
                "No fee schedule that covers 2027 is loaded, so 86320 has no price for it.",
            ),
            (
                "86320/payment/?date=2027-03-01&modifier=26",
                "no_release",
                "No fee schedule that covers March 1, 2027 is loaded, so 86320 has no price for it.",
            ),
            (
                "99213/payment/?release=RVU99Z",
                "no_release",
                "No fee schedule that covers the release asked for is loaded, so 99213 has no price for it.",
            ),
            (
                "86320/payment/?year=2026&modifier=TC",
                "invalid_modifier",
                (
                    "Modifier TC on 86320: the fee schedule has no technical part of this code. Bill it without TC, or "
                    "its other code. CMS lists it as a laboratory test which a physician may interpret (26) (PC/TC 6). "
                    "With modifier 26, the physician's interpretation, it has a price."
                ),
            ),
            (
                "99213/payment/?year=2026&modifier=zz",
                "invalid_modifier",
                "Modifier ZZ on 99213 is not known here. Check it; nothing was priced.",
            ),
            (
                "99213/payment/?year=2026&modifier=25&modifier=25",
                "invalid_modifier",
                "Modifier 25 on 99213 is given more than once. Give it once.",
            ),
            (
                "99213/payment/?year=2026&locality=01112-05",
                "unknown_locality",
                (
                    "The localities of 2026 are not loaded, so there is no amount for a locality or a ZIP code. "
                    "Ask without them for the national amount."
                ),
            ),
            (
                "86320/payment/?year=2025&modifier=26&zip=941101234",
                "unknown_locality",
                (
                    "The localities of 2025 are not loaded, so there is no amount for a locality or a ZIP code. "
                    "Ask without them for the national amount."
                ),
            ),
        ],
    )
    def test_why_there_is_no_price(self, client: Client, starter: None, query: str, reason: str, message: str) -> None:
        assert answer(client, f"codes/{query}") == {
            "priced": False,
            "reason": reason,
            "message": message,
            "elsewhere": None,
        }

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("77385/payment/?year=2025", "other_code_used"),
            ("36000/payment/?year=2025", "bundled"),
            ("00100/payment/?year=2025", "anesthesia"),
            ("27447/payment/?year=2025&setting=facility&modifier=66", "by_report"),
        ],
    )
    def test_other_reasons(self, client: Client, starter: None, query: str, reason: str) -> None:
        found = answer(client, f"codes/{query}")
        assert (found["priced"], found["reason"], found["elsewhere"]) == (False, reason, None)

    def test_what_refuses_the_code_comes_before_the_locality(self, client: Client, starter: None) -> None:
        assert answer(client, "codes/77385/payment/?year=2026&zip=94110")["reason"] == "deleted_code"

    def test_the_laboratory_amount_of_the_year_asked_stands_without_a_physician_schedule(self, client: Client) -> None:
        Code.objects.create(code="86320")
        lab_fee("86320", "29.92", effective=datetime.date(2025, 4, 1))
        found = answer(client, "codes/86320/payment/?year=2025")
        assert (found["reason"], found["elsewhere"]) == ("no_release", examples.LABORATORY)

    def test_a_complete_release_without_the_code_is_no_gap_of_ours(self, client: Client) -> None:
        Code.objects.create(code="86320")
        release("RVU25D", datetime.date(2025, 10, 1))
        found = answer(client, "codes/86320/payment/?year=2025")
        assert (found["reason"], found["message"]) == (
            "not_on_schedule",
            "86320 is not in the physician fee schedule of October 2025. Check the code for that year of service.",
        )


class TestAsking:
    @pytest.mark.parametrize(
        ("query", "refusal"),
        [
            ("year=20x6", {"year": ["Give a year of four digits, such as 2026."]}),
            ("year=0", {"year": ["Give a year of four digits, such as 2026."]}),
            ("year=" + "9" * 2000, {"year": ["Give a year of four digits, such as 2026."]}),
            ("date=2026-02-30", {"date": ["Give a date such as 2026-07-15."]}),
            ("date=07/15/2026", {"date": ["Give a date such as 2026-07-15."]}),
            ("release=" + "x" * 65, {"release": ["Ensure this field has no more than 64 characters."]}),
            (
                "modifier=26&modifier=<b>",
                {"modifier": ["A modifier is two letters or digits. Repeat the parameter for several."]},
            ),
            (
                "modifier=26,59",
                {"modifier": ["A modifier is two letters or digits. Repeat the parameter for several."]},
            ),
            (
                "modifier=25&modifier=59&modifier=LT&modifier=GA&modifier=AT",
                {"modifier": ["A line carries 4 modifiers at most."]},
            ),
            ("setting=hospital", {"setting": ["Give nonfacility or facility."]}),
            ("units=0", {"units": ["Give whole units, 1 to 9999."]}),
            ("units=1.5", {"units": ["Give whole units, 1 to 9999."]}),
            ("units=10000", {"units": ["Give whole units, 1 to 9999."]}),
            ("qp=perhaps", {"qp": ["Give true or false."]}),
            ("participating=2", {"participating": ["Give true or false."]}),
            ("charge=-1", {"charge": ["Give dollars and cents, such as 120.00."]}),
            ("charge=NaN", {"charge": ["Give dollars and cents, such as 120.00."]}),
            ("charge=1e2", {"charge": ["Give dollars and cents, such as 120.00."]}),
            ("deductible=%2B5", {"deductible": ["Give dollars and cents, such as 57.00."]}),
            ("charge=1e400", {"charge": ["Give dollars and cents, such as 120.00."]}),
            ("charge=1.005", {"charge": ["Give dollars and cents, such as 120.00."]}),
            ("charge=1,200.00", {"charge": ["Give dollars and cents, such as 120.00."]}),
            ("deductible=-1", {"deductible": ["Give dollars and cents, such as 57.00."]}),
            ("deductible=all", {"deductible": ["Give dollars and cents, such as 57.00."]}),
            ("minutes=0", {"minutes": ["Give whole minutes, 1 to 1440."]}),
            ("minutes=1441", {"minutes": ["Give whole minutes, 1 to 1440."]}),
            (
                "modifier=%C3%9F",
                {"modifier": ["A modifier is two letters or digits. Repeat the parameter for several."]},
            ),
            ("locality=Alabama", {"locality": ["Give contractor and locality, such as 01112-05."]}),
            ("zip=1234", {"zip": ["Give a ZIP code of five digits, or nine."]}),
            ("units=1&units=2&qp=1&qp=0", {"qp": ["Give it once."], "units": ["Give it once."]}),
            (
                "year=x&units=x",
                {"year": ["Give a year of four digits, such as 2026."], "units": ["Give whole units, 1 to 9999."]},
            ),
            (
                "modifiers=26",
                {
                    "detail": "The address has an unknown parameter. Use only: release, date, year, qp, modifier, "
                    "locality, zip, setting, units, participating, charge, deductible, minutes."
                },
            ),
        ],
    )
    def test_what_cannot_be_read_is_answered_with_its_remedy(
        self, client: Client, query: str, refusal: dict[str, list[str]]
    ) -> None:
        assert get(client, f"codes/99213/payment/?{query}") == (400, refusal)

    def test_the_page_of_a_code_takes_no_line(self, client: Client) -> None:
        assert get(client, "codes/99213/?modifier=26") == (
            400,
            {"detail": "The address has an unknown parameter. Use only: release, date, year, qp."},
        )


class TestPayersAndReasons:
    def test_a_payer_is_listed_with_its_aliases(self, client: Client) -> None:
        Payer.objects.create(**examples.PAYER, names=["umr"], note="Kept apart.")
        assert answer(client, "payers/") == {"count": 1, "next": None, "previous": None, "results": [examples.PAYER]}

    def test_payers_stand_by_name(self, client: Client) -> None:
        for slug, name in (("b", "Aetna"), ("c", "Cigna"), ("a", "Aetna")):
            Payer.objects.create(slug=slug, name=name)
        assert [found["slug"] for found in answer(client, "payers/")["results"]] == ["a", "b", "c"]

    def test_reasons_stand_by_list_and_number(self, client: Client) -> None:
        for kind, code in (("rarc", "N19"), ("carc", "16"), ("carc", "4"), ("carc", "B7")):
            Reason.objects.create(kind=kind, code=code, paraphrase="Ours", alert=code == "N19")
        found = answer(client, "reasons/")["results"]
        assert [(each["kind"], each["code"], each["alert"]) for each in found] == [
            ("carc", "4", False),
            ("carc", "16", False),
            ("carc", "B7", False),
            ("rarc", "N19", True),
        ]

    @pytest.mark.parametrize(("kind", "codes"), [("carc", ["4"]), ("rarc", ["N19"]), ("", ["4", "N19"])])
    def test_one_list_of_reasons(self, client: Client, kind: str, codes: list[str]) -> None:
        Reason.objects.create(kind="carc", code="4", paraphrase="Ours")
        Reason.objects.create(kind="rarc", code="N19", paraphrase="Ours")
        assert [found["code"] for found in answer(client, f"reasons/?kind={kind}")["results"]] == codes

    def test_another_list_is_refused(self, client: Client) -> None:
        assert get(client, "reasons/?kind=CPT") == (400, {"kind": ["Give carc or rarc."]})
        assert get(client, "payers/?kind=tpa") == (
            400,
            {"detail": "The address has an unknown parameter. Use only: page."},
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_lists_take_two_queries_however_long(
        self, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        Payer.objects.bulk_create(Payer(slug=str(number), name="Payer") for number in range(count))
        Reason.objects.bulk_create(Reason(kind="carc", code=str(number), paraphrase="Ours") for number in range(count))
        for path in ("payers/", "reasons/", "reasons/?kind=carc"):
            with django_assert_num_queries(2):
                assert answer(client, path)["count"] == count


class TestKeeping:
    @pytest.mark.parametrize(
        "path", ["codes/", "codes/86320/", "codes/86320/payment/?modifier=26", "payers/", "reasons/"]
    )
    def test_an_answer_may_be_kept_a_minute_and_confirmed_after(self, client: Client, starter: None, path: str) -> None:
        first = client.get(f"/api/v1/{path}")
        assert (first.status_code, first["Cache-Control"], first["Content-Type"]) == (
            200,
            KEPT_A_MINUTE,
            "application/json",
        )
        assert not first.cookies
        assert "Cookie" not in first.get("Vary", "")
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_nothing_is_written_here(self, client: Client) -> None:
        for path in ("codes/", "codes/86320/", "codes/86320/payment/", "payers/", "reasons/"):
            assert client.post(f"/api/v1/{path}").status_code == 405


class TestSchema:
    def test_the_whole_api_is_described_without_a_warning(self, tmp_path: Any) -> None:
        call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))

    def test_every_answer_of_the_reference_has_an_example(self, client: Client) -> None:
        paths = client.get("/api/schema/", headers={"Accept": "application/json"}).json()["paths"]
        shown = {
            path.removeprefix("/api/v1/"): list(
                found["get"]["responses"]["200"]["content"]["application/json"]["examples"]
            )
            for path, found in paths.items()
            if found.get("get", {})
            .get("operationId", "")
            .startswith(("codes_list", "codes_retrieve", "codes_payment", "payers_list", "reasons_list"))
        }
        assert shown == {
            "codes/": ["Listed"],
            "codes/{code}/": ["Described"],
            "codes/{code}/payment/": ["Priced", "Refused"],
            "payers/": ["Payer"],
            "reasons/": ["Reason"],
        }

    def test_the_examples_of_lists_are_what_is_listed(self, client: Client, starter: None) -> None:
        assert examples.LISTED in answer(client, "codes/?search=86320")["results"]
        assert examples.REASON in answer(client, "reasons/?kind=carc")["results"]
        payers = [answer(client, f"payers/?page={page}")["results"] for page in (1, 2, 3)]
        assert examples.PAYER in [payer for page in payers for payer in page]

    def test_every_reason_of_the_contract_is_in_the_schema(self, client: Client) -> None:
        schema = client.get("/api/schema/", headers={"Accept": "application/json"}).json()["components"]["schemas"]
        (words,) = [found["enum"] for found in schema.values() if "not_on_schedule" in found.get("enum", ())]
        assert words == list(get_args(payment.Reason))
