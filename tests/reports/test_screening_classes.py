"""Shapes by class, each in many texts: what is marked is refused, and what is told in like words is not."""

import pytest

from reports.screening import find_identifiers
from tests.reports import shapes_shares, shapes_swept, shapes_wider
from tests.reports.marks import is_found_where_marked

SETS = (shapes_wider, shapes_swept, shapes_shares)


@pytest.mark.parametrize("marked", [text for each in SETS for texts in each.SHAPES.values() for text in texts])
def test_a_shape_of_these_is_refused_where_it_stands(marked: str) -> None:
    assert is_found_where_marked(marked)


@pytest.mark.parametrize("text", [text for each in SETS for text in each.CLEAN])
def test_what_is_told_in_like_words_is_not_refused(text: str) -> None:
    assert find_identifiers(text) == []
