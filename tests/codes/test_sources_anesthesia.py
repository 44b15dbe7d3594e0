"""Anesthesia: the factors, in whatever form CMS saved them, and the base units of the codes."""

import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from codes.sources import SourceError, anesthesia, anesthesia_base, gpci
from codes.sources.anesthesia import FactorRow
from codes.sources.anesthesia_base import BaseRow
from codes.sources.edition import Edition
from codes.sources.workbook import sheet_lines
from tests.codes.place_files import anes, anes_rows, csv_of, unicode_text, workbook

ALABAMA = ("10112 ", "00 ", "ALABAMA", "19.31 ")
ALASKA = ("02102 ", "01 ", "ALASKA*", "27.86 ")
WYOMING = ("03602 ", "21 ", "WYOMING**", "19.97 ")
READ = [
    FactorRow("", "", "National", Decimal("20.3178")),
    FactorRow("10112", "00", "Alabama", Decimal("19.3100")),
    FactorRow("02102", "01", "Alaska", Decimal("27.8600")),
]
BASE = [("CODE", 2022), (None, "BASE"), (None, "UNIT"), ("00100", 5), ("00211", 10), ("01999", 0)]


def factors(content: bytes, name: str = "ANES2025.csv", *, excerpt: bool = True) -> Edition[FactorRow]:
    return anesthesia.read(io.BytesIO(content), name=name, excerpt=excerpt)


def problem_with(content: bytes, name: str = "ANES2025.csv", *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(factors(content, name, excerpt=excerpt).rows)
    return str(caught.value)


def units(content: bytes, name: str = "base.xlsx", *, excerpt: bool = True) -> Edition[BaseRow]:
    return anesthesia_base.read(io.BytesIO(content), name=name, excerpt=excerpt)


def problem_with_units(content: bytes, name: str = "base.xlsx", *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(units(content, name, excerpt=excerpt).rows)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (anes([ALABAMA, ALASKA]), "ANES2025.csv"),
        (unicode_text(anes_rows([ALABAMA, ALASKA])), "Sheet_1.txt"),
        (workbook(anes_rows([(10112, 0, "ALABAMA", 19.31), (2102, 1, "ALASKA*", 27.86)])), "mine.xlsx"),
    ],
    ids=["csv", "tab text in UTF-16", "workbook"],
)
def test_each_form_of_the_table_reads_the_same(content: bytes, name: str) -> None:
    edition = factors(content, name)
    assert (edition.label, edition.effective, edition.variant) == ("ANES 2025", datetime.date(2025, 1, 1), "")
    assert list(edition.rows) == READ


def test_a_year_that_neither_file_nor_name_tells_is_asked_for() -> None:
    assert problem_with(anes([ALABAMA]), "mine.csv") == (
        "mine.csv: the file does not say which year it is of; give its first day with --effective"
    )


@pytest.mark.parametrize(
    ("national", "name", "variant"),
    [
        ("20.4976", "ANES2026.csv", ""),
        ("20.5998", "ANES2026.csv", "qp"),
        ("21.0000", "ANES2027_nonQPP.csv", ""),
        ("21.0000", "ANES2027_QPP.csv", "qp"),
    ],
)
def test_from_2026_on_there_is_a_factor_for_qps_and_one_for_the_others(national: str, name: str, variant: str) -> None:
    assert factors(anes([ALABAMA], national=national), name).variant == variant


def test_an_unknown_factor_under_a_plain_name_is_not_guessed() -> None:
    assert problem_with(anes([ALABAMA], national="21.0000"), "ANES2027.csv") == (
        "ANES2027.csv: is 21.0000 the factor for QPs or for the others? CMS's own file name would tell; keep it"
    )


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("x", "00", "ALABAMA", "19.31"), "“x” is no contractor"),
        (("10112", "x", "ALABAMA", "19.31"), "“x” is no locality number"),
        (("10112", "00", "ALABAMA", ""), "“” is no number"),
        (("10112", "00", "ALABAMA", "NaN"), "“NaN” is no number"),
        (("10112", "00", "ALABAMA", "0"), "“0” is no conversion factor"),
        (("10112", "00", "ALABAMA", "193.1"), "“193.1” is no conversion factor"),
        (("10112", "00", "ALABAMA"), "3 cells where a row has 4; the file seems cut short or damaged"),
        (ALASKA, "locality 02102-01 stands in the file twice"),
    ],
)
def test_an_impossible_cell_is_named_with_its_line(row: tuple[str, ...], problem: str) -> None:
    assert problem_with(anes([ALASKA, row])) == f"ANES2025.csv:3: {problem}"


def test_a_header_without_one_national_factor_is_refused() -> None:
    without = anes([ALABAMA]).replace(b"National Anes CF of 20.3178", b"CF")
    assert problem_with(without) == (
        "ANES2025.csv: not a table of anesthesia conversion factors (ANES): "
        "its header names 0 national conversion factors (“National Anes CF of …”) for one"
    )


def test_factors_cut_short_are_refused() -> None:
    rows = [(str(10000 + number), "00", "ALABAMA", "19.31") for number in range(100)]
    assert len(list(factors(anes([*rows, WYOMING]), excerpt=False).rows)) == 102
    assert problem_with(anes(rows), excerpt=False) == (
        "ANES2025.csv: 100 localities, the last of them Alabama; the file is cut short"
    )
    assert problem_with(anes([])) == "ANES2025.csv:1: nothing follows the header"
    assert problem_with(unicode_text(anes_rows(rows))[:-31], "Sheet_1.txt", excerpt=False).endswith("cut short")


def test_the_sheet_of_shares_is_not_the_factors() -> None:
    shares = unicode_text([["Anesthesia Shares", "", ""], [], ["Work", "PE", "MP"], ["0.769", "0.166", "0.065"]])
    assert problem_with(shares, "Sheet_2.txt") == (
        "Sheet_2.txt: not a table of anesthesia conversion factors (ANES): "
        "it looks like the second sheet of ANES; the conversion factors are on its first"
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (workbook(BASE), "base.xlsx"),
        (workbook([("CODE", 2022), (None, "BASE"), (100, 5), (211, 10), (1999, 0)]), "base.xlsx"),
        (csv_of([("CODE", "BASE UNITS"), ("00100", 5), ("00211", 10), ("01999", 0)]), "CY_2022_base.csv"),
    ],
    ids=["workbook", "numbers for codes", "csv"],
)
def test_base_units_are_read_from_a_workbook_or_a_csv(content: bytes, name: str) -> None:
    edition = units(content, name)
    assert (edition.label, edition.effective) == ("Base units 2022", datetime.date(2022, 1, 1))
    assert list(edition.rows) == [BaseRow("00100", 5), BaseRow("00211", 10), BaseRow("01999", 0)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("HELLO", 5), "“HELLO” is no code"),
        (("00102", "five"), "“five” is no count of base units"),
        (("00102", 5.5), "“5.5” is no count of base units"),
        (("00102", 61), "“61” is no count of base units"),
        (("00100", 5), "00100 stands in the file twice"),
    ],
)
def test_an_impossible_unit_is_named_with_its_line(row: tuple[object, ...], problem: str) -> None:
    assert problem_with_units(workbook([BASE[0], BASE[3], row])) == f"base.xlsx:3: {problem}"


def test_base_units_cut_short_are_refused() -> None:
    many = [(f"{code:05}", 5) for code in range(100, 400)]
    assert len(list(units(workbook([BASE[0], *many, ("01999", 0)]), excerpt=False).rows)) == 301
    assert problem_with_units(workbook([BASE[0], *many]), excerpt=False) == (
        "base.xlsx: 300 codes without 01999; the file is cut short or a selection"
    )
    assert problem_with_units(workbook(BASE), excerpt=False) == (
        "base.xlsx: 3 codes; the file is cut short or a selection"
    )
    assert problem_with_units(csv_of([("a", "b")]), "a.csv") == (
        "a.csv: not a table of anesthesia base units: "
        "its first row does not head a column of codes and one of base units"
    )


# --- workbooks -------------------------------------------------------------------------------------------------------


def repacked(content: bytes, part: str, change: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change if info.filename == part else old.read(info))
    return changed.getvalue()


def test_a_workbook_that_defines_entities_is_refused() -> None:
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    )
    assert problem_with_units(repacked(workbook(BASE), "xl/worksheets/sheet1.xml", laughs)) == (
        "base.xlsx: not a table of anesthesia base units: a workbook that defines XML entities; no file of CMS's does"
    )


def test_a_workbook_that_is_a_bomb_is_not_unpacked() -> None:
    spaces = b" " * (40 << 20)
    assert problem_with_units(repacked(workbook(BASE), "xl/worksheets/sheet1.xml", spaces)).endswith(
        "a workbook that unpacks to more than 32 MB; save its sheet as CSV"
    )
    assert problem_with_units(repacked(workbook(BASE), "xl/worksheets/sheet1.xml", spaces[: 4 << 20])).endswith(
        "a workbook that unpacks to more than 100 times its size"
    )
    many = io.BytesIO(workbook(BASE))
    with zipfile.ZipFile(many, "a") as pack:
        for number in range(200):
            pack.writestr(f"xl/{number}.xml", b"")
    assert "parts; no file of CMS's has more than 200" in problem_with_units(many.getvalue())


def test_a_damaged_workbook_is_refused() -> None:
    whole = workbook(BASE)
    damaged = "a damaged or encrypted Excel workbook; save its sheet as CSV"
    assert problem_with_units(whole[: len(whole) // 2]).endswith(damaged)
    assert problem_with_units(repacked(whole, "xl/workbook.xml", b"<nothing")).endswith(damaged)
    not_a_workbook = io.BytesIO()
    with zipfile.ZipFile(not_a_workbook, "w") as pack:
        pack.writestr("a.csv", "CODE,2022\r\n")
    assert problem_with_units(not_a_workbook.getvalue()).startswith("base.xlsx: not a table of anesthesia base units: ")


def test_cells_of_a_sheet_are_text() -> None:
    rows = [line.cells for line in sheet_lines(io.BytesIO(workbook([("a", None, 1, 0.5, "00100")])), "x")]
    assert rows == [["a", "", "1", "0.5", "00100"]]


# --- CMS's own files -------------------------------------------------------------------------------------------------

FORMS = (
    "mpfs/rvu25d/ANES2025.csv",
    "anesthesia/Anesthesia_CY_2025_locality_adjusted_CF_floor_extension_23DEC24_Sheet_1.txt",
    "anesthesia/Anesthesia_CY_2025_locality_adjusted_CF_floor_extension_23DEC24.xlsx",
)


def test_each_form_in_which_cms_published_2025_reads_the_same(cms_data: Path) -> None:
    read = []
    for form in FORMS:
        with (cms_data / form).open("rb") as opened:
            edition = anesthesia.read(opened, name=form)
            read.append((edition.label, edition.effective, list(edition.rows)))
    assert read[0] == read[1] == read[2]
    label, _, rows = read[0]
    by_place = {row[:2]: row.factor for row in rows}
    assert (label, len(rows), by_place["", ""]) == ("ANES 2025", 110, Decimal("20.3178"))
    assert (by_place["02102", "01"], by_place["01112", "05"]) == (Decimal("27.86"), Decimal("22.37"))
    with (cms_data / "mpfs/rvu25d/GPCI2025.csv").open("rb") as opened:
        localities = {row[:2] for row in gpci.read(opened, name="GPCI2025.csv").rows}
    assert by_place.keys() - {("", "")} == localities


def test_base_units_of_2022_have_the_rows_that_cms_published(cms_data: Path) -> None:
    file = cms_data / "anesthesia/CY_2022_Anesthesia_Base_Units_110921.xlsx"
    with file.open("rb") as opened:
        edition = anesthesia_base.read(opened, name=file.name)
        rows = dict(edition.rows)
    assert (edition.label, len(rows)) == ("Base units 2022", 276)
    assert (rows["00100"], rows["00211"], rows["01996"], rows["01999"]) == (5, 10, 3, 0)
