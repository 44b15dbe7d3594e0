import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.remittance import (
    CARC_SHAPE,
    CR_REFUSED,
    KINDS_ABOUT_AMOUNTS,
    KINDS_BEFORE_A_REMIT,
    NOT_DENIALS,
    RARC_SHAPE,
    check_reason,
    normalise_rarc,
    parse_reason,
    reason_key,
)
from reports.vocabulary import GROUPS, KINDS, KINDS_WITH_REASON

RARC_WITH_CARC = "16 96 129 148 201 226 227 234 237 250 251 252 267 A1".split()  # these should bring one
GIVE_GROUP = "Give the group code (CO, PR, OA, PI), or say that no reason code was printed."
GIVE_CARC = "Give the CARC, such as 97, or say that no reason code was printed."


def check(
    kind: str = "full_denial",
    group: str = "CO",
    carc: str = "97",
    rarcs: tuple[str, ...] = (),
    reason_source: str = "",
) -> dict[str, list[str]]:
    return check_reason(kind=kind, group=group, carc=carc, rarcs=rarcs, reason_source=reason_source)


def test_the_reason_of_the_contracts_example_is_fine() -> None:
    assert check("bundled", "CO", "97", ("N19",)) == {}


@pytest.mark.parametrize("kind", sorted(KINDS_WITH_REASON))
def test_a_denied_claim_needs_group_and_carc(kind: str) -> None:
    assert check(kind, "", "") == {"group": [GIVE_GROUP], "carc": [GIVE_CARC]}
    assert check(kind, "", "", reason_source="on_remit") == {"group": [GIVE_GROUP], "carc": [GIVE_CARC]}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_remittance_that_printed_no_reason_is_enough_for_any_kind(kind: str) -> None:
    assert check(kind, "", "", reason_source="none_on_remit") == {}


def test_a_remark_may_be_printed_where_no_reason_is() -> None:
    assert check("bundled", "", "", ("N19",), "none_on_remit") == {}


def test_a_reason_cannot_be_given_and_said_to_be_missing() -> None:
    assert check(reason_source="none_on_remit") == {
        "reason_source": ["You gave a reason code and said that none was printed. Keep one of the two."],
    }


@pytest.mark.parametrize("kind", ["full_denial", "recoupment"])
def test_group_and_carc_stand_together_or_not_at_all(kind: str) -> None:
    assert check(kind, "CO", "") == {"carc": ["Add the CARC that stands beside the group code."]}
    assert check(kind, "", "97") == {"group": ["Add the group code that stands before the CARC: CO, PR, OA, PI."]}


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_every_offered_group_is_accepted(group: str) -> None:
    assert check(group=group) == {}


def test_cr_is_refused_with_its_history() -> None:
    assert check(group="CR") == {"group": [CR_REFUSED]}
    assert "historic" in CR_REFUSED
    assert "CO, PR, OA, PI" in CR_REFUSED


def test_an_unknown_group_is_refused_without_repeating_it() -> None:
    assert check(group="ZZ") == {"group": ["Choose a group code: CO, PR, OA, PI."]}


def test_the_list_of_what_is_no_denial_is_whole() -> None:
    assert set(NOT_DENIALS) == set("1 2 3 45 59 90 94 104 105 131 144 161 187 223 237 247 248 253".split())


@pytest.mark.parametrize("carc", sorted(NOT_DENIALS))
def test_what_is_no_denial_is_accepted_only_as_a_dispute_about_an_amount(carc: str) -> None:
    accepted = {kind for kind in KINDS_WITH_REASON | {"recoupment"} if check(kind, "CO", carc) == {}}
    assert accepted == set(KINDS_ABOUT_AMOUNTS) == {"underpaid", "wrong_patient_share"}


def test_the_refusal_of_what_is_no_denial_says_what_it_is_and_what_to_choose() -> None:
    assert check("full_denial", "PR", "1") == {
        "carc": [
            (
                "CARC 1 is the deductible, not a denial by itself. If the amount is wrong, "
                "choose “Paid less than owed” or “Wrong amount put on the patient”."
            ),
        ],
    }


@pytest.mark.parametrize("kind", sorted(KINDS_BEFORE_A_REMIT))
def test_what_comes_before_a_remittance_has_no_reason_on_it(kind: str) -> None:
    assert check(kind, "", "") == {}
    assert list(check(kind, "CO", "16")) == ["carc"]
    assert list(check(kind, "CO", "")) == ["group"]
    assert list(check(kind, "", "", ("MA130",))) == ["rarcs"]


def test_a_rejection_with_a_reason_is_told_which_kind_fits() -> None:
    assert check("rejection", "CO", "16") == {
        "carc": [
            (
                "A front-end rejection comes before a remittance and has no CARC. "
                "If a remittance printed it, for example CO-16 with MA130, choose “Denied in full”."
            ),
        ],
    }


def test_a_refused_authorization_with_a_reason_is_told_which_kind_fits() -> None:
    assert check("prior_authorization", "CO", "197") == {
        "carc": [
            (
                "A refused prior authorization comes before the claim and has no CARC. "
                "If the claim itself was denied, for example CO-197, choose “Denied in full”."
            ),
        ],
    }


def test_money_taken_back_may_come_with_a_reason_or_without() -> None:
    assert check("recoupment", "", "") == {}
    assert check("recoupment", "CO", "97", ("N432",)) == {}


@pytest.mark.parametrize("carc", RARC_WITH_CARC)
def test_a_missing_remark_never_blocks(carc: str) -> None:
    kind = "underpaid" if carc in NOT_DENIALS else "full_denial"
    assert check(kind, "CO", carc) == {}


@pytest.mark.parametrize("carc", ["999", "307", "B99", "P33", "Y3", "W1", "D23", "A0"])
def test_an_unknown_carc_of_the_right_shape_is_accepted(carc: str) -> None:
    assert check(carc=carc) == {}


@pytest.mark.parametrize("carc", ["0", "016", "1000", "C1", "B", "B123", "9 7", "97\n", "97x", "٩٧"])
def test_a_carc_of_another_shape_is_refused_without_repeating_it(carc: str) -> None:
    assert check(carc=carc) == {"carc": ["Write a CARC as the remittance prints it, such as 97, 197 or B7."]}


@pytest.mark.parametrize("rarc", ["M1", "M144", "MA01", "MA130", "N1", "N999", "N1234"])
def test_an_unknown_rarc_of_the_right_shape_is_accepted(rarc: str) -> None:
    assert check(rarcs=(rarc,)) == {}


@pytest.mark.parametrize("rarc", ["", "M", "MA", "N", "N12345", "M1234", "n19", "X1", "19", "N19\n"])
def test_a_rarc_of_another_shape_is_refused_without_repeating_it(rarc: str) -> None:
    assert check(rarcs=("N19", rarc)) == {
        "rarcs": ["Write remark codes as the remittance prints them, such as N19, M15 or MA130."],
    }


def test_every_problem_is_named_at_once() -> None:
    assert set(check("full_denial", "CR", "x", ("?",), "none_on_remit")) == {"group", "carc", "rarcs", "reason_source"}


@pytest.mark.parametrize(
    ("typed", "group", "carc"),
    [
        ("CO-97", "CO", "97"),
        ("co-97", "CO", "97"),
        ("CO97", "CO", "97"),
        ("CO 97", "CO", "97"),
        ("CO\u201397", "CO", "97"),  # the dash that word processors make
        (" CO - 016 ", "CO", "16"),
        ("97", "", "97"),
        (" 97 ", "", "97"),
        ("B7", "", "B7"),
        ("COB7", "CO", "B7"),
        ("OA-A1", "OA", "A1"),
        ("PR1", "PR", "1"),
        ("P1", "", "P1"),
        ("PIP12", "PI", "P12"),
        ("CR-45", "CR", "45"),
        ("PR", "PR", ""),
        ("", "", ""),
        ("no idea", "", "NO IDEA"),
        ("CO-97, N19", "", "CO-97, N19"),
    ],
)
def test_a_reason_is_read_as_people_type_it(typed: str, group: str, carc: str) -> None:
    assert parse_reason(typed) == (group, carc)


@pytest.mark.parametrize(
    ("typed", "rarc"),
    [("n290", "N290"), (" N-290 ", "N290"), ("ma4", "MA04"), ("MA130", "MA130"), ("m 015", "M15"), ("what", "WHAT")],
)
def test_a_rarc_is_written_as_the_list_writes_it(typed: str, rarc: str) -> None:
    assert normalise_rarc(typed) == rarc


@given(st.sampled_from(sorted(GROUPS)), st.from_regex(CARC_SHAPE, fullmatch=True))
def test_a_reasons_name_reads_back_as_the_reason(group: str, carc: str) -> None:
    assert parse_reason(reason_key(group, carc)) == (group, carc)
    assert parse_reason(f"{group}{carc}".lower()) == (group, carc)


@given(st.from_regex(RARC_SHAPE, fullmatch=True))
def test_normalising_a_rarc_twice_changes_nothing_more(rarc: str) -> None:
    once = normalise_rarc(rarc)
    assert normalise_rarc(once) == once


def test_no_reason_has_no_name() -> None:
    assert reason_key("", "") == reason_key("CO", "") == reason_key("", "97") == ""


@given(
    st.sampled_from(sorted(KINDS)),
    st.text(max_size=5),
    st.text(max_size=5),
    st.lists(st.text(max_size=5), max_size=3),
    st.sampled_from(["", "on_remit", "none_on_remit"]),
)
def test_no_message_repeats_what_has_no_shape_of_a_code(
    kind: str, group: str, carc: str, rarcs: list[str], reason_source: str
) -> None:
    errors = check_reason(kind=kind, group=group, carc=carc, rarcs=rarcs, reason_source=reason_source)
    shown = {message for messages in errors.values() for message in messages}
    known = {message for messages in all_messages().values() for message in messages}
    assert {re.sub(r"CARC \S+ is .*, not", "CARC … is …, not", message) for message in shown} <= known


def all_messages() -> dict[str, set[str]]:
    """Every message there is, the naming of a known CARC cut out."""
    cases = [
        check("full_denial", "", ""),
        check("full_denial", "CO", ""),
        check("full_denial", "", "97"),
        check("full_denial", "CR", "?"),
        check("full_denial", "ZZ", "97", ("?",), "none_on_remit"),
        check("full_denial", "PR", "1"),
        *(check(kind, "CO", "16", ("N1",)) for kind in KINDS_BEFORE_A_REMIT),
        *(check(kind, "CO", "") for kind in KINDS_BEFORE_A_REMIT),
    ]
    messages: dict[str, set[str]] = {}
    for case in cases:
        for field, texts in case.items():
            cut = {re.sub(r"CARC \S+ is .*, not", "CARC … is …, not", text) for text in texts}
            messages.setdefault(field, set()).update(cut)
    return messages
