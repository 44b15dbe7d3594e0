"""What is said about an appeal, from facts alone: whether it makes sense, what to go through, what may be argued."""

from typing import Any

import pytest

from medpay.appeal.checklist import checklist_of
from medpay.appeal.facts import Facts, Payer, Share, Written
from medpay.appeal.layout import lay_out
from medpay.appeal.letter import letter_of
from medpay.appeal.paper import Item, Letter, Section, pieces
from medpay.appeal.ways import way_of
from medpay.remedies import HISTORIC_GROUP, ROUTE_WORDS
from medpay.remedies.cautions import MA130_WORDS
from reports.remittance import CR_REFUSED, NOT_DENIALS
from tests.medpay.appeals import (
    AETNA,
    BUNDLED,
    NORIDIAN,
    RULE,
    denial,
    described,
    facts,
    pair,
    published,
    units,
)

REPORTED = "Reported, not advice: use a modifier only if the record supports it."


def said(items: tuple[Item, ...]) -> str:
    return " ".join(item.words for item in items)


def part(found: Facts, heading: str, *, letter: bool = True) -> Section | None:
    return next((each for each in checklist_of(found, letter=letter) if each.heading == heading), None)


def letter_words(letter: Letter) -> str:
    fields = " ".join(f"{field.name}: {field.value}" for field in letter.about)
    parts = (*letter.sender, letter.date, *letter.recipient, *letter.opening, *letter.grounds, *letter.closing)
    return f"{letter.subject} {fields} {said(parts)} {said(letter.signature)} {said(letter.enclosures)}"


# Whether an appeal makes sense


@pytest.mark.parametrize(
    ("route", "heading", "letter"),
    [
        ("appeal", "An appeal is the usual route", True),
        ("corrected_claim", "A corrected claim is faster than an appeal", True),
        ("new_claim", "A new claim is faster than an appeal", True),
        ("reopening", "A reopening is faster than an appeal", True),
        ("contract", "Compare with the contract first", True),
        ("depends", "The route depends on the cause", True),
        ("", "The route depends on the cause", True),
        ("eligibility", "Settle who covers the patient: no appeal", False),
        ("patient", "Not a case for an appeal", False),
        ("none", "Usually final: no appeal", False),
    ],
)
def test_the_usual_route_says_whether_there_is_a_letter(route: str, heading: str, letter: bool) -> None:
    found = facts(asked=denial(carc="96"), described=described(route))
    way = way_of(found)
    assert (way.heading, way.letter) == (heading, letter)
    assert (lay_out(found).letter is not None) == letter


def test_every_route_is_answered() -> None:
    for route in ROUTE_WORDS:
        assert way_of(facts(described=described(route))).words


def test_what_is_faster_comes_first_and_the_letter_is_for_a_claim_that_was_right() -> None:
    assert said(way_of(facts()).words) == (
        "Correct the claim and send it again: a corrected claim with most payers, a reopening with Medicare. "
        "The letter is for the case that the claim was right as sent."
    )


@pytest.mark.parametrize("carc", NOT_DENIALS)
def test_what_is_no_denial_has_no_letter_but_an_amount_to_dispute(carc: str) -> None:
    way = way_of(facts(asked=denial(carc=carc), described=described("appeal")))
    assert (way.heading, way.letter) == ("Not a denial: dispute the amount", False)
    assert way.words[0].words == f"CARC {carc} is {NOT_DENIALS[carc]}, not a denial by itself: nothing was refused."
    assert way.words[-1].words.startswith("If the amount is wrong, dispute the amount")


def test_a_group_of_the_past_has_none() -> None:
    way = way_of(facts(asked=denial(group=HISTORIC_GROUP)))
    assert (said(way.words), way.letter) == (CR_REFUSED, False)


@pytest.mark.parametrize(("payer", "letter"), [(NORIDIAN, False), (AETNA, True), (None, True)])
def test_medicare_hears_no_appeal_of_late_filing(payer: Payer | None, letter: bool) -> None:
    way = way_of(facts(asked=denial(carc="29", payer=payer), described=described("depends")))
    assert way.letter == letter
    assert ("42 CFR 424.44" in said(way.words)) == (not letter)


def test_the_patient_is_billed_only_where_the_group_says_so() -> None:
    assert "Bill the patient" in said(way_of(facts(asked=denial(group="PR"), described=described("patient"))).words)
    words = said(way_of(facts(asked=denial(carc="204"), described=described("patient"))).words)
    assert "Bill the patient" not in words
    assert "it is not billed to the patient" in words


def test_an_edit_of_the_pair_that_was_asked_about_is_said_at_once() -> None:
    edit = pair(answer="edit", denied="86320", indicator="0", words="86320 is denied beside 84165.")
    assert "86320 is denied beside 84165." in said(way_of(facts(pairs=(edit,))).words)
    assert "86320 is denied" not in said(way_of(facts(pairs=(edit._replace(asked=False),))).words)


def test_a_reason_without_words_of_ours_says_so() -> None:
    found = facts(described=None)
    assert "medpay has no words for this reason yet" in said(way_of(found).words)
    paper = lay_out(found)
    assert paper.letter is not None
    assert "in our words" not in letter_words(paper.letter)


# The checklist


def test_it_goes_from_the_first_check_to_the_enclosures_and_leaves_out_what_is_empty() -> None:
    assert [section.heading for section in checklist_of(facts(), letter=True)] == [
        "Usual causes",
        "Keep in mind",
        "What got it paid, in reports",
        "What Medicare's tables say",
        "What to enclose, and by when",
    ]
    bare = facts(asked=denial(group="", carc="16"), described=None)
    assert [section.heading for section in checklist_of(bare, letter=False)] == ["What got it paid, in reports"]


def test_cautions_are_those_of_the_reason() -> None:
    found = part(facts(), "Keep in mind")
    assert found is not None
    assert [item.words for item in found.items] == [
        "Who bears it, CO: the provider, under a contract or a rule: it is not billed to the patient.",
        "An advance notice (ABN) never moves an NCCI or MUE denial to the patient.",
        MA130_WORDS,
        REPORTED,
    ]


def test_only_what_is_to_be_done_is_ticked() -> None:
    found = checklist_of(facts(published=published()), letter=True)
    assert [section.heading for section in found if section.ticked] == ["What to enclose, and by when"]


def test_the_answer_in_one_look_names_each_source_once() -> None:
    brief = lay_out(facts(published=published())).brief
    assert [(answer.name, answer.item.source) for answer in brief] == [
        ("Why", None),
        ("Check first", None),
        ("Usual fix", BUNDLED.source),
        ("What got it paid", published().source),
    ]
    assert brief[-1].item.words == "Corrected claim, 3 of 5, of 7 reports on 86320 with CO-97."


@pytest.mark.parametrize("changes", [{"routes": (Share("Appeal", "0 of 6", 0),)}, {"of_reason": False}])
def test_what_got_nothing_paid_or_is_about_other_reasons_is_not_in_it(changes: dict[str, Any]) -> None:
    brief = lay_out(facts(published=published(**changes))).brief
    assert "What got it paid" not in [answer.name for answer in brief]


def test_a_fix_that_is_for_another_group_is_not_shown() -> None:
    assert "Usual fix" not in [answer.name for answer in lay_out(facts(asked=denial(group="PR"))).brief]


def test_without_a_letter_the_fix_is_said_once() -> None:
    paper = lay_out(facts(asked=denial(carc="22"), described=described("eligibility")))
    assert BUNDLED.fix in said(paper.way.words)
    assert [answer.name for answer in paper.brief] == ["Why", "Check first"]


def test_published_figures_say_of_which_reports_and_are_no_advice() -> None:
    paid = part(facts(published=published()), "What got it paid, in reports")
    assert paid is not None
    assert paid.note.startswith("Of 7 reports on 86320 with CO-97. Paid in full, of those decided.")
    assert paid.note.endswith(REPORTED)
    assert [item.words for item in paid.items] == [
        "Whatever was done: 3 of 5.",
        "Route: Corrected claim, 3 of 5.",
        "With modifier: XU, 3 of 3.",
    ]


@pytest.mark.parametrize(
    ("found", "note"),
    [
        (None, "Nothing is published on 86320 yet: figures appear once enough reports are in."),
        (
            published(decided="", routes=(), modifiers=()),
            "Of 7 reports on 86320 with CO-97. Too little of them is decided to say what got it paid.",
        ),
    ],
)
def test_where_nothing_is_published_that_is_said(found: Any, note: str) -> None:
    paid = part(facts(published=found), "What got it paid, in reports")
    assert paid is not None
    assert (paid.note, paid.items) == (note, ())


def test_a_bundled_line_without_its_pair_leads_to_the_table() -> None:
    tables = part(facts(), "What Medicare's tables say")
    assert tables is not None
    assert tables.source == facts().bundling
    assert part(facts(asked=denial(carc="16")), "What Medicare's tables say") is None


def test_limits_are_for_reasons_about_units_and_their_absence_is_said() -> None:
    held = part(facts(asked=denial(carc="151"), units=(units(),)), "What Medicare's tables say")
    assert held is not None
    assert held.items[0].words == "Practitioner: 1 unit for the day, absolute."
    none = part(facts(asked=denial(carc="222")), "What Medicare's tables say")
    assert none is not None
    assert none.items[0].words.startswith("medpay holds no table of unit limits")


@pytest.mark.parametrize(
    ("payer", "medicare", "others"), [(NORIDIAN, True, False), (AETNA, False, True), (None, True, True)]
)
def test_the_deadline_is_that_of_the_payer(payer: Payer | None, medicare: bool, others: bool) -> None:
    enclose = part(facts(asked=denial(payer=payer)), "What to enclose, and by when")
    assert enclose is not None
    words = said(enclose.items)
    assert ("120 days" in words, "ake deadline, form and address from the contract" in words) == (medicare, others)


# The letter


@pytest.mark.parametrize(
    ("payer", "level", "addressee"),
    [
        (NORIDIAN, "Request for a redetermination", "Medicare (Noridian)"),
        (Payer("medicare", "Medicare (contractor not named)", "medicare_contractor"), "Request for", "[Payer's name]"),
        (AETNA, "First-level appeal", "Aetna"),
        (Payer("other", "Another payer", ""), "First-level appeal", "[Payer's name]"),
        (None, "First-level appeal", "[Payer's name]"),
    ],
)
def test_the_first_level_has_the_payers_name_for_it(payer: Payer | None, level: str, addressee: str) -> None:
    letter = letter_of(facts(asked=denial(payer=payer)))
    assert letter.subject.startswith(level)
    assert letter.recipient[0].words == addressee
    assert ("reconsideration" in letter_words(letter)) == (level == "First-level appeal")


def test_it_names_what_is_known_and_leaves_the_rest_to_its_sender() -> None:
    about = dict(letter_of(facts(asked=denial(other="84165"))).about)
    assert (about["Code"], about["Denied beside"]) == ("86320", "84165")
    assert about["Reason given"] == (
        "CO-97 (in our words: The payer holds that another service already paid includes this one)"
    )
    for left in ("Claim number", "Member", "Date of service", "Charge", "Remittance", "Remark codes"):
        assert about[left].startswith("[")


def test_no_figure_of_reports_is_in_it() -> None:
    with_figures = letter_of(facts(published=published(), pairs=(pair(asked=False),)))
    assert with_figures == letter_of(facts())


def test_without_a_source_nothing_is_argued() -> None:
    letter = letter_of(facts())
    assert letter.grounds == ()
    assert letter.unsourced.words.startswith("[Name the rule that supports payment")
    assert "cited pages" not in said(letter.enclosures)


GROUNDS = {
    "no edit": (facts(pairs=(pair(),)), "No edit for 86320 with 84165"),
    "the other is denied": (
        facts(pairs=(pair(answer="edit", denied="84165", indicator="0", words="84165 is denied beside 86320."),)),
        "Medicare's edit denies 84165, not 86320.",
    ),
    "a modifier may bypass": (
        facts(pairs=(pair(answer="edit", denied="86320", indicator="1", words="86320 is denied beside 84165."),)),
        "[Name the modifier that was billed",
    ),
    "units in the limit": (
        facts(asked=denial(carc="151"), units=(units(),)),
        "Medicare's published limit for 86320, practitioner, is 1. [Units billed, if they stay within it.",
    ),
    "units above it": (
        facts(asked=denial(carc="151"), units=(units(units=4, mai="3"),)),
        "is 4 for the day; units above it may be paid on appeal if the record supports them.",
    ),
    "a coverage document": (
        facts(asked=denial(carc="50"), written=Written(coverage=(Item("LCD L33996, Vitamin D.", RULE),))),
        "Medicare's coverage document. LCD L33996, Vitamin D.",
    ),
    "the payer's own rule": (
        facts(asked=denial(payer=AETNA), written=Written(rules=(Item("As of May 1, 2026: pays it.", RULE),))),
        "Your own rule. As of May 1, 2026: pays it.",
    ),
}


@pytest.mark.parametrize("name", GROUNDS)
def test_what_is_argued_is_held_with_its_source(name: str) -> None:
    found, words = GROUNDS[name]
    (ground,) = letter_of(found).grounds
    assert words in ground.words
    assert ground.source in {pair().source, RULE}


@pytest.mark.parametrize(
    "found",
    [
        facts(pairs=(pair(answer="no_table", source=None, words="medpay holds no table."),)),
        facts(pairs=(pair(answer="edit", denied="86320", indicator="0"),)),
        facts(pairs=(pair(asked=False),)),
        facts(asked=denial(carc="151"), units=(units(units=0, mai="2"),)),
        facts(asked=denial(carc="151"), units=(units(units=None, mai=""),)),
        facts(asked=denial(carc="222"), units=(units(),)),
        facts(written=Written(tips=(Item("A tip.", RULE),), coverage=(Item("LCD", RULE),))),
    ],
)
def test_what_does_not_speak_for_payment_is_no_ground(found: Facts) -> None:
    assert letter_of(found).grounds == ()


def test_what_is_to_be_filled_in_is_told_from_what_stands() -> None:
    assert [tuple(piece) for piece in pieces("To [name], at once [now]")] == [
        ("To ", False),
        ("[name]", True),
        (", at once ", False),
        ("[now]", True),
    ]
    assert pieces("") == ()
