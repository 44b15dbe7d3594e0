"""Several lines of one day: CMS's figures of 2025, typed by hand."""

from decimal import Decimal
from typing import Any

import pytest

from codes.payment import Anesthesia, ClaimLine, Gpci, Price, Refusal, price, price_claim
from codes.payment.fees import TOGETHER
from codes.payment.words import MULT_WARNINGS
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row
from tests.codes.test_payment import ALABAMA, BIOPSY, COLONOSCOPY, E99213, ECG, EXERCISE, JOINT, KNEE
from tests.codes.test_payment import CHEST_CT as CHEST_CT_ROWS
from tests.codes.test_payment import HEAD_CTA as HEAD_CTA_ROWS

Rows = tuple[FeeRow, ...]


def imaging(rows: Rows) -> Rows:
    return tuple(row._replace(imaging_family="88") for row in rows)


def parts(code: str, work: str, pe: tuple[str, str], mp: tuple[str, str], **indicators: Any) -> Rows:
    """A code with its parts; `pe` and `mp` of the professional and of the technical part."""
    whole_pe, whole_mp = (str(sum(map(Decimal, pair))) for pair in (pe, mp))
    return (
        fee_row(code, work=work, pe=whole_pe, mp=whole_mp, na="facility", pctc="1", **indicators),
        fee_row(code, "26", work=work, pe=pe[0], mp=mp[0], pctc="1", **indicators),
        fee_row(code, "TC", pe=pe[1], mp=mp[1], na="facility", pctc="1", **indicators),
    )


def endoscopy(code: str, base: str, work: str, pe: str, mp: str, **indicators: Any) -> Rows:
    return (
        fee_row(code, work=work, pe=pe, mp=mp, mult="3", asst="1", global_days="000", endo_base=base, **indicators),
    )


CHEST_CT, HEAD_CTA = imaging(CHEST_CT_ROWS), imaging(HEAD_CTA_ROWS)
BRAIN_MRI = imaging(parts("70553", "2.29", ("0.82", "6.44"), ("0.13", "0.03"), mult="4"))
ECHO = parts("93306", "1.46", ("0.52", "3.76"), ("0.04", "0.03"), mult="6")
HEART_SPECT = parts("78452", "1.62", ("0.56", "10.34"), ("0.05", "0.07"), mult="6")
NERVE_SCAN = parts("92133", "0.31", ("0.17", "0.42"), ("0.01", "0.01"), mult="7")
RETINA_SCAN = parts("92134", "0.32", ("0.20", "0.43"), ("0.01", "0.01"), mult="7")
MANUAL = (fee_row("97140", work="0.43", pe="0.40", mp="0.01", pctc="7", mult="5"),)
ACTIVITIES = (fee_row("97530", work="0.44", pe="0.62", mp="0.01", pctc="7", mult="5"),)
SNARE = endoscopy("45385", "45378", "4.57", "8.33", "0.56")
UPPER = (fee_row("43235", work="2.09", pe="7.00", mp="0.27", mult="2", global_days="000"),)
UPPER_BIOPSY = endoscopy("43239", "43235", "2.39", "9.00", "0.32")
UPPER_SNARE = endoscopy("43251", "43235", "3.47", "11.00", "0.42")
ADD_ON = (fee_row("22614", work="6.43", pe="3.00", mp="1.90", mult="2", global_days="ZZZ"),)


def surgery(code: str, work: str, **indicators: Any) -> Rows:
    return (fee_row(code, work=work, mult="2", global_days="090", **indicators),)


def line(rows: Rows, modifiers: str = "", **asked: Any) -> ClaimLine:
    return ClaimLine(rows, modifiers.split(), **asked)


def answers(*lines: ClaimLine, **asked: Any) -> list[str]:
    """Each line's amount, or the reason why it has none."""
    return [
        str(answer.allowed) if isinstance(answer, Price) else answer.reason for answer in price_claim(lines, **asked)
    ]


def prices(*lines: ClaimLine, **asked: Any) -> tuple[Price, ...]:
    found = price_claim(lines, **asked)
    assert all(isinstance(answer, Price) for answer in found), found
    return found  # type: ignore[return-value]


def total(*lines: ClaimLine) -> str:
    return str(sum(answer.allowed for answer in prices(*lines)))


def test_no_lines_have_no_answers() -> None:
    assert price_claim([]) == ()


@pytest.mark.parametrize("modifiers", ["", "50", "51", "62", "80", "22", "ZZ"])
def test_a_line_by_itself_is_answered_as_ever(modifiers: str) -> None:
    alone = price_claim([line(KNEE, modifiers, setting="facility", charge=Decimal(900))], deductible=Decimal(40))
    assert alone == (
        price(KNEE, modifiers=modifiers.split(), setting="facility", charge=Decimal(900), deductible=Decimal(40)),
    )


def test_lines_that_do_not_act_on_each_other_stay_as_they_are() -> None:
    visit, knee = prices(line(E99213, "25"), line(KNEE, setting="facility"))
    assert (str(visit.allowed), str(knee.allowed)) == ("88.95", "1257.63")
    assert knee.warnings == ()
    assert [step.rule for step in knee.steps][1] == "Medicare's share, once the deductible is met"


# procedures


def test_procedures_are_paid_100_then_50_percent_by_amount() -> None:
    joint, knee = prices(line(JOINT, "51"), line(KNEE, setting="facility"))
    assert (str(joint.allowed), str(knee.allowed)) == ("31.70", "1257.63")
    assert [(step.rule, str(step.factor), str(step.amount)) for step in (joint.steps[1], knee.steps[1])] == [
        ("second of 2 procedures that day by amount", "0.50", "31.70"),
        ("first of 2 procedures that day by amount", "1", "1257.63"),
    ]
    assert (joint.assumptions, joint.warnings) == ((), (TOGETHER,))


def test_from_the_sixth_procedure_on_the_contractor_decides() -> None:
    lines = [line(surgery(f"2{number}000", f"{number}0.00")) for number in range(1, 8)]
    assert answers(*lines) == ["by_report", "by_report", "485.20", "646.93", "808.67", "970.40", "2264.26"]
    refused = price_claim(lines)[1]
    assert isinstance(refused, Refusal)
    assert refused.message.startswith("22000 ranks below the fifth of 7 procedures that day")


def test_add_ons_are_exempt_from_ranking() -> None:
    assert answers(line(KNEE, setting="facility"), line(ADD_ON)) == ["1257.63", "366.49"]


@pytest.mark.parametrize("modifier", ["55", "78"])
def test_care_afterwards_and_a_return_to_the_operating_room_are_not_ranked(modifier: str) -> None:
    alone = price(KNEE, modifiers=[modifier], setting="facility")
    assert isinstance(alone, Price)
    big = surgery("22000", "90.00")
    assert answers(line(KNEE, modifier, setting="facility"), line(big)) == [str(alone.allowed), "2911.19"]


def test_both_sides_come_before_the_ranking() -> None:
    middle = surgery("22000", "45.00")
    assert answers(line(middle), line(KNEE, "50", setting="facility")) == ["727.80", "1886.45"]
    assert answers(line(middle), line(KNEE, setting="facility")) == ["1455.59", "628.82"]


def test_the_ranking_comes_before_the_role_at_the_operation() -> None:
    big = surgery("22000", "90.00", co="2")
    knee = prices(line(big, "62"), line(KNEE, "62", setting="facility"))[1]
    assert [str(step.amount) for step in knee.steps[:3]] == ["1257.63", "628.82", "393.01"]


def test_an_assistants_lines_are_ranked_among_themselves() -> None:
    joint = surgery("22000", "10.00", asst="2")
    assert answers(
        line(KNEE, setting="facility"), line(KNEE, "AS", setting="facility"), line(joint), line(joint, "AS")
    ) == ["1257.63", "171.04", "161.74", "22.00"]


def test_surgical_care_only_is_ranked_by_its_own_amount_and_says_so() -> None:
    knee = prices(line(surgery("22000", "90.00")), line(KNEE, "54", setting="facility"))[1]
    assert str(knee.allowed) == "496.77"
    assert knee.assumptions == ("Ranked by the amount for surgical care only (54).",)


def test_each_line_keeps_its_own_locality_units_charge_and_participation() -> None:
    knee = line(KNEE, setting="facility", locality=ALABAMA)
    joint = line(JOINT, participating=False, units=2, charge=Decimal(50))
    assert answers(knee, joint) == ["1138.09", "50.00"]
    first, second = prices(knee, joint)
    assert second.limiting_charge == Decimal("69.26")
    assert second.assumptions[0] == "Every unit is counted alike; Medicare may reduce all but the first."
    assert first.steps[0].rule.endswith("adjusted for Alabama, at the conversion factor")


@pytest.mark.parametrize("doubtful", [line(JOINT, "22"), line((fee_row("22999", status="C", mult="2"),))])
def test_a_line_without_a_figure_may_rank_above_the_others(doubtful: ClaimLine) -> None:
    knee = price_claim([line(KNEE, setting="facility"), doubtful])[0]
    assert isinstance(knee, Price)
    assert knee.assumptions == (
        f"No figure for {doubtful.code}: if Medicare pays more for it, this line is reduced further.",
    )


def test_a_line_that_is_never_paid_casts_no_doubt() -> None:
    knee = price_claim([line(KNEE, setting="facility"), line((fee_row("36000", status="B", mult="2"),))])[0]
    assert isinstance(knee, Price)
    assert knee.assumptions == ()


@pytest.mark.parametrize("bilat", ["0", "1", "2"])
def test_both_sides_on_two_lines_are_wanted_on_one(bilat: str) -> None:
    rows = (JOINT[0]._replace(bilat=bilat),)
    left, right, knee = price_claim([line(rows, "LT"), line(rows, "RT"), line(KNEE, setting="facility")])
    assert left == right
    assert left == Refusal(
        "invalid_modifier",
        "20610 stands on one line with LT and on another with RT: Medicare prices both sides together "
        f"(BILAT {bilat}). Give one line with 50.",
    )
    assert isinstance(knee, Price)


def test_sides_that_are_paid_each_in_full_may_stand_on_two_lines() -> None:
    rows = (E99213[0]._replace(bilat="3"),)
    assert answers(line(rows, "LT"), line(rows, "RT"), line(KNEE, "LT", setting="facility")) == [
        "88.95",
        "88.95",
        "1257.63",
    ]


# endoscopies


def test_endoscopies_of_one_family_pay_the_highest_and_the_difference_to_the_base() -> None:
    snare, biopsy = prices(line(SNARE), line(BIOPSY, base_rows=COLONOSCOPY))
    assert (str(snare.allowed), str(biopsy.allowed)) == ("435.38", "87.01")
    assert total(line(SNARE), line(BIOPSY, base_rows=COLONOSCOPY)) == "522.39"
    assert biopsy.steps[1].rule == "less 327.67 for the base 45378, which 45385 includes"
    assert (biopsy.assumptions, biopsy.warnings) == ((), (TOGETHER,))


def test_a_base_is_never_paid_beside_its_family_and_tells_its_own_amount() -> None:
    found = price_claim([line(COLONOSCOPY), line(SNARE), line(BIOPSY)])
    assert [getattr(answer, "allowed", None) for answer in found] == [None, Decimal("435.38"), Decimal("87.01")]
    assert found[0] == Refusal(
        "bundled",
        "45378 is the base of the endoscopy family of 45380, 45385: beside it Medicare pays nothing for it. "
        "Leave the line off.",
    )
    assert answers(line(COLONOSCOPY), line(BIOPSY)) == ["bundled", "414.68"]


def test_a_family_comes_first_and_is_then_ranked_as_one() -> None:
    family = (line(SNARE), line(BIOPSY, base_rows=COLONOSCOPY))
    between = surgery("22000", "15.00")  # 485.20: above 45385 alone, below the family
    assert answers(*family, line(between)) == ["435.38", "87.01", "242.60"]
    above = surgery("22000", "17.00")
    assert answers(*family, line(above)) == ["217.69", "43.51", "549.89"]


def test_two_families_rank_by_their_sums() -> None:
    lower = (line(SNARE), line(BIOPSY, base_rows=COLONOSCOPY))  # 522.39
    upper = (line(UPPER_SNARE), line(UPPER_BIOPSY, base_rows=UPPER))  # 481.64 + 76.02
    assert answers(*lower, *upper) == ["217.69", "43.51", "481.64", "76.02"]


def test_without_its_base_the_second_endoscopy_has_no_figure() -> None:
    snare, biopsy = price_claim([line(SNARE), line(BIOPSY)])
    assert isinstance(snare, Price)
    assert isinstance(biopsy, Refusal)
    assert (biopsy.reason, biopsy.message) == (
        "no_release",
        "Beside 45385 45380 pays the difference to its base 45378, which the loaded release does not hold.",
    )


def test_a_base_without_a_price_leaves_no_figure_and_a_doubt_for_what_ranks_beside() -> None:
    dead = (COLONOSCOPY[0]._replace(status="C"),)
    found = price_claim([line(SNARE), line(BIOPSY, base_rows=dead), line(surgery("22000", "15.00"))])
    assert [getattr(answer, "reason", "priced") for answer in found] == ["priced", "by_report", "priced"]
    assert isinstance(found[0], Price)
    assert found[0].assumptions == ("No figure for 45380: if Medicare pays more for it, this line is reduced further.",)


def test_an_endoscopy_that_pays_no_more_than_its_base_is_bundled() -> None:
    small = endoscopy("45381", "45378", "1.00", "1.00", "0.10")
    assert answers(line(SNARE), line(small, base_rows=COLONOSCOPY)) == ["435.38", "bundled"]


def test_both_sides_of_an_endoscopy_count_both_sides_of_the_base_too_and_say_so() -> None:
    base = (fee_row("29870", work="5.00", pe="10.00", mp="1.00", mult="2", bilat="1"),)
    cut = endoscopy("29881", "29870", "7.00", "12.00", "1.40", bilat="1")
    repair = endoscopy("29882", "29870", "20.00", "15.00", "2.00", bilat="1")
    found = prices(line(repair), line(cut, "50", base_rows=base))[1]
    assert str(found.allowed) == "213.50"  # 989.81 less 776.31
    assert found.assumptions == (
        "The base 29870 was counted as the line itself (both sides); Medicare does not say how.",
    )


def test_endoscopies_that_may_have_been_apart_are_an_assumption() -> None:
    biopsy = prices(line(SNARE), line(BIOPSY, "59", base_rows=COLONOSCOPY))[1]
    (assumption,) = biopsy.assumptions
    assert assumption == (
        "Reduced beside other endoscopies of one family; if 59 says another place or session, "
        "Medicare may not reduce it."
    )


def test_the_base_of_another_family_is_an_error() -> None:
    with pytest.raises(ValueError, match="base rows of the endoscopy 45380 are wanted, not of 43235"):
        price_claim([line(BIOPSY, base_rows=UPPER)])


# parts


def test_a_second_image_loses_half_its_technical_and_5_percent_of_its_professional_part() -> None:
    assert total(line(BRAIN_MRI), line(CHEST_CT)) == "401.71"
    chest = prices(line(BRAIN_MRI), line(CHEST_CT))[1]
    assert chest.steps[1].rule == (
        "beside other imaging services: professional part 49.17 \N{MULTIPLICATION SIGN} 0.95, "
        "technical part 81.84 \N{MULTIPLICATION SIGN} 0.50"
    )
    assert str(chest.steps[1].amount) == "87.63"


def test_the_parts_of_images_rank_each_among_their_like() -> None:
    assert answers(line(CHEST_CT, "26"), line(BRAIN_MRI, "26")) == ["46.71", "104.80"]
    assert answers(line(CHEST_CT, "TC"), line(BRAIN_MRI, "TC")) == ["40.92", "209.28"]
    assert answers(line(CHEST_CT, "TC"), line(BRAIN_MRI, "26")) == ["81.84", "104.80"]
    long_reading = imaging(parts("70000", "3.00", ("1.00", "1.00"), ("0.10", "0.01"), mult="4"))
    assert answers(line(CHEST_CT), line(long_reading)) == ["128.55", "148.96"]


def test_an_image_is_reduced_first_and_then_capped() -> None:
    assert answers(line(HEAD_CTA), line(imaging(BRAIN_MRI))) == ["171.99", "314.08"]
    lower = {"": Decimal("1.63"), "26": Decimal(0), "TC": Decimal("1.00")}
    capped = tuple(row._replace(opps_pe_nonfacility=lower[row.modifier]) for row in HEAD_CTA)
    second = prices(line(capped), line(BRAIN_MRI))[0]
    assert second.steps[1].rule.endswith("technical part 192.79 \N{MULTIPLICATION SIGN} 0.50, capped at 33.32")
    assert str(second.allowed) == "108.91"  # 75.59 + 33.32


def test_images_of_another_family_and_of_another_session_are_not_reduced() -> None:
    assert answers(line(BRAIN_MRI), line(CHEST_CT_ROWS)) == ["314.08", "131.00"]
    assert prices(line(BRAIN_MRI), line(CHEST_CT, "XE"))[1].assumptions == (
        "Reduced beside other imaging services; if XE says another session, Medicare may not reduce it.",
    )


def test_a_second_heart_test_loses_a_quarter_of_its_technical_part() -> None:
    assert answers(line(ECHO), line(HEART_SPECT)) == ["157.28", "408.86"]
    assert answers(line(ECHO, "TC"), line(HEART_SPECT)) == ["91.94", "408.86"]
    assert answers(line(ECHO, "26"), line(HEART_SPECT)) == ["65.34", "408.86"]


def test_a_second_eye_test_loses_a_fifth_of_its_technical_part() -> None:
    assert answers(line(NERVE_SCAN), line(RETINA_SCAN)) == ["26.98", "31.38"]


def test_a_code_that_is_all_technical_is_reduced_as_a_whole() -> None:
    tracing = (fee_row("93005", pe="0.18", mp="0.01", na="facility", pctc="3", mult="6"),)
    assert answers(line(tracing), line(HEART_SPECT)) == ["4.61", "408.86"]


def test_a_code_that_hides_its_technical_part_has_no_figure_beside_another() -> None:
    ecg, echo = price_claim([line(ECG), line(ECHO)])
    assert isinstance(ecg, Refusal)
    assert ecg.reason == "by_report"
    assert ecg.message == (
        "Beside other heart and vessel tests the technical part of 93000 may be reduced, and the fee schedule does not "
        "say how much of it is technical. Price the codes of its parts instead."
    )
    assert isinstance(echo, Price)
    assert echo.assumptions == ("No figure for 93000: if Medicare pays more for it, this line is reduced further.",)
    assert answers(line(ECG), line(ECHO, "26")) == ["13.91", "65.34"]


def test_the_reading_of_a_heart_test_is_never_reduced_whatever_stands_beside() -> None:
    reading = price_claim([line(ECHO, "26"), line(HEART_SPECT, "22")])[0]
    assert isinstance(reading, Price)
    assert (str(reading.allowed), reading.assumptions) == ("65.34", ())


def test_tests_of_different_kinds_do_not_reduce_each_other() -> None:
    assert answers(line(ECHO), line(RETINA_SCAN), line(CHEST_CT), line(EXERCISE)) == [
        "187.93",
        "31.38",
        "131.00",
        "28.79",
    ]


# therapy


def test_one_unit_of_therapy_a_day_keeps_its_practice_expense() -> None:
    assert answers(line(EXERCISE, "GP"), line(MANUAL, "GP")) == ["28.79", "20.70"]
    assert answers(line(EXERCISE, units=2), line(MANUAL, units=2)) == ["50.62", "41.40"]
    exercise, activities = prices(line(EXERCISE, units=2), line(ACTIVITIES, units=2))
    assert (str(exercise.allowed), str(activities.allowed)) == ("43.66", "59.19")
    assert exercise.steps[1].rule == "half the practice expense: of the day's therapy services 97530 has the highest"
    assert activities.steps[1].rule == "2 units: 34.61, then 24.58 each with half the practice expense"


def test_of_equal_practice_expense_the_higher_fee_is_paid_in_full() -> None:
    hard = (fee_row("97112", work="0.50", pe="0.43", mp="0.01", mult="5"),)
    assert answers(line(EXERCISE), line(hard)) == ["21.83", "30.41"]


def test_a_line_twice_is_reduced_once() -> None:
    assert sorted(answers(line(EXERCISE), line(EXERCISE))) == ["21.83", "28.79"]


# the rest


def test_a_refused_line_leaves_the_others_priced() -> None:
    assert answers(line(E99213), line(KNEE), line(E99213, "ZZ")) == [
        "88.95",
        "not_applicable_in_setting",
        "invalid_modifier",
    ]


def test_the_deductible_is_taken_once_from_the_highest_amounts_first() -> None:
    visit, knee = prices(line(E99213), line(KNEE, setting="facility"), deductible=Decimal("1300.00"))
    assert (knee.deductible, knee.medicare_share, knee.patient_share) == (
        Decimal("1257.63"),
        Decimal("0.00"),
        Decimal("1257.63"),
    )
    assert (visit.deductible, visit.medicare_share, visit.patient_share) == (
        Decimal("42.37"),
        Decimal("37.26"),
        Decimal("51.69"),
    )


def test_several_anesthetics_are_wanted_as_one_but_for_add_ons() -> None:
    time = Anesthesia(60, Decimal(5), Decimal("20.3178"))
    main, other, add_on = (
        ClaimLine((fee_row(code, status="J", mult="9"),), anesthesia=time) for code in ("00400", "00790", "01968")
    )
    assert answers(main, add_on, line(E99213)) == ["182.86", "182.86", "88.95"]
    assert answers(main, other) == ["anesthesia", "anesthesia"]


@pytest.mark.parametrize(
    ("asked", "deductible"),
    [(line(()), "0"), (line(E99213, units=0), "0"), (line(E99213, charge=Decimal(-1)), "0"), (line(E99213), "-1")],
)
def test_a_claim_that_makes_no_sense_is_an_error_not_a_price(asked: ClaimLine, deductible: str) -> None:
    with pytest.raises(ValueError, match=r"wanted|units|charge|deductible"):
        price_claim([asked], deductible=Decimal(deductible))


def test_the_line_alone_warns_of_others_and_the_line_among_others_does_not() -> None:
    alone = price(BRAIN_MRI)
    assert isinstance(alone, Price)
    assert alone.warnings == (MULT_WARNINGS["4"],)
    assert prices(line(BRAIN_MRI), line(E99213))[0].warnings == ()


def test_a_locality_moves_every_line_alike() -> None:
    miami = Gpci(Decimal("1.0"), Decimal("1.004"), Decimal("2.0"))
    local = [line(SNARE, locality=miami), line(BIOPSY, base_rows=COLONOSCOPY, locality=miami)]
    assert answers(*local) == ["454.58", "88.61"]
