"""What the page of a code says of its price."""

import datetime
from decimal import Decimal

import pytest

from codes import payment
from codes.answering import in_words
from medpay.code_page import Asked, Edition, Indicator, LabAmount, asked_of, describe, without_price
from tests.codes.rows import fee_row

OCTOBER = Edition("RVU25D", datetime.date(2025, 10, 1), complete=True, covers_date=True)
LAB = LabAmount(2025, Decimal("29.92"), "CLFS 2025")
IEP = (
    fee_row("86320", status="X", pctc="6"),
    fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6"),
)
CHEST_CT = (
    fee_row("71250", work="1.08", pe="2.91", mp="0.06", pctc="1", na="facility"),
    fee_row("71250", "TC", work="0.00", pe="2.51", mp="0.02", pctc="1", na="facility"),
    fee_row("71250", "26", work="1.08", pe="0.40", mp="0.04", pctc="1"),
)
KNEE = (
    fee_row("27447", work="19.60", pe="15.04", mp="4.24", na="nonfacility", global_days="090", asst="2", bilat="1"),
)
VISIT = (fee_row("99213", work="1.30", pe="1.34", pe_facility="0.56", mp="0.11", asst="9"),)


def test_a_laboratory_test_pays_on_the_other_schedule_and_the_interpretation_on_this() -> None:
    entry = describe("86320", rows=IEP, edition=OCTOBER, lab=LAB, year=2025)
    assert entry.sentence == (
        "86320 itself is not on the physician fee schedule. The laboratory schedule pays $29.92 (2025) for the test. "
        "The professional interpretation, 86320-26, pays $17.14 (2025)."
    )


def test_the_row_without_a_price_shows_none() -> None:
    entry = describe("86320", rows=IEP, edition=OCTOBER, lab=LAB, year=2025)
    assert [(part.name, part.nonfacility, part.facility) for part in entry.parts] == [
        ("Global", "no price", "no price"),
        ("Professional interpretation", "$17.14", "$17.14"),
    ]


def test_without_an_interpretation_row_there_is_no_physician_payment() -> None:
    entry = describe("86329", rows=[fee_row("86329", status="X")], edition=OCTOBER, lab=LAB, year=2025)
    assert entry.sentence.endswith("There is no physician payment for it.")
    assert entry.conversion_factor is None


def test_an_office_visit_has_an_amount_in_each_setting() -> None:
    entry = describe("99213", rows=VISIT, edition=OCTOBER, lab=None, year=2025)
    (part,) = entry.parts
    assert (part.name, part.nonfacility, part.facility) == ("Whole service", "$88.95", "$63.72")


def test_where_cms_prints_na_no_number_is_shown() -> None:
    entry = describe("27447", rows=KNEE, edition=OCTOBER, lab=None, year=2025)
    (part,) = entry.parts
    assert (part.nonfacility, part.pe_nonfacility, part.total_nonfacility) == ("NA", None, None)
    assert part.facility == "$1,257.63"
    assert entry.sentence.endswith("It has no price in an office (non-facility): CMS prints NA there.")


def test_in_a_facility_a_scan_leaves_the_interpretation() -> None:
    entry = describe("71250", rows=CHEST_CT, edition=OCTOBER, lab=None, year=2025)
    assert [part.modifier for part in entry.parts] == ["", "26", "TC"]
    assert entry.sentence == (
        "The national amount for 71250 in October 2025, before the locality's adjustment. "
        "Of it: professional interpretation (26) $49.17, technical part (TC) $81.84. "
        "Only the interpretation, 71250-26, has a price in a facility: $49.17."
    )


def test_a_code_with_an_interpretation_row_alone_names_it() -> None:
    entry = describe(
        "86153", rows=[fee_row("86153", "26", work="0.67", pctc="6")], edition=OCTOBER, lab=None, year=2025
    )
    assert entry.sentence == (
        "86153 by itself has no price on the physician fee schedule. "
        "The professional interpretation, 86153-26, pays $21.67 (2025)."
    )


def test_a_refused_whole_explains_itself_before_its_priced_part() -> None:
    entry = describe("86320", rows=IEP, edition=OCTOBER, lab=None, year=2025)
    assert entry.sentence.startswith("86320 has status X: not on the physician fee schedule")
    assert entry.sentence.endswith("The professional interpretation, 86320-26, pays $17.14 (2025).")


def test_a_refused_code_says_why_and_has_no_confidence() -> None:
    entry = describe("77385", rows=[fee_row("77385", status="I")], edition=OCTOBER, lab=None, year=2025)
    assert entry.confidence is None
    assert entry.sentence.startswith("77385 has status I: not valid for Medicare on this schedule")


def test_rvus_beside_a_row_without_price_are_told_apart() -> None:
    bundled = fee_row("36000", status="B", work="0.18", pe="0.70", mp="0.05")
    entry = describe("36000", rows=[bundled], edition=OCTOBER, lab=None, year=2025)
    assert entry.has_rvus
    assert entry.unpriced_rvus
    assert entry.parts[0].nonfacility == "no price"


def test_every_amount_shows_how_it_is_worked_out() -> None:
    entry = describe("86320", rows=IEP, edition=OCTOBER, lab=None, year=2025)
    assert [working.words for working in entry.workings] == [
        "86320-26, in an office (non-facility)",
        "86320-26, in a facility",
    ]
    assert [step.dollars for step in entry.workings[0].steps] == ["$17.14", "$13.71", "$13.44"]


def test_confidence_is_medium_for_a_national_amount() -> None:
    entry = describe("99213", rows=VISIT, edition=OCTOBER, lab=None, year=2025)
    assert entry.confidence is not None
    assert entry.confidence.level == "medium"


def test_confidence_is_low_where_an_earlier_release_stands_in() -> None:
    entry = describe("99213", rows=VISIT, edition=OCTOBER._replace(covers_date=False), lab=None, year=2026)
    assert entry.confidence is not None
    assert entry.confidence.level == "low"


def test_confidence_is_low_where_an_earlier_laboratory_year_stands_in() -> None:
    entry = describe("86320", rows=IEP, edition=OCTOBER, lab=LAB, year=2026)
    assert entry.confidence is not None
    assert entry.confidence.level == "low"
    assert "The laboratory schedule of 2026 is not loaded: 2025 stands in." in entry.confidence.reasons


def test_a_laboratory_amount_of_its_year_is_trusted() -> None:
    entry = without_price(payment.no_release("86320", asked="2025"), LAB, year=2025)
    assert entry.confidence is not None
    assert entry.confidence.level == "high"
    assert entry.sentence == payment.no_release("86320", asked="2025").message


def test_indicators_are_words_and_leave_out_what_does_not_apply() -> None:
    entry = describe("99213", rows=VISIT, edition=OCTOBER, lab=None, year=2025)
    assert Indicator("Global period", "XXX", "no period of included care") in entry.indicators
    assert "Assistant at surgery" not in [indicator.name for indicator in entry.indicators]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, Asked()),
        ({"year": "2025"}, Asked(year=2025)),
        ({"date": "2025-07-15", "year": "2024"}, Asked(date=datetime.date(2025, 7, 15))),
        ({"release": " RVU25D ", "date": "2025-07-15"}, Asked(release="RVU25D")),
        ({"release": "\x00"}, Asked()),
        ({"year": "2026", "qp": "true"}, Asked(year=2026, qp=True)),
        ({"qp": " 1 "}, Asked(qp=True)),
        ({"qp": "false"}, Asked()),
    ],
)
def test_a_release_beats_a_date_beats_a_year(query: dict[str, str], asked: Asked) -> None:
    assert asked_of(query) == asked


@pytest.mark.parametrize("query", [{"year": "25"}, {"year": "٢٠٢٥"}, {"date": "2025-13-01"}, {"date": "<b>"}])
def test_what_cannot_be_read_is_said_and_not_repeated(query: dict[str, str]) -> None:
    asked = asked_of(query)
    assert asked._replace(problem="") == Asked()
    assert asked.problem.endswith("Today's answer is shown.")
    assert next(iter(query.values())) not in asked.problem


def test_dates_are_written_as_americans_do() -> None:
    assert in_words(datetime.date(2026, 1, 1)) == "January 1, 2026"
