"""Preventive services of which the patient owes nothing, and codes whose technical part CMS bundles."""

from decimal import Decimal

import pytest

from codes.payment import ClaimLine, Price, confidence, price, price_claim
from codes.payment.preventive import FREE_OF_SHARE, SERVICES, WHILE_COVERED
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row
from tests.codes.test_payment import E99213

WELLNESS = (fee_row("G0439", work="1.92", pe="1.86", mp="0.13"),)
MAMMOGRAM = (
    fee_row("77067", work="0.76", pe="3.04", mp="0.05", pctc="1"),
    fee_row("77067", "26", work="0.76", pe="0.28", mp="0.04", pctc="1"),
    fee_row("77067", "TC", work="0.00", pe="2.76", mp="0.01", pctc="1"),
)
SCREENING = (
    fee_row("G0121", work="3.26", pe="6.44", mp="0.44", global_days="000"),
    fee_row("G0121", "53", work="1.63", pe="3.22", mp="0.22", global_days="000"),
)


def priced(rows: tuple[FeeRow, ...], *modifiers: str, deductible: str = "0") -> Price:
    found = price(rows, modifiers=modifiers, deductible=Decimal(deductible))
    assert isinstance(found, Price), found
    return found


@pytest.mark.parametrize("code", ["G0438", "G0439", "G0402", "G0105", "G0121", "77067", "77063"])
def test_the_patient_owes_nothing_of_a_preventive_service(code: str) -> None:
    found = priced((fee_row(code, work="1.00"),), deductible="257.00")
    assert (found.allowed, found.medicare_share, found.patient_share) == (
        Decimal("32.35"),
        Decimal("32.35"),
        Decimal("0.00"),
    )
    assert (found.deductible, found.after_sequestration) == (Decimal(0), Decimal("31.70"))
    assert WHILE_COVERED in found.warnings
    assert found.assumptions == ()


def test_the_step_says_so_with_its_source() -> None:
    share, sequestration = priced(WELLNESS).steps[-2:]
    assert (share.rule, share.factor, share.amount, share.source) == (
        "Medicare's share: no deductible, no coinsurance on a wellness visit",
        Decimal(1),
        Decimal("126.47"),
        "SSA §1833(a)(1)(X), (b)(10); 42 CFR 410.152(l)",
    )
    assert (sequestration.rule, sequestration.amount) == ("after sequestration", Decimal("123.94"))


@pytest.mark.parametrize("modifier", ["26", "TC"])
def test_each_part_of_a_screening_mammography_is_free(modifier: str) -> None:
    found = priced(MAMMOGRAM, modifier)
    assert (found.patient_share, found.medicare_share) == (Decimal("0.00"), found.allowed)


def test_a_screening_that_was_broken_off_is_free() -> None:
    assert priced(SCREENING, "53").patient_share == Decimal("0.00")


@pytest.mark.parametrize("modifier", ["33", "PT"])
def test_a_preventive_service_need_not_be_marked(modifier: str) -> None:
    assert priced(WELLNESS, modifier) == priced(WELLNESS)


def test_the_deductible_is_left_for_the_other_lines_of_the_claim() -> None:
    wellness, visit = price_claim([ClaimLine(WELLNESS), ClaimLine(E99213, ["25"])], deductible=Decimal(50))
    assert isinstance(wellness, Price)
    assert isinstance(visit, Price)
    assert (wellness.deductible, visit.deductible) == (Decimal(0), Decimal(50))


def test_a_visit_keeps_its_coinsurance() -> None:
    assert priced(E99213).patient_share == Decimal("17.79")


def test_no_service_is_listed_twice_or_without_its_law() -> None:
    assert sum(len(service.codes) for service in SERVICES) == len(FREE_OF_SHARE)
    assert all("42 CFR 410.152(l)" in service.source for service in SERVICES)


GUIDANCE = (
    fee_row("77387", work="0.68", pe="0.38", mp="0.03", pctc="1", cf="33.4009"),
    fee_row("77387", "26", work="0.68", pe="0.38", mp="0.03", pctc="1", cf="33.4009"),
    fee_row("77387", "TC", status="B", pctc="1", cf="33.4009"),
)
BUNDLED = "CMS bundles the technical part of 77387 (its TC has status B): bill 26, the professional part."


def test_a_code_whose_technical_part_is_bundled_is_priced_with_a_doubt() -> None:
    found = priced(GUIDANCE)
    assert found.assumptions == (BUNDLED,)
    sure = confidence(
        release="July 2026", covers_date=True, complete=True, locality="Alabama", assumptions=found.assumptions
    )
    assert sure.level == "medium"


def test_its_professional_part_is_priced_without() -> None:
    assert priced(GUIDANCE, "26").assumptions == ()
    assert priced(MAMMOGRAM).assumptions == ()
