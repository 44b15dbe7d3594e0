"""Anesthesia: base units and time by the conversion factor of 2025."""

from decimal import Decimal
from typing import Any

import pytest

from codes.payment import Anesthesia, Price, Refusal, price
from tests.codes.rows import fee_row
from tests.codes.test_payment import E99213

NATIONAL_CF = Decimal("20.3178")
OTHER = {"pctc": "9", "mult": "9", "bilat": "9", "asst": "9", "co": "9", "team": "9"}
COMPLETE = Anesthesia(minutes=99, base_units=Decimal(5), cf=NATIONAL_CF)


def answer(*modifiers: str, code: str = "00400", anesthesia: Anesthesia = COMPLETE, **asked: Any) -> Price | Refusal:
    rows = (fee_row(code, status="J", **OTHER),)  # type: ignore[arg-type]
    return price(rows, modifiers=modifiers, anesthesia=anesthesia, **asked)


def priced(*modifiers: str, **asked: Any) -> Price:
    found = answer(*modifiers, **asked)
    assert isinstance(found, Price), found
    return found


def refused(*modifiers: str, **asked: Any) -> Refusal:
    found = answer(*modifiers, **asked)
    assert isinstance(found, Refusal), found
    return found


def test_base_and_time_units_are_multiplied_by_the_conversion_factor() -> None:
    found = priced("AA")
    assert found.allowed == Decimal("235.69")  # (5 + 6.6) * 20.3178
    assert found.steps[0].rule == (
        "00400: 5 base units and 6.6 time units (99 minutes by 15), at the anesthesia conversion factor"
    )
    assert (found.steps[0].factor, found.assumptions, found.warnings) == (NATIONAL_CF, (), ())


@pytest.mark.parametrize(
    ("minutes", "units"), [(1, "0.1"), (2, "0.1"), (48, "3.2"), (50, "3.3"), (53, "3.5"), (60, "4.0")]
)
def test_time_units_have_one_decimal_place(minutes: int, units: str) -> None:
    rule = priced("AA", anesthesia=COMPLETE._replace(minutes=minutes)).steps[0].rule
    assert f" and {units} time units ({minutes} minutes by 15)" in rule


def test_the_steps_go_on_as_for_any_line() -> None:
    found = priced("AA", participating=False, charge=Decimal(220), deductible=Decimal(20))
    assert [str(step.amount) for step in found.steps] == ["235.69", "223.91", "220.00", "200.00", "160.00", "156.80"]
    assert (found.limiting_charge, found.patient_share) == (Decimal("257.49"), Decimal("60.00"))


def test_a_nurse_anesthetist_alone_is_paid_as_much_and_must_accept_assignment() -> None:
    found = priced("QZ", participating=False)
    assert (found.steps[0].amount, found.limiting_charge) == (Decimal("235.69"), None)


def test_without_a_modifier_one_person_alone_is_assumed() -> None:
    assert priced().assumptions == ("Priced as given by one person alone: AA (physician) or QZ (nurse) says so.",)


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"minutes": None}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"base_units": None}, "base units"),
        ({"cf": None}, "anesthesia conversion factor of the locality"),
        (
            {"minutes": None, "base_units": None, "cf": None},
            "minutes and its base units and its anesthesia conversion factor of the locality",
        ),
    ],
)
def test_what_is_missing_is_named(missing: dict[str, Any], named: str) -> None:
    assert refused("AA", anesthesia=COMPLETE._replace(**missing)) == Refusal(
        "anesthesia", f"00400 is anesthesia. For a price give its {named}."
    )


def test_without_any_of_it_the_status_refuses() -> None:
    found = price((fee_row("00400", status="J"),))
    assert isinstance(found, Refusal)
    assert found.message.startswith("00400 has status J: anesthesia: paid by base units and time.")


@pytest.mark.parametrize("code", ["01953", "01995", "01996"])
def test_codes_without_time_are_paid_their_base_units(code: str) -> None:
    found = priced("AA", code=code)
    assert found.allowed == Decimal("101.59")
    assert found.steps[0].rule.startswith(f"{code}: 5 base units and no time units, by rule of this code")


@pytest.mark.parametrize("modifier", ["QK", "QX", "QY", "AD"])
def test_a_directed_or_supervised_case_has_no_figure(modifier: str) -> None:
    found = refused(modifier)
    assert found.reason == "by_report"
    assert found.message.startswith(f"Modifier {modifier} on 00400: it is a valid modifier")


@pytest.mark.parametrize("modifier", ["AA", "QZ", "QK", "QX", "QY", "AD"])
def test_anesthesia_modifiers_belong_to_anesthesia(modifier: str) -> None:
    found = price(E99213, modifiers=[modifier])
    assert isinstance(found, Refusal)
    assert found.message == (
        f"Modifier {modifier} on 99213: it belongs to anesthesia codes only. Check the code or the modifier."
    )


@pytest.mark.parametrize(
    ("modifiers", "reason"),
    [
        ("50", "invalid_modifier"),
        ("51", "invalid_modifier"),
        ("26", "invalid_modifier"),
        ("53", "by_report"),
        ("22", "by_report"),
        ("AA QZ", "invalid_modifier"),
        ("ZZ", "invalid_modifier"),
    ],
)
def test_other_modifiers_are_refused_as_ever(modifiers: str, reason: str) -> None:
    assert refused(*modifiers.split()).reason == reason


def test_an_anesthetic_is_one_unit() -> None:
    assert refused("AA", units=2) == Refusal("anesthesia", "00400 is billed once, with its minutes. Give one unit.")


@pytest.mark.parametrize("odd", [{"minutes": -1}, {"base_units": Decimal(0)}, {"cf": Decimal("NaN")}])
def test_numbers_that_cannot_be_are_errors(odd: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="of anesthesia must be"):
        answer("AA", anesthesia=COMPLETE._replace(**odd))


def test_time_asked_of_another_code_changes_nothing() -> None:
    assert price(E99213, anesthesia=COMPLETE) == price(E99213)
