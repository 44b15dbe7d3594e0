"""The price of one line: CMS's figures of 2025 and 2026, typed by hand."""

from decimal import Decimal
from typing import Any

import pytest

from codes.payment import Confidence, Gpci, Price, Refusal, confidence, deleted_code, no_release, no_rows, price
from codes.payment.words import (
    ASST_WORDS,
    BILAT_WORDS,
    CO_WORDS,
    GLOBAL_WORDS,
    MULT_WARNINGS,
    MULT_WORDS,
    PAYABLE,
    PCTC_WORDS,
    STATUS_ADVICE,
    STATUS_REASONS,
    STATUS_WORDS,
    TEAM_WORDS,
)
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row

ALABAMA = Gpci(Decimal(1), Decimal("0.869"), Decimal("0.575"), "Alabama")
ALASKA = Gpci(Decimal("1.5"), Decimal("1.081"), Decimal("0.592"), "Alaska")
MIAMI = Gpci(Decimal(1), Decimal("1.027"), Decimal("2.5"), "Miami")
MANHATTAN = Gpci(Decimal("1.065"), Decimal("1.166"), Decimal("1.656"), "Manhattan")
LOS_ANGELES = Gpci(Decimal("1.042"), Decimal("1.194"), Decimal("0.69"), "Los Angeles")
SAN_FRANCISCO = Gpci(Decimal("1.088"), Decimal("1.419"), Decimal("0.445"), "San Francisco")
MAJOR = {"global_days": "090", "package": ("0.10", "0.69", "0.21")}
LAB_X = {"status": "X", "pctc": "9", "mult": "9", "bilat": "9", "asst": "9", "co": "9", "team": "9"}

E99213 = (fee_row("99213", work="1.30", pe="1.35", pe_facility="0.57", mp="0.10"),)
E99213_2026 = (fee_row("99213", work="1.30", pe="1.46", pe_facility="0.33", mp="0.09", cf="33.4009"),)
E99213_2026_QP = (E99213_2026[0]._replace(cf=Decimal("33.5675")),)
E99214 = (fee_row("99214", work="1.92", pe="1.80", pe_facility="0.83", mp="0.15"),)
E99215 = (fee_row("99215", work="2.80", pe="2.42", pe_facility="1.28", mp="0.21"),)
E99221 = (fee_row("99221", work="1.63", pe="0.66", mp="0.17", na="nonfacility"),)
LAB = (
    fee_row("86320", **LAB_X),  # type: ignore[arg-type]
    fee_row("86320", "26", work="0.37", pe="0.15", mp="0.01", pctc="6"),
)
LAB_2026 = (LAB[0], fee_row("86320", "26", work="0.36", pe="0.16", mp="0.01", pctc="6", cf="33.4009"))
LAB_2026_QP = (LAB[0], LAB_2026[1]._replace(cf=Decimal("33.5675")))
LAB_NO_26 = (fee_row("86329", **LAB_X),)  # type: ignore[arg-type]
ONLY_26 = (fee_row("86153", "26", work="0.69", pe="0.27", mp="0.02", pctc="6"),)
KNEE = (
    fee_row(
        "27447", work="19.60", pe="15.30", mp="3.98", na="nonfacility",
        mult="2", bilat="1", asst="2", co="1", **MAJOR,  # type: ignore[arg-type]
    ),
)  # fmt: skip
IMRT_PLAN = (
    fee_row("77301", work="7.99", pe="46.89", mp="0.70", na="facility", pctc="1"),
    fee_row("77301", "26", work="7.99", pe="4.38", mp="0.34", pctc="1"),
    fee_row("77301", "TC", pe="42.51", mp="0.36", na="facility", pctc="1"),
)
CHEST_CT = (
    fee_row("71250", work="1.08", pe="2.91", mp="0.06", na="facility", pctc="1", mult="4", opps=("3.66", "0.06")),
    fee_row("71250", "26", work="1.08", pe="0.39", mp="0.05", pctc="1", mult="4"),
    fee_row("71250", "TC", pe="2.52", mp="0.01", na="facility", pctc="1", mult="4", opps=("3.27", "0.01")),
)
HEAD_CTA = (
    fee_row("70496", work="1.75", pe="6.56", mp="0.11", na="facility", pctc="1", mult="4", opps=("6.11", "0.11")),
    fee_row("70496", "26", work="1.75", pe="0.63", mp="0.08", pctc="1", mult="4"),
    fee_row("70496", "TC", pe="5.93", mp="0.03", na="facility", pctc="1", mult="4", opps=("5.48", "0.03")),
)
ARM_CT = (fee_row("73200", work="1.00", pe="4.00", mp="0.05", pctc="1", mult="4", bilat="3", opps=("3.50", "0.05")),)
COLONOSCOPY = (
    fee_row("45378", work="3.26", pe="6.44", pe_facility="1.79", mp="0.43", mult="2", asst="1", global_days="000"),
    fee_row(
        "45378", "53", work="1.63", pe="3.22", pe_facility="0.90", mp="0.22", mult="2", asst="1", global_days="000"
    ),
)
BIOPSY = (
    fee_row(
        "45380", work="3.56", pe="8.79", pe_facility="1.93", mp="0.47",
        mult="3", asst="1", global_days="000", endo_base="45378",
    ),
)  # fmt: skip
JOINT = (
    fee_row(
        "20610", work="0.79", pe="1.04", pe_facility="0.44", mp="0.13",
        mult="2", bilat="1", asst="1", global_days="000",
    ),
)  # fmt: skip
ECG = (fee_row("93000", work="0.17", pe="0.24", mp="0.02", na="facility", pctc="4", mult="6"),)
ECG_TRACING = (fee_row("93005", pe="0.18", mp="0.01", na="facility", pctc="3", mult="6"),)
ECG_READING = (fee_row("93010", work="0.17", pe="0.06", mp="0.01", pctc="2"),)
MOTILITY = (
    fee_row("91020", work="1.44", pe="6.56", mp="0.07", na="facility", pctc="1", global_days="000"),
    fee_row("91020", "26", work="1.44", pe="0.64", mp="0.04", pctc="1", global_days="000"),
    fee_row("91020", "TC", pe="5.92", mp="0.03", na="facility", pctc="1", global_days="000"),
)
EXERCISE = (fee_row("97110", work="0.45", pe="0.43", mp="0.01", na="facility", pctc="7", mult="5"),)
G6015 = (fee_row("G6015", pe="10.38", mp="0.05", na="facility", pctc="3"),)
G6016 = (fee_row("G6016", pe="10.38", mp="0.01", na="facility", pctc="3"),)
RADIATION_2026 = tuple(
    (fee_row(code, pe=pe, mp=mp, na="facility", pctc="3", cf="33.4009"),)
    for code, pe, mp in (("77402", "2.44", "0.02"), ("77407", "9.22", "0.06"), ("77412", "13.21", "0.07"))
)
BRACHYTHERAPY = (fee_row("77750", work="5.00", pe="5.00", mp="0.40", pctc="1", global_days="090"),)


def priced(rows: tuple[FeeRow, ...], *modifiers: str, **asked: Any) -> Price:
    answer = price(rows, modifiers=modifiers, **asked)
    assert isinstance(answer, Price), answer
    return answer


def refused(rows: tuple[FeeRow, ...], *modifiers: str, **asked: Any) -> Refusal:
    answer = price(rows, modifiers=modifiers, **asked)
    assert isinstance(answer, Refusal), answer
    return answer


@pytest.mark.parametrize(
    ("rows", "modifiers", "setting", "allowed"),
    [
        (E99213, "", "nonfacility", "88.95"),
        (E99213, "", "facility", "63.72"),
        (E99214, "", "nonfacility", "125.18"),
        (E99214, "", "facility", "93.80"),
        (E99215, "", "nonfacility", "175.64"),
        (E99215, "", "facility", "138.77"),
        (E99213_2026, "", "nonfacility", "95.19"),
        (E99213_2026, "", "facility", "57.45"),
        (E99213_2026_QP, "", "nonfacility", "95.67"),
        (LAB, "26", "nonfacility", "17.14"),
        (LAB, "26", "facility", "17.14"),
        (LAB_2026, "26", "nonfacility", "17.70"),
        (LAB_2026_QP, "26", "nonfacility", "17.79"),
        (KNEE, "", "facility", "1257.63"),
        (IMRT_PLAN, "", "nonfacility", "1797.82"),
        (CHEST_CT, "", "nonfacility", "131.00"),
        (CHEST_CT, "26", "nonfacility", "49.17"),
        (CHEST_CT, "TC", "nonfacility", "81.84"),
        (COLONOSCOPY, "", "nonfacility", "327.67"),
        (COLONOSCOPY, "53", "nonfacility", "164.00"),
        (COLONOSCOPY, "", "facility", "177.26"),
        (COLONOSCOPY, "53", "facility", "88.95"),
        (BIOPSY, "", "nonfacility", "414.68"),
        (BIOPSY, "", "facility", "192.79"),
        (JOINT, "", "nonfacility", "63.40"),
        (JOINT, "", "facility", "43.99"),
        (ECG, "", "nonfacility", "13.91"),
        (ECG_TRACING, "", "nonfacility", "6.15"),
        (ECG_READING, "", "nonfacility", "7.76"),
        (G6015, "", "nonfacility", "337.37"),
        (G6016, "", "nonfacility", "336.08"),
        (IMRT_PLAN, "26", "nonfacility", "411.12"),
        (IMRT_PLAN, "TC", "nonfacility", "1386.69"),
        (RADIATION_2026[0], "", "nonfacility", "82.17"),
        (RADIATION_2026[1], "", "nonfacility", "309.96"),
        (RADIATION_2026[2], "", "nonfacility", "443.56"),
        (KNEE, "50", "facility", "1886.45"),
        (KNEE, "54", "facility", "993.53"),
        (KNEE, "55", "facility", "264.10"),
        (KNEE, "78", "facility", "867.76"),
        (KNEE, "62", "facility", "786.02"),
        (KNEE, "80", "facility", "201.22"),
        (KNEE, "81", "facility", "201.22"),
        (KNEE, "82", "facility", "201.22"),
        (KNEE, "AS", "facility", "171.04"),
        (HEAD_CTA, "", "nonfacility", "257.80"),
        (HEAD_CTA, "TC", "nonfacility", "178.23"),
    ],
)
def test_the_national_amounts_come_out_to_the_cent(
    rows: tuple[FeeRow, ...], modifiers: str, setting: str, allowed: str
) -> None:
    assert str(priced(rows, *modifiers.split(), setting=setting).allowed) == allowed


@pytest.mark.parametrize(
    ("rows", "modifier", "setting", "amounts"),
    [
        (E99213, "", "nonfacility", "81.86 112.20 94.98 101.06 98.19 109.15"),
        (E99213, "", "facility", "59.93 84.92 69.07 71.64 68.06 73.35"),
        (LAB, "26", "nonfacility", "16.37 23.39 17.76 18.94"),
        (KNEE, "", "facility", "1138.09 1562.19 1464.10 1465.45"),
    ],
)
def test_a_locality_changes_the_amount(rows: tuple[FeeRow, ...], modifier: str, setting: str, amounts: str) -> None:
    localities = (ALABAMA, ALASKA, MIAMI, MANHATTAN, LOS_ANGELES, SAN_FRANCISCO)
    for locality, amount in zip(localities, amounts.split(), strict=False):
        assert str(priced(rows, *modifier.split(), setting=setting, locality=locality).allowed) == amount


def test_the_parts_of_a_test_are_rounded_each_by_itself() -> None:
    parts = [priced(MOTILITY, part, locality=ALABAMA).allowed for part in ("26", "TC")]
    assert parts == [Decimal("65.31"), Decimal("166.96")]
    assert priced(MOTILITY, locality=ALABAMA).allowed == Decimal("232.28")


def test_the_bare_laboratory_test_has_no_physician_price_and_the_answer_points_to_26() -> None:
    assert refused(LAB) == Refusal(
        "not_on_schedule",
        "86320 has status X: not on the physician fee schedule: another schedule or none. "
        "See the other schedules, such as the one for laboratory tests. "
        "With modifier 26, the physician's interpretation, it has a price.",
    )


def test_the_technical_part_of_a_laboratory_test_is_refused() -> None:
    assert refused(LAB, "TC") == Refusal(
        "invalid_modifier",
        "Modifier TC on 86320: the fee schedule has no technical part of this code. Bill it without TC, or its other "
        "code. CMS lists it as a laboratory test which a physician may interpret (26) (PC/TC 6). "
        "With modifier 26, the physician's interpretation, it has a price.",
    )


def test_a_code_with_only_an_interpretation_has_no_price_without_26() -> None:
    assert refused(ONLY_26) == Refusal(
        "not_on_schedule",
        "86153 without a modifier is not on the fee schedule. "
        "With modifier 26, the physician's interpretation, it has a price.",
    )
    assert priced(ONLY_26, "26").allowed == Decimal("31.70")


@pytest.mark.parametrize("modifier", ["", "26", "TC"])
def test_a_laboratory_test_without_interpretation_has_no_physician_price_at_all(modifier: str) -> None:
    assert refused(LAB_NO_26, *modifier.split()).reason == "not_on_schedule"
    assert "26" not in refused(LAB_NO_26).message


@pytest.mark.parametrize("part", ["26", "TC"])
@pytest.mark.parametrize("rows", [E99213, ECG, ECG_TRACING, ECG_READING])
def test_a_code_without_parts_refuses_both(rows: tuple[FeeRow, ...], part: str) -> None:
    assert refused(rows, part).reason == "invalid_modifier"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("B", "bundled"),
        ("C", "contractor_priced"),
        ("E", "not_covered"),
        ("I", "other_code_used"),
        ("J", "anesthesia"),
        ("M", "measurement_only"),
        ("N", "not_covered"),
        ("P", "bundled"),
        ("X", "not_on_schedule"),
        ("D", "not_on_schedule"),
    ],
)
def test_only_active_rows_price_even_where_rvus_are_printed(status: str, reason: str) -> None:
    row = fee_row("27215", status=status, work="10.45", pe="6.70", mp="1.05")
    answer = refused((row,))
    assert answer.reason == reason
    assert answer.message.startswith(f"27215 has status {status}: ")


@pytest.mark.parametrize("status", ["A", "R", "T"])
def test_active_restricted_and_conditional_rows_price(status: str) -> None:
    assert priced((E99213[0]._replace(status=status),)).allowed == Decimal("88.95")


def test_restricted_and_conditional_rows_say_so() -> None:
    assert priced((E99213[0]._replace(status="R"),)).warnings == (
        "Special coverage rules apply (status R): check them before billing.",
    )
    conditional = priced((E99213[0]._replace(status="T"),))
    assert conditional.assumptions == conditional.warnings
    assert conditional.warnings == (
        "Paid only if nothing else payable is billed that day by the same provider (status T).",
    )


@pytest.mark.parametrize("status", ["A", "R", "T"])
def test_a_row_not_used_for_medicare_never_prices(status: str) -> None:
    row = fee_row("99396", status=status, not_used=True, work="1.90", pe="1.84", mp="0.12")
    assert refused((row,)) == Refusal(
        "not_covered", "CMS marks 99396 as not used for Medicare payment. Its RVUs are no price."
    )


@pytest.mark.parametrize("status", ["A", "R", "T"])
def test_an_active_row_without_rvus_is_priced_by_the_contractor_not_zero(status: str) -> None:
    assert refused((fee_row("37799", status=status),)) == Refusal(
        "contractor_priced",
        "CMS prints no RVUs for 37799: it is priced by the contractor. Ask the contractor of your region.",
    )


def test_a_contractor_priced_test_points_to_its_priced_interpretation() -> None:
    rows = (
        fee_row("93615", status="C", pctc="1"),
        fee_row("93615", "26", work="0.74", pe="0.33", mp="0.05", pctc="1"),
        fee_row("93615", "TC", status="C", pctc="1"),
    )
    assert refused(rows).message.endswith("With modifier 26, the physician's interpretation, it has a price.")
    assert refused(rows, "TC").reason == "contractor_priced"
    assert priced(rows, "26").allowed == Decimal("36.23")


@pytest.mark.parametrize(("rows", "code"), [(KNEE, "27447"), (E99221, "99221")])
def test_a_hospital_service_has_no_office_price(rows: tuple[FeeRow, ...], code: str) -> None:
    assert refused(rows) == Refusal(
        "not_applicable_in_setting", f"{code} has no non-facility price (NA). Ask for the facility price."
    )


@pytest.mark.parametrize("part", ["", "TC"])
def test_imaging_has_no_facility_price_but_its_interpretation_has(part: str) -> None:
    answer = refused(CHEST_CT, *part.split(), setting="facility")
    assert answer.reason == "not_applicable_in_setting"
    assert answer.message.endswith("In a facility the physician bills the professional part (26).")
    assert priced(CHEST_CT, "26", setting="facility").allowed == Decimal("49.17")


@pytest.mark.parametrize(("bilat", "allowed"), [("0", "63.40"), ("1", "95.10"), ("2", "63.40"), ("3", "126.80")])
def test_both_sides_are_paid_by_the_bilateral_indicator(bilat: str, allowed: str) -> None:
    assert priced((JOINT[0]._replace(bilat=bilat),), "50").allowed == Decimal(allowed)


def test_50_is_refused_where_the_bilateral_rule_does_not_apply() -> None:
    assert refused((JOINT[0]._replace(bilat="9"),), "50").reason == "invalid_modifier"


@pytest.mark.parametrize("rows", [JOINT, E99213, BRACHYTHERAPY])
@pytest.mark.parametrize("modifier", ["54", "55"])
def test_care_is_divided_only_where_cms_publishes_shares(rows: tuple[FeeRow, ...], modifier: str) -> None:
    assert refused(rows, modifier).reason == "invalid_modifier"


def test_care_before_an_operation_is_not_paid_separately() -> None:
    assert refused(KNEE, "56", setting="facility").reason == "invalid_modifier"


def test_a_return_to_the_operating_room_pays_a_zero_day_operation_in_full() -> None:
    assert priced(COLONOSCOPY, "78").allowed == Decimal("327.67")
    assert refused(E99213, "78").reason == "invalid_modifier"
    assert refused(BRACHYTHERAPY, "78").reason == "invalid_modifier"


@pytest.mark.parametrize(("co", "paid"), [("0", False), ("1", True), ("2", True), ("9", False)])
def test_two_surgeons_are_paid_by_the_co_surgeon_indicator(co: str, paid: bool) -> None:
    answer = price((KNEE[0]._replace(co=co),), modifiers=["62"], setting="facility")
    assert isinstance(answer, Price) is paid


def test_two_surgeons_that_need_documentation_are_an_assumption() -> None:
    assert priced(KNEE, "62", setting="facility").assumptions == (
        "Paid only if the documentation shows why two surgeons were needed (CO-SURG 1).",
    )
    assert priced((KNEE[0]._replace(co="2"),), "62", setting="facility").assumptions == ()


@pytest.mark.parametrize("modifier", ["80", "81", "82", "AS"])
@pytest.mark.parametrize(("asst", "paid"), [("0", True), ("1", False), ("2", True), ("9", False)])
def test_an_assistant_is_paid_by_the_assistant_indicator(modifier: str, asst: str, paid: bool) -> None:
    answer = price((KNEE[0]._replace(asst=asst),), modifiers=[modifier], setting="facility")
    assert isinstance(answer, Price) is paid
    if isinstance(answer, Price):
        assert bool(answer.assumptions) is (asst == "0")


@pytest.mark.parametrize("modifier", ["22", "52", "53", "66"])
def test_what_is_priced_by_report_gets_no_number(modifier: str) -> None:
    answer = refused(KNEE, modifier, setting="facility")
    assert answer.reason == "by_report"
    assert answer.message.startswith(f"Modifier {modifier} on 27447: ")


@pytest.mark.parametrize(
    "modifier", ["25", "59", "XE", "XP", "XS", "XU", "76", "77", "91", "LT", "RT", "GA", "QW", "95"]
)
def test_informing_modifiers_never_multiply(modifier: str) -> None:
    assert priced(E99213, modifier) == priced(E99213)


def test_51_alone_changes_nothing_but_is_an_assumption() -> None:
    ranked = priced(KNEE, "51", setting="facility")
    assert ranked.allowed == Decimal("1257.63")
    assert ranked.assumptions == (
        "51 says that there are other procedures: their ranking may halve this line, shown unreduced.",
    )
    assert ranked.assumptions[0] in ranked.warnings


@pytest.mark.parametrize("modifier", ["ZZ", "98", "A1"])
def test_an_unknown_modifier_is_named_and_prices_nothing(modifier: str) -> None:
    assert refused(E99213, "25", modifier) == Refusal(
        "invalid_modifier", f"Modifier {modifier} on 99213 is not known here. Check it; nothing was priced."
    )


@pytest.mark.parametrize("modifier", ["", "2", "255", "2-", "\uff12\uff15", "ß"])
def test_a_malformed_modifier_is_named_and_prices_nothing(modifier: str) -> None:
    assert refused(E99213, modifier) == Refusal(
        "invalid_modifier", f"“{modifier}” is not a modifier: it takes two letters or digits."
    )


def test_a_repeated_modifier_is_refused_in_either_case_of_letters() -> None:
    assert refused(E99213, "XU", " xu") == Refusal(
        "invalid_modifier", "Modifier XU on 99213 is given more than once. Give it once."
    )


@pytest.mark.parametrize(
    "pair", ["26 TC", "54 55", "54 78", "62 80", "80 AS", "80 82", "55 80", "52 53", "50 LT", "50 RT", "LT RT", "62 66"]
)
def test_modifiers_that_exclude_each_other_are_both_named(pair: str) -> None:
    first, second = pair.split()
    expected = f"Modifiers {first} and {second} on 27447 exclude each other: "
    for modifiers in ([first, second], [second, first]):
        answer = refused(KNEE, *modifiers, setting="facility")
        assert answer.reason == "invalid_modifier"
        assert answer.message.startswith(expected)


def test_each_step_multiplies_the_cents_before_it_and_names_its_source() -> None:
    answer = priced(KNEE, "80", "50", setting="facility", participating=False, charge=Decimal(250))
    assert [(step.rule, step.factor and str(step.factor), str(step.amount)) for step in answer.steps] == [
        ("27447, facility: 38.88 RVUs, at the conversion factor", "32.3465", "1257.63"),
        ("50: both sides", "1.50", "1886.45"),
        ("80: assistant at surgery", "0.16", "301.83"),
        ("not participating", "0.95", "286.74"),
        ("charge of 250.00 is lower", None, "250.00"),
        ("Medicare's share, once the deductible is met", "0.80", "200.00"),
        ("after sequestration", "0.98", "196.00"),
    ]
    assert all(step.source for step in answer.steps)


def test_bilateral_comes_before_the_share_of_the_package() -> None:
    answer = priced(KNEE, "54", "50", setting="facility")
    assert [str(step.amount) for step in answer.steps[:3]] == ["1257.63", "1886.45", "1490.30"]


def test_the_lower_hospital_outpatient_amount_caps_the_fee() -> None:
    fee, cap = priced(HEAD_CTA).steps[:2]
    assert (fee.amount, cap.amount) == (Decimal("272.36"), Decimal("257.80"))
    assert cap.rule == "hospital outpatient cap of 257.80 is lower"
    assert priced(CHEST_CT).steps[1].rule == "hospital outpatient cap of 155.26 is no lower"
    assert len(priced(HEAD_CTA, "26").steps) == 3


def test_the_cap_holds_for_each_side() -> None:
    one_side = priced(ARM_CT).allowed
    assert one_side == Decimal("147.18")
    assert priced(ARM_CT, "50").allowed == 2 * one_side


def test_both_sides_of_an_image_may_be_reduced_and_say_so() -> None:
    assert priced(ARM_CT, "50").assumptions == ("Both sides are counted in full; Medicare may reduce the second.",)


def test_a_participating_provider_shares_the_allowed_amount_with_the_patient() -> None:
    answer = priced(E99213)
    assert (answer.medicare_share, answer.patient_share, answer.after_sequestration, answer.limiting_charge) == (
        Decimal("71.16"),
        Decimal("17.79"),
        Decimal("69.74"),
        None,
    )
    assert (answer.warnings, answer.assumptions) == ((), ())


@pytest.mark.parametrize(
    ("owed", "used", "medicare_share", "patient_share", "after_sequestration"),
    [
        ("0", "0.00", "71.16", "17.79", "69.74"),
        ("20.00", "20.00", "55.16", "33.79", "54.06"),
        ("88.95", "88.95", "0.00", "88.95", "0.00"),
        ("257.00", "88.95", "0.00", "88.95", "0.00"),
    ],
)
def test_the_deductible_comes_off_before_the_shares(
    owed: str, used: str, medicare_share: str, patient_share: str, after_sequestration: str
) -> None:
    answer = priced(E99213, deductible=Decimal(owed))
    assert (str(answer.allowed), str(answer.deductible)) == ("88.95", used)
    assert (str(answer.medicare_share), str(answer.patient_share)) == (medicare_share, patient_share)
    assert str(answer.after_sequestration) == after_sequestration


def test_the_deductible_is_a_step_of_its_own() -> None:
    assert [(step.rule, str(step.amount)) for step in priced(E99213, deductible=Decimal(20)).steps[1:]] == [
        ("less 20.00 of the yearly deductible, the patient's", "68.95"),
        ("Medicare's share, of what is left", "55.16"),
        ("after sequestration", "54.06"),
    ]
    assert priced(E99213, deductible=Decimal(0)) == priced(E99213)


def test_a_non_participating_provider_gets_less_and_has_a_limiting_charge() -> None:
    answer = priced(E99213, participating=False)
    assert (answer.allowed, answer.limiting_charge) == (Decimal("84.50"), Decimal("97.18"))
    assert answer.warnings == ("Without assignment the patient may be charged up to 97.18 in all.",)


def test_an_assistant_who_must_accept_assignment_has_no_limiting_charge() -> None:
    assert priced(KNEE, "AS", setting="facility", participating=False).limiting_charge is None


def test_the_lower_of_charge_and_fee_is_allowed() -> None:
    assert priced(E99213, charge=Decimal(60)).allowed == Decimal("60.00")
    assert priced(E99213, charge=Decimal("88.95")).allowed == Decimal("88.95")
    assert priced(E99213, charge=Decimal(200)).allowed == Decimal("88.95")
    assert priced(E99213, charge=Decimal(0)).allowed == Decimal("0.00")


def test_units_multiply_the_cents() -> None:
    assert priced(E99213, units=3).allowed == Decimal("266.85")
    assert priced(E99213, units=3, participating=False).allowed == Decimal("253.50")
    assert priced(E99213, units=3, participating=False).limiting_charge == Decimal("291.54")


def test_therapy_pays_half_the_practice_expense_from_the_second_unit_on() -> None:
    assert priced(EXERCISE).allowed == Decimal("28.79")
    answer = priced(EXERCISE, "GP", units=3)
    assert answer.allowed == Decimal("28.79") + 2 * Decimal("21.83")
    assert answer.steps[1].rule == "3 units: 28.79, then 21.83 each with half the practice expense"
    assert answer.assumptions == ()
    assert priced(EXERCISE, units=2, participating=False).allowed == Decimal("27.35") + Decimal("20.74")


def test_units_of_an_operation_assume_that_none_is_reduced() -> None:
    assert priced(JOINT, units=2).assumptions == (
        "Every unit is counted alike; Medicare may reduce all but the first.",
        "If the units are the two sides of the body, Medicare pays 150 %: bill one unit with 50.",
    )


def test_a_line_that_others_of_the_day_may_reduce_says_so() -> None:
    assert priced(KNEE, setting="facility").warnings == (MULT_WARNINGS["2"],)
    assert priced(KNEE, setting="facility").assumptions == ()


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ((), {}),
        (E99213 + E99214, {}),
        (E99213, {"units": 0}),
        (E99213, {"charge": Decimal("-0.01")}),
        (E99213, {"charge": Decimal("NaN")}),
        (E99213, {"deductible": Decimal(-1)}),
    ],
)
def test_a_question_that_makes_no_sense_is_an_error_not_a_price(
    rows: tuple[FeeRow, ...], asked: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"wanted|units|charge|deductible"):
        price(rows, **asked)


def test_what_a_caller_without_rows_answers() -> None:
    assert no_rows("86320", release="October 2025", complete=True).reason == "not_on_schedule"
    assert no_rows("86320", release="July 2026", complete=False).reason == "no_release"
    assert no_release("86320", asked="12 January 2027").reason == "no_release"
    assert deleted_code("77385", since="1 January 2026", successors=("77407", "77412")) == Refusal(
        "deleted_code",
        "77385 has been deleted since 1 January 2026 and may not be billed. "
        "Look at 77407, 77412; the old code maps to none of them one to one.",
    )
    assert deleted_code("77385", since="1 January 2026").message == (
        "77385 has been deleted since 1 January 2026 and may not be billed."
    )


def test_confidence_is_high_only_when_nothing_is_missing() -> None:
    assert confidence(release="October 2025", covers_date=True, complete=True, locality="Alabama") == Confidence(
        "high",
        (
            "The October 2025 release covers the date asked.",
            "The October 2025 release is loaded completely, as CMS published it.",
            "The amount is for Alabama.",
        ),
    )


@pytest.mark.parametrize(
    ("missing", "level", "reason"),
    [
        ({"covers_date": False}, "low", "No release for the date asked is loaded: October 2025 stands in."),
        ({"complete": False}, "medium", "Of October 2025 only a starter list collected by hand is loaded."),
        ({"locality": ""}, "medium", "This is the national amount; each locality's differs."),
        ({"assumptions": ["The setting was not given."]}, "medium", "The setting was not given."),
        ({"covers_date": False, "locality": ""}, "low", "This is the national amount; each locality's differs."),
    ],
)
def test_confidence_is_as_low_as_its_weakest_ground(missing: dict[str, Any], level: str, reason: str) -> None:
    sure = {"release": "October 2025", "covers_date": True, "complete": True, "locality": "Alabama"}
    answer = confidence(**{**sure, **missing})
    assert answer.level == level
    assert reason in answer.reasons


def test_every_indicator_of_a_release_has_words() -> None:
    assert set(STATUS_WORDS) == set("ABCEIJMNPRTX")
    assert set(STATUS_REASONS) == set(STATUS_ADVICE) == set(STATUS_WORDS) - PAYABLE
    assert set(PCTC_WORDS) == set("0123456789")
    assert set(GLOBAL_WORDS) == {"000", "010", "090", "XXX", "YYY", "ZZZ", "MMM"}
    assert set(MULT_WORDS) == set("012345679")
    assert set(BILAT_WORDS) == set("01239")
    assert set(ASST_WORDS) == set(CO_WORDS) == set(TEAM_WORDS) == set("0129")
