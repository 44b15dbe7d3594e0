"""ZIP5: fixed width, the quarter read from the lines themselves."""

import datetime
import io
from collections import Counter
from pathlib import Path

import pytest

from codes.sources import SourceError, gpci, zips
from codes.sources.edition import Edition
from codes.sources.zips import ZipRow
from tests.codes.place_files import zip5

ANCHORAGE = ("AK", "99501", "0210201", "0")
CASPER = ("WY", "82601", "0360221R", "0")


def edition_of(content: bytes, name: str = "ZIP5_OCT2025.txt", *, excerpt: bool = True) -> Edition[ZipRow]:
    return zips.read(io.BytesIO(content), name=name, excerpt=excerpt)


def problem_with(content: bytes, *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(edition_of(content, excerpt=excerpt).rows)
    return str(caught.value)


def test_a_line_is_read_by_its_places() -> None:
    edition = edition_of(zip5(ANCHORAGE, CASPER, ("MD", "20842", "1220201B", "1")))
    assert list(edition.rows) == [
        ZipRow("99501", "AK", "02102", "01", "", plus_four=False),
        ZipRow("82601", "WY", "03602", "21", "R", plus_four=False),
        ZipRow("20842", "MD", "12202", "01", "B", plus_four=True),
    ]


@pytest.mark.parametrize(
    ("quarter", "label", "day"),
    [
        ("20251", "ZIP5 2025 Q1", datetime.date(2025, 1, 1)),
        ("20254", "ZIP5 2025 Q4", datetime.date(2025, 10, 1)),
        ("20263", "ZIP5 2026 Q3", datetime.date(2026, 7, 1)),
    ],
)
def test_label_and_day_come_from_the_quarter_in_the_lines(quarter: str, label: str, day: datetime.date) -> None:
    edition = edition_of(zip5(ANCHORAGE, quarter=quarter), "mine.txt")
    assert (edition.label, edition.effective) == (label, day)


def test_the_halves_of_kansas_and_missouri_are_states() -> None:
    halves = [(half, f"6400{n}", "0530299", "0") for n, half in enumerate(("EM", "WM", "EK", "WK"))]
    assert [row.state for row in edition_of(zip5(*halves)).rows] == ["MO", "MO", "KS", "KS"]


def test_a_damaged_line_is_named() -> None:
    content = zip5(ANCHORAGE, CASPER)
    assert problem_with(content.replace(b"WY82601", b"WY8260 ")) == (
        "ZIP5_OCT2025.txt:2: not a record of 80 characters; the file seems cut short or damaged"
    )
    assert problem_with(zip5(ANCHORAGE) + zip5(CASPER, quarter="20253")) == (
        "ZIP5_OCT2025.txt:2: is of another quarter than the lines above"
    )
    assert problem_with(zip5(ANCHORAGE, ANCHORAGE)) == "ZIP5_OCT2025.txt:2: 99501 stands in the file twice"


def test_a_file_cut_short_is_refused() -> None:
    assert problem_with(zip5(ANCHORAGE, CASPER), excerpt=False) == (
        "ZIP5_OCT2025.txt: 2 ZIP codes; a complete file has at least 40,000"
    )
    many = zip5(*((state, f"{number:05}", "0210201", "0") for number, state in enumerate(["WY", *["AL"] * 40_000])))
    assert problem_with(many, excerpt=False) == (
        "ZIP5_OCT2025.txt: no ZIP code of AK; the file is cut short or a selection"
    )
    assert problem_with(many[:-2], excerpt=False).endswith(
        "ends in the middle of a line, after 40,001 rows; the file is cut short"
    )


def test_a_file_of_another_kind_is_refused() -> None:
    assert problem_with(b"a,b\n" * 50) == (
        "ZIP5_OCT2025.txt: not a list of ZIP codes and localities (ZIP5): "
        "its first line is not a record of 80 characters"
    )
    nine = zip5(("AK", "99501", "0210201", "1")).replace(b"1 A   ", b"10001A")
    assert problem_with(nine).endswith("it looks like ZIP9 2025, the list of nine-digit ZIP codes; give ZIP5")


def test_october_2025_has_the_rows_that_cms_published(cms_data: Path) -> None:
    file = cms_data / "geo/ZIP5_OCT2025.txt"
    with file.open("rb") as opened, (cms_data / "mpfs/rvu25d/GPCI2025.csv").open("rb") as indices:
        edition = zips.read(opened, name=file.name)
        rows = list(edition.rows)
        localities = {row[:2] for row in gpci.read(indices, name="GPCI2025.csv").rows}
    assert (edition.label, edition.effective) == ("ZIP5 2025 Q4", datetime.date(2025, 10, 1))
    assert len(rows) == 42_956
    assert sum(row.plus_four for row in rows) == 580
    assert Counter(row.rural for row in rows).keys() == {"", "R", "B"}
    assert {(row.contractor, row.number) for row in rows} == localities
