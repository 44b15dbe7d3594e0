"""Tables as spreadsheets save them, without a database."""

import csv
import io
from collections.abc import Mapping
from unittest.mock import patch

import pytest

from reports import batch, intake
from reports.intake import FIELDS

HEADINGS = "code,payer,kind,year"
ROW = "86320,aetna,rejection,2026"


def read(text: str, encoding: str = "utf-8") -> list[batch.Row]:
    return batch.read(text.encode(encoding))


def refusal(content: bytes) -> str:
    with pytest.raises(batch.Unreadable) as caught:
        batch.read(content)
    return str(caught.value)


def test_the_template_holds_every_field_and_one_example_that_is_passed_over() -> None:
    headings, example = csv.reader(io.StringIO(batch.template()))
    assert sorted(headings) == sorted(FIELDS)
    assert len(example) == len(headings)
    assert refusal(batch.template().encode()) == (
        "There is no row under the headings. Rows that begin with # are passed over."
    )


def test_no_cell_of_the_template_is_a_formula() -> None:
    cells = [cell for row in csv.reader(io.StringIO(batch.template())) for cell in row]
    assert [cell for cell in cells if cell != batch.without_formula(cell)] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_a_cell_like_a_formula_is_told_as_text(start: str) -> None:
    assert batch.without_formula(f"{start}1+1") == f"'{start}1+1"
    assert batch.without_formula("1=1") == "1=1"


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    rows = read(f'{HEADINGS},story\n{ROW},"two\nlines"\n\n#{ROW},x\n , ,,,\n{ROW},last\n')
    assert [(row.number, row.raw["story"]) for row in rows] == [(2, "two\nlines"), (6, "last")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_as_any_spreadsheet_saves_it(delimiter: str, encoding: str) -> None:
    text = f"{HEADINGS},story\r\n{ROW},café: 5 €\r\n".replace(",", delimiter)
    assert read(text, encoding) == [
        batch.Row(2, {"code": "86320", "payer": "aetna", "kind": "rejection", "year": "2026", "story": "café: 5 €"}, {})
    ]


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\n'])
def test_excels_line_about_the_separator_is_no_row(first: str) -> None:
    text = first + f'{HEADINGS},story\n{ROW},"a, b, c"\n'.replace(",", ";").replace("; ", ", ")
    assert [(row.number, row.raw["story"]) for row in read(text)] == [(2, "a, b, c")]


def test_headings_may_stand_in_any_order_and_case_and_empty_columns_behind() -> None:
    assert read("Year, KIND ,payer,code,,\n2026,rejection,aetna,86320,,\n")[0].raw == {
        "code": "86320",
        "payer": "aetna",
        "kind": "rejection",
        "year": "2026",
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The first row must hold the template's headings. Missing: code, payer, kind, year."),
        (b"code,payer,kind\n", "The first row must hold the template's headings. Missing: year."),
        (
            b"code,payer,kind,year,Jane Doe 555-12-3456\n",
            "The first row must hold the template's headings. No field is named like the heading of column 5.",
        ),
        (
            b"code,payer,kind,year,code\n",
            "The first row must hold the template's headings. One heading stands there twice.",
        ),
        (b'code,payer,kind,year\n86320,"ae"tna,rejection,2026\n', "Its quotation marks do not match"),
        (b'code,payer,kind,year\n86320,"aetna,rejection,2026\n', "Its quotation marks do not match"),
        (b"PK\x03\x04\x00\x00", "This is no CSV file."),
        (b"\xff\xfe\x00", "This is no text."),
        (b"x" * (batch.MOST_BYTES + 1), "This file is over 1 MB."),
        (f"{HEADINGS}\n{ROW}\n".encode() + f"{ROW}\n".encode() * 500, "There are over 500 rows."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(content: bytes, said: str) -> None:
    assert refusal(content).startswith(said)


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("resolution_band", "30-Jan", "The spreadsheet turned the band into a date."),
        ("resolution_band", "Jan-30", "The spreadsheet turned the band into a date."),
        ("resolution_band", "1/30/2026", "The spreadsheet turned the band into a date."),
        ("amount_band", "2050-01-01", "The spreadsheet turned the band into a date."),
        ("resolution_band", "31-60", ""),
        ("amount_band", "5000+", ""),
        ("code", "100", "A code has five characters. If the spreadsheet lost zeros in front,"),
        ("code", "G0483", ""),
        ("paired_code", "1", "A code has five characters. If the spreadsheet lost zeros in front,"),
        ("place_of_service", "2", "The spreadsheet lost a zero in front."),
        ("place_of_service", "11", ""),
        ("story", "x" * 5001, "Keep it to 5,000 characters."),
    ],
)
def test_what_a_spreadsheet_spoiled_is_named_and_left_out(column: str, cell: str, said: str) -> None:
    others = [name for name in HEADINGS.split(",") if name != column]
    row = read(f"{','.join([*others, column])}\n{','.join('1' for _ in others)},{cell}\n")[0]
    [words] = row.problems.get(column, [""])
    assert words.startswith(said)
    assert bool(words) is bool(said)
    assert (column in row.raw) is not bool(said)


@pytest.mark.parametrize(("column", "words"), sorted(intake.CHOICES.items()))
def test_a_choice_may_be_written_in_the_words_of_the_form(column: str, words: Mapping[str, str]) -> None:
    others = [name for name in HEADINGS.split(",") if name != column]
    for key, label in words.items():
        for cell in (key, label, label.upper()):
            row = read(f'{",".join([*others, column])}\n{",".join("1" for _ in others)},"{cell}"\n')[0]
            assert row.raw[column] == key


def test_rows_beyond_what_is_taken_are_not_looked_at() -> None:
    with patch.object(batch, "_row", wraps=batch._row) as looked_at:
        assert refusal(f"{HEADINGS}\n".encode() + b"1\n" * 10_000).startswith("There are over 500 rows.")
    assert looked_at.call_count == batch.MOST_ROWS + 1


def test_a_cell_without_a_heading_is_a_problem_of_its_row() -> None:
    row = read(f"{HEADINGS}\n{ROW},and more\n")[0]
    assert row.problems == {
        "detail": ["There are more cells than headings. Put text that holds commas in quotation marks."]
    }


def test_no_message_repeats_a_cell() -> None:
    for column in FIELDS:
        others = [name for name in HEADINGS.split(",") if name != column]
        for cell in ("Zqxjkv", "30-Qqq", "7"):
            row = read(f"{','.join([*others, column])}\n{','.join('1' for _ in others)},{cell}\n")[0]
            assert "Zqxjkv" not in str(row.problems)
            assert "Qqq" not in str(row.problems)
