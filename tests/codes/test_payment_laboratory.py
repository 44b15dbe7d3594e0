"""The laboratory schedule: amounts of 2025."""

from decimal import Decimal
from typing import Any

import pytest

from codes.payment import LabPrice, Refusal, price_lab

AMOUNT = Decimal("29.92")


def priced(*modifiers: str, **asked: Any) -> LabPrice:
    found = price_lab("86320", AMOUNT, modifiers=modifiers, **asked)
    assert isinstance(found, LabPrice), found
    return found


def refused(*modifiers: str) -> Refusal:
    found = price_lab("86320", AMOUNT, modifiers=modifiers)
    assert isinstance(found, Refusal), found
    return found


def test_the_patient_owes_nothing_and_sequestration_takes_two_percent() -> None:
    found = priced()
    assert (found.allowed, found.medicare_share, found.patient_share, found.after_sequestration) == (
        Decimal("29.92"),
        Decimal("29.92"),
        Decimal("0.00"),
        Decimal("29.32"),
    )
    assert (found.limiting_charge, found.warnings, found.assumptions) == (None, (), ())
    assert [(step.rule, str(step.amount)) for step in found.steps] == [
        ("86320: laboratory schedule", "29.92"),
        ("Medicare's share: no deductible, no coinsurance", "29.92"),
        ("after sequestration", "29.32"),
    ]
    assert all(step.source for step in found.steps)


def test_units_multiply_and_a_lower_charge_is_paid() -> None:
    assert priced(units=3).allowed == Decimal("89.76")
    assert priced(units=3, charge=Decimal("80.00")).allowed == Decimal("80.00")
    assert priced(charge=Decimal(100)).allowed == AMOUNT


@pytest.mark.parametrize("modifier", ["91", "59", "XU", "QW", "90", "GA", " xu", "33"])
def test_informing_modifiers_change_nothing(modifier: str) -> None:
    assert priced(modifier) == priced()


@pytest.mark.parametrize("modifier", ["GY", "GZ"])
def test_a_test_that_is_not_covered_is_priced_as_otherwise(modifier: str) -> None:
    found = priced(modifier)
    assert (found.allowed, found.assumptions) == (AMOUNT, found.warnings)
    assert found.assumptions[0].endswith("this is the price otherwise.")


@pytest.mark.parametrize("modifier", ["26", "TC"])
def test_a_test_has_no_parts(modifier: str) -> None:
    assert refused(modifier) == Refusal(
        "invalid_modifier",
        f"Modifier {modifier} on 86320: the laboratory schedule pays a test undivided. "
        "A physician's interpretation (26) is on the physician schedule.",
    )


@pytest.mark.parametrize("modifier", ["50", "51", "53", "54", "62", "80", "AS", "AA", "CQ", "ZZ", "2"])
def test_what_does_not_belong_on_a_test_is_refused(modifier: str) -> None:
    assert refused(modifier).reason == "invalid_modifier"


@pytest.mark.parametrize("modifier", ["22", "52"])
def test_what_is_by_report_stays_by_report(modifier: str) -> None:
    assert refused(modifier).reason == "by_report"


def test_modifiers_given_twice_or_against_each_other_are_refused() -> None:
    assert refused("91", "91").reason == "invalid_modifier"
    assert refused("LT", "RT").reason == "invalid_modifier"


@pytest.mark.parametrize(
    "odd", [{"amount": Decimal(-1)}, {"amount": Decimal("NaN")}, {"units": 0}, {"charge": Decimal(-1)}]
)
def test_a_question_that_makes_no_sense_is_an_error(odd: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"units|laboratory amount|charge"):
        price_lab("86320", **{"amount": AMOUNT, **odd})
