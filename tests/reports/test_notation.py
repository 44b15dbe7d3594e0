"""Counts as text."""

import pytest

from reports.notation import read, text_of


def test_equal_counts_are_the_same_characters() -> None:
    assert (
        text_of({"b": 1, "a": {"d": 2, "c": 3}})
        == text_of({"a": {"c": 3, "d": 2}, "b": 1})
        == ('{"a":{"c":3,"d":2},"b":1}')
    )


def test_what_is_written_is_read() -> None:
    assert read(text_of({"reason": {"CO-97": 5}, "é": []})) == {"reason": {"CO-97": 5}, "é": []}


@pytest.mark.parametrize("content", [{1: 2}, {"n": 2**70}, {"n": {1, 2}}, {"n": object()}])
def test_what_is_no_count_is_refused(content: object) -> None:
    with pytest.raises(TypeError):
        text_of(content)


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="end of data"):
        read("{")
