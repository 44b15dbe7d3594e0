"""What a typed text is taken for, and how the short lists are matched. No database."""

import pytest

from codes import finding, handbook
from codes.finding import Group, Hit, Kind, Query, Tier, diagnosis_families, grouped, named_by_entries, read, tier_of
from codes.finding.query import LONGEST
from codes.shapes import CODE_SHAPE


def meant(typed: str) -> dict[str, object]:
    """What a text may be besides words."""
    query = read(typed)._asdict()
    return {field: query[field] for field in ("code", "beginning", "modifier", "reasons", "diagnosis") if query[field]}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("27447", {"code": "27447", "beginning": "27447"}),
        ("27447-rt", {"code": "27447"}),
        ("27447 - RT, 59", {"code": "27447"}),
        ("cpt 27447", {"code": "27447", "beginning": "27447"}),
        ("CPT code: 27447", {"code": "27447", "beginning": "27447"}),
        ("863", {"beginning": "863", "reasons": ("863",)}),
        ("g60", {"beginning": "G60", "diagnosis": "G60"}),
        ("25", {"beginning": "25", "modifier": "25", "reasons": ("25",)}),
        ("modifier 25", {"modifier": "25"}),
        ("mod XU", {"modifier": "XU"}),
        ("CO-97", {"reasons": ("CO-97",)}),
        ("co97", {"reasons": ("CO-97",)}),
        ("pr b7", {"reasons": ("PR-B7",)}),
        ("CO-97/N19 MA130", {"reasons": ("CO-97", "N19", "MA130")}),
        ("CARC 97", {"reasons": ("97",)}),
        ("denial code 16", {"reasons": ("16",)}),
        ("remark code N290", {"reasons": ("N290",)}),
        ("D47.2", {"diagnosis": "D472"}),
        ("d472", {"beginning": "D472", "diagnosis": "D472"}),
        ("D47.", {"diagnosis": "D47"}),
        ("ICD-10 E11.9", {"diagnosis": "E119"}),
        ("dx c90", {"diagnosis": "C90"}),
        ("knee", {}),
        ("diagnosis missing", {}),
        ("modifier missing", {}),
        ("", {}),
    ],
)
def test_a_text_is_taken_for_what_it_has_the_form_of(typed: str, expected: dict[str, object]) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Knee  replacement", ("knee", "replacement")),
        ("X-ray of the chest", ("x", "ray", "chest")),
        ("of the", ("of", "the")),
        ("knee knee", ("knee",)),
        ("Ménière\N{RIGHT SINGLE QUOTATION MARK}s", ("meniere", "s")),
        ("100% & more!", ("100", "more")),
        ("'; DROP TABLE codes", ("drop", "table")),
        ("\x00 :*&|!()<->\\", ()),
    ],
)
def test_words_are_letters_and_digits_without_what_says_nothing(typed: str, words: tuple[str, ...]) -> None:
    assert read(typed).words == words


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("knee", "knee:*"),
        ("CT head", "ct & head:*"),
        ("drug screens", "drug:* & screen:*"),
        ("biopsies", "biops:*"),
        ("abscess virus sepsis", "abscess:* & virus:* & sepsis:*"),
        ("vitamin d", "vitamin:* & d"),
    ],
)
def test_words_of_three_letters_may_go_on_and_plurals_lose_their_ending(typed: str, asked: str) -> None:
    assert read(typed).in_words() == asked


def test_what_lies_beyond_a_hundred_characters_is_not_read() -> None:
    assert read("x" * (LONGEST + 1)).text == "x" * LONGEST


@pytest.mark.parametrize(
    ("typed", "tier"),
    [
        ("uhc", Tier.CALLED),
        ("UnitedHealthcare", Tier.CALLED),
        ("united-healthcare", None),
        ("unit", Tier.NAMED),
        ("aarp", Tier.KNOWN),
        ("unit aarp", Tier.KNOWN),
        ("minneapolis", Tier.SAID),
        ("healthcare", None),
        ("aetna", None),
        ("", None),
    ],
)
def test_a_short_list_is_matched_by_the_beginnings_of_words(typed: str, tier: Tier | None) -> None:
    found = tier_of(read(typed), names=["UnitedHealthcare"], synonyms=["UHC", "AARP MA"], text="Near Minneapolis.")
    assert found == tier


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("atena", "aetna"),
        ("timly fileing", "timely filing"),
        ("knee replacment", "knee replacement"),
        ("ct hed", "ct head"),
        ("aetna", ""),  # is right
        ("spaceship", ""),  # is like nothing
        ("atena spaceship", ""),
    ],
)
def test_a_misspelled_word_becomes_the_one_most_like_it(typed: str, corrected: str) -> None:
    vocabulary = "aetna timely filing knee replacement replaced head ct etna".split()
    assert finding.respelled(read(typed), vocabulary) == corrected


def hit(kind: Kind, key: str, tier: Tier) -> Hit:
    return Hit(kind, key, key, "", tier)


def test_the_kind_of_the_best_hit_stands_first_and_equal_kinds_in_their_order() -> None:
    payer, reason = hit(Kind.PAYER, "aetna", Tier.CALLED), hit(Kind.REASON, "CO-97", Tier.SAID)
    codes = [hit(Kind.CODE, "2", Tier.SAID), hit(Kind.CODE, "1", Tier.SAID), hit(Kind.CODE, "3", Tier.NAMED)]
    assert grouped([reason, *codes, payer], each=2) == (
        Group(Kind.PAYER, (payer,), more=False),
        Group(Kind.CODE, (codes[2], codes[0]), more=True),
        Group(Kind.REASON, (reason,), more=False),
    )
    assert [group.kind for group in grouped([reason, codes[0]], each=1)] == [Kind.CODE, Kind.REASON]
    assert grouped([], each=1) == ()


@pytest.mark.parametrize(
    ("typed", "key"),
    [("97", "CO-97"), ("2", "PR-2"), ("OA-23", "OA-23")],
)
def test_a_carc_without_its_group_gets_the_usual_one(typed: str, key: str) -> None:
    (reason,) = read(typed).reasons
    group, _, code = reason.rpartition("-")
    assert finding.reason_key(code, carc=True, group=group) == key


def test_a_rarc_has_no_group() -> None:
    assert finding.reason_key("N19", carc=False) == "N19"


def test_no_two_reasons_answer_to_one_name() -> None:
    names = [name.casefold() for names in finding.REASON_NAMES.values() for name in names]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(("typed", "tier"), [("59", Tier.EXACT), ("97", Tier.KNOWN), ("ct", Tier.KNOWN)])
def test_a_modifier_is_meant_unless_a_reason_or_a_word_is_likelier(typed: str, tier: Tier) -> None:
    found = {hit.key: hit.tier for hit in finding.modifiers_on(read(typed))}
    assert found[typed.upper()] == tier


def test_a_diagnosis_lies_in_the_families_that_entries_name() -> None:
    assert "86320" in named_by_entries("D472")
    families = [hit.shown for hit in diagnosis_families("D472")]
    assert families[0] == "D47.2"
    assert all(_holds(family, "D472") for family in families)
    assert named_by_entries("") == {}


def _holds(family: str, diagnosis: str) -> bool:
    first, _, last = family.replace(".", "").partition("-")
    return first[:1] <= diagnosis[:1] <= (last or first)[:1]


def test_every_entry_is_found_by_each_family_it_names() -> None:
    missed = [
        (code, family.family)
        for code, entry in handbook.entries().items()
        for family in entry.diagnoses
        if code not in named_by_entries(family.family.partition("-")[0].replace(".", ""))
    ]
    assert missed == []


def test_a_guide_is_found_by_its_words_and_by_its_codes() -> None:
    for guide in handbook.guides().values():
        assert guide.slug in {hit.key for hit in finding.guides_on(read(guide.title))}
        assert guide.slug in {hit.key for hit in finding.guides_on(read(f"{guide.codes[0]}-26"))}


def test_a_query_is_a_code_only_in_the_form_of_one() -> None:
    assert [text for text in ("27447", "G6015", "0001F", "27447-26") if not CODE_SHAPE.fullmatch(read(text).code)] == []
    assert [text for text in ("knee", "D47.2", "CO-97", "2744", "274477") if read(text).code] == []


def test_a_number_is_no_name() -> None:
    assert Query("97", ("97",), ("97",)).is_number
    assert not read("A1c").is_number
