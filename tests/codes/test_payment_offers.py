"""Which modifiers a code can take, and what each does."""

import pytest

from codes.payment import ModifierEffect, modifiers_for, price
from codes.payment.answers import Refusal
from codes.payment.modifiers import RULE_OF
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row
from tests.codes.test_payment import CHEST_CT, COLONOSCOPY, E99213, IMRT_PLAN, JOINT, KNEE, LAB

TIMES = "\N{MULTIPLICATION SIGN}"


def effects(rows: tuple[FeeRow, ...]) -> dict[str, ModifierEffect]:
    return {found.modifier: found for found in modifiers_for(rows)}


def test_each_modifier_of_the_table_is_told_once() -> None:
    assert sorted(found.modifier for found in modifiers_for(KNEE)) == sorted(RULE_OF)


@pytest.mark.parametrize(
    ("rows", "modifier", "effect"),
    [
        (KNEE, "50", f"{TIMES} 1.50"),
        (KNEE, "54", f"{TIMES} 0.79"),
        (KNEE, "55", f"{TIMES} 0.21"),
        (KNEE, "56", "refused"),
        (KNEE, "62", f"{TIMES} 0.625"),
        (KNEE, "80", f"{TIMES} 0.16"),
        (KNEE, "AS", f"{TIMES} 0.1360"),
        (KNEE, "22", "by report"),
        (KNEE, "66", "not paid"),
        (KNEE, "CQ", "no figure here"),
        (KNEE, "PO", "no figure here"),
        (KNEE, "26", "refused"),
        (KNEE, "LT", "no change"),
        (KNEE, "AA", "refused"),
        (COLONOSCOPY, "53", "own row"),
        (JOINT, "53", "by report"),
        (CHEST_CT, "26", "own row"),
        (CHEST_CT, "TC", "own row"),
        (LAB, "26", "own row"),
        (LAB, "TC", "refused"),
        (E99213, "50", "no change"),
    ],
)
def test_what_a_modifier_does(rows: tuple[FeeRow, ...], modifier: str, effect: str) -> None:
    assert effects(rows)[modifier].effect == effect


def test_an_effect_says_why_its_source_and_what_to_know() -> None:
    found = effects(KNEE)
    assert found["62"].detail == "Paid only if the documentation shows why two surgeons were needed (CO-SURG 1)."
    assert found["56"].refusal == "invalid_modifier"
    assert found["66"].refusal == "by_report"
    assert all(effect.source and effect.words for effect in found.values())


def test_on_an_anesthetic_its_own_modifiers_apply() -> None:
    found = effects((fee_row("00400", status="J", bilat="9"),))
    assert [found[modifier].effect for modifier in ("AA", "QZ", "QK", "AD", "50")] == [
        "no change",
        "no change",
        "no figure here",
        "no figure here",
        "refused",
    ]


@pytest.mark.parametrize("rows", [E99213, KNEE, CHEST_CT, COLONOSCOPY, JOINT, IMRT_PLAN, LAB])
def test_what_is_told_is_what_the_price_does(rows: tuple[FeeRow, ...]) -> None:
    for setting in ("nonfacility", "facility"):
        for found in modifiers_for(rows):
            answer = price(rows, modifiers=[found.modifier], setting=setting)
            if isinstance(answer, Refusal) and answer.message.startswith("Modifier"):
                assert answer.reason == found.refusal
            if found.refusal:
                assert isinstance(answer, Refusal)
