"""What a quote says of what is not loaded, and of days for which the law changed the amounts."""

import datetime
from decimal import Decimal

import pytest

from codes.models import AnesthesiaBase, AnesthesiaFactor, Code, DrugLimit, Level2Code, ListedModifier, Release
from codes.payment import Price, Refusal
from codes.quoting import AskedLine, AskedSchedule
from codes.quoting.claims import AskedClaim, CodedLine, quote_claim
from tests.codes.labs import lab_fee
from tests.codes.rows import fee_row
from tests.codes.test_quoting import (
    ALABAMA,
    ANESTHETIC,
    IN_2025,
    VISIT,
    allowed,
    ask,
    confidence,
    edition,
    fees,
    first_of,
    locality,
    refusal,
)

pytestmark = pytest.mark.django_db

JOINT = fee_row("20605", work="0.68", pe="0.90", mp="0.11")
IN_2026 = AskedSchedule(year=2026)
MAY_2026 = AskedSchedule(date=datetime.date(2026, 5, 15))
CF_2024 = {"before": "32.7442", "since": "33.2875"}


class TestStarterList:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        fees(JOINT, VISIT)
        fees(VISIT, of=edition("mpfs", datetime.date(2026, 7, 1), complete=False, label="RVU26C starter list"))

    @pytest.mark.parametrize("schedule", [IN_2026, MAY_2026])
    def test_of_a_code_that_it_lacks_it_is_said_to_lack_it(self, schedule: AskedSchedule) -> None:
        assert refusal(ask("20605", schedule=schedule)) == Refusal(
            "no_release",
            "Of 2026 only a starter list is loaded, without 20605. Import the complete release for a price.",
        )

    def test_its_release_asked_for_is_not_said_to_be_absent(self) -> None:
        assert refusal(ask("20605", schedule=AskedSchedule(release="RVU26C"))) == Refusal(
            "no_release",
            "Of July 2026 only a starter list is loaded, without 20605. Import the complete release for a price.",
        )

    def test_a_line_of_a_claim_is_told_the_same(self) -> None:
        Code.objects.create(code="20605")
        claim = AskedClaim(schedule=IN_2026, lines=(CodedLine("20605", AskedLine()),))
        (line,) = quote_claim(claim).quotes
        assert line.found == refusal(ask("20605", schedule=IN_2026))

    def test_without_a_date_the_year_before_stands_in(self) -> None:
        found = ask("20605", schedule=AskedSchedule())
        assert (allowed(found), confidence(found).level) == ("54.67", "low")

    def test_a_year_of_which_nothing_is_loaded_is_said_to_be_absent(self) -> None:
        assert refusal(ask("20605", schedule=AskedSchedule(year=2027))) == Refusal(
            "no_release", "No fee schedule that covers 2027 is loaded, so 20605 has no price for it."
        )


class TestMarch2024:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        for month, cf in ((1, CF_2024["before"]), (4, CF_2024["since"])):
            fees(VISIT._replace(cf=Decimal(cf)), of=edition("mpfs", datetime.date(2024, month, 1)))

    @pytest.mark.parametrize(("day", "amount"), [((3, 8), "90.05"), ((4, 1), "91.54"), ((12, 31), "91.54")])
    def test_a_release_covers_the_days_of_its_factor(self, day: tuple[int, int], amount: str) -> None:
        found = ask("99213", schedule=AskedSchedule(date=datetime.date(2024, *day)), setting="nonfacility")
        assert (allowed(found), confidence(found).level) == (amount, "medium")

    @pytest.mark.parametrize("day", [9, 31])
    def test_in_between_the_one_of_january_stands_in(self, day: int) -> None:
        found = ask("99213", schedule=AskedSchedule(date=datetime.date(2024, 3, day)))
        note = (
            "January 2024; since March 9, 2024 another conversion factor holds (Consolidated Appropriations Act, 2024)"
        )
        assert (found.sheet.answer.covers, found.sheet.answer.note) == (False, note)
        assert (allowed(found), confidence(found).level) == ("90.05", "low")
        assert f"{note}." in found.warnings

    def test_the_anesthesia_factor_of_january_is_not_that_of_april(self) -> None:
        fees(ANESTHETIC, of=Release.objects.get(source="mpfs", effective=datetime.date(2024, 4, 1)))
        factors = edition("anesthesia", first_of(2024))
        AnesthesiaFactor.objects.create(release=factors, name="national", factor=Decimal("20.4349"))
        AnesthesiaBase.objects.create(release=edition("anesthesia_base", first_of(2024)), code="00400", units=5)
        found = refusal(ask("00400", "AA", schedule=AskedSchedule(year=2024), minutes=60))
        assert found.message == (
            "00400 is anesthesia. "
            "The anesthesia conversion factors of 2024 that hold on April 1, 2024 are not loaded. "
            "So it has no price here."
        )


class TestAnesthesia:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        fees(ANESTHETIC)
        AnesthesiaBase.objects.create(release=edition("anesthesia_base", first_of(2025)), code="00400", units=5)

    def test_a_year_without_factors_is_named(self) -> None:
        assert refusal(ask("00400", "AA", minutes=60)) == Refusal(
            "anesthesia",
            "00400 is anesthesia. The anesthesia conversion factors of 2025 are not loaded. So it has no price here.",
        )

    def test_a_place_without_a_factor_is_named(self) -> None:
        locality(edition("gpci", first_of(2025)), ALABAMA, "Alabama", "1.000", "0.869", "0.575")
        edition("anesthesia", first_of(2025))
        assert refusal(ask("00400", "AA", minutes=60, locality=ALABAMA)).message == (
            "00400 is anesthesia. Of Alabama no anesthesia conversion factor of 2025 is loaded. "
            "So it has no price here."
        )

    def test_a_code_without_base_units_is_named(self) -> None:
        AnesthesiaBase.objects.all().delete()
        message = refusal(ask("00400", "AA", minutes=60)).message
        assert message.startswith("00400 is anesthesia. No base units of 00400 are loaded. The anesthesia conversion")


class TestDrugs:
    LAW = " Medicare pays drugs under Part B by the limits from average sales prices (ASP), not on this schedule."

    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        fees(fee_row("J1100", status="E"), fee_row("A0180", status="E"))

    def test_without_a_table_of_limits_that_is_said(self) -> None:
        found = refusal(ask("J1100"))
        assert found.reason == "not_covered"
        assert found.message.endswith(f"{self.LAW} No table of these limits for 2025 is loaded.")

    def test_a_limit_is_pointed_at(self) -> None:
        of = edition("asp")
        DrugLimit.objects.create(release=of, code="J1100", dosage="1 MG", limit=Decimal("0.135"))
        found = ask("J1100")
        assert refusal(found).message.endswith(f"{self.LAW} The limit of October 2025 is beside.")
        assert found.elsewhere is not None

    def test_a_table_without_the_drug_is_said_to_lack_it(self) -> None:
        edition("asp")
        message = refusal(ask("J1100")).message
        assert message.endswith(f"{self.LAW} The table of October 2025 is loaded and has no limit for J1100.")

    def test_what_is_no_drug_is_not_called_one(self) -> None:
        assert "average sales prices" not in refusal(ask("A0180")).message


class TestListedModifiers:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        fees(VISIT)
        lab_fee("80047", "29.92", effective=first_of(2025))
        ListedModifier.objects.create(release=edition("modifiers"), modifier="KU", kind="HCPCS")
        Level2Code.objects.create(release=edition("hcpcs"), code="TS")

    @pytest.mark.parametrize("modifier", ["KU", "TS", " ku"])
    def test_a_modifier_of_a_loaded_list_is_called_known(self, modifier: str) -> None:
        said = modifier.strip().upper()
        assert refusal(ask("99213", modifier)) == Refusal(
            "by_report", f"Modifier {said} on 99213 is known, but medpay does not compute its effect."
        )

    def test_another_is_not(self) -> None:
        assert refusal(ask("99213", "ZZ")).reason == "invalid_modifier"

    def test_so_it_is_on_the_line_of_a_claim_and_on_a_test(self) -> None:
        Code.objects.create(code="99213")
        claim = AskedClaim(schedule=IN_2025, lines=(CodedLine("99213", AskedLine(modifiers=("KU",))),))
        (line,) = quote_claim(claim).quotes
        assert line.found == refusal(ask("99213", "KU"))
        paid = ask("80047", "KU").elsewhere
        assert paid is not None
        assert paid.refusal is not None
        assert paid.refusal.reason == "by_report"

    def test_a_known_one_asks_no_list(self) -> None:
        assert isinstance(ask("99213", "25").found, Price)
