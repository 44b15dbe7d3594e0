"""The NCCI tables of pairs: two layouts, two settings, four parts, and every doubt a refusal with file and line."""

import datetime
import io
from pathlib import Path

import pytest

from codes.sources import SourceError, archive, ncci_ptp
from codes.sources.blocks import Block, cell
from codes.sources.edition import Edition
from codes.sources.ncci_names import effective_in, last_day, version
from codes.sources.ncci_ptp import reading
from tests.codes.ncci_files import PAIR_HEADER, every_pair, named_pairs, pair, pair_csv, pair_text

JULY = "ccipra-v302r0-f1.txt"
ROWS = [pair("0001A", "0591T", "20220101", "20231231"), pair("80053", "80048", "19960101", "*", "0")]


def read(content: bytes, name: str = JULY, *, excerpt: bool = True) -> Edition[Block]:
    return ncci_ptp.read(io.BytesIO(content), name=name, excerpt=excerpt)


def lines_of(content: bytes, name: str = JULY, *, excerpt: bool = True) -> list[str]:
    blocks = list(read(content, name, excerpt=excerpt).rows)
    lines = b"".join(block.text for block in blocks).decode().splitlines()
    assert sum(block.rows for block in blocks) == len(lines)
    return lines


def problem_with(content: bytes, name: str = JULY, *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        lines_of(content, name, excerpt=excerpt)
    return str(caught.value)


@pytest.fixture
def small_files_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEWEST_ROWS", 1)
    monkeypatch.setattr(reading, "FEWEST_ROWS_OF_PART", 1)
    monkeypatch.setattr(reading, "BEGINNINGS", frozenset())


@pytest.mark.parametrize("build", [pair_text, pair_csv])
def test_a_row_of_cms_becomes_a_line_for_copy(build: object) -> None:
    assert callable(build)
    assert lines_of(build(ROWS)) == [
        "0001A\t0591T\t2022-01-01\t2023-12-31\t1\tMisuse",
        "80053\t80048\t1996-01-01\t\\N\t0\tMisuse",
    ]


def test_a_file_without_effective_dates_has_none() -> None:
    content = named_pairs([("80053", "80048", "9999-12-31", "0"), ("0001A", "0591T", "2023-12-31", "1")])
    assert lines_of(content, "northstar_ptp_prac_eff_2024-07-01.csv") == [
        "80053\t80048\t\\N\t\\N\t0\tMisuse",
        "0001A\t0591T\t\\N\t2023-12-31\t1\tMisuse",
    ]


def test_a_pair_may_stand_there_again_with_other_dates() -> None:
    again = [pair("80053", "80048", "20200101", "20201231"), pair("80053", "80048", "20220101")]
    assert len(lines_of(pair_text(again))) == 2


def test_older_files_have_no_reason() -> None:
    content = PAIR_HEADER.replace("\tPTP Edit Rationale", "").encode() + b"80053\t80048\t\t20200101\t*\t1\r\n"
    assert lines_of(content) == ["80053\t80048\t2020-01-01\t\\N\t1\t"]


def test_zeros_that_excel_dropped_are_put_back() -> None:
    assert lines_of(pair_text([pair("100", "36000")])) == ["00100\t36000\t2020-01-01\t\\N\t1\tMisuse"]


def test_what_copy_would_misread_is_escaped() -> None:
    assert [cell(value) for value in (None, "a\tb\\c\nd", 7)] == [b"\\N", b"a\\tb\\\\c\\nd", b"7"]


@pytest.mark.parametrize(
    ("name", "effective", "variant", "label"),
    [
        ("ccipra-v322r0-f1.excerpt.txt", "2026-07-01", "practitioner-1", "NCCI 2026 Q3 (v32.2)"),
        ("zip/ccioph-v300r1-f4.TXT", "2024-01-01", "hospital-4", "NCCI 2024 Q1 (v30.0)"),
        ("northstar_ptp_prac_eff_2024-07-01.csv.gz", "2024-07-01", "practitioner", "NCCI 2024 Q3 (v30.2)"),
        ("2025q4-hospital-ptp.csv", "2025-10-01", "hospital", "NCCI 2025 Q4 (v31.3)"),
    ],
)
def test_the_name_says_which_quarter_whose_services_and_which_part(
    name: str, effective: str, variant: str, label: str
) -> None:
    edition = read(pair_text(ROWS), name)
    assert (f"{edition.effective}", edition.variant, edition.label) == (effective, variant, label)
    assert edition.variant in ncci_ptp.SOURCE.variants


def test_the_first_day_can_be_given() -> None:
    day = datetime.date(2024, 7, 1)
    edition = ncci_ptp.read(io.BytesIO(pair_text(ROWS)), name="practitioner.txt", effective=day, excerpt=True)
    assert edition.effective == day


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (pair_text(ROWS), "practitioner.txt", "its name does not say which quarter it is of"),
        (pair_text(ROWS), "v302.txt", "is it the practitioner or the hospital table?"),
        (b"", JULY, "no row with two codes was found"),
        (b"GEOGRAPHIC PRACTICE COST INDICES\n", JULY, "it looks like GPCI"),
        (b"A,B\n80053,80048,1\n", JULY, "its header does not name column 1, column 2"),
        (b"column_1,column_2,why\n80053,80048,1\n", JULY, "its header has no column deletion_date, modifier_indicator"),
        (pair_text([*ROWS, pair("8005", "80048X")]), JULY, "txt:9: “80048X” is no code"),
        (pair_text([*ROWS, pair("80053", "80048", "20201301")]), JULY, "txt:9: “20201301” is no effective date"),
        (pair_text([*ROWS, pair("80053", "80048", "*")]), JULY, "txt:9: the effective date is missing"),
        (pair_text([*ROWS, pair("80053", "80048", indicator="2")]), JULY, "txt:9: “2” is no modifier indicator"),
        (pair_text([*ROWS, ("80053",)]), JULY, "txt:9: too few cells"),
        (pair_text([*ROWS, ("8" * 100_000,)]), JULY, "txt:9: too few cells"),
        (pair_text([*ROWS, (*pair("80053", "80048"), "more")]), JULY, "txt:9: 8 cells where the rows above have 7"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content: bytes, name: str, problem: str) -> None:
    assert problem in problem_with(content, name)


def test_too_few_rows_are_no_part_and_no_table() -> None:
    assert "2 rows; a part of a table has at least 100,000" in problem_with(pair_text(ROWS), excerpt=False)
    assert "a whole table (CMS's parts are known by their names" in problem_with(
        pair_text(ROWS), "ccipra-v302r0.txt", excerpt=False
    )


@pytest.mark.usefixtures("small_files_pass")
def test_a_file_that_ends_in_the_middle_of_a_line_is_cut_short() -> None:
    assert "the file is cut short" in problem_with(pair_text(ROWS)[:-2], excerpt=False)
    assert len(lines_of(pair_text(ROWS), excerpt=False)) == 2


def test_a_whole_table_begins_with_every_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEWEST_ROWS", 1)
    assert "no code in column 1 begins with 1, 2, 3, 4, 5, 6, 7, 9, G" in problem_with(
        pair_text(ROWS), "ccipra-v302r0.txt", excerpt=False
    )


def test_made_up_tables_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEWEST_ROWS", 20_000)
    content = b"".join(every_pair(20_000))
    assert len(lines_of(content, "ccipra-v302r0.txt", excerpt=False)) == 20_000


def test_blank_lines_at_the_end_do_not_matter() -> None:
    assert len(lines_of(pair_text(ROWS) + b"\r\n\x1a")) == 2


def test_each_part_of_both_tables_is_fetched_or_that_of_the_quarter_before() -> None:
    names = ncci_ptp.SOURCE.zip_names(datetime.date(2026, 1, 5))
    assert names[1] == (
        "medicare-ncci-2026q1-practitioner-ptp-edits-ccipra-v320r0-f2.zip",
        "medicare-ncci-2025q4-practitioner-ptp-edits-ccipra-v313r0-f2.zip",
    )
    assert len(names) == 8


@pytest.mark.parametrize("name", ["x.csv", "eff_2024-13-01.csv", "Eff_02-30-2024.csv"])
def test_a_name_without_a_day_gives_none(name: str) -> None:
    assert effective_in(name) is None


def test_quarters_and_versions() -> None:
    day = datetime.date(2024, 8, 15)
    assert (version(day), last_day(day)) == ("30.2", datetime.date(2024, 9, 30))
    assert last_day(datetime.date(2024, 12, 31)) == datetime.date(2024, 12, 31)


def test_every_row_of_the_real_practitioner_table_is_read(cms_data: Path) -> None:
    path = cms_data / "ncci" / "northstar_ptp_prac_eff_2024-07-01.csv.gz"
    with archive.unpacked(path) as unpacked:
        edition = ncci_ptp.read(unpacked.file, name=unpacked.name)
        assert (edition.variant, f"{edition.effective}") == ("practitioner", "2024-07-01")
        assert sum(block.rows for block in edition.rows) == 2_546_017


def test_the_real_excerpt_of_cms_is_read_as_an_excerpt_only(cms_data: Path) -> None:
    path = cms_data / "ncci" / "ccipra-v322r0-f1.excerpt.txt"
    content = path.read_bytes()
    lines = lines_of(content, path.name)
    assert len(lines) == 29
    assert "0001A\t90473\t2022-01-01\t2022-01-01\t9\tCPT Manual or CMS manual coding instruction" in lines
    assert "29 rows" in problem_with(content, path.name, excerpt=False)
