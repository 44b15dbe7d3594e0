"""Which codes a mistyped one may have been meant to be."""

from codes.nearest import one_slip_away


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
