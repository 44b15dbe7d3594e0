"""The relative value file: every column by its heading, every doubt a refusal with file and line."""

import datetime
import io
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from codes.sources import SourceError, archive, mpfs
from codes.sources.mpfs import FeeRow, reading
from tests.codes.fee_files import DESCRIPTION, STACK_2025, Cells, every_code, pprrvu, row_2025, row_2026

STATUSES_OF_RVU25D = {
    "A": 9021,
    "X": 2548,
    "E": 1569,
    "I": 1486,
    "C": 1347,
    "M": 1216,
    "R": 1058,
    "N": 336,
    "J": 276,
    "P": 142,
    "B": 83,
    "T": 8,
}
GCPI = b"ADDENDUM E. FINAL CY 2025 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY,,,\r\n"


@pytest.fixture
def small_files_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEWEST_ROWS", 1)
    monkeypatch.setattr(reading, "BEGINNINGS", ())


def rows_of(content: bytes, name: str = "PPRRVU.csv") -> list[FeeRow]:
    return list(mpfs.read(io.BytesIO(content), name=name).rows)


def problem_with(content: bytes, name: str = "PPRRVU.csv", effective: datetime.date | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        list(mpfs.read(io.BytesIO(content), name=name, effective=effective).rows)
    return str(caught.value)


def changed(column: str, text: str) -> Cells:
    """A row in which the cell under `column` (the last of its stacked words may repeat: all of them) is `text`."""
    place = [" ".join(" ".join(words).split()) for words in STACK_2025].index(column)
    cells = row_2025("86320", "26")
    return [*cells[:place], text, *cells[place + 1 :]]


@pytest.mark.usefixtures("small_files_pass")
def test_a_row_is_read_cell_by_cell() -> None:
    assert rows_of(pprrvu([row_2025("86320", "26")])) == [
        FeeRow(
            code="86320",
            modifier="26",
            status="A",
            not_used=False,
            work=Decimal("0.37"),
            pe_nonfacility=Decimal("0.15"),
            na_nonfacility=False,
            pe_facility=Decimal("0.15"),
            na_facility=False,
            mp=Decimal("0.01"),
            total_nonfacility=Decimal("0.53"),
            total_facility=Decimal("0.53"),
            pctc="6",
            global_days="XXX",
            pre=Decimal("0.00"),
            intra=Decimal("0.00"),
            post=Decimal("0.00"),
            mult="0",
            bilat="0",
            asst="0",
            co="0",
            team="0",
            pric="",
            endo_base="",
            cf=Decimal("32.3465"),
            supervision="09",
            calc_flag="0",
            imaging_family="99",
            opps_pe_nonfacility=Decimal("0.00"),
            opps_pe_facility=Decimal("0.00"),
            opps_mp=Decimal("0.00"),
        ),
    ]


@pytest.mark.usefixtures("small_files_pass")
def test_the_column_that_2026_adds_shifts_nothing() -> None:
    (row,) = rows_of(pprrvu([row_2026("86320", "26")], year=2026, month="July"))
    assert (row.pric, row.endo_base, row.cf, row.supervision) == ("9", "", Decimal("33.4009"), "09")


@pytest.mark.usefixtures("small_files_pass")
def test_columns_in_another_order_read_the_same() -> None:
    content = pprrvu([row_2025("86320", "26"), row_2025("99213", used="+")])
    lines = [line.split(",") for line in content.decode().splitlines()]
    turned = "\r\n".join(",".join([*reversed(line[3:]), *line[:3]]) for line in lines) + "\r\n"
    assert rows_of(turned.encode()) == rows_of(content)


@pytest.mark.usefixtures("small_files_pass")
def test_zeros_that_excel_dropped_are_put_back() -> None:
    cells = row_2025("100")
    cells[14], cells[23], cells[25], cells[27] = "0", "1234", "9", "88"
    (row,) = rows_of(pprrvu([cells, ["\x1a", *[""] * 30]], line_end="\n"))
    assert (row.code, row.global_days, row.endo_base, row.supervision, row.imaging_family) == (
        "00100",
        "000",
        "01234",
        "09",
        "88",
    )


@pytest.mark.usefixtures("small_files_pass")
@pytest.mark.parametrize(("cell", "days"), [("0", "000"), ("10", "010"), ("90", "090"), ("XXX", "XXX"), ("ZZZ", "ZZZ")])
def test_global_days_have_three_characters(cell: str, days: str) -> None:
    assert rows_of(pprrvu([changed("GLOB DAYS", cell)]))[0].global_days == days


@pytest.mark.usefixtures("small_files_pass")
def test_a_plus_means_not_used_for_medicare_payment() -> None:
    rows = rows_of(pprrvu([row_2025("36000", used="+"), row_2025("99213")]))
    assert [(row.code, row.not_used) for row in rows] == [("36000", True), ("99213", False)]


@pytest.mark.usefixtures("small_files_pass")
def test_a_byte_order_mark_does_not_matter() -> None:
    content = pprrvu([row_2025("99213")])
    assert rows_of(b"\xef\xbb\xbf" + content) == rows_of(content)


@pytest.mark.usefixtures("small_files_pass")
def test_no_descriptor_is_in_a_row() -> None:
    content = pprrvu([row_2025("99213")])
    assert DESCRIPTION in content.decode()
    assert DESCRIPTION not in repr(rows_of(content))


@pytest.mark.usefixtures("small_files_pass")
@pytest.mark.parametrize(
    ("year", "month", "label", "effective"),
    [
        (2025, "January", "RVU25A", datetime.date(2025, 1, 1)),
        (2025, "April", "RVU25B", datetime.date(2025, 4, 1)),
        (2024, "July", "RVU24C", datetime.date(2024, 7, 1)),
        (2025, "October", "RVU25D", datetime.date(2025, 10, 1)),
    ],
)
def test_the_title_says_which_release_it_is(year: int, month: str, label: str, effective: datetime.date) -> None:
    edition = mpfs.read(io.BytesIO(pprrvu([row_2025("99213")], year=year, month=month)), name="x.csv")
    assert (edition.label, edition.effective, edition.variant) == (label, effective, "")


@pytest.mark.usefixtures("small_files_pass")
def test_a_given_day_stands_in_for_the_title() -> None:
    content = pprrvu([row_2025("99213")], month="Someday")
    assert problem_with(content) == (
        "PPRRVU.csv: the file does not say which release it is; give its first day with --effective"
    )
    edition = mpfs.read(io.BytesIO(content), name="x.csv", effective=datetime.date(2025, 7, 1))
    assert (edition.label, edition.effective) == ("RVU25C", datetime.date(2025, 7, 1))


@pytest.mark.usefixtures("small_files_pass")
@pytest.mark.parametrize(
    ("cf", "name", "variant"),
    [
        ("33.4009", "a.csv", ""),
        ("33.5675", "a.csv", "qp"),
        ("33.5675", "PPRRVU2026_Jul_nonQPP.csv", "qp"),  # the factor is a fact, a file name only a name
        ("40.0000", "rvu27a.zip/PPRRVU2027_Jan_nonQPP.csv", ""),
        ("40.0000", "rvu27a.zip/PPRRVU2027_Jan_QPP.csv", "qp"),
    ],
)
def test_qp_is_told_by_the_factor_or_else_by_the_file_name(cf: str, name: str, variant: str) -> None:
    content = pprrvu([row_2026("99213", cf=cf)], year=2026, month="July")
    assert mpfs.read(io.BytesIO(content), name=name).variant == variant


@pytest.mark.usefixtures("small_files_pass")
def test_an_unknown_factor_under_a_plain_name_is_not_guessed() -> None:
    content = pprrvu([row_2026("99213", cf="40.0000")], year=2026, month="July")
    assert problem_with(content, "QP files/mine.csv") == (
        "QP files/mine.csv: is 40.0000 the conversion factor for QPs or for the others? "
        "CMS's own file name would tell; keep it"
    )


@pytest.mark.usefixtures("small_files_pass")
@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        ("HCPCS", "9921", None),  # Excel's 09921
        ("HCPCS", "HELLO", "HCPCS: “HELLO” is no code"),
        ("HCPCS", "", "HCPCS: “” is no code"),
        ("MOD", "2", "MOD: “2” is no modifier"),
        ("STATUS CODE", "Z", "STATUS CODE: “Z” is no status letter that is known"),
        ("NOT USED FOR MEDICARE PAYMENT", "x", "NOT USED FOR MEDICARE PAYMENT: “x” is neither empty nor “+”"),
        ("NON-FAC NA INDICATOR", "N", "NON FAC NA INDICATOR: “N” is neither empty nor “NA”"),
        ("WORK RVU", "0.38", "0.38 + 0.15 + 0.01 is not the non-facility total 0.53"),
        ("FACILITY PE RVU", "0.16", "0.37 + 0.16 + 0.01 is not the facility total 0.53"),
        ("WORK RVU", "0.375", "WORK RVU: “0.375” has more than two decimals"),
        ("WORK RVU", "", "WORK RVU: “” is no number"),
        ("WORK RVU", "NaN", "WORK RVU: “NaN” is no number"),
        ("WORK RVU", "Infinity", "WORK RVU: “Infinity” is out of range"),
        ("WORK RVU", "-0.37", "WORK RVU: “-0.37” is out of range"),
        ("PRE OP", "1.10", "PRE OP: “1.10” is more than the whole"),
        ("CONV FACTOR", "0", "CONV FACTOR: “0” is no conversion factor"),
        ("CONV FACTOR", "32.34651", "CONV FACTOR: “32.34651” is no conversion factor"),
        ("MULT PROC", "", "MULT PROC: “” is no indicator of 1 characters"),
        ("GLOB DAYS", "XXXX", "GLOB DAYS: “XXXX” is no indicator of 3 characters"),
        ("CO- SURG", "é", "CO SURG: “Ã©” is no indicator of 1 characters"),
    ],
)
def test_an_impossible_cell_is_named_with_its_line(column: str, text: str, problem: str | None) -> None:
    content = pprrvu([row_2025("99213"), changed(column, text)])
    if problem is None:
        assert rows_of(content)[1].code == text.zfill(5)
    else:
        assert problem_with(content) == f"PPRRVU.csv:12: {problem}"


@pytest.mark.usefixtures("small_files_pass")
def test_a_row_that_stands_there_twice_is_refused() -> None:
    content = pprrvu([row_2025("86320"), row_2025("86320", "26"), row_2025("86320", "26")])
    assert problem_with(content) == "PPRRVU.csv:13: 86320 26 stands in the file twice"


@pytest.mark.usefixtures("small_files_pass")
def test_a_second_conversion_factor_is_refused() -> None:
    content = pprrvu([row_2025("86320"), row_2025("99213", cf="33.2875")])
    assert problem_with(content) == "PPRRVU.csv:12: the conversion factor is 33.2875 here and 32.3465 above"


@pytest.mark.usefixtures("small_files_pass")
@pytest.mark.parametrize(
    ("cut", "problem"),
    [
        (1, None),  # of \r\n only the \n is gone
        (2, ": ends in the middle of a line, after 2 rows; the file is cut short"),
        (3, ": ends in the middle of a line, after 2 rows; the file is cut short"),
        (30, ":12: 25 cells where the header has 31; the file seems cut short or damaged"),
    ],
)
def test_a_last_line_that_breaks_off_is_refused(cut: int, problem: str | None) -> None:
    content = pprrvu([row_2025("86320"), row_2025("99213")])[:-cut]
    if problem is None:
        assert len(rows_of(content)) == 2
    else:
        assert problem_with(content) == f"PPRRVU.csv{problem}"


@pytest.mark.usefixtures("small_files_pass")
def test_a_header_alone_is_refused() -> None:
    assert problem_with(pprrvu([])) == "PPRRVU.csv:10: nothing follows the header"


def test_a_missing_column_is_named() -> None:
    content = pprrvu([row_2025("99213")]).replace(b"ENDO,", b"FOO,")
    assert problem_with(content) == (
        "PPRRVU.csv: not a relative value file (PPRRVU): its header has no column ENDO BASE"
    )


def test_a_column_that_stands_there_twice_is_named() -> None:
    lines = [f"{line},{line.rsplit(',', 1)[1]}" for line in pprrvu([row_2025("99213")]).decode().splitlines()]
    assert problem_with("\r\n".join(lines).encode()).endswith(
        "its header has two columns MP USED FOR OPPS PAYMENT AMOUNT"
    )


def test_2026_without_its_new_column_is_refused() -> None:
    content = pprrvu([row_2025("99213")]).replace(b"2025 National", b"2026 National")
    assert problem_with(content).endswith("its header has no column PRIC IND")


def test_too_few_rows_for_a_release_are_refused() -> None:
    content = pprrvu([row_2025(code) for code in every_code()[:9000]])
    assert problem_with(content) == "PPRRVU.csv: 9,000 rows; a complete release has at least 15,000"


@pytest.mark.parametrize(
    ("order", "lost"),
    [(sorted, "V53"), (lambda codes: sorted(codes, key=lambda code: (code[0].isdecimal(), code)), "996")],
    ids=["numbers first", "letters first"],
)
def test_a_file_cut_between_two_lines_is_refused(order: Callable[[list[str]], list[str]], lost: str) -> None:
    rows = [row_2025(code) for code in order(every_code())]
    assert len(rows_of(pprrvu(rows))) == len(rows)
    tail = next(place for place, cells in enumerate(rows) if cells[0].startswith(lost))
    assert problem_with(pprrvu(rows[:tail])) == (
        f"PPRRVU.csv: no code begins with {lost}; the file is cut short or a selection"
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (GCPI, "it looks like GPCI 2025, the geographic practice cost indices"),
        (b"%PDF-1.7\n", "it looks like a PDF"),
        (
            b"\n<!DOCTYPE html><html>",
            "it looks like a web page; CMS shows its license page first, so accept it and save the file",
        ),
        (b"HCPCS,MOD,PROCSTAT,CARRIER\n0633T,TC,C,01112\n", "it looks like OPPSCAP, the outpatient payment caps"),
        (b"", "no header row with HCPCS and MOD was found"),
        (b"a,b\n" * 100, "no header row with HCPCS and MOD was found"),
        (bytes(range(256)) * 50, "not csv: new-line character seen in unquoted field"),
        (b"%PDF-1.7\r" + bytes(range(256)) * 50, "it looks like a PDF"),
    ],
    ids=["gpci", "pdf", "web page", "oppscap", "empty", "some csv", "noise", "noise of a pdf"],
)
def test_a_foreign_file_is_called_by_its_name(content: bytes, what: str) -> None:
    assert problem_with(content, "given.csv") == f"given.csv: not a relative value file (PPRRVU): {what}"


def test_a_line_without_end_is_no_csv() -> None:
    content = pprrvu([row_2025("99213")]) + b'"' + b"x" * 200_000
    assert problem_with(content) == "PPRRVU.csv:14: not csv: field larger than field limit (131072)"


@pytest.mark.parametrize(
    ("today", "names"),
    [
        (
            datetime.date(2026, 11, 21),
            (
                ("rvu26d.zip", "rvu26c.zip", "rvu26b.zip", "rvu26a.zip"),
                ("rvu25d.zip", "rvu25c.zip", "rvu25b.zip", "rvu25a.zip"),
            ),
        ),
        (
            datetime.date(2027, 1, 2),
            (("rvu27a.zip",), ("rvu26d.zip", "rvu26c.zip", "rvu26b.zip", "rvu26a.zip")),
        ),
    ],
)
def test_the_zip_of_the_quarter_is_tried_first(today: datetime.date, names: tuple[tuple[str, ...], ...]) -> None:
    assert mpfs.zip_names(today) == names


def test_october_2025_has_the_rows_that_cms_published(cms_data: Path) -> None:
    with archive.unpacked(cms_data / "mpfs/rvu25d/PPRRVU2025_Oct.csv") as unpacked:
        edition = mpfs.read(unpacked.file, name=unpacked.name)
        rows = list(edition.rows)
    assert (edition.label, edition.effective, edition.variant) == ("RVU25D", datetime.date(2025, 10, 1), "")
    assert len(rows) == 19_090
    assert Counter(row.status for row in rows) == STATUSES_OF_RVU25D
    assert sum(row.not_used for row in rows) == 148
    interpretation = next(row for row in rows if (row.code, row.modifier) == ("86320", "26"))
    assert (interpretation.work, interpretation.total_nonfacility) == (Decimal("0.37"), Decimal("0.53"))


def test_january_2025_as_excel_saved_it_has_its_zeros_back(cms_data: Path) -> None:
    with archive.unpacked(cms_data / "mpfs/rvu25a/PPRRVU25_JAN1.csv") as unpacked:
        edition = mpfs.read(unpacked.file, name=unpacked.name)
        rows = list(edition.rows)
    assert (edition.label, edition.effective) == ("RVU25A", datetime.date(2025, 1, 1))
    assert len(rows) == 18_865
    codes = {row.code for row in rows}
    assert "00100" in codes
    assert {len(code) for code in codes} == {5}
    assert {row.global_days for row in rows} == {"000", "010", "090", "XXX", "YYY", "ZZZ", "MMM"}


def test_the_columns_of_2026_are_found(cms_data: Path, small_files_pass: None) -> None:
    with archive.unpacked(cms_data / "mpfs/rvu26/PPRRVU2026_Jul_nonQPP.header_excerpt.csv") as unpacked:
        edition = mpfs.read(unpacked.file, name=unpacked.name)
        rows = {(row.code, row.modifier): row for row in edition.rows}
    assert (edition.label, edition.effective, edition.variant) == ("RVU26C", datetime.date(2026, 7, 1), "")
    visit = rows["99213", ""]
    assert (visit.work, visit.total_nonfacility, visit.pric, visit.cf) == (
        Decimal("1.30"),
        Decimal("2.85"),
        "9",
        Decimal("33.4009"),
    )


@pytest.mark.parametrize(
    "file",
    ["mpfs/rvu25d/GPCI2025.csv", "mpfs/rvu25d/OPPSCAP_Oct.csv", "mpfs/rvu25d/ANES2025.csv", "mpfs/rvu25d/25LOCCO.csv"],
)
def test_its_neighbors_in_the_zip_are_refused_by_name(cms_data: Path, file: str) -> None:
    kind = next(word for word in ("GPCI", "OPPSCAP", "ANES", "LOCCO") if word in file)
    assert f"it looks like {kind} 2025, " in problem_with((cms_data / file).read_bytes(), file)
