"""The lists of the handbook: every modifier that changes a price is explained, and no specialty names a stranger."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from codes.handbook import modifiers, specialties
from codes.handbook.books import CONTENT
from codes.payment.informing import NO_FIGURE
from codes.payment.modifiers import RULE_OF
from codes.payment.rules import UNCHANGED, Factor, NoPrice
from tests.codes import handbook_rules as rules

IDLE: Final = "Never multiplies the price"


def test_every_modifier_with_a_rule_is_explained() -> None:
    assert set(RULE_OF) - set(modifiers()) == set()


def test_modifiers_are_sorted_and_told_apart_by_name_or_place() -> None:
    assert list(modifiers()) == sorted(modifiers())
    names = [modifier.name for modifier in modifiers().values()]
    assert len(set(names)) == len(names)


def test_what_changes_no_price_is_said_to_change_none() -> None:
    idle = {modifier for modifier, rule in RULE_OF.items() if rule.otherwise == UNCHANGED and not rule.effects}
    assert [modifier for modifier in sorted(idle) if not modifiers()[modifier].effect.startswith(IDLE)] == []


def test_every_modifier_that_is_explained_has_a_rule() -> None:
    assert set(modifiers()) - set(RULE_OF) == set()


def test_what_medpay_does_not_compute_is_said_to_have_no_figure() -> None:
    refused = {
        modifier
        for modifier, rule in RULE_OF.items()
        for effect in (rule.otherwise, *rule.effects.values())
        if isinstance(effect, NoPrice) and effect.in_short == NO_FIGURE
    }
    assert {"CQ", "QK", "PO"} <= refused
    assert [modifier for modifier in sorted(refused) if "gives no figure" not in modifiers()[modifier].effect] == []


def test_a_modifier_is_explained_in_short_texts() -> None:
    for told in modifiers().values():
        assert len(told.name) <= 60, told.modifier
        assert max(map(len, (told.use, told.effect, told.pitfall))) <= 300, told.modifier
        assert all(text.endswith(".") for text in (told.use, told.effect, told.pitfall)), told.modifier


def test_a_modifier_is_not_explained_in_the_amas_words(cms_data: Path) -> None:
    with (cms_data / "codes" / "northstar_modifiers.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["mod_code"]: row["mod_description"] for row in csv.DictReader(file) if row["mod_type"] == "CPT"}
    assert len(theirs) > 30
    for modifier, told in modifiers().items():
        if modifier in theirs:
            assert rules.borrowed([told.name, told.use, told.effect, told.pitfall], theirs[modifier]) == []
            assert told.name.casefold() != theirs[modifier].casefold()


def test_every_specialty_lists_codes_we_name() -> None:
    with (CONTENT.parent / "starter" / "codes.csv").open(encoding="utf-8", newline="") as file:
        named = {row["code"] for row in csv.DictReader(file)}
    assert 10 <= len(specialties()) <= 15
    for specialty in specialties().values():
        assert set(specialty.codes) - named == set(), specialty.slug
        assert len(specialty.codes) >= 3, specialty.slug


@pytest.mark.parametrize(
    ("modifier", "indicator", "share"),
    [("50", "1", "150 %"), ("50", "2", "100 %"), ("62", "2", "62.5 %"), ("80", "2", "16 %"), ("AS", "2", "13.6 %")],
)
def test_a_share_in_the_list_is_the_one_that_is_computed(modifier: str, indicator: str, share: str) -> None:
    effect = RULE_OF[modifier].effects[indicator]
    assert isinstance(effect, Factor)
    assert effect.by * 100 == Decimal(share.removesuffix(" %"))
    assert share in modifiers()[modifier].effect
