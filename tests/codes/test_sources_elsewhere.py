"""What hospitals and drugs are paid: Addendum B and the payment limits, in CMS's layouts."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from codes import actions
from codes.models import Code, DrugLimit, OutpatientRate
from codes.sources import Source, SourceError, asp, opps_addendum_b
from codes.sources.asp import DrugRow
from codes.sources.opps_addendum_b import OutpatientRow

NOT_OURS = "A descriptor of AMA's"
OPPS = opps_addendum_b.SOURCE
ASP = asp.SOURCE


def addendum(*rows: str) -> bytes:
    """Title rows, the header with a note in a heading, rows, and a note below them."""
    titles = (
        "Addendum B.-Final OPPS Payment by HCPCS Code for CY 2025,,,,,,,,,,\r\n"
        f'"CPT codes and descriptions only are copyright AMA; {NOT_OURS}",,,,,,,,,,\r\n'
        ",,,,,,,,,,\r\n"
        "July 2025,,,,,,,,,,\r\n"
    )
    header = (
        "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate,National Unadjusted Copayment,"
        '"Minimum Unadjusted Copayment ","Note: Actual copayments would be lower due to the cap of $1,676.00",'
        "Drug and Device Pass-Through Expiration during Calendar Year,* Indicates a Change"
    )
    return "\r\n".join([titles + header, *rows, "* a note below the table,,,,,,,,,,", ""]).encode("latin-1")


def limits(*rows: str) -> bytes:
    titles = (
        "Payment Allowance Limits for Medicare Part B Drugs,,,,,,,,,,\r\n"
        '"Effective July 1, 2025 through September 30, 2025",,,,,,,,,,\r\n'
        "Note 1:\xa0A notice,,,,,,,,,,\r\n"
    )
    header = (
        "HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,"
        "Vaccine Limit,Blood AWP%,Blood limit,Clotting Factor,Notes"
    )
    return "\r\n".join([titles + header, *rows, ""]).encode("latin-1")


def rows(source: Source, content: bytes, name: str = "x.csv") -> list[Any]:
    return list(source.read(io.BytesIO(content), name=name, excerpt=True).rows)


def problem(source: Source, content: bytes, *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(source.read(io.BytesIO(content), name="x.csv", excerpt=excerpt).rows)
    return str(caught.value)


def test_rates_lose_their_signs_and_what_has_no_figure_has_none() -> None:
    content = addendum(
        f"0001U,{NOT_OURS},A,,.,.,.,.,,,",
        f'27447,{NOT_OURS},J1,5115,142.5613,"$12,716.62 ",.,"$2,543.33",,,*',
        f"96372,{NOT_OURS},S,5692,0.7893,70.41,,$14.09,,,",
        f"J0897,{NOT_OURS},K,9272,,$24.41,-,$4.89,,,",
        f"36415,{NOT_OURS},Q4,,,,,,,,",
    )
    assert rows(OPPS, content) == [
        OutpatientRow("0001U", "A", "", None, None, None, None),
        OutpatientRow("27447", "J1", "5115", Decimal("142.5613"), Decimal("12716.62"), None, Decimal("2543.33")),
        OutpatientRow("96372", "S", "5692", Decimal("0.7893"), Decimal("70.41"), None, Decimal("14.09")),
        OutpatientRow("J0897", "K", "9272", None, Decimal("24.41"), None, Decimal("4.89")),
        OutpatientRow("36415", "Q4", "", None, None, None, None),
    ]


def test_a_payment_group_keeps_its_zeros() -> None:
    (row,) = rows(OPPS, addendum(f"C1234,{NOT_OURS},H,731,,,,,,,"))
    assert row.apc == "0731"


def test_a_limit_is_the_payment_limit_and_nothing_beside_it() -> None:
    content = limits(
        "90371,Made up,1 mL,85.193,20,,,,,,",
        "90656,Made up,0.5 ML,21.946,0,95,23.101,,,,",
        "J1234,Made up,10 MG,,20,,,,,,no limit",
        '"J9999","Made up","1 MG","$1,234.500",20,,,,,,',
    )
    assert rows(ASP, content) == [
        DrugRow("90371", "1 mL", Decimal("85.193")),
        DrugRow("90656", "0.5 ML", Decimal("21.946")),
        DrugRow("J9999", "1 MG", Decimal("1234.500")),
    ]


@pytest.mark.parametrize("source", [OPPS, ASP], ids=lambda source: source.name)
def test_descriptors_are_never_read(source: Source) -> None:
    content = addendum(f"96372,{NOT_OURS},S,5692,,,,,,,") if source is OPPS else limits(f"J1,{NOT_OURS},1,1,,,,,,,")
    content = content.replace(b"J1,", b"J0001,")
    assert len(rows(source, content)) == 1
    assert NOT_OURS not in repr(rows(source, content))


@pytest.mark.parametrize(
    ("source", "content", "name", "day"),
    [
        (OPPS, addendum("96372,x,S,,,,,,,,"), "x.csv", "2025-07-01"),
        (OPPS, addendum("96372,x,S,,,,,,,,"), "2026 January Web Addendum B.12.29.25.csv", "2026-01-01"),
        (OPPS, addendum("96372,x,S,,,,,,,,"), "april-2026-opps-addendum-b.zip/B.csv", "2026-04-01"),
        (ASP, limits("J0897,x,1 MG,1,,,,,,,"), "x.csv", "2025-07-01"),
        (ASP, limits("J0897,x,1 MG,1,,,,,,,"), "July 2025 ASP Pricing File updated 060225.csv", "2025-07-01"),
    ],
)
def test_the_quarter_is_in_name_or_title(source: Source, content: bytes, name: str, day: str) -> None:
    assert f"{source.read(io.BytesIO(content), name=name).effective}" == day


@pytest.mark.parametrize(
    ("source", "content", "said"),
    [
        (OPPS, addendum("96372,x,SS,,,,,,,,"), "6: SI: “SS” is no status indicator"),
        (OPPS, addendum("96372,x,S,ABC,,,,,,,"), "6: APC: “ABC” is no number of a payment group"),
        (OPPS, addendum("96372,x,S,,,12.345,,,,,"), "6: Payment Rate: “12.345” is no amount of at most 2 decimals"),
        (OPPS, addendum("963721,x,S,,,,,,,,"), "6: HCPCS Code: “963721” is no code"),
        (OPPS, addendum("96372,x,S,,,"), "6: 6 cells where the header has 11; the file seems cut short or damaged"),
        (OPPS, addendum(*["96372,x,S,,,,,,,,"] * 2), "7: 96372 stands in the file twice"),
        (ASP, limits("J0897,x,1 MG,-1,,,,,,,"), "5: Payment Limit: “-1” is no amount of at most 3 decimals"),
        (ASP, limits(*["J0897,x,1 MG,1,,,,,,,"] * 2), "6: J0897 stands in the file twice"),
    ],
)
def test_a_row_that_cannot_be_is_refused(source: Source, content: bytes, said: str) -> None:
    assert problem(source, content) == f"x.csv:{said}"


def test_a_selection_is_no_whole_file() -> None:
    assert problem(OPPS, addendum("96372,x,S,,,,,,,,"), excerpt=False) == (
        "x.csv: 1 rows; a complete edition has at least 10,000"
    )
    assert problem(ASP, limits("J0897,x,1 MG,1,,,,,,,"), excerpt=False) == (
        "x.csv: 1 rows; a complete edition has at least 600"
    )


def test_one_given_for_the_other_is_named() -> None:
    assert (
        problem(OPPS, limits()) == "x.csv: not OPPS Addendum B: it looks like ASP, the payment limits of Part B drugs"
    )
    assert problem(ASP, addendum()) == (
        "x.csv: not a file of drug payment limits (ASP): it looks like OPPS Addendum B, the outpatient rates"
    )


@pytest.mark.parametrize(
    ("source", "name", "found"),
    [
        (ASP, "July 2025 ASP Pricing File 060225.csv", True),
        (ASP, "section 508 version of July 2022 ASP Pricing File updated 060223.csv", True),
        (ASP, "April 2026 Medicare Part B Payment Limit File 033026.csv", True),
        (ASP, "July 2025 NOC Pricing File.csv", False),
        (ASP, "July 2025 ASP NDC-HCPCS Crosswalk.csv", False),
        (ASP, "Drugs Not Payable Payment Limit File.csv", False),
        (OPPS, "2026 January Web Addendum B.12.29.25.csv", True),
        (OPPS, "2026 January Web Addendum A.csv", False),
    ],
)
def test_the_file_is_found_in_its_zip(source: Source, name: str, found: bool) -> None:
    assert bool(source.member.search(name)) is found


def test_the_newest_addendum_is_tried_first() -> None:
    assert opps_addendum_b.zip_names(datetime.date(2026, 5, 1)) == (
        (
            "april-2026-opps-addendum-b.zip",
            "cy-2026-april-opps-addendum-b.zip",
            "january-2026-opps-addendum-b.zip",
            "cy-2026-january-opps-addendum-b.zip",
        ),
    )


@pytest.mark.django_db
def test_a_zip_of_the_workbook_alone_will_do(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in csv.reader(io.StringIO(addendum().decode("latin-1"))):
        sheet.append(line)
    sheet.append([96372, NOT_OURS, "S", 5692, 0.7893, 70.41, None, 14.09])
    book.save(tmp_path / "April 2026 Addendum B.xlsx")
    with zipfile.ZipFile(tmp_path / "april-2026-opps-addendum-b.zip", "w") as pack:
        pack.write(tmp_path / "April 2026 Addendum B.xlsx", "April 2026 Addendum B.xlsx")
    for path in (tmp_path / "april-2026-opps-addendum-b.zip", tmp_path / "April 2026 Addendum B.xlsx"):
        (taken,) = actions.import_all(source="opps_addendum_b", path=path, excerpt=True)
        assert (taken.label, taken.rows) == ("OPPS 2026-04", 1)
    rate = OutpatientRate.objects.get()
    assert (rate.apc, rate.weight, rate.rate) == ("5692", Decimal("0.7893"), Decimal("70.41"))


@pytest.mark.django_db
def test_both_are_taken_in_and_their_codes_have_pages(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(addendum("96372,x,S,5692,0.7893,$70.41,,$14.09,,,"))
    (tmp_path / "asp.csv").write_bytes(limits("J0897,x,1 MG,24.412,20,,,,,,"))
    actions.import_release(source="opps_addendum_b", path=tmp_path / "b.csv", excerpt=True)
    actions.import_release(source="asp", path=tmp_path / "asp.csv", excerpt=True)
    assert list(OutpatientRate.objects.values_list("code", "status", "rate")) == [("96372", "S", Decimal("70.41"))]
    assert list(DrugLimit.objects.values_list("code", "dosage", "limit")) == [("J0897", "1 MG", Decimal("24.412"))]
    assert list(Code.objects.order_by("pk").values_list("pk", "official")) == [("96372", ""), ("J0897", "")]
