"""Modifiers that are known but never multiply a price, or whose effect is not computed."""

import pytest

from codes.payment import ClaimLine, Price, Refusal, price, price_claim, price_lab, without_rule
from codes.payment.modifiers import RULE_OF, RULES
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row
from tests.codes.test_payment import CHEST_CT, E99213, EXERCISE, KNEE

ANESTHETIC = (fee_row("00400", status="J"),)
DRUG = (fee_row("J9035", status="E"),)


def reason_of(rows: tuple[FeeRow, ...], *modifiers: str) -> str:
    answer = price(rows, modifiers=modifiers, setting="facility" if rows == KNEE else "nonfacility")
    return answer.reason if isinstance(answer, Refusal) else "priced"


@pytest.mark.parametrize(
    ("rows", "modifier", "what"),
    [
        (EXERCISE, "CQ", "it lowers what Medicare pays for therapy by an assistant"),
        (EXERCISE, "CO", "it lowers what Medicare pays for therapy by an assistant"),
        (CHEST_CT, "CT", "it lowers the technical part"),
        (CHEST_CT, "FX", "it lowers the technical part"),
        (CHEST_CT, "FY", "it lowers the technical part"),
        (E99213, "PO", "of hospitals and surgery centers, not of the physician schedule"),
        (E99213, "47", "medpay does not know what Medicare pays with it"),
    ],
)
def test_a_valid_modifier_that_medpay_does_not_compute_is_called_valid(
    rows: tuple[FeeRow, ...], modifier: str, what: str
) -> None:
    assert price(rows, modifiers=[modifier]) == Refusal(
        "by_report",
        f"Modifier {modifier} on {rows[0].code}: it is a valid modifier ({what}), "
        "but medpay computes no figure with it.",
    )


@pytest.mark.parametrize("modifier", ["32", "92", "FS", "GG"])
def test_what_only_informs_changes_no_price(modifier: str) -> None:
    assert price(E99213, modifiers=[modifier]) == price(E99213)


def test_99_leaves_open_what_the_further_modifiers_do() -> None:
    plain, found = price(E99213), price(E99213, modifiers=["99"])
    assert isinstance(plain, Price)
    assert isinstance(found, Price)
    assert found.allowed == plain.allowed
    assert found.assumptions == ("99 says that there are further modifiers: what they do is not in this figure.",)


@pytest.mark.parametrize("modifier", ["P1", "P2", "P3", "P4", "P5", "P6", "QS", "G8", "G9"])
def test_the_state_of_the_patient_informs_on_an_anesthetic_alone(modifier: str) -> None:
    assert reason_of(E99213, modifier) == "invalid_modifier"
    assert reason_of(ANESTHETIC, modifier) == "anesthesia"  # the status, for want of minutes


@pytest.mark.parametrize("modifier", ["JW", "JZ"])
def test_waste_is_told_of_drugs_alone(modifier: str) -> None:
    assert reason_of(E99213, modifier) == "invalid_modifier"
    assert reason_of(DRUG, modifier) == "not_covered"


@pytest.mark.parametrize(("team", "why"), [("0", "Medicare does not pay a team"), ("9", "a team does not apply")])
def test_a_team_that_is_not_paid_is_told_so_and_nothing_else(team: str, why: str) -> None:
    answer = price((fee_row("27447", work="19.60", team=team),), modifiers=["66"])
    assert isinstance(answer, Refusal)
    assert answer.reason == "by_report"
    assert answer.message.startswith(f"Modifier 66 on 27447: {why}")
    assert "contractor" not in answer.message


def test_a_modifier_that_a_list_holds_is_called_known() -> None:
    known = Refusal("by_report", "Modifier A1 on 99213 is known, but medpay does not compute its effect.")
    listed = frozenset({"A1"})
    assert without_rule(["A1", "25"]) == listed
    assert price(E99213, modifiers=["25", "A1"], listed=listed) == known
    assert price_claim([ClaimLine(E99213, ["A1"], listed=listed)]) == (known,)
    laboratory = price_lab("86320", amount=KNEE[0].cf, modifiers=["A1"], listed=listed)
    assert laboratory == known._replace(message=known.message.replace("99213", "86320"))
    assert price(E99213, modifiers=["A2"], listed=listed) == Refusal(
        "invalid_modifier", "Modifier A2 on 99213 is not known here. Check it; nothing was priced."
    )


@pytest.mark.parametrize("modifier", ["CQ", "CT", "47", "97"])
def test_what_belongs_to_other_services_does_not_belong_on_a_test(modifier: str) -> None:
    answer = price_lab("86320", amount=KNEE[0].cf, modifiers=[modifier])
    assert answer == Refusal(
        "invalid_modifier",
        f"Modifier {modifier} on 86320: it does not belong on a laboratory test. Check the modifier.",
    )


def test_no_modifier_has_two_rules() -> None:
    assert sum(len(rule.modifiers) for rule in RULES) == len(RULE_OF)
