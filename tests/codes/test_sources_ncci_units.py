"""Unit limits and add-on codes: every layout, every doubt a refusal with file and line."""

import datetime
import io
from collections import Counter
from pathlib import Path

import pytest

from codes.sources import SourceError, ncci_addon, ncci_mue
from codes.sources.ncci_addon import AddOnRow
from codes.sources.ncci_mue import LimitRow
from tests.codes.ncci_files import units_csv

APRIL = "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"
UNITS = [("86320", "1", "2 Date of Service Edit: Policy", "Descriptor"), ("100", "0", "3 Date of Service", "")]
AOC = "AOC_V2026Q2-MCR.txt"
TABLE = (
    "AOC_Edit_Type\tAdd-On_Code\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\tAOC_Edit_DelDT\tNotes\n"
)


def limits_of(content: bytes, name: str = APRIL) -> list[LimitRow]:
    return list(ncci_mue.read(io.BytesIO(content), name=name, excerpt=True).rows)


def add_ons_of(content: bytes, name: str = AOC) -> list[AddOnRow]:
    return list(ncci_addon.read(io.BytesIO(content), name=name, excerpt=True).rows)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


class TestUnits:
    def test_a_limit_is_read_behind_the_notice_and_the_broken_header(self) -> None:
        assert limits_of(units_csv(UNITS)) == [LimitRow("86320", 1, "2", "Descriptor"), LimitRow("00100", 0, "3", "")]

    @pytest.mark.parametrize(
        ("heading", "variant"),
        [
            ("Practitioner Services", "practitioner"),
            ("Outpatient Hospital Services", "hospital"),
            ("DME Supplier Services", "dme"),
        ],
    )
    def test_the_header_says_whose_services(self, heading: str, variant: str) -> None:
        edition = ncci_mue.read(io.BytesIO(units_csv(UNITS, heading)), name=APRIL, excerpt=True)
        assert (edition.variant, edition.label, edition.effective) == (variant, "MUE 2026 Q2", day("2026-04-01"))
        assert edition.variant in ncci_mue.SOURCE.variants

    @pytest.mark.parametrize(
        ("content", "name", "problem"),
        [
            (units_csv(UNITS), "mue.csv", "give its first day with --effective"),
            (units_csv(UNITS, "Podiatry"), APRIL, "its header says neither practitioner services mue"),
            (units_csv([]), APRIL, "csv:5: nothing follows the header"),
            (b"GEOGRAPHIC PRACTICE COST INDICES\n", APRIL, "it looks like GPCI"),
            (b"a\rb\n", APRIL, "not a table of medically unlikely edits: not csv"),
            (b"", APRIL, "no header row with CPT CODE"),
            (units_csv([("8632X", "1", "2 x", "")]), APRIL, "csv:6: “8632X” is no code"),
            (units_csv([("86320", "one", "2 x", "")]), APRIL, "csv:6: “one” is no count of units"),
            (units_csv([("86320", "1", "4 x", "")]), APRIL, "csv:6: “4 x” does not begin with an indicator"),
            (units_csv([("86320", "1")]), APRIL, "csv:6: 2 cells where the header has 4"),
            (units_csv([UNITS[0], UNITS[0]]), APRIL, "csv:7: 86320 stands in the file twice"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_line(self, content: bytes, name: str, problem: str) -> None:
        with pytest.raises(SourceError) as caught:
            limits_of(content, name)
        assert problem in str(caught.value)

    def test_a_table_cut_short_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(SourceError, match="2 rows; the practitioner table has at least 10,000"):
            list(ncci_mue.read(io.BytesIO(units_csv(UNITS)), name=APRIL).rows)
        monkeypatch.setattr(ncci_mue, "FEWEST_ROWS", {"practitioner": 2})
        assert len(list(ncci_mue.read(io.BytesIO(units_csv(UNITS)), name=APRIL).rows)) == 2
        with pytest.raises(SourceError, match="ends in the middle of a line, after 2 rows"):
            list(ncci_mue.read(io.BytesIO(units_csv(UNITS)[:-1]), name=APRIL).rows)

    def test_three_tables_are_fetched(self) -> None:
        names = ncci_mue.SOURCE.zip_names(datetime.date(2026, 4, 2))
        assert names[0][0] == "medicare-ncci-2026-q2-practitioner-services-mue-table.zip"
        assert len(names) == 3

    def test_every_row_of_the_real_table_is_read(self, cms_data: Path) -> None:
        with (cms_data / "ncci" / APRIL).open("rb") as file:
            edition = ncci_mue.read(file, name=APRIL)
            rows = {row.code: row for row in edition.rows}
        assert (len(rows), edition.variant) == (15_095, "practitioner")
        assert (rows["86320"].units, rows["86320"].mai) == (1, "2")
        assert Counter(row.mai for row in rows.values()) == {"3": 9637, "2": 5417, "1": 41}


class TestAddOns:
    def test_the_text_of_cms_is_read_whatever_dates_are_blank(self) -> None:
        content = (
            b"20054T   CCCCC   2013091   Contractors decide\n"
            b"10071U          0070U          2018274\n"
            b"10076T          0075T          2013091 2014365 a note of 2014365\n"
            b"10077T          0075T  2015365 2013091\n"
            b"30078T  2016366 0075T  2017365 2013091 2015365\n"
        )
        assert add_ons_of(content) == [
            AddOnRow("0054T", "CCCCC", "2", day("2013-04-01"), None),
            AddOnRow("0071U", "0070U", "1", day("2018-10-01"), None),
            AddOnRow("0076T", "0075T", "1", day("2013-04-01"), day("2014-12-31")),
            AddOnRow("0077T", "0075T", "1", day("2013-04-01"), day("2015-12-31")),
            AddOnRow("0078T", "0075T", "3", day("2013-04-01"), day("2015-12-31")),
        ]

    def test_the_table_of_cms_is_read_by_its_header(self) -> None:
        content = f"Notice\n{TABLE}1\t0071U\t\t0070U\t2020365\t2018274\t2019365\t\n2\t0054T\t\tCCCCC\t\t\t\t\n"
        assert add_ons_of(content.encode()) == [
            AddOnRow("0071U", "0070U", "1", day("2018-10-01"), day("2019-12-31")),
            AddOnRow("0054T", "CCCCC", "2", None, None),
        ]

    def test_a_list_without_dates_is_read(self) -> None:
        content = b'"primary_code","add_on_code","aoc_edit_type"\n"99205","G2212",1\n\n'
        assert add_ons_of(content, "northstar_aoc_2024.csv") == [AddOnRow("G2212", "99205", "1", None, None)]

    @pytest.mark.parametrize(
        ("name", "effective", "label"),
        [
            (AOC, "2026-04-01", "Add-on codes 2026 Q2"),
            ("AOC_V2025Q4_01-MCR.txt", "2025-10-01", "Add-on codes 2025 Q4"),
            ("northstar_aoc_2024.csv", "2024-01-01", "Add-on codes 2024 Q1"),
        ],
    )
    def test_the_name_says_since_when(self, name: str, effective: str, label: str) -> None:
        edition = ncci_addon.read(io.BytesIO(b"10071U 0070U 2018274\n"), name=name, excerpt=True)
        assert (f"{edition.effective}", edition.label, edition.variant) == (effective, label, "")

    @pytest.mark.parametrize(
        ("content", "name", "problem"),
        [
            (b"10071U 0070U 2018274\n", "list.txt", "give its first day with --effective"),
            (b"", AOC, "neither a header nor a row of CMS's text was found"),
            (b"a\rb\n", AOC, "neither a header nor a row of CMS's text was found"),
            (b"GEOGRAPHIC PRACTICE COST INDICES\n", AOC, "it looks like GPCI"),
            (b"10071U 0070U 2018274\nwhat\n", AOC, "txt:2: no row of type, add-on code, primary code and dates"),
            (b"10071U 0070U 2018367\n", AOC, "txt:1: “2018367” is no date of year and day"),
            (b"1CCCCC 0070U 2018274\n", AOC, "txt:1: CCCCC stands for primary codes only"),
            (b"10071U AAAAA 2018274\n", AOC, "txt:1: “AAAAA” is no code"),
            (f"{TABLE}1\t0071U\n".encode(), AOC, "txt:2: 2 cells where the header has 8"),
            (f"{TABLE}4\t0071U\t\t0070U\t\t\t\t\n".encode(), AOC, "txt:2: “4” is no type of add-on code"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_line(self, content: bytes, name: str, problem: str) -> None:
        with pytest.raises(SourceError) as caught:
            add_ons_of(content, name)
        assert problem in str(caught.value)

    def test_a_list_cut_short_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        content = b"10071U 0070U 2018274\n"
        with pytest.raises(SourceError, match="1 rows; a complete list has at least 3,000"):
            list(ncci_addon.read(io.BytesIO(content), name=AOC).rows)
        monkeypatch.setattr(ncci_addon, "FEWEST_ROWS", 1)
        assert len(list(ncci_addon.read(io.BytesIO(content), name=AOC).rows)) == 1
        with pytest.raises(SourceError, match="ends in the middle of a line"):
            list(ncci_addon.read(io.BytesIO(content[:-1]), name=AOC).rows)

    def test_every_row_of_the_real_list_is_read(self, cms_data: Path) -> None:
        path = cms_data / "ncci" / "northstar_aoc_2024.csv"
        with path.open("rb") as file:
            rows = list(ncci_addon.read(file, name=path.name).rows)
        assert Counter(row.kind for row in rows) == {"1": 6860, "3": 569, "2": 36}
        assert AddOnRow("0054T", "CCCCC", "2", None, None) in rows
