"""The rules that compare reports, each by itself, on plain values."""

import datetime
import re
from math import exp, lgamma, log
from uuid import UUID

import pytest
from django.conf import settings

from codes.articles import article
from reports import contributors
from reports.actions.comparing import STORIES
from reports.triage import bursts, copies, judging, rarities, shares
from reports.triage.bursts import burst, exceeds
from reports.triage.copies import Told, shingles
from reports.triage.marks import Mark
from reports.triage.rarities import Answer, rarity
from reports.triage.shares import large_share

DAY = datetime.date(2026, 11, 21)
STORY = (
    "Denied as bundled into the panel although the record shows two sites on two days; we appealed with the "
    "operative note and modifier XU and the plan paid the whole line three weeks later without another word"
)


def told(
    number: int, story: str = STORY, *, code: str = "86320", contributor: str = "", day: datetime.date = DAY
) -> Told:
    return Told(UUID(int=number), code, contributor or f"label {number}", day, story)


def changed(story: str, *places: int) -> str:
    return " ".join("otherwise" if at in places else word for at, word in enumerate(story.split()))


def test_a_burst_says_how_many_came_and_how_many_a_day_before() -> None:
    assert burst(11, before=34) == Mark(
        "burst", "11 reports on this code and payer that day; 1.2 a day before", 3, True
    )


def test_fewer_than_open_a_code_are_no_burst_and_as_many_are_one_where_none_came_before() -> None:
    assert burst(bursts.FEWEST - 1, before=0) is None
    mark = burst(bursts.FEWEST, before=0)
    assert mark is not None
    assert mark.words == "5 reports on this code and payer that day; none before"


def test_hardly_any_before_is_not_called_none() -> None:
    mark = burst(9, before=2)
    assert mark is not None
    assert mark.words == "9 reports on this code and payer that day; 2 in the 28 days before"


@pytest.mark.parametrize(("mean", "habit", "odd"), [(0.1, 2, 5), (1.2, 8, 11), (5.0, 20, 30), (20.0, 80, 100)])
def test_a_busy_day_is_habit_and_a_far_busier_one_is_not(mean: float, habit: int, odd: int) -> None:
    assert not exceeds(habit, mean)
    assert exceeds(odd, mean)


def test_the_tail_is_that_of_a_negative_binomial() -> None:
    """Against the sum of gamma functions, for the mean at which the limit is reached."""

    def probability(number: int, mean: float, shape: float = bursts.SHAPE) -> float:
        ways = lgamma(number + shape) - lgamma(shape) - lgamma(number + 1)
        return exp(ways + shape * log(shape / (shape + mean)) + number * log(mean / (shape + mean)))

    for mean in (0.3, 1.2, 7.5, 40.0):
        for count in range(1, 300):
            tail = 1 - sum(probability(number, mean) for number in range(count))
            assert exceeds(count, mean) == (tail < bursts.CHANCE), (mean, count)


def test_half_of_a_codes_reports_by_one_contributor_are_a_large_share() -> None:
    words = "5 of the 10 reports on this code in 28 days come from one contributor"
    assert large_share(5, 10) == Mark("share", words, 2, True)
    assert large_share(5, 11) is None
    assert large_share(4, 4) is None


def test_an_answer_nobody_else_gives_is_a_mark_that_never_holds() -> None:
    modifier = Answer("modifier", "91", "91")
    assert rarity({modifier: 0}, others=30) == Mark("rarity", "modifier 91: in 0 of 30 other reports", 1, False)
    assert rarity({modifier: 0}, others=29) is None
    assert rarity({modifier: 1}, others=99) is None
    assert rarity({modifier: 1}, others=100) is not None


def test_the_rarest_answer_is_the_one_that_is_named() -> None:
    answers = {Answer("kind", "units", "units denied"): 3, Answer("paired_code", "84165", "84165"): 1}
    mark = rarity(answers, others=400)
    assert mark is not None
    assert mark.words == "paired code 84165: in 1 of 400 other reports"


def test_a_story_with_some_words_changed_is_a_copy_and_one_with_many_is_none() -> None:
    slightly, thoroughly = changed(STORY, 5, 15, 25), changed(STORY, *range(0, 36, 3))
    found = copies.copies([told(2, slightly), told(3, thoroughly)], [told(1)])
    assert found == {UUID(int=2): Mark("copy", "the story nearly repeats that of 1 other report", 3, True)}


def test_case_and_punctuation_make_no_other_story() -> None:
    assert shingles(STORY) == shingles(STORY.upper().replace(" ", ", "))


def test_short_stories_are_alike_by_nature() -> None:
    assert shingles("Denied, appealed with records, paid in full after three weeks.") == shingles("") == frozenset()
    assert copies.copies([told(2, "Denied, appealed, paid.")], [told(1, "Denied, appealed, paid.")]) == {}


def test_copies_among_the_new_and_across_codes_are_found() -> None:
    found = copies.copies([told(1), told(2, code="84165"), told(3)], [])
    assert {number.int: mark.words for number, mark in found.items()} == {
        1: "the story nearly repeats that of 2 other reports, 1 of them on other codes",
        2: "the story nearly repeats that of 2 other reports, 2 of them on other codes",
        3: "the story nearly repeats that of 2 other reports, 1 of them on other codes",
    }


def test_the_lines_of_one_claim_may_carry_one_story() -> None:
    lines = [told(1, contributor="a"), told(2, code="84165", contributor="a")]
    assert copies.copies(lines, []) == {}
    again = told(3, contributor="a")
    assert set(copies.copies([*lines, again], [])) == {UUID(int=1), UUID(int=3)}


def test_a_flood_of_copies_is_found_without_comparing_each_with_each() -> None:
    flood = [told(number, changed(STORY, number % 30)) for number in range(1, 400)]
    found = copies.copies(flood[-10:], flood)
    assert len(found) == 10
    assert {mark.words for mark in found.values()} == {f"the story nearly repeats that of {copies.CROWD} other reports"}


def test_no_mark_holds_a_word_of_a_story() -> None:
    found = copies.copies([told(2)], [told(1)])
    assert not set(found[UUID(int=2)].words.split()) & {"denied", "panel", "operative", "XU", "appealed"}


def test_what_may_become_a_reason_to_hold_fits_its_column() -> None:
    widest = [
        burst(999_999, before=2_799_999),
        large_share(99_999, 99_999),
        *copies.copies([told(at, code=str(at)) for at in range(60)], []).values(),
    ]
    assert max(len(mark.words) for mark in widest if mark) <= 80


def least(before: int) -> int:
    return next(count for count in range(1, 1000) if burst(count, before))


def test_the_page_about_the_method_says_what_the_constants_say() -> None:
    text = re.sub("<[^>]+>", "", article("method").html)
    assert (shares.SHARE, copies.ALIKE) == (0.5, 0.5)  # "half"
    said = (
        f"it was sent within {judging.TOO_QUICK:.0f} seconds of being opened",
        f"({settings.HOLD_ABOVE}, unless the operator says otherwise)",
        f"forgotten within {contributors.LIFE // 3600} hours",
        f"(a negative binomial of shape {bursts.SHAPE:.0f})",
        f"At least {bursts.FEWEST} reports on one code and payer in a day",
        f"have a chance below 1 in {1 / bursts.CHANCE:,.0f} by the {bursts.DAYS} days before",
        f"where 1.2 a day is usual, {least(34)} in one day are a burst; where 20 a day are, {least(560)}",
        f"At least {shares.FEWEST} reports by one label in a day that make up half or more",
        f"of what the code got in {shares.DAYS} days",
        f"Of a story of at least {copies.FEWEST} words, half of the runs of {copies.SHINGLE} words",
        f"as in another of {copies.DAYS} days; the newest {STORIES:,} stories are looked through",
        f"that at most {rarities.SHARE * 100:.0f} % of",
        f"other reports give, where there are at least {rarities.FEWEST}",
    )
    assert [sentence for sentence in said if sentence not in text] == []


def test_the_page_about_the_method_names_every_rule() -> None:
    """A rule more or less is a line more or less under “Against made-up reports”."""
    part = article("method").html.partition("Against made-up reports</h2>")[2].partition("<h2")[0]
    alone, compared = part.split("<ul>")[1:]
    assert alone.count("<li>") == len(judging.RULES)
    assert compared.count("<li>") == len({"burst", "share", "copy", "rarity"})
