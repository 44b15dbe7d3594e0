"""Which codes a mistyped one may have been meant to be."""

import pytest

from codes.models import Code
from codes.nearest import Neighborhood, neighborhood, one_slip_away


def test_a_wrong_digit_is_one_slip_away() -> None:
    assert "86320" in one_slip_away("86321")


def test_two_exchanged_neighbors_are_one_slip_away() -> None:
    assert "86320" in one_slip_away("83620")


def test_two_wrong_digits_are_more_than_one_slip() -> None:
    assert "86320" not in one_slip_away("86399")


def test_a_code_is_no_slip_of_itself() -> None:
    assert "86320" not in one_slip_away("86320")


def test_every_slip_has_the_length_of_a_code() -> None:
    assert {len(slip) for slip in one_slip_away("G0483")} == {5}


def test_neighbors_keep_the_letter_and_its_place() -> None:
    assert neighborhood("G0483") == Neighborhood("^G[0-9][0-9][0-9][0-9]$", "G0000", "G1482")
    assert neighborhood("0042T") == Neighborhood("^[0-9][0-9][0-9][0-9]T$", "0000T", "1041T")


def test_the_last_number_ends_the_neighborhood() -> None:
    assert neighborhood("99999") == Neighborhood("^[0-9][0-9][0-9][0-9][0-9]$", "99000", "99999")


def test_what_is_no_code_has_no_neighborhood() -> None:
    assert [neighborhood(typed) for typed in ("", "8632", "NOTACODE", "\u0668\u0666\u0663\u0662\u0660")] == [None] * 4


@pytest.fixture
def codes(db: None) -> None:
    for code in ("10060", "27447", "86153", "86320", "86325", "99213", "99490", "G0105", "G0121", "G9999"):
        Code.objects.create(code=code, name="Something")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("99999", ["G9999", "99213", "99490"]),
        ("86321", ["86320", "86325", "86153"]),
        ("G0110", ["G0105", "G0121"]),
        ("55555", []),
        ("8632", ["86320", "86325"]),
        ("NOTACODE", []),
    ],
)
def test_the_nearest_are_one_slip_away_or_of_the_same_neighborhood(codes: None, typed: str, nearest: list[str]) -> None:
    assert [found.pk for found in Code.objects.nearest(typed)] == nearest


def test_of_many_neighbors_the_closest_numbers_are_shown(db: None) -> None:
    for number in (*range(99000, 99100, 10), 99945, 99967):
        Code.objects.create(code=str(number), name="Something")
    assert [found.pk for found in Code.objects.nearest("99999", limit=3)] == ["99090", "99945", "99967"]
