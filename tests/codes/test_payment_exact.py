"""The same amounts in whole numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.payment import NATIONAL, SETTINGS, Gpci, Price, price
from codes.payment.exact import across, dollars_across, places, price_all
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row
from tests.codes.test_payment import ALABAMA, ALASKA, CHEST_CT, E99213, HEAD_CTA, KNEE, LAB
from tests.codes.test_payment_properties import rows

thousandths = st.decimals("0.001", "3", places=3)
localities = st.lists(st.builds(Gpci, thousandths, thousandths, thousandths), min_size=1, max_size=5)


@given(code=rows(), where=localities, cf=st.decimals(1, 60, places=4))
def test_whole_numbers_and_decimals_agree_to_the_cent(code: tuple[FeeRow, ...], where: list[Gpci], cf: Decimal) -> None:
    code = tuple(row._replace(cf=cf) for row in code)
    for row in code:
        for setting in SETTINGS:
            asked = [
                price(code, modifiers=[row.modifier] if row.modifier else [], setting=setting, locality=gpci)
                for gpci in where
            ]
            expected = tuple(answer.allowed for answer in asked if isinstance(answer, Price))
            assert dollars_across(row, setting, where) == (expected or None)


def test_a_row_across_localities_in_cents() -> None:
    where = places([NATIONAL, ALABAMA, ALASKA])
    assert across(E99213[0], "nonfacility", where) == [8895, 8186, 11220]
    assert across(E99213[0], "facility", where) == [6372, 5993, 8492]
    assert across(HEAD_CTA[0], "nonfacility", where[:1]) == [25780]
    assert across(E99213[0], "nonfacility", ()) == []


def test_the_strip_of_a_code_is_in_dollars() -> None:
    assert dollars_across(LAB[1], "nonfacility", [NATIONAL, ALABAMA]) == (Decimal("17.14"), Decimal("16.37"))


def test_what_has_no_price_has_no_amounts() -> None:
    assert across(KNEE[0], "nonfacility", ()) is None
    assert across(LAB[0], "nonfacility", ()) is None
    assert dollars_across(fee_row("99396", not_used=True, work="1.90"), "facility", [NATIONAL]) is None


def test_all_rows_come_in_each_setting_in_which_they_have_a_price() -> None:
    found = price_all([*KNEE, *LAB, *CHEST_CT], [NATIONAL])
    assert [(row.code, row.modifier, setting, cents) for row, setting, cents in found] == [
        ("27447", "", "facility", [125763]),
        ("86320", "26", "nonfacility", [1714]),
        ("86320", "26", "facility", [1714]),
        ("71250", "", "nonfacility", [13100]),
        ("71250", "26", "nonfacility", [4917]),
        ("71250", "26", "facility", [4917]),
        ("71250", "TC", "nonfacility", [8184]),
    ]


def test_half_a_cent_is_rounded_up() -> None:
    row = fee_row("12345", work="0.01", cf="0.5000")
    assert across(row, "nonfacility", places([NATIONAL])) == [1]
    assert dollars_across(row, "nonfacility", [NATIONAL]) == (Decimal("0.01"),)


@pytest.mark.parametrize(
    ("row", "locality"),
    [
        (fee_row("12345", work="0.001"), NATIONAL),
        (fee_row("12345", work="-1.00"), NATIONAL),
        (fee_row("12345", work="1.00", cf="32.34651"), NATIONAL),
        (fee_row("12345", work="1.00"), NATIONAL._replace(pe=Decimal("1.0001"))),
    ],
)
def test_what_is_finer_than_cms_prints_is_an_error_not_an_amount(row: FeeRow, locality: Gpci) -> None:
    with pytest.raises(ValueError, match="decimal places, or is below 0"):
        dollars_across(row, "nonfacility", [locality])
