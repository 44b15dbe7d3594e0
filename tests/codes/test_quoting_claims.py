"""Several lines priced from what is loaded: CMS's figures of 2025, from the starter lists."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from codes.models import AnesthesiaBase, AnesthesiaFactor, Code, FeeLine, Locality, Release, ZipCode
from codes.payment import Price, Refusal
from codes.quoting import AskedLine, AskedSchedule, Quote, quote
from codes.quoting.claims import AskedClaim, ClaimQuotes, CodedLine, quote_claim
from tests.codes.labs import lab_fee
from tests.codes.rows import fee_row

pytestmark = pytest.mark.django_db

IN_2025 = AskedSchedule(year=2025)
ALABAMA = "10112-00"


def coded(text: str, **asked: Any) -> CodedLine:
    """A line such as "27447-50"."""
    code, *modifiers = text.split("-")
    return CodedLine(code, AskedLine(modifiers=tuple(modifiers), **asked))


def claim(*lines: CodedLine | str, schedule: AskedSchedule = IN_2025, **asked: Any) -> ClaimQuotes:
    given = tuple(coded(line) if isinstance(line, str) else line for line in lines)
    return quote_claim(AskedClaim(schedule, given, **asked))


def amounts(found: ClaimQuotes) -> list[str]:
    """Of each line what is allowed, or the word for why there is no amount."""
    return [str(each.found.allowed) if isinstance(each.found, Price) else each.found.reason for each in found.quotes]


def release(source: str, effective: datetime.date, *, complete: bool = True) -> Release:
    return Release.objects.create(
        source=source,
        label=f"{source} {effective}",
        effective=effective,
        digest=f"{source} {effective}",
        complete=complete,
        state=Release.State.CURRENT,
    )


def fees(of: Release, *rows: Any) -> None:
    FeeLine.objects.bulk_create(FeeLine(release=of, **row._asdict()) for row in rows)


def locality(year: int) -> None:
    of = release("gpci", datetime.date(year, 1, 1))
    Locality.objects.create(
        release=of,
        contractor="10112",
        number="00",
        state="AL",
        name="Alabama",
        work=Decimal("1.000"),
        pe=Decimal("0.869"),
        mp=Decimal("0.575"),
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["45385", "45380"], ["435.38", "87.01"]),
        (["45380", "45385"], ["87.01", "435.38"]),
        (["70553", "71250"], ["314.08", "87.63"]),
        (["97110", "97110"], ["28.79", "21.83"]),
    ],
)
def test_lines_of_a_day_are_priced_beside_each_other(starter: None, lines: list[str], expected: list[str]) -> None:
    found = claim(*lines)
    assert amounts(found) == expected


@pytest.mark.parametrize(
    ("lines", "total"), [(["45385", "45380"], "522.39"), (["70553", "71250"], "401.71"), (["97110", "97110"], "50.62")]
)
def test_lines_come_to_the_golden_sums(starter: None, lines: list[str], total: str) -> None:
    prices = [each.found for each in claim(*lines).quotes]
    assert sum(price.allowed for price in prices if isinstance(price, Price)) == Decimal(total)


def test_both_knees_in_a_facility(starter: None) -> None:
    assert amounts(claim(coded("27447-50", setting="facility"))) == ["1886.45"]


@pytest.mark.parametrize("line", ["86320", "86320-26", "99213", "27447", "71250-TC", "77386", "45380-59", "99213-ZZ"])
def test_a_line_alone_is_quoted_as_by_itself(starter: None, line: str) -> None:
    one = coded(line)
    alone: Quote = quote(Code.objects.get(pk=one.code).sheet(year=2025), IN_2025, one.line)
    (found,) = claim(one).quotes
    assert (found.found, found.elsewhere, found.confidence, found.warnings) == (
        alone.found,
        alone.elsewhere,
        alone.confidence,
        alone.warnings,
    )


def test_a_laboratory_test_is_paid_by_its_own_schedule(starter: None) -> None:
    found = claim(coded("84165", units=2), coded("86320-26"))
    test, interpretation = found.quotes
    assert isinstance(test.found, Refusal)
    assert test.elsewhere is not None
    assert test.elsewhere.price is not None
    assert (test.elsewhere.schedule, test.elsewhere.price.allowed) == ("CLFS", Decimal("21.48"))
    assert isinstance(interpretation.found, Price)


def test_the_deductible_is_taken_once_from_the_highest_amount(starter: None) -> None:
    prices = [each.found for each in claim("99213", "45385", deductible=Decimal("100.00")).quotes]
    assert [price.deductible for price in prices if isinstance(price, Price)] == [Decimal("0.00"), Decimal("100.00")]


def test_a_setting_left_open_is_said_only_where_it_matters(starter: None) -> None:
    visit, reading = claim("99213", "86320-26").quotes
    assert [len(each.warnings) for each in (visit, reading)] == [1, 0]
    assert visit.warnings[0].startswith("No setting was given")


def test_no_lines_are_no_claim() -> None:
    with pytest.raises(ValueError, match="at least one line"):
        claim()


class TestRelease:
    def test_one_release_answers_for_all_lines(self) -> None:
        old = release("mpfs", datetime.date(2025, 1, 1), complete=False)
        new = release("mpfs", datetime.date(2026, 1, 1), complete=False)
        fees(old, fee_row("45385", work="4.57", pe="8.33", mult="2"), fee_row("99213", work="1.30"))
        fees(new, fee_row("45380", work="3.56", pe="8.79", mult="2"))
        found = claim("45385", "45380", schedule=AskedSchedule(date=datetime.date(2026, 7, 15)))
        assert found.release == new
        assert amounts(found)[0] == "no_release"
        assert "Of January 2026 only a starter list is loaded, without 45385." in str(found.quotes[0].found)

    def test_a_line_without_row_casts_doubt_on_what_it_may_reduce(self) -> None:
        new = release("mpfs", datetime.date(2026, 1, 1), complete=False)
        fees(new, fee_row("45380", work="3.56", mult="2"), fee_row("99213", work="1.30"))
        day = AskedSchedule(date=datetime.date(2026, 7, 15))
        scope, visit, _ = claim("45380", "99213", "45385", schedule=day).quotes
        said = "No figure for 45385: if Medicare pays more for it, this line is reduced further."
        assert (said in scope.warnings, said in visit.warnings) == (True, False)
        assert scope.confidence is not None
        assert said in scope.confidence.reasons

    def test_a_day_past_the_last_loaded_year_has_no_price(self) -> None:
        fees(release("mpfs", datetime.date(2026, 1, 1)), fee_row("99213", work="1.30"))
        found = claim("99213", schedule=AskedSchedule(date=datetime.date(2027, 3, 1)))
        assert amounts(found) == ["no_release"]
        assert "covers March 1, 2027" in str(found.quotes[0].found)

    def test_an_earlier_release_stands_in_and_says_so(self) -> None:
        fees(release("mpfs", datetime.date(2025, 7, 1)), fee_row("99213", work="1.30"))
        fees(release("mpfs", datetime.date(2025, 10, 1), complete=False), fee_row("86320", "26", work="0.37"))
        (visit,) = claim("99213", schedule=AskedSchedule()).quotes
        assert visit.confidence is not None
        assert visit.confidence.level == "low"

    def test_a_deleted_code_has_no_price_beside_one_that_has(self) -> None:
        Code.objects.create(code="77386", deleted=datetime.date(2026, 1, 1), successors=["77407"])
        fees(release("mpfs", datetime.date(2026, 1, 1)), fee_row("99213", work="1.30"), fee_row("77386", status="I"))
        assert amounts(claim("77386", "99213", schedule=AskedSchedule(year=2026))) == ["deleted_code", "42.05"]

    def test_a_code_of_no_list_is_known_to_be_unknown(self, starter: None) -> None:
        lab_fee("0001U", "720.00", effective=datetime.date(2025, 1, 1))
        assert claim("99213", "99999", "0001U").unknown == {"99999"}


class TestPlaces:
    def test_every_line_is_adjusted_for_the_locality(self, starter: None) -> None:
        locality(2025)
        found = claim(coded("99213", locality=ALABAMA), coded("86320-26", locality=ALABAMA))
        assert amounts(found) == ["81.86", "16.37"]
        assert {each.place.name for each in found.quotes} == {"Alabama"}

    def test_a_locality_that_is_none_leaves_no_amounts(self, starter: None) -> None:
        locality(2025)
        found = claim(coded("99213", locality="99999-99"), coded("86320", locality="99999-99"))
        assert amounts(found) == ["unknown_locality", "not_on_schedule"]
        assert not found.placed

    def test_an_ambiguous_zip_offers_its_localities(self, starter: None) -> None:
        locality(2025)
        zips = release("zips", datetime.date(2025, 1, 1))
        ZipCode.objects.create(
            release=zips, zip="35004", state="AL", contractor="10112", number="00", rural="", plus_four=True
        )
        ZipCode.objects.create(
            release=zips, zip="35005", state="AL", contractor="10112", number="01", rural="", plus_four=False
        )
        (found,) = claim(coded("99213", zip="35004")).quotes
        assert isinstance(found.found, Refusal)
        assert found.found.reason == "ambiguous_zip"
        assert found.candidates == ((ALABAMA, "Alabama"),)


class TestAnesthesia:
    @pytest.fixture
    def anesthetics(self) -> None:
        day = datetime.date(2025, 1, 1)
        fees(release("mpfs", day), *(fee_row(code, status="J") for code in ("00810", "00812")))
        factors, units = release("anesthesia", day), release("anesthesia_base", day)
        AnesthesiaFactor.objects.create(release=factors, name="National", factor=Decimal("20.3178"))
        for code in ("00810", "00812"):
            AnesthesiaBase.objects.create(release=units, code=code, units=5)

    def test_its_minutes_and_base_units_price_it(self, anesthetics: None) -> None:
        assert amounts(claim(coded("00810-AA", minutes=60))) == ["182.86"]

    def test_of_two_in_a_session_only_one_is_paid(self, anesthetics: None) -> None:
        assert amounts(claim(coded("00810", minutes=60), coded("00812", minutes=60))) == ["anesthesia", "anesthesia"]


@pytest.mark.parametrize(
    "lines",
    [["45385"], ["45385", "45380", "84165"], ["45385", "45380", "84165", "99213", "70553", "71250", "97110", "36415"]],
)
def test_the_queries_do_not_grow_with_the_lines(
    starter: None, lines: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        claim(*lines)
