"""OPPSCAP: the facility price first, six localities left out aloud, contractor-priced rows kept as what they are."""

import datetime
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from codes.sources import SourceError, gpci, opps_cap
from codes.sources.edition import Edition
from codes.sources.opps_cap import CapRow
from tests.codes.place_files import csv_of, oppscap

NAME = "rvu25d.zip/OPPSCAP_Oct.csv"
ROW = ("70496", "TC", "A", "10112", "00", "178.23", "180.00")
SECOND = ("70496", "TC", "A", "02102", "01", "200.00", "200.00")


def edition_of(content: bytes, name: str = NAME, *, excerpt: bool = False) -> Edition[CapRow]:
    return opps_cap.read(io.BytesIO(content), name=name, excerpt=excerpt)


def rows_of(content: bytes) -> list[CapRow]:
    return list(edition_of(content).rows)


def problem_with(content: bytes, name: str = NAME) -> str:
    with pytest.raises(SourceError) as caught:
        list(edition_of(content, name).rows)
    return str(caught.value)


def test_the_facility_price_comes_first() -> None:
    assert rows_of(oppscap([ROW])) == [
        CapRow("70496", "TC", "A", "10112", "00", facility=Decimal("178.23"), nonfacility=Decimal("180.00"))
    ]


def test_a_heading_spelt_rightly_is_read_too() -> None:
    assert rows_of(oppscap([ROW]).replace(b"FACILTY", b"FACILITY")) == rows_of(oppscap([ROW]))


def test_zeros_that_excel_dropped_are_put_back() -> None:
    (row,) = rows_of(oppscap([("500", "", "A", "1112", "5", "1", "1.5")]))
    assert (row.code, row.contractor, row.number, row.facility) == ("00500", "01112", "05", Decimal("1.00"))


@pytest.mark.parametrize(
    ("name", "label", "day"),
    [
        ("rvu25d.zip/OPPSCAP_Oct.csv", "RVU25D", datetime.date(2025, 10, 1)),
        ("/home/me/RVU26B/OPPSCAP_Apr.csv", "RVU26B", datetime.date(2026, 4, 1)),
        ("OPPSCAP2025_Jul.csv", "RVU25C", datetime.date(2025, 7, 1)),
        ("rvu25a.zip/OPPSCAP.csv", "RVU25A", datetime.date(2025, 1, 1)),
    ],
)
def test_the_day_is_that_of_the_release_it_came_with(name: str, label: str, day: datetime.date) -> None:
    edition = edition_of(oppscap([ROW]), name)
    assert (edition.label, edition.effective) == (label, day)


@pytest.mark.parametrize("name", ["OPPSCAP_Oct.csv", "rvu25a.zip/OPPSCAP_Oct.csv"])
def test_a_day_that_no_name_tells_or_two_names_dispute_is_not_guessed(name: str) -> None:
    assert problem_with(oppscap([ROW]), name) == (
        f"{name}: the file does not say which release it is; give its first day with --effective"
    )


def test_localities_that_gpci_lacks_are_left_out_aloud() -> None:
    southern = [("70496", "TC", "A", "01112", number, "1.00", "1.00") for number in ("17", "18")]
    edition = edition_of(oppscap([ROW, *southern, SECOND]))
    assert [(row.contractor, row.number) for row in edition.rows] == [("10112", "00"), ("02102", "01")]
    assert list(edition.notes) == ["Skipped 2 rows of 2 localities not in GPCI: 01112-17, 01112-18."]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("HELLO", *ROW[1:]), "“HELLO” is no code"),
        (("70496", "T", *ROW[2:]), "“T” is no modifier"),
        (("70496", "", "X", *ROW[3:]), "“X” is no status of a row with a cap"),
        ((*ROW[:3], "x", *ROW[4:]), "“x” is no contractor"),
        ((*ROW[:4], "", *ROW[5:]), "“” is no locality number"),
        ((*ROW[:5], "NaN", "1"), "“NaN” is no number"),
        ((*ROW[:5], "", "1"), "“” is no number"),
        ((*ROW[:5], "-1", "1"), "“-1” is no amount in dollars and cents"),
        ((*ROW[:5], "1.005", "1"), "“1.005” is no amount in dollars and cents"),
        (ROW, "70496 TC 10112 00 stands in the file twice"),
        (ROW[:6], "6 cells where a row has 7; the file seems cut short or damaged"),
    ],
)
def test_an_impossible_cell_is_named_with_its_line(row: tuple[str, ...], problem: str) -> None:
    assert problem_with(oppscap([ROW, row])) == f"{NAME}:3: {problem}"


def test_a_code_that_lacks_a_locality_shows_that_the_file_is_cut_short() -> None:
    other = [("93990", *row[1:]) for row in (ROW, SECOND)]
    assert len(rows_of(oppscap([ROW, SECOND, *other]))) == 4
    cut = oppscap([ROW, SECOND, other[0]])
    assert problem_with(cut) == f"{NAME}: 93990 TC has 1 localities, the first code 2; the file is cut short"
    assert len(list(edition_of(cut, excerpt=True).rows)) == 3
    assert problem_with(csv_of([["HCPCS"]])).endswith("LOCALITY and two prices")
    assert problem_with(oppscap([])) == f"{NAME}:1: nothing follows the header"
    assert problem_with(oppscap([ROW])[:-4]).endswith("in the middle of a line, after 1 rows; the file is cut short")


def test_october_2025_has_the_rows_that_cms_published(cms_data: Path) -> None:
    folder = cms_data / "mpfs/rvu25d"
    with (folder / "OPPSCAP_Oct.csv").open("rb") as opened, (folder / "GPCI2025.csv").open("rb") as indices:
        edition = opps_cap.read(opened, name="rvu25d/OPPSCAP_Oct.csv")
        rows = list(edition.rows)
        localities = {row[:2] for row in gpci.read(indices, name="GPCI2025.csv").rows}
    assert (edition.label, len(rows)) == ("RVU25D", 16_100 - 840)
    assert list(edition.notes) == [
        "Skipped 840 rows of 6 localities not in GPCI: 01112-17, 01112-18, 01112-71, 01112-72, 01112-73, 01112-74."
    ]
    assert {(row.contractor, row.number) for row in rows} == localities
    assert Counter(row.status for row in rows) == {"A": 6322, "C": 8938}
