"""What a moderator takes out of a story, and that nothing else is put in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import redaction
from reports.screening import KIND_WORDS

STORY = "Dr. Okafor: records sent. Aetna paid; dr. okafor's biller Ann\nLee called twice."
PLACE = "4-10"


def test_a_story_comes_in_parts_with_each_suspect_apart() -> None:
    parts = redaction.parts("Dr. Okafor: records sent.")
    assert [(part.text, part.suspect and part.suspect.words) for part in parts] == [
        ("Dr. ", None),
        ("Okafor", "name"),
        (": records sent.", None),
    ]


def test_hard_and_soft_suspects_are_told_apart() -> None:
    found = redaction.suspects("Dr. Okafor, phone 555-123-4567.")
    assert [(one.words, one.hard) for one in found] == [("name", False), ("phone number", True)]


def test_a_suspect_is_named_by_its_place() -> None:
    assert redaction.suspects(STORY)[0].place == PLACE
    assert redaction.cut(STORY, [PLACE], []).startswith("Dr. [name removed]: records sent.")


def test_a_place_where_nothing_was_found_takes_nothing_out() -> None:
    assert redaction.cut(STORY, ["0-3", "x", "4-11"], []) == STORY


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("ann lee", "Dr. Okafor: records sent. Aetna paid; dr. okafor's biller [removed] called twice."),
        ("Okafor", "Dr. [removed]: records sent. Aetna paid; dr. [removed]'s biller Ann\nLee called twice."),
        ("ecord", "Dr. Okafor: r[removed]s sent. Aetna paid; dr. okafor's biller Ann\nLee called twice."),
    ],
)
def test_words_are_taken_out_wherever_they_stand(words: str, left: str) -> None:
    assert redaction.cut(STORY, [], [words]) == left


def test_whole_words_come_before_parts_of_words() -> None:
    assert redaction.cut("Al also paid.", [], ["al"]) == "[removed] also paid."


@pytest.mark.parametrize("words", ["nobody", "", "  "])
def test_words_that_stand_nowhere_are_named_by_their_line_alone(words: str) -> None:
    with pytest.raises(redaction.NotThere) as refusal:
        redaction.cut(STORY, [], ["Aetna", words])
    assert (refusal.value.line, str(refusal.value)) == (2, "line 2")


def test_what_overlaps_is_taken_out_once() -> None:
    assert redaction.cut(STORY, [PLACE], ["Okafor: records"]).startswith("Dr. [removed] sent.")


@pytest.mark.parametrize("words", sorted(KIND_WORDS.values()))
def test_a_mark_is_no_suspect_itself(words: str) -> None:
    assert redaction.suspects(f"Then [{words} removed] called. Dr. [{words} removed], [{words} removed].") == []


def test_only_what_was_judged_harmless_may_stay() -> None:
    assert [one.words for one in redaction.unsettled("Dr. Okafor, phone 555-123-4567.", [])] == ["name", "phone number"]
    judged = ["Okafor", "555-123-4567"]
    assert [one.words for one in redaction.unsettled("Dr. Okafor, phone 555-123-4567.", judged)] == ["phone number"]


@given(st.text(alphabet="Dr. Okafor\n555-1234", max_size=80), st.data())
def test_nothing_is_put_in_but_marks(story: str, data: st.DataObject) -> None:
    """Without its marks, what is left is the story with characters missing, in the same order."""
    places = [one.place for one in redaction.suspects(story)]
    told = story.split()
    words = data.draw(st.lists(st.sampled_from(told), max_size=3, unique=True)) if told else []
    left = redaction.cut(story, places, words)
    rest = iter(story)
    assert all(character in rest for character in re.sub(r"\[[A-Za-z -]*removed\]", "", left))


@pytest.mark.parametrize(
    ("story", "taken_out"),
    [
        ("Dr. Jane Miller said no.", "Dr. [name removed] [name removed] said no."),
        ("dr jane miller said no", "dr [name removed] [name removed] said no"),
        ("Patient John Baker was denied.", "Patient [name removed] [name removed] was denied."),
        ("Grace Okafor called.", "[name removed] [name removed] called."),
        ("John told Medicare.", "[name removed] told Medicare."),
        ("They say Maria Humana denied it.", "They say [name removed] Humana denied it."),
    ],
)
def test_a_name_is_found_whole_though_its_other_half_is_a_word(story: str, taken_out: str) -> None:
    assert redaction.cut(story, [one.place for one in redaction.suspects(story)], ()) == taken_out
