"""The laboratory fee schedule: its traps, and which amount answers on a day."""

import datetime
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from codes import actions
from codes.models import Code, LabFee, Release
from codes.sources import SourceError, clfs
from codes.sources.clfs import LabRow

NOT_OURS = "A descriptor of AMA's"
APRIL = datetime.date(2025, 4, 1)
ROWS = (
    f"2025,86320,,20250101,N,00014.05,{NOT_OURS},x,x",
    f"2025,87637,,20250401,N,142.63,{NOT_OURS},x,x",
    f"2025,87637,QW,20250401,N,142.63,{NOT_OURS},x,x",
    f"2025,0420U,,20250101,L,00000.00,{NOT_OURS},x,x",
)


def schedule(*rows: str, year: int = 2025, last: str = "EXTENDED LONGDESC") -> bytes:
    """Four header rows, an empty one among them, and the row of headings, whose last changes by year."""
    titles = f"{year} Clinical Diagnostic Laboratory Fee Schedule ,,,,,,,,\r\n" + '"A notice,\xa0long",,,,,,,,\r\n' * 2
    header = f"YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE,SHORTDESC,LONGDESC,{last}"
    return "\r\n".join([titles + ",,,,,,,,", header, *rows, ""]).encode("latin-1")


def read(content: bytes, name: str = "CLFS_2025_Q2V1.csv") -> list[LabRow]:
    return list(clfs.read(io.BytesIO(content), name=name, excerpt=True).rows)


def problem(content: bytes, name: str = "CLFS_2025_Q2V1.csv", *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(clfs.read(io.BytesIO(content), name=name, excerpt=excerpt).rows)
    return str(caught.value)


@pytest.mark.parametrize("last", ["EXTENDED LONGDESC", "EXTENDEDLONGDESC", "EXT_LONGDESC"])
def test_rates_lose_their_zeros_and_waived_tests_keep_their_own_line(last: str) -> None:
    january = datetime.date(2025, 1, 1)
    assert read(schedule(*ROWS, last=last)) == [
        LabRow("86320", "", january, "N", Decimal("14.05")),
        LabRow("87637", "", APRIL, "N", Decimal("142.63")),
        LabRow("87637", "QW", APRIL, "N", Decimal("142.63")),
        LabRow("0420U", "", january, "L", Decimal("0.00")),
    ]


def test_descriptors_are_never_read() -> None:
    assert NOT_OURS.encode() in schedule(*ROWS)
    assert NOT_OURS not in repr(read(schedule(*ROWS)))


def test_codes_that_excel_shortened_are_whole_again() -> None:
    assert [row.code for row in read(schedule("2025,420U,,20250101,N,1.5,x,x,x"))] == ["0420U"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("CLFS_2025_Q2V1.csv", "CLFS 2025 Q2"),
        ("PUF_CLFS_CY2025_Q3V1.csv", "CLFS 2025 Q3"),
        ("25clabq4.zip/CLFS.csv", "CLFS 2025 Q4"),
        ("October 2025.csv", "CLFS 2025 Q4"),
    ],
)
def test_the_quarter_is_in_the_name(name: str, label: str) -> None:
    assert clfs.read(io.BytesIO(schedule(*ROWS)), name=name).label == label


def test_without_a_quarter_the_day_is_asked_for() -> None:
    assert problem(schedule(*ROWS), "lab.csv") == (
        "lab.csv: the file does not say since when it is in effect; give its first day with --effective"
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2024,86320,,20250101,N,1.00,x,x,x", "YEAR: a row of 2024 in a schedule of 2025; check --effective"),
        ("2025,86320,,20250101,X,1.00,x,x,x", "INDICATOR: “X” is neither N (national) nor L (local)"),
        ("2025,8632,,2025,N,1.00,x,x,x", "EFF_DATE: “2025” is no date"),
        ("2025,??,,20250101,N,1.00,x,x,x", "HCPCS: “??” is no code"),
        ("2025,86320,QWX,20250101,N,1.00,x,x,x", "MOD: “QWX” is no modifier"),
        ("2025,86320,,20250101,N,-1.00,x,x,x", "RATE: “-1.00” is no amount of at most 2 decimals"),
        ("2025,86320,,20250101,N,1.005,x,x,x", "RATE: “1.005” is no amount of at most 2 decimals"),
        ("2025,86320,,20250101,N,,x,x,x", "RATE: “” is no amount"),
        ("2025,86320,,20250101,N,NaN,x,x,x", "RATE: “NaN” is no amount"),
        ("2025,86320,,20250101", "4 cells where the header has 9; the file seems cut short or damaged"),
    ],
)
def test_a_row_that_cannot_be_is_refused(row: str, said: str) -> None:
    assert problem(schedule(row)) == f"CLFS_2025_Q2V1.csv:6: {said}"


def test_a_line_twice_is_refused() -> None:
    assert problem(schedule(ROWS[2], ROWS[2])) == "CLFS_2025_Q2V1.csv:7: 87637 QW stands in the file twice"


def test_a_file_cut_short_is_refused() -> None:
    assert problem(schedule(*ROWS)[:-2], excerpt=False).endswith(
        "ends in the middle of a line, after 4 rows; the file is cut short"
    )
    assert problem(schedule(*ROWS), excerpt=False).endswith("4 rows; a complete edition has at least 1,500")


def test_another_file_is_named() -> None:
    assert problem(b"2025 CY 2025 GEOGRAPHIC PRACTICE COST INDICES\n", "x.csv") == (
        "x.csv: not a laboratory fee schedule (CLFS): it looks like GPCI 2025, the geographic practice cost indices"
    )
    assert problem(b"a,b\n1,2\n", "x.csv") == (
        "x.csv: not a laboratory fee schedule (CLFS): no header row with YEAR, HCPCS, MOD, EFF DATE, INDICATOR, RATE "
        "was found"
    )


def test_the_newest_zip_is_tried_first() -> None:
    (names,) = clfs.zip_names(datetime.date(2026, 5, 1))
    assert names[:4] == ("26clabq2.zip", "26clabq1.zip", "25clabq4.zip", "25clabq3.zip")


# --- which amount answers --------------------------------------------------------------------------------------------


def release(label: str, effective: str, fees: dict[tuple[str, str], str], *, complete: bool = True) -> None:
    made = Release.objects.create(
        source="clfs",
        label=label,
        effective=datetime.date.fromisoformat(effective),
        digest=label,
        complete=complete,
        state="current",
    )
    LabFee.objects.bulk_create(
        LabFee(release=made, code=code, modifier=modifier, amount=Decimal(amount))
        for (code, modifier), amount in fees.items()
    )


def newest(code: str, day: str) -> str | None:
    fee = LabFee.objects.newest(code, datetime.date.fromisoformat(day))
    return f"{fee.amount} {fee.release.label}" if fee else None


@pytest.mark.django_db
def test_the_release_in_effect_answers_and_after_it_the_nearest_before() -> None:
    release("Q1", "2025-01-01", {("86320", ""): "29.92"})
    release("Q3", "2025-07-01", {("86320", ""): "30.00"})
    days = ("2024-12-31", "2025-06-30", "2025-07-01", "2026-02-01")
    assert [newest("86320", day) for day in days] == [None, "29.92 Q1", "30.00 Q3", "30.00 Q3"]


@pytest.mark.django_db
def test_a_newer_complete_release_that_lacks_the_code_leaves_no_amount() -> None:
    release("Q1", "2025-01-01", {("86320", ""): "29.92"})
    release("Q3", "2025-07-01", {("86353", ""): "49.03"})
    assert newest("86320", "2025-06-30") == "29.92 Q1"
    assert newest("86320", "2025-08-01") is None


@pytest.mark.django_db
def test_a_newer_selection_says_nothing_of_codes_it_lacks() -> None:
    release("Q1", "2025-01-01", {("86320", ""): "29.92"})
    release("Q3", "2025-07-01", {("86353", ""): "49.03"}, complete=False)
    assert newest("86320", "2025-08-01") == "29.92 Q1"


@pytest.mark.django_db
def test_an_amount_left_to_the_contractor_is_none() -> None:
    release("Q1", "2025-01-01", {("0420U", ""): "12.00"})
    release("Q3", "2025-07-01", {("0420U", ""): "0.00"})
    assert newest("0420U", "2025-08-01") is None


@pytest.mark.django_db
def test_the_waived_line_is_offered_apart(django_assert_num_queries: pytest.FixtureRequest) -> None:
    release("Q1", "2025-01-01", {("87637", ""): "142.63", ("87637", "QW"): "142.64", ("86320", ""): "29.92"})
    day = datetime.date(2025, 2, 1)
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = [LabFee.objects.waived("87637", day), LabFee.objects.newest("87637", day)]
        assert LabFee.objects.waived("86320", day) is None
    assert [fee and fee.amount for fee in found] == [Decimal("142.64"), Decimal("142.63")]


@pytest.mark.django_db
def test_the_real_schedule_is_taken_in_as_published(cms_data: Path) -> None:
    taken = actions.import_release(source="clfs", path=cms_data / "clfs/CLFS_2025_Q2V1.csv")
    assert (taken.label, taken.rows, taken.effective) == ("CLFS 2025 Q2", 2_105, APRIL)
    assert Counter(LabFee.objects.values_list("modifier", flat=True)) == {"": 1_987, "QW": 118}
    amounts = {code: newest(code, "2025-07-15") for code in ("86320", "84165", "86334", "86329", "86353")}
    assert amounts == {
        "86320": "29.92 CLFS 2025 Q2",
        "84165": "10.74 CLFS 2025 Q2",
        "86334": "22.34 CLFS 2025 Q2",
        "86329": "14.05 CLFS 2025 Q2",
        "86353": "49.03 CLFS 2025 Q2",
    }
    assert LabFee.objects.filter(amount=0).count() == 66
    assert not Code.objects.exclude(official="").exists()
