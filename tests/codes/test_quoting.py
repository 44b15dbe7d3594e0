"""One line priced from what is loaded: where, in which setting, as an anesthetic, or by another schedule."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from codes import payment
from codes.models import (
    AnesthesiaBase,
    AnesthesiaFactor,
    Code,
    DrugLimit,
    FeeLine,
    Locality,
    OutpatientRate,
    Release,
    ZipCode,
)
from codes.payment import Confidence, Price, Refusal
from codes.quoting import AskedLine, AskedSchedule, Elsewhere, Quote, quote
from tests.codes.labs import lab_fee
from tests.codes.rows import fee_row

pytestmark = pytest.mark.django_db

OCTOBER = datetime.date(2025, 10, 1)
IN_2025 = AskedSchedule(year=2025)
ALABAMA = "10112-00"
BIRMINGHAM = "35004"  # the ZIP code of a town in Alabama
BORDER = "72644"  # a made-up one here, in two localities
SETTING_ASSUMED = "No setting was given: this is the non-facility amount; in a facility it is another, or none."
VISIT = fee_row("99213", work="1.30", pe="1.35", pe_facility="0.57", mp="0.10")
TEST = fee_row("86320", status="X", pctc="6")
READING = fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6")
ANESTHETIC = fee_row("00400", status="J", pctc="9", mult="9", bilat="9", asst="9", co="9", team="9")


def edition(
    source: str, effective: datetime.date = OCTOBER, *, variant: str = "", complete: bool = True, label: str = ""
) -> Release:
    return Release.objects.create(
        source=source,
        variant=variant,
        label=label or f"{source} {effective}",
        effective=effective,
        digest=f"{source} {variant} {effective}",
        complete=complete,
        state=Release.State.CURRENT,
    )


def first_of(year: int) -> datetime.date:
    return datetime.date(year, 1, 1)


def fees(*rows: Any, of: Release | None = None) -> Release:
    of = of or edition("mpfs")
    FeeLine.objects.bulk_create(FeeLine(release=of, **row._asdict()) for row in rows)
    return of


def locality(of: Release, key: str, name: str, *gpci: str, state: str = "AL") -> None:
    contractor, number = key.split("-")
    work, pe, mp = (Decimal(index) for index in gpci)
    Locality.objects.create(
        release=of, contractor=contractor, number=number, state=state, name=name, work=work, pe=pe, mp=mp
    )


def zip_code(of: Release, zip_: str, place: str, *, state: str = "AL", plus_four: bool = False) -> None:
    contractor, number = place.split("-")
    ZipCode.objects.create(release=of, zip=zip_, state=state, contractor=contractor, number=number, plus_four=plus_four)


def ask(code: str, *modifiers: str, schedule: AskedSchedule = IN_2025, **asked: Any) -> Quote:
    known = Code.objects.filter(pk=code).first() or Code.objects.create(code=code)
    return quote(known.sheet(**schedule._asdict()), schedule, AskedLine(modifiers=modifiers, **asked))


def allowed(found: Quote) -> str:
    assert isinstance(found.found, Price), found.found
    return str(found.found.allowed)


def refusal(found: Quote) -> Refusal:
    assert isinstance(found.found, Refusal), found.found
    assert found.confidence is None
    return found.found


def confidence(found: Quote) -> Confidence:
    assert found.confidence is not None
    return found.confidence


def elsewhere(found: Quote) -> Elsewhere:
    assert found.elsewhere is not None
    return found.elsewhere


@pytest.fixture
def gpci() -> Release:
    of = edition("gpci", first_of(2025))
    locality(of, ALABAMA, "Alabama", "1.000", "0.869", "0.575")
    locality(of, "07102-13", "Here", "1.000", "0.900", "0.500", state="AR")
    locality(of, "05302-99", "There", "1.100", "1.000", "0.800", state="MO")
    return of


@pytest.fixture
def zips() -> Release:
    of = edition("zips")
    zip_code(of, BIRMINGHAM, ALABAMA)
    zip_code(of, BORDER, "07102-13", state="AR", plus_four=True)
    zip_code(of, "72645", "05302-99", state="MO")
    return of


class TestPlaces:
    @pytest.fixture(autouse=True)
    def _visit(self) -> None:
        fees(VISIT)

    @pytest.mark.parametrize(
        ("asked", "amount"),
        [
            ({"locality": ALABAMA, "setting": "nonfacility"}, "81.86"),
            ({"locality": ALABAMA, "setting": "facility"}, "59.93"),
            ({"zip": BIRMINGHAM, "setting": "nonfacility"}, "81.86"),
            ({"zip": f"{BIRMINGHAM}-1234", "setting": "nonfacility"}, "81.86"),
            ({"setting": "nonfacility"}, "88.95"),
        ],
    )
    def test_a_locality_is_named_by_its_key_or_by_a_zip_code(
        self, gpci: Release, zips: Release, asked: dict[str, Any], amount: str
    ) -> None:
        assert allowed(ask("99213", **asked)) == amount

    def test_the_place_is_named_and_makes_the_answer_sure(self, gpci: Release) -> None:
        found = ask("99213", locality=ALABAMA, setting="nonfacility")
        assert (found.place.key, found.place.name, found.warnings) == (ALABAMA, "Alabama", ())
        assert confidence(found) == (
            "high",
            (
                "The October 2025 release covers the date asked.",
                "The October 2025 release is loaded completely, as CMS published it.",
                "The amount is for Alabama.",
            ),
        )

    def test_a_locality_beats_a_zip_code(self, gpci: Release, zips: Release) -> None:
        assert ask("99213", locality="05302-99", zip=BIRMINGHAM).place.name == "There"

    def test_a_zip_code_in_several_localities_offers_them(self, gpci: Release, zips: Release) -> None:
        found = ask("99213", zip=BORDER)
        assert refusal(found) == (
            "ambiguous_zip",
            (
                "That ZIP code lies in more than one Medicare locality, and CMS decides by its last four digits, which "
                "medpay holds no table of. Choose the locality: 07102-13 Here, 05302-99 There."
            ),
        )
        assert found.candidates == (("07102-13", "Here"), ("05302-99", "There"))
        assert allowed(ask("99213", locality=found.candidates[0][0])) == "82.97"

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            (
                {"zip": "00000"},
                "That ZIP code is not in CMS's table. Check it, or give the locality, such as 01112-05.",
            ),
            (
                {"locality": "10112-99"},
                "There is no Medicare locality 10112-99 in 2025. See /localities/ for the list.",
            ),
        ],
    )
    def test_a_place_that_is_not_listed_is_unknown(
        self, gpci: Release, zips: Release, asked: dict[str, Any], message: str
    ) -> None:
        found = ask("99213", **asked)
        assert refusal(found) == ("unknown_locality", message)
        assert found.candidates == ()

    def test_without_a_table_of_zip_codes_the_locality_is_asked_for(self, gpci: Release) -> None:
        assert refusal(ask("99213", zip=BIRMINGHAM)) == (
            "unknown_locality",
            "No table of ZIP codes is loaded. Give the locality itself, such as 01112-05.",
        )

    @pytest.mark.parametrize("year", [2024, 2026])
    @pytest.mark.parametrize("asked", [{"locality": ALABAMA}, {"zip": BIRMINGHAM}])
    def test_localities_of_another_year_are_never_used(self, zips: Release, year: int, asked: dict[str, Any]) -> None:
        locality(edition("gpci", first_of(year)), ALABAMA, "Alabama", "1.000", "0.869", "0.575")
        assert refusal(ask("99213", **asked)) == (
            "unknown_locality",
            (
                "The localities of 2025 are not loaded, so there is no amount for a locality or a ZIP code. "
                "Ask without them for the national amount."
            ),
        )

    def test_a_table_of_zip_codes_of_an_earlier_year_stands_in_and_says_so(self, gpci: Release) -> None:
        zip_code(edition("zips", datetime.date(2024, 10, 1)), BIRMINGHAM, ALABAMA)
        found = ask("99213", zip=BIRMINGHAM, setting="nonfacility")
        said = "The locality of the ZIP code is that of October 2024."
        assert (allowed(found), found.warnings) == ("81.86", (said,))
        assert (confidence(found).level, confidence(found).reasons[-1]) == ("medium", said)

    def test_the_year_of_a_release_that_stands_in_is_that_of_its_localities(self, gpci: Release) -> None:
        this_year = AskedSchedule()
        assert allowed(ask("99213", schedule=this_year, locality=ALABAMA, setting="nonfacility")) == "81.86"

    @pytest.mark.parametrize(
        ("asked", "queries"), [({}, 3), ({"locality": ALABAMA}, 5), ({"zip": BIRMINGHAM}, 7), ({"zip": BORDER}, 8)]
    )
    def test_a_place_costs_four_queries_at_most_and_five_for_candidates(
        self,
        gpci: Release,
        zips: Release,
        asked: dict[str, Any],
        queries: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        code = Code.objects.create(code="99213")
        with django_assert_num_queries(queries):
            quote(code.sheet(year=2025), IN_2025, AskedLine(**asked))


class TestRefusals:
    def test_what_refuses_the_code_comes_before_what_refuses_the_place(self) -> None:
        fees(fee_row("36000", status="B", work="0.18"))
        assert refusal(ask("36000", locality="99999-99")).reason == "bundled"

    def test_a_refusal_keeps_the_place_that_was_found(self, gpci: Release) -> None:
        fees(TEST, READING)
        found = ask("86320", locality=ALABAMA)
        assert (refusal(found).reason, found.place.name) == ("not_on_schedule", "Alabama")

    def test_a_place_that_is_unknown_leaves_the_nation(self, gpci: Release) -> None:
        fees(TEST, READING)
        assert ask("86320", locality="99999-99").place.key == "national"


class TestSettings:
    @pytest.mark.parametrize(
        ("code", "modifiers", "asked", "said"),
        [
            ("99213", (), {}, (SETTING_ASSUMED,)),
            ("99213", (), {"setting": "nonfacility"}, ()),
            ("86320", ("26",), {}, ()),
            ("71250", (), {}, (SETTING_ASSUMED,)),
        ],
    )
    def test_a_setting_is_assumed_only_where_the_other_pays_something_else(
        self, code: str, modifiers: tuple[str, ...], asked: dict[str, Any], said: tuple[str, ...]
    ) -> None:
        fees(VISIT, TEST, READING, fee_row("71250", work="1.08", pe="2.91", mp="0.06", na="facility"))
        found = ask(code, *modifiers, **asked)
        assert (found.setting, found.warnings, confidence(found).reasons[3:]) == ("nonfacility", said, said)

    def test_the_facility_price_is_never_given_for_a_setting_that_was_not_said(self) -> None:
        fees(fee_row("27447", work="19.60", pe="15.04", mp="4.24", na="nonfacility"))
        assert refusal(ask("27447")).reason == "not_applicable_in_setting"
        assert allowed(ask("27447", setting="facility")) == "1257.63"


class TestConfidence:
    def test_a_list_collected_by_hand_is_medium(self, gpci: Release) -> None:
        fees(VISIT, of=edition("mpfs", complete=False))
        found = confidence(ask("99213", locality=ALABAMA, setting="nonfacility"))
        assert (found.level, found.reasons[1]) == (
            "medium",
            "Of October 2025 only a starter list collected by hand is loaded.",
        )

    def test_a_release_that_stands_in_is_low_whatever_else_is_sure(self, gpci: Release) -> None:
        fees(VISIT)
        found = ask("99213", schedule=AskedSchedule(), locality=ALABAMA, setting="nonfacility")
        assert confidence(found).level == "low"
        assert confidence(found).reasons[0] == "No release for the date asked is loaded: October 2025 stands in."
        assert found.warnings == ("October 2025; 2026 not loaded.",)

    def test_what_a_modifier_assumes_is_a_reason(self, gpci: Release) -> None:
        fees(fee_row("27447", work="19.60", pe="15.04", mp="4.24", na="nonfacility", asst="0", global_days="090"))
        found = ask("27447", "80", locality=ALABAMA, setting="facility")
        assert isinstance(found.found, Price)
        assert found.found.assumptions
        assert confidence(found).level == "medium"
        assert confidence(found).reasons[3:] == found.found.assumptions


class TestAnesthesia:
    """(5 base units + 99 minutes by 15) x the factor of the place, of the year, for QPs their own."""

    @pytest.fixture(autouse=True)
    def _units(self) -> None:
        fees(ANESTHETIC)
        AnesthesiaBase.objects.create(release=edition("anesthesia_base", first_of(2025)), code="00400", units=5)

    def factors(self, year: int, *, variant: str = "", **factors: str) -> None:
        of = edition("anesthesia", first_of(year), variant=variant)
        for name, factor in factors.items():
            contractor, _, number = (ALABAMA if name == "alabama" else "").partition("-")
            AnesthesiaFactor.objects.create(
                release=of, contractor=contractor, number=number, name=name, factor=Decimal(factor)
            )

    def test_an_anesthetic_is_priced_by_its_minutes_where_it_is_given(self, gpci: Release) -> None:
        self.factors(2025, national="20.3178", alabama="19.5821")
        assert allowed(ask("00400", "AA", minutes=99)) == "235.69"
        found = ask("00400", "AA", minutes=99, locality=ALABAMA)
        assert (allowed(found), found.place.name, confidence(found).level) == ("227.15", "Alabama", "high")
        assert found.warnings == ()

    def test_without_minutes_there_is_no_price(self) -> None:
        self.factors(2025, national="20.3178")
        assert refusal(ask("00400", "AA")).reason == "anesthesia"

    def test_a_factor_of_another_year_or_place_is_never_used(self, gpci: Release) -> None:
        self.factors(2024, national="20.4349")
        assert refusal(ask("00400", "AA", minutes=99)).reason == "anesthesia"
        self.factors(2025, national="20.3178")
        assert refusal(ask("00400", "AA", minutes=99, locality=ALABAMA)).reason == "anesthesia"

    def test_a_qualifying_participant_has_a_factor_of_its_own_from_2026(self) -> None:
        for variant in ("", "qp"):
            fees(ANESTHETIC, of=edition("mpfs", first_of(2026), variant=variant, label=f"RVU26A{variant}"))
        AnesthesiaBase.objects.create(release=edition("anesthesia_base", first_of(2026)), code="00400", units=5)
        self.factors(2026, national="20.4976")
        plain, qualifying = AskedSchedule(year=2026), AskedSchedule(year=2026, qp=True)
        assert allowed(ask("00400", "AA", schedule=plain, minutes=99)) == "237.77"
        assert refusal(ask("00400", "AA", schedule=qualifying, minutes=99)).reason == "anesthesia"
        self.factors(2026, variant="qp", national="20.5998")
        assert allowed(ask("00400", "AA", schedule=plain, minutes=99)) == "237.77"
        assert allowed(ask("00400", "AA", schedule=qualifying, minutes=99)) == "238.96"

    def test_until_2025_one_factor_serves_both(self) -> None:
        self.factors(2025, national="20.3178")
        assert allowed(ask("00400", "AA", schedule=AskedSchedule(year=2025, qp=True), minutes=99)) == "235.69"

    def test_base_units_of_an_earlier_year_stand_in_and_say_so(self) -> None:
        Release.objects.filter(source="anesthesia_base").update(effective=first_of(2022))
        self.factors(2025, national="20.3178")
        found = ask("00400", "AA", minutes=99, setting="facility")
        said = "The base units are those of January 2022."
        assert (allowed(found), found.warnings, confidence(found).reasons[-1]) == ("235.69", (said,), said)

    def test_the_rates_are_looked_up_once(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        self.factors(2025, national="20.3178")
        code = Code.objects.get_or_create(code="00400")[0]
        with django_assert_num_queries(7):
            found = quote(code.sheet(year=2025), IN_2025, AskedLine(modifiers=("AA",), minutes=99))
        assert allowed(found) == "235.69"


class TestElsewhere:
    """What another schedule pays where the physician's does not."""

    @pytest.fixture
    def test(self) -> None:
        fees(TEST, READING)
        lab_fee("86320", "29.92", effective=datetime.date(2025, 4, 1))

    @pytest.mark.parametrize(
        ("modifiers", "asked", "amount", "after"),
        [
            ((), {}, "29.92", "29.32"),
            ((), {"units": 2}, "59.84", "58.64"),
            ((), {"units": 2, "charge": Decimal("50.00")}, "50.00", "49.00"),
            ((), {"charge": Decimal("99.00")}, "29.92", "29.32"),
            (("91",), {}, "29.92", "29.32"),
        ],
    )
    def test_the_laboratory_schedule_prices_the_line(
        self, test: None, modifiers: tuple[str, ...], asked: dict[str, Any], amount: str, after: str
    ) -> None:
        found = ask("86320", *modifiers, **asked)
        paid = elsewhere(found)
        assert refusal(found).reason == "not_on_schedule"
        assert (paid.schedule, str(paid.amount), paid.year, paid.confidence.level) == ("CLFS", "29.92", 2025, "high")
        assert paid.price is not None
        assert (str(paid.price.allowed), str(paid.price.after_sequestration)) == (amount, after)
        assert (paid.price.patient_share, paid.refusal) == (Decimal("0.00"), None)

    def test_a_line_that_the_laboratory_schedule_refuses_has_no_price_there(self, test: None) -> None:
        paid = elsewhere(ask("86320", "50"))
        assert paid.price is None
        assert paid.refusal is not None
        assert (paid.refusal.reason, "50" in paid.refusal.message) == ("invalid_modifier", True)

    @pytest.mark.parametrize("modifier", ["26", "TC"])
    def test_a_part_of_the_test_is_not_paid_there(self, test: None, modifier: str) -> None:
        assert ask("86320", modifier).elsewhere is None

    def test_an_earlier_laboratory_year_is_low(self, test: None) -> None:
        fees(TEST, of=edition("mpfs", first_of(2026), label="RVU26A"))
        paid = elsewhere(ask("86320", schedule=AskedSchedule(year=2026)))
        assert (paid.year, paid.confidence) == (2025, payment.lab_confidence(loaded=2025, asked=2026))

    def test_a_drug_is_paid_by_the_unit_of_its_limit(self) -> None:
        fees(fee_row("J1100", status="E"))
        of = edition("asp")
        DrugLimit.objects.create(release=of, code="J1100", dosage="1 MG", limit=Decimal("0.135"))
        paid = elsewhere(ask("J1100"))
        assert (paid.schedule, str(paid.amount), paid.words) == ("ASP", "0.14", "one unit of 1 MG, drug payment limit")
        assert (paid.year, paid.source, paid.confidence) == (
            2025,
            of.label,
            ("high", ("The amount is that of October 2025.",)),
        )

    def test_a_hospital_is_paid_by_its_own_schedule(self) -> None:
        fees(fee_row("77386", status="I"))
        of = edition("opps_addendum_b")
        OutpatientRate.objects.create(release=of, code="77386", status="S", rate=Decimal("574.52"))
        paid = elsewhere(ask("77386"))
        assert (paid.schedule, str(paid.amount), paid.words) == (
            "OPPS",
            "574.52",
            "to a hospital, outpatient schedule, national",
        )

    def test_a_packaged_service_has_no_amount_of_its_own(self) -> None:
        fees(fee_row("36000", status="B"))
        OutpatientRate.objects.create(release=edition("opps_addendum_b"), code="36000", status="N", rate=None)
        assert ask("36000").elsewhere is None

    def test_other_schedules_of_another_year_are_never_used(self) -> None:
        fees(fee_row("J1100", status="E"))
        for year in (2024, 2026):
            DrugLimit.objects.create(
                release=edition("asp", first_of(year)), code="J1100", dosage="1 MG", limit=Decimal("0.135")
            )
            OutpatientRate.objects.create(
                release=edition("opps_addendum_b", first_of(year)), code="J1100", status="N", rate=Decimal(5)
            )
        assert ask("J1100").elsewhere is None

    def test_the_laboratory_schedule_comes_first(self, test: None) -> None:
        OutpatientRate.objects.create(
            release=edition("opps_addendum_b"), code="86320", status="Q4", rate=Decimal("31.00")
        )
        assert elsewhere(ask("86320")).schedule == "CLFS"

    def test_a_deleted_code_is_paid_nowhere(self, test: None) -> None:
        Code.objects.create(code="86320", deleted=datetime.date(2025, 7, 1))
        found = ask("86320")
        assert (refusal(found).reason, found.elsewhere) == ("deleted_code", None)

    @pytest.mark.parametrize("asked", [{"setting": "nonfacility"}, {}])
    def test_what_is_priced_here_is_not_looked_for_elsewhere(
        self, asked: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        fees(VISIT)
        code = Code.objects.create(code="99213")
        with django_assert_num_queries(3):
            assert quote(code.sheet(year=2025), IN_2025, AskedLine(**asked)).elsewhere is None


@pytest.fixture(scope="module")
def cms_2025(cms_data: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """CMS's own files of 2025, loaded once for all tests that ask for them."""
    with django_db_blocker.unblock(), transaction.atomic():
        for source, file in (
            ("mpfs", "mpfs/rvu25d/PPRRVU2025_Oct.csv"),
            ("gpci", "mpfs/rvu25d/GPCI2025.csv"),
            ("zips", "geo/ZIP5_OCT2025.txt"),
            ("anesthesia", "mpfs/rvu25d/ANES2025.csv"),
            ("anesthesia_base", "anesthesia/CY_2022_Anesthesia_Base_Units_110921.xlsx"),
        ):
            call_command("import_release", source, str(cms_data / file), verbosity=0)
        connection.check_constraints()  # once, not at the end of each test
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("cms_2025")
class TestGoldenAmounts:
    @pytest.mark.parametrize(
        ("query", "amount"),
        [
            ("99213/payment/?locality=10112-00", "81.86"),
            ("99213/payment/?locality=10112-00&setting=facility", "59.93"),
            ("99213/payment/?locality=02102-01", "112.20"),
            ("99213/payment/?locality=02102-01&setting=facility", "84.92"),
            ("99213/payment/?locality=09102-04", "94.98"),
            ("99213/payment/?locality=09102-04&setting=facility", "69.07"),
            ("99213/payment/?locality=13202-01", "101.06"),
            ("99213/payment/?locality=13202-01&setting=facility", "71.64"),
            ("99213/payment/?locality=01182-18", "98.19"),
            ("99213/payment/?locality=01182-18&setting=facility", "68.06"),
            ("99213/payment/?locality=01112-05", "109.15"),
            ("99213/payment/?locality=01112-05&setting=facility", "73.35"),
            ("99213/payment/?zip=94110", "109.15"),
            ("99213/payment/?zip=10001-0001", "101.06"),
            ("86320/payment/?modifier=26", "17.14"),
            ("86320/payment/?modifier=26&locality=10112-00", "16.37"),
            ("86320/payment/?modifier=26&locality=02102-01", "23.39"),
            ("86320/payment/?modifier=26&locality=09102-04", "17.76"),
            ("86320/payment/?modifier=26&locality=13202-01", "18.94"),
            ("27447/payment/?setting=facility&locality=10112-00", "1138.09"),
            ("27447/payment/?setting=facility&locality=02102-01", "1562.19"),
            ("27447/payment/?setting=facility&locality=09102-04", "1464.10"),
            ("27447/payment/?setting=facility&locality=13202-01", "1465.45"),
            ("91020/payment/?modifier=26&locality=10112-00", "65.31"),
            ("91020/payment/?modifier=TC&locality=10112-00", "166.96"),
            ("91020/payment/?locality=10112-00", "232.28"),
            ("70496/payment/", "257.80"),
            ("70496/payment/?modifier=TC", "178.23"),
            ("00400/payment/?modifier=AA&minutes=60", "142.22"),  # 3 base units and 4 of time, by 20.3178
        ],
    )
    def test_the_amount_of_a_place_is_exact_to_the_cent(self, client: Client, query: str, amount: str) -> None:
        path, _, asked = query.partition("?")
        found = client.get(f"/api/v1/codes/{path}?year=2025&{asked}").json()
        assert found.get("allowed") == amount, found

    def test_a_zip_code_names_its_locality_and_makes_the_answer_sure(self, client: Client) -> None:
        found = client.get("/api/v1/codes/99213/payment/?year=2025&zip=94110&setting=nonfacility").json()
        assert (found["locality"], found["confidence"]["level"], found["warnings"]) == ("01112-05", "high", [])

    def test_a_zip_code_in_several_localities_offers_them(self, client: Client) -> None:
        found = client.get("/api/v1/codes/99213/payment/?year=2025&zip=72644").json()
        assert (found["priced"], found["reason"]) == (False, "ambiguous_zip")
        assert [one["locality"] for one in found["candidates"]] == ["07102-13", "05302-99"]
        assert all(one["name"] for one in found["candidates"])

    def test_what_must_have_no_price_has_none(self, client: Client) -> None:
        for query, reason in (
            ("86320/payment/?year=2025", "not_on_schedule"),
            ("86329/payment/?year=2025&modifier=26", "not_on_schedule"),
            ("86320/payment/?year=2025&modifier=TC", "invalid_modifier"),
            ("27215/payment/?year=2025", "other_code_used"),
            ("36000/payment/?year=2025", "bundled"),
            ("27447/payment/?year=2025", "not_applicable_in_setting"),
            ("99213/payment/?year=2027", "no_release"),
        ):
            assert client.get(f"/api/v1/codes/{query}").json().get("reason") == reason, query
