"""From what was typed to facts, without a database."""

import datetime
from typing import Any
from unittest.mock import patch

import pytest

from reports.intake import FIELDS, Facts, Line, Unfit, read_lines, screen, settle
from reports.intake.choices import CHOICES
from tests.reports.making import body

TODAY = datetime.date(2026, 11, 21)


class Payers:
    def payer_slug(self, text: str) -> str | None:
        return {"uhc": "unitedhealthcare", "aetna": "aetna"}.get(text.casefold())


def settled(**changes: Any) -> Facts:
    return settle(body(**changes), reference=Payers(), today=TODAY)


def errors(**changes: Any) -> dict[str, list[str]]:
    with pytest.raises(Unfit) as caught:
        settled(**changes)
    return caught.value.errors


def test_the_contracts_example_is_accepted_whole() -> None:
    example: dict[str, Any] = {
        "code": "86320", "modifiers": ["26"], "payer": "aetna", "line_of_business": "commercial_insured",
        "kind": "bundled", "group": "CO", "carc": "97", "rarcs": ["N19"], "year": 2026, "paired_code": "84165",
        "fix_modifier": "XU", "actions": ["corrected_claim"], "tactics": ["modifier_added"], "outcome": "paid_full",
        "resolution_band": "31-60", "claim_type": "independent_lab", "place_of_service": "81",
        "diagnosis_category": "C90", "state": "TX", "network": "in", "stage": "first_pass", "decided_by": "payer",
        "amount_band": "0-50", "story": "They bundled it into the panel.",
    }  # fmt: skip
    facts = settle(example, reference=Payers(), today=TODAY)
    assert {name: value for name, value in facts.as_fields().items() if value} == example


def test_the_least_is_code_payer_kind_and_year() -> None:
    facts = settle(
        {"code": "g0483", "payer": "UHC", "kind": "rejection", "year": "2025"}, reference=Payers(), today=TODAY
    )
    assert facts == Facts(code="G0483", payer="unitedhealthcare", kind="rejection", year=2025)


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(Unfit) as caught:
        settle({}, reference=Payers(), today=TODAY)
    assert set(caught.value.errors) == {"code", "payer", "kind", "year"}


def test_an_unknown_payer_becomes_other_and_is_not_kept() -> None:
    assert settled(payer="Granite Mutual of Nowhere").payer == "other"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "8632"),
        ("code", "8632X1"),
        ("modifiers", ["2"]),
        ("modifiers", ["26", "59", "XU", "76", "77"]),
        ("modifiers", [{"a": 1}]),
        ("modifiers", {"a": 1}),
        ("kind", "angry"),
        ("year", 1999),
        ("year", 2027),
        ("year", "26"),
        ("year", True),
        ("year", None),
        ("line_of_business", "hmo"),
        ("rarcs", ["X9"]),
        ("rarcs", ["N1", "N2", "N3", "N4", "N5", "N6"]),
        ("actions", ["prayer"]),
        ("tactics", ["bribe"]),
        ("outcome", "won"),
        ("paired_code", "the panel"),
        ("fix_modifier", "XUX"),
        ("place_of_service", "office"),
        ("diagnosis_category", "C90.00"),
        ("state", "ZZ"),
        ("network", "both"),
        ("amount_band", "17.14"),
        ("story", "x" * 5001),
        ("story", ["a", "list"]),
        ("story", "null \x00 character"),
        ("payer", "p" * 201),
    ],
)
def test_a_bad_value_names_its_field(field: str, value: object) -> None:
    assert set(errors(**{field: value})) == {field}


@pytest.mark.parametrize("field", sorted(set(FIELDS) - {"payer", "story"}))
def test_what_was_typed_wrongly_is_not_repeated(field: str) -> None:
    found = errors(**{field: "Zqxjkv"})
    assert found
    assert "zqxjkv" not in str(found).casefold()


@pytest.mark.parametrize("name", ["Jane Doe 555-12-3456", "john_smith", "favourite_colour"])
def test_a_field_that_is_none_is_not_repeated(name: str) -> None:
    found = errors(**{name: "x"})
    assert set(found) == {"detail"}
    assert found["detail"][0].startswith("A report has these fields and no others: code, payer")
    assert name not in found["detail"][0]


def test_an_identifier_under_another_name_is_told_without_that_name() -> None:
    found = screen({"219-09-9998": "jane@example.com"})
    assert [(finding.field, finding.kind) for finding in found] == [("detail", "email")]


@pytest.mark.parametrize("field", ["code", "paired_code", "others"])
@pytest.mark.parametrize("typed", ["9999Z", "00001", " 00001 26 ", "9999z XU"])
def test_a_mistyped_code_is_told_by_its_field_and_is_no_identifier(field: str, typed: str) -> None:
    assert screen({field: typed}) == []
    assert screen({"story": typed}) != []


def test_several_mistyped_lines_are_no_identifiers_either() -> None:
    assert screen({"others": "84165-26, 9999Z\n00001 59"}) == []
    with pytest.raises(ValueError, match="The 3rd word is neither a code"):
        read_lines("84165-26, 9999Z")


@pytest.mark.parametrize("typed", ["219-09-9998", "555-867-5309", "00001-1234", "84165 jane@example.com", "03/14/2026"])
def test_what_has_no_codes_shape_is_an_identifier_in_these_fields_too(typed: str) -> None:
    assert [{one.field for one in screen({field: typed})} for field in ("code", "others")] == [{"code"}, {"others"}]


def test_what_people_type_is_tidied() -> None:
    facts = settled(code=" 86320 ", modifiers="26, xu 26", rarcs=["n19"], state="tx", group="", carc="co-97")
    assert (facts.modifiers, facts.rarcs, facts.state, facts.group, facts.carc) == (
        ("26", "XU"),
        ("N19",),
        "TX",
        "CO",
        "97",
    )


@pytest.mark.parametrize("typed", ["27447-RT", " 27447 rt", "27447 - RT", "27447 RT"])
def test_a_modifier_typed_behind_the_code_is_not_lost(typed: str) -> None:
    facts = settled(code=typed, modifiers=["78"])
    assert (facts.code, facts.modifiers) == ("27447", ("RT", "78"))


def test_several_modifiers_behind_the_code_are_not_lost_either() -> None:
    assert settled(code="27447-RT-78").modifiers == ("RT", "78")


def test_a_group_typed_twice_must_agree() -> None:
    assert set(errors(group="PR", carc="CO-97")) == {"group"}


def test_a_reason_is_required_unless_none_was_printed() -> None:
    assert set(errors(group="", carc="")) == {"group", "carc"}
    assert settled(group="", carc="", reason_source="none_on_remit").carc == ""


@pytest.mark.parametrize("carc", ["1", "45", "253"])
def test_what_is_no_denial_by_itself_is_refused_with_the_way_out(carc: str) -> None:
    assert "not a denial by itself" in errors(kind="full_denial", carc=carc)["carc"][0]
    assert settled(kind="underpaid", carc=carc).carc == carc


def test_an_unlisted_but_well_formed_reason_is_accepted() -> None:
    assert settled(carc="299", rarcs=["N9999"]).rarcs == ("N9999",)


def test_an_identifier_is_found_in_any_field_and_never_repeated() -> None:
    found = screen(body(story="Call 555-867-5309 now", payer="write to a.b@example.com", modifiers=["078-05-1120"]))
    assert sorted((finding.field, finding.kind) for finding in found) == [
        ("modifiers", "ssn"),
        ("payer", "email"),
        ("story", "phone"),
    ]
    story = next(finding for finding in found if finding.field == "story")
    assert (story.start, story.end) == (5, 17)


@pytest.mark.parametrize(
    "raw",
    [
        body(story="x " * 15_000 + "555-867-5309"),
        body(rarcs=["N19"] * 500),
        body(**{f"field {number}": "1" for number in range(500)}),
    ],
)
def test_far_more_text_than_a_report_holds_is_refused_unread(raw: dict[str, Any]) -> None:
    with (
        patch("reports.intake.screened.find_identifiers", side_effect=AssertionError("was read")),
        pytest.raises(Unfit) as caught,
    ):
        screen(raw)
    assert caught.value.errors == {"detail": ["This is far more text than a report can hold. Shorten it."]}


def test_a_story_somewhat_too_long_is_still_screened() -> None:
    assert [finding.kind for finding in screen(body(story="x " * 10_000 + "555-867-5309"))] == ["phone"]


def test_the_facts_of_a_plain_report_hold_no_identifier() -> None:
    assert screen(body()) == []


def test_every_fact_is_a_field() -> None:
    assert len(FIELDS) == 25


def test_further_lines_are_read_however_they_are_parted() -> None:
    lines = (Line("84165", ("26",)), Line("86334", ("59", "XU")), Line("G0483"))
    for typed in (
        "84165-26, 86334-59-XU, G0483",
        "84165 26 86334 59 xu g0483",
        "84165-26\n86334 59/XU;\n\tg0483",
        "84165\u201126 86334\u201359\u2014XU G0483",
    ):
        assert read_lines(typed) == lines
    assert read_lines(" , ") == ()


@pytest.mark.parametrize("typed", ["Zqxjkv", "26 84165", "84165-26-59-XU-76-77", "84165 26 26X", "8416"])
def test_a_line_that_is_none_is_named_by_its_place_alone(typed: str) -> None:
    with pytest.raises(
        ValueError, match=r"^The \d(?:st|nd|rd|th) word is neither a code nor one of its modifiers\."
    ) as caught:
        read_lines(typed)
    assert "Zqxjkv" not in str(caught.value)


@pytest.mark.parametrize(("field", "choice"), [(field, choice) for field in CHOICES for choice in CHOICES[field]])
def test_no_choice_of_a_field_is_taken_for_an_identifier_there(field: str, choice: str) -> None:
    assert screen({field: choice}) == []


def test_elsewhere_a_choice_is_a_text_like_any_other() -> None:
    found = screen({"story": "251-1000", "amount_band": "x 251-1000"})
    assert [finding.kind for finding in found] == ["phone", "phone"]
