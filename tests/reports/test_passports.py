"""Every published figure has its passport, and a reader can work one out by hand from what the page says."""

import re
from math import sqrt

import pytest
from django.test import Client

from codes.articles import article
from reports.aggregation import METHOD, Z_95, row
from reports.api.figure_examples import FIGURES
from reports.figures import Content
from reports.passports import passports
from reports.rising import is_more_than_usual
from reports.trends import is_more_than_before

FACTS = {"code", "published", "as_of", "version", "method"}  # of the answer, and no figures
PARTED = {"breakdowns", "recovery_by", "resolution_by"}


def figures() -> set[str]:
    """Every figure that the content holds, by its place."""
    return {
        name if field not in PARTED else f"{field}.{part}"
        for field in Content.__annotations__
        for name in [field]
        for part in (FIGURES[field] if field in PARTED else [""])
    }


def test_every_figure_has_one_passport() -> None:
    told = [passport.figure for passport in passports()]
    assert sorted(told) == sorted(figures())
    assert set(FIGURES) - FACTS == set(Content.__annotations__)


def test_every_passport_is_complete_and_of_a_method_that_was() -> None:
    for passport in passports():
        assert all(passport), passport
        assert 1 <= int(passport.since) <= int(METHOD)


@pytest.mark.django_db
def test_the_page_prints_them_with_the_method_in_use(client: Client) -> None:
    html = client.get("/method/").content.decode()
    assert f"The method now in use is {METHOD}." in html
    rows = re.findall(r"<code>([\w.]+)</code>\s*</th>", html)
    assert rows == [passport.figure for passport in passports()]


def by_hand() -> str:
    return article("method").html.partition("worked out by hand</h2>")[2].partition("<h2")[0]


def test_the_worked_example_comes_to_what_the_site_says() -> None:
    """Each step is taken again with the numbers that the text gives."""
    n, given, z = 7, 4, Z_95
    share, square = given / n, z * z
    centre = share + square / (2 * n)
    parts = share * (1 - share) / n, square / (4 * n * n)
    root = sqrt(sum(parts))
    scale = 1 + square / n
    said = by_hand()
    for number in (square, centre, *parts, sum(parts), root, z * root, scale):
        assert f"{number:.4f}" in said
    shown = row("CO-97", given, n, "")
    assert (shown["low"], shown["high"]) == (
        round((centre - z * root) / scale, 3),
        round((centre + z * root) / scale, 3),
    )
    assert f"{shown['low']:.3f}" in said
    assert f"{shown['high']:.3f}" in said
    assert '"reports": 4, "share": 0.571, "low": 0.25, "high": 0.842' in said.replace("&quot;", '"')
    assert (shown["share"], shown["low"], shown["high"]) == (0.571, 0.25, 0.842)


def test_the_method_says_where_more_than_usual_begins() -> None:
    text = article("method").html
    assert "Where one a month is usual, 5 are more than usual; where ten are, 19." in text
    assert [is_more_than_usual(*each) for each in ((4, 12), (5, 12), (18, 120), (19, 120))] == [
        False,
        True,
        False,
        True,
    ]


def test_the_method_says_where_more_than_before_begins() -> None:
    text = article("method").html
    assert "Of 100 reports before, 10 were on a payer: of 30 recent ones, 10 are more than before, 9 are not." in text
    assert [is_more_than_before(n, 30, 10, 100) for n in (9, 10)] == [False, True]
    assert "Of 1,000 with 100, and 300 recent ones, 46 are." in text
    assert [is_more_than_before(n, 300, 100, 1000) for n in (45, 46)] == [False, True]
