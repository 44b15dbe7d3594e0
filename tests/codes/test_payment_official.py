"""The arithmetic against CMS's own files: whole releases, and amounts that CMS printed."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import dropwhile, islice
from pathlib import Path

import pytest

from codes.payment import NATIONAL, ClaimLine, Gpci, Price, Refusal, Setting, price, price_all, price_claim
from codes.payment.exact import across, places
from codes.sources.mpfs import FeeRow
from tests.codes.rows import fee_row

Release = dict[str, tuple[FeeRow, ...]]

PARTED = 825  # codes of RVU25D with a price for the whole and for both parts
PRICED = 12_272  # rows of RVU25D by settings in which they have a price
INTERPRETED_TESTS = """
83020 84165 84166 84181 84182 85390 85576 86255 86256 86320 86325 86334 86335 87164 87207 88371 88372 89060
"""


def fee_rows(file: Path) -> Release:
    """What a price needs from a PPRRVU csv of 2025 (31 columns), also where Excel dropped leading zeros."""
    found = defaultdict(list)
    with file.open(encoding="cp1252", newline="") as lines:
        table = csv.reader(lines)
        for cells in islice(dropwhile(lambda cells: cells[0] != "HCPCS", table), 1, None):
            if len(cells) == 31 and cells[3]:  # not the 0x1A at the end
                row = _row(cells)
                found[row.code].append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def _row(cells: list[str]) -> FeeRow:
    row = fee_row(
        cells[0].zfill(5),
        cells[1],
        status=cells[3],
        not_used=cells[4] == "+",
        work=cells[5],
        pe=cells[6],
        pe_facility=cells[8],
        mp=cells[10],
        pctc=cells[13],
        global_days=cells[14].zfill(3),
        package=(cells[15], cells[16], cells[17]),
        mult=cells[18],
        bilat=cells[19],
        asst=cells[20],
        co=cells[21],
        team=cells[22],
        endo_base=cells[23].strip(),
        cf=cells[24],
        opps=(cells[28], cells[30]),
    )
    return row._replace(na_nonfacility=cells[7] == "NA", na_facility=cells[9] == "NA", imaging_family=cells[27].strip())


def gpcis(file: Path) -> Iterator[tuple[tuple[str, str], Gpci]]:
    """(carrier, locality) to its indices, from GPCI2025.csv."""
    with file.open(encoding="cp1252", newline="") as lines:
        for cells in csv.reader(lines):
            if cells[0].isdigit():
                work, pe, mp = (Decimal(index) for index in cells[4:7])
                yield (cells[0].zfill(5), cells[2].zfill(2)), Gpci(work, pe, mp, cells[3])


@pytest.fixture(scope="module")
def october(cms_data: Path) -> Release:
    return fee_rows(cms_data / "mpfs/rvu25d/PPRRVU2025_Oct.csv")


def _has_rvus(row: FeeRow) -> bool:
    return any((row.work, row.pe_nonfacility, row.pe_facility, row.mp))


def _answer(rows: tuple[FeeRow, ...], row: FeeRow, setting: Setting = "nonfacility") -> Price | Refusal:
    return price(rows, modifiers=[row.modifier] if row.modifier else [], setting=setting)


def test_rows_with_rvus_but_without_a_paying_status_never_price(october: Release) -> None:
    unpaid = [(rows, row) for rows in october.values() for row in rows if row.status not in "ART" and _has_rvus(row)]
    assert len(unpaid) == 148
    assert [row for rows, row in unpaid if isinstance(_answer(rows, row), Price)] == []


def test_active_rows_without_rvus_are_priced_by_the_contractor(october: Release) -> None:
    empty = [(rows, row) for rows in october.values() for row in rows if row.status in "ART" and not _has_rvus(row)]
    assert len(empty) == 954
    answers = [_answer(rows, row) for rows, row in empty]
    assert {answer.reason for answer in answers if isinstance(answer, Refusal)} == {"contractor_priced"}
    assert [answer for answer in answers if isinstance(answer, Price)] == []


def test_every_other_active_row_prices_in_the_settings_without_na(october: Release) -> None:
    wrong = [
        (row.code, row.modifier, setting)
        for rows in october.values()
        for row in rows
        if row.status in "ART" and _has_rvus(row)
        for setting, na in (("nonfacility", row.na_nonfacility), ("facility", row.na_facility))
        if isinstance(_answer(rows, row, setting), Price) is na  # type: ignore[arg-type]
    ]
    assert wrong == []


def test_eighteen_laboratory_tests_price_with_26_alone(october: Release) -> None:
    codes = [
        code for code, rows in october.items() if {row.modifier: row.status for row in rows} == {"": "X", "26": "A"}
    ]
    assert codes == INTERPRETED_TESTS.split()
    for code in codes:
        bare, technical, interpretation = (price(october[code], modifiers=part) for part in ([], ["TC"], ["26"]))
        assert isinstance(bare, Refusal)
        assert isinstance(technical, Refusal)
        assert (bare.reason, technical.reason) == ("not_on_schedule", "invalid_modifier")
        assert isinstance(interpretation, Price)


def test_parts_have_rows_exactly_where_the_pctc_indicator_allows_them(october: Release) -> None:
    parts = {(row.modifier, row.pctc) for rows in october.values() for row in rows if row.modifier in ("26", "TC")}
    assert parts == {("26", "1"), ("26", "6"), ("TC", "1")}


def test_the_hospital_outpatient_cap_binds_on_58_rows(october: Release) -> None:
    capped = []
    for rows in october.values():
        for row in rows:
            answer = _answer(rows, row)
            if isinstance(answer, Price) and answer.allowed < answer.steps[0].amount:
                capped.append(row)
    assert len(capped) == 58


def test_every_amount_that_cms_printed_comes_out_to_the_cent(cms_data: Path) -> None:
    release = fee_rows(cms_data / "mpfs/rvu25a/PPRRVU25_JAN1.csv")
    indices = dict(gpcis(cms_data / "mpfs/rvu25d/GPCI2025.csv"))
    compared, wrong = 0, []
    with (cms_data / "official/carrier_2025A_excerpt_official_amounts.csv").open(newline="") as lines:
        for printed in csv.DictReader(lines):
            code, modifier = printed["hcpcs"], printed["mod"]
            row = next(row for row in release[code] if row.modifier == modifier)
            for setting, na, column in (
                ("nonfacility", row.na_nonfacility, "nonfac_amount"),
                ("facility", row.na_facility, "fac_amount"),
            ):
                # CMS prints an amount also where the relative value file says NA: compare the arithmetic
                usable = [row._replace(na_nonfacility=False, na_facility=False)]
                answer = price(
                    usable,
                    modifiers=[modifier] if modifier else [],
                    setting=setting,  # type: ignore[arg-type]
                    locality=indices[printed["carrier"], printed["locality"]],
                )
                if not isinstance(answer, Price) or answer.steps[0].amount != Decimal(printed[column]):
                    wrong.append((printed, setting, na, answer))
            compared += 1
    assert wrong == []
    assert compared == 351


@pytest.mark.parametrize(
    ("codes", "setting", "total"),
    [
        ("45385 45380", "nonfacility", "522.39"),
        ("45378 45385 45380", "nonfacility", "522.39"),
        ("70553 71250", "nonfacility", "401.71"),
        ("97110 97110", "nonfacility", "50.62"),
        ("27447 20610", "facility", "1279.63"),
    ],
)
def test_lines_of_one_day_together(october: Release, codes: str, setting: Setting, total: str) -> None:
    lines = [ClaimLine(october[code], setting=setting, base_rows=_base_rows(october, code)) for code in codes.split()]
    assert str(sum(answer.allowed for answer in price_claim(lines) if isinstance(answer, Price))) == total


def _base_rows(release: Release, code: str) -> tuple[FeeRow, ...]:
    return release.get(release[code][0].endo_base, ())


def test_every_endoscopy_finds_its_base(october: Release) -> None:
    endoscopies = [code for code, rows in october.items() if rows[0].mult == "3" and rows[0].status in "ART"]
    assert len(endoscopies) == 357
    assert [code for code in endoscopies if not _base_rows(october, code)] == []


def test_only_combined_tests_hide_their_technical_part(october: Release) -> None:
    hiding = {
        row.pctc
        for rows in october.values()
        for row in rows
        if row.mult in "467" and row.modifier == "" and {"26", "TC"} - {row.modifier for row in rows}
        if isinstance(_answer(rows, row), Price)
    }
    assert hiding == {"3", "4"}


def test_the_parts_add_up_to_the_whole_within_a_cent_in_every_locality(cms_data: Path, october: Release) -> None:
    where = places(gpci for _, gpci in gpcis(cms_data / "mpfs/rvu25d/GPCI2025.csv"))
    assert len(where) == 109
    compared, apart = 0, []
    for code, rows in october.items():
        row_of = {row.modifier: row for row in rows}
        if set(row_of) != {"", "26", "TC"}:
            continue
        whole, professional, technical = (across(row_of[part], "nonfacility", where) for part in ("", "26", "TC"))
        if whole and professional and technical:
            compared += 1
            sums = zip(whole, professional, technical, strict=True)
            apart += [code for total, one, other in sums if abs(one + other - total) > 1]
    assert compared == PARTED
    assert apart == []


def test_whole_numbers_and_decimals_agree_on_every_row(cms_data: Path, october: Release) -> None:
    localities = [NATIONAL, *[gpci for _, gpci in gpcis(cms_data / "mpfs/rvu25d/GPCI2025.csv")][::27]]
    rows = [row for rows in october.values() for row in rows]
    amounts = {(row.code, row.modifier, setting): cents for row, setting, cents in price_all(rows, localities)}
    assert len(amounts) == PRICED
    wrong = []
    for (code, modifier, setting), cents in amounts.items():
        for gpci, amount in zip(localities, cents, strict=True):
            answer = price(october[code], modifiers=[modifier] if modifier else [], setting=setting, locality=gpci)
            if not isinstance(answer, Price) or answer.allowed != Decimal(amount).scaleb(-2):
                wrong.append((code, modifier, setting, gpci))
    assert wrong == []
