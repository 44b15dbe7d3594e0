"""GPCI: the index with the floor, zeros put back, names as one writes them."""

import datetime
import io
from decimal import Decimal
from pathlib import Path

import pytest

from codes.sources import SourceError, gpci
from codes.sources.edition import Edition
from codes.sources.gpci import GpciRow
from tests.codes.place_files import GPCI_2025, GPCI_CLEANED, csv_of
from tests.codes.place_files import gpci as gpci_file

ALABAMA = ("10112", "AL", "00", "ALABAMA", "1", "0.869", "0.575")
ALASKA = ("02102", "AK", "01", "ALASKA*", "1.5", "1.081", "0.592")
WYOMING = ("03602", "WY", "21", "WYOMING**", "1", "1", "0.739")


def edition_of(content: bytes, name: str = "GPCI2025.csv", *, excerpt: bool = True) -> Edition[GpciRow]:
    return gpci.read(io.BytesIO(content), name=name, excerpt=excerpt)


def rows_of(content: bytes, name: str = "GPCI2025.csv") -> list[GpciRow]:
    return list(edition_of(content, name).rows)


def problem_with(content: bytes, name: str = "GPCI2025.csv", *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(edition_of(content, name, excerpt=excerpt).rows)
    return str(caught.value)


def test_a_year_is_read_row_by_row() -> None:
    edition = edition_of(gpci_file([ALABAMA, ALASKA]))
    assert (edition.label, edition.effective, edition.variant) == ("GPCI 2025", datetime.date(2025, 1, 1), "")
    assert list(edition.rows) == [
        GpciRow("10112", "00", "AL", "Alabama", Decimal("1.000"), Decimal("0.869"), Decimal("0.575")),
        GpciRow("02102", "01", "AK", "Alaska", Decimal("1.500"), Decimal("1.081"), Decimal("0.592")),
    ]
    assert list(edition.notes) == []


def test_zeros_that_excel_dropped_are_put_back() -> None:
    (row,) = rows_of(gpci_file([("2102", "AK", "1", "ALASKA*", "1.5", "1.081", "0.592")]))
    assert (row.contractor, row.number) == ("02102", "01")


def test_of_two_work_columns_the_one_with_the_floor_is_read() -> None:
    both = (*GPCI_2025[:4], "2026 PW GPCI (without 1.0 Floor)", "2026 PW GPCI (with 1.0 Floor)***", *GPCI_2025[5:])
    (row,) = rows_of(gpci_file([(*ALABAMA[:4], "0.978", "1.000", "0.875", "0.566")], year=2026, headings=both))
    assert (row.work, row.pe, row.mp) == (Decimal("1.000"), Decimal("0.875"), Decimal("0.566"))


def test_an_edition_without_the_floor_says_so() -> None:
    headings = (*GPCI_2025[:4], "2026 PW GPCI (without 1.0 Floor)", *GPCI_2025[5:])
    edition = edition_of(gpci_file([(*ALABAMA[:4], "0.978", "0.875", "0.566")], year=2026, headings=headings))
    assert [row.work for row in edition.rows] == [Decimal("0.978")]
    assert list(edition.notes) == ["The work indices are those without the floor of 1.0: no others are in the file."]


def test_two_work_columns_of_which_none_has_the_floor_are_refused() -> None:
    both = (*GPCI_2025[:4], "2026 PW GPCI (draft)", "2026 PW GPCI", *GPCI_2025[5:])
    content = gpci_file([(*ALABAMA[:4], "0.978", "1.000", "0.875", "0.566")], headings=both)
    assert problem_with(content) == "GPCI2025.csv: its header has 0 columns for work where one is wanted"


def test_the_cleaned_header_of_2024_is_read_by_the_name_of_its_release() -> None:
    content = csv_of([GPCI_CLEANED, ("10112", "AL", "00", "ALABAMA", 1, 0.869, 0.575, 0.814666666666667)])
    edition = edition_of(content, "gpci_rvu24a.csv")
    assert (edition.label, edition.effective) == ("GPCI 2024", datetime.date(2024, 1, 1))
    assert [row.work for row in edition.rows] == [Decimal("1.000")]
    for name in ("mine.csv", "mine of 2024.csv", "2024/mine.csv"):
        assert problem_with(content, name) == (
            f"{name}: the file does not say which year it is of; give its first day with --effective"
        )


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("REST OF CALIFORNIA", "Rest of California"),
        ("DC + MD/VA SUBURBS", "DC + MD/VA suburbs"),
        ("SEATTLE (KING CNTY)", "Seattle (King County)"),
        ("EAST ST. LOUIS", "East St. Louis"),
        ("BALTIMORE/SURR. CNTYS", "Baltimore/surrounding counties"),
        ("NYC SUBURBS/LONG ISLAND", "NYC suburbs/Long Island"),
        ("POUGHKPSIE/N NYC SUBURBS", "Poughkeepsie/N NYC suburbs"),
        ("HAWAII, GUAM", "Hawaii, Guam"),
        ("Anaheim/Santa Ana, CA**", "Anaheim/Santa Ana, CA"),
    ],
)
def test_a_name_is_written_as_a_reader_would(printed: str, written: str) -> None:
    assert [row.name for row in rows_of(gpci_file([("01112", "CA", "75", printed, "1", "1", "1")]))] == [written]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("1", "AL", "00", "ALABAMA", "1", "0.8", "0.5"), "“1” is no contractor"),
        (("10112", "AL", "000", "ALABAMA", "1", "0.8", "0.5"), "“000” is no locality number"),
        (("10112", "Ala", "00", "ALABAMA", "1", "0.8", "0.5"), "“Ala” is no state"),
        (("10112", "AL", "00", "ALABAMA", "", "0.8", "0.5"), "“” is no number"),
        (("10112", "AL", "00", "ALABAMA", "1", "0.8695", "0.5"), "“0.8695” is no index of at most three decimals"),
        (("10112", "AL", "00", "ALABAMA", "1", "0.8", "NaN"), "“NaN” is no number"),
        (("10112", "AL", "00", "ALABAMA", "1", "0.8", "0"), "“0” is no index of at most three decimals"),
        (WYOMING, "locality 03602-21 stands in the file twice"),
    ],
)
def test_an_impossible_cell_is_named_with_its_line(row: tuple[str, ...], problem: str) -> None:
    assert problem_with(gpci_file([WYOMING, row])) == f"GPCI2025.csv:5: {problem}"


def test_a_file_cut_short_is_refused() -> None:
    rows = [(f"{10000 + number}", "AL", "00", "ALABAMA", "1", "0.8", "0.5") for number in range(108)]
    assert len(list(edition_of(gpci_file([*rows, WYOMING]), excerpt=False).rows)) == 109
    assert problem_with(gpci_file(rows), excerpt=False) == (
        "GPCI2025.csv: 108 localities up to AL; the file is cut short"
    )
    assert problem_with(gpci_file([WYOMING]), excerpt=False) == (
        "GPCI2025.csv: 1 localities up to WY; the file is cut short"
    )
    assert problem_with(gpci_file([*rows, WYOMING])[:-3], excerpt=False).endswith(
        "ends in the middle of a line, after 109 rows; the file is cut short"
    )
    assert problem_with(gpci_file([*rows[:3], rows[3][:5]])) == "GPCI2025.csv:7: “” is no number"
    assert problem_with(gpci_file([])) == "GPCI2025.csv: nothing follows the header"


def test_a_file_of_another_kind_is_refused() -> None:
    assert problem_with(b"a,b\n" * 50) == (
        "GPCI2025.csv: not a file of geographic indices (GPCI): "
        "no header row with Locality Number and Locality Name was found"
    )
    assert problem_with(b"%PDF-1.7\r" + bytes(range(256)) * 50).endswith("(GPCI): it looks like a PDF")


@pytest.mark.parametrize(
    ("file", "year", "alaska"),
    [
        ("mpfs/history/gpci_rvu24a.csv", 2024, ("1.500", "1.081", "0.592")),
        ("mpfs/rvu25a/GPCI2025.csv", 2025, ("1.500", "1.081", "0.592")),
        ("mpfs/rvu25d/GPCI2025.csv", 2025, ("1.500", "1.081", "0.592")),
        ("mpfs/rvu26/GPCI2026.csv", 2026, ("1.500", "1.065", "0.551")),
    ],
)
def test_every_edition_has_the_localities_that_cms_published(
    cms_data: Path, file: str, year: int, alaska: tuple[str, ...]
) -> None:
    with (cms_data / file).open("rb") as opened:
        edition = gpci.read(opened, name=file)
        rows = {(row.contractor, row.number): row for row in edition.rows}
    assert (edition.label, edition.effective, len(rows)) == (f"GPCI {year}", datetime.date(year, 1, 1), 109)
    assert tuple(map(str, rows["02102", "01"][4:])) == alaska
    assert rows["01112", "05"].name == (
        "San Francisco-Oakland-Berkeley (San Francisco/San Mateo/Alameda/Contra Costa County)"
    )
    assert sum("*" in row.name or row.name.isupper() for row in rows.values()) == 0


def test_excel_changed_nothing_but_the_zeros(cms_data: Path) -> None:
    published, saved = ((cms_data / f"mpfs/{folder}/GPCI2025.csv").read_bytes() for folder in ("rvu25d", "rvu25a"))
    assert published != saved
    assert rows_of(published) == rows_of(saved)
