"""The relative value file in its other forms: fixed-width text, the cleaned header of 2024, an excerpt of 2026."""

import datetime
import io
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from codes.sources import MPFS, SourceError, archive, mpfs
from codes.sources.edition import Edition
from codes.sources.mpfs import FeeRow, reading
from codes.sources.mpfs.text import PLACES, WIDTH
from tests.codes.fee_files import DESCRIPTION, STACK_2025, Cells, every_code, pprrvu, row_2025, row_2026

FIELDS = ("code", "modifier", "", *(field for field in FeeRow._fields[2:] if field != "pric"))  # in the csv's order
NAME = "PPRRVU2025_Oct.txt"
CLEANED = {"non_fac_na_indicator": "non_fac_indicator", "facility_na_indicator": "facility_indicator"}


@pytest.fixture
def small_files_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEWEST_ROWS", 1)
    monkeypatch.setattr(reading, "BEGINNINGS", ())


def edition_of(content: bytes, name: str, *, excerpt: bool = False) -> Edition[FeeRow]:
    return mpfs.read(io.BytesIO(content), name=name, excerpt=excerpt)


def rows_of(content: bytes, name: str) -> list[FeeRow]:
    return list(edition_of(content, name).rows)


def problem_with(content: bytes, name: str = NAME) -> str:
    with pytest.raises(SourceError) as caught:
        rows_of(content, name)
    return str(caught.value)


def text_line(cells: Cells) -> str:
    """A row of the csv at the places of the text edition: figures to the right, shares as .69."""
    line = [" "] * WIDTH
    for field, cell in zip(FIELDS, cells, strict=True):
        if field:
            place = PLACES[field]
            width = place.stop - place.start
            shown = cell.removeprefix("0") if field in {"pre", "intra", "post"} else cell
            line[place] = shown.ljust(width) if field in {"code", "modifier"} else shown.rjust(width)
    line[7:57] = DESCRIPTION.ljust(50)
    return "".join(line)


def text_edition(rows: list[Cells]) -> bytes:
    notice = ["HDR NOTICES OF OTHERS".ljust(50)] * 7
    return "".join(f"{line}\r\n" for line in [*notice, *map(text_line, rows)]).encode()


def cleaned(rows: list[Cells]) -> bytes:
    names = ["_".join(" ".join(words).replace("-", " ").lower().split()) for words in STACK_2025]
    lines = [[CLEANED.get(name, name) for name in names], *rows]
    return "".join(",".join(line) + "\n" for line in lines).encode()


ROWS = [row_2025("36000", used="+"), row_2025("86320", status="X"), row_2025("86320", "26")]


@pytest.mark.usefixtures("small_files_pass")
def test_the_text_edition_reads_as_the_csv() -> None:
    edition = edition_of(text_edition(ROWS), NAME)
    assert (edition.label, edition.effective, edition.variant) == ("RVU25D", datetime.date(2025, 10, 1), "")
    rows = list(edition.rows)
    assert rows == rows_of(pprrvu(ROWS), "PPRRVU2025_Oct.csv")
    assert DESCRIPTION not in repr(rows)


@pytest.mark.usefixtures("small_files_pass")
def test_the_text_edition_tells_its_release_by_its_name_alone() -> None:
    assert edition_of(text_edition(ROWS), "rvu24c.zip/PPRRVU24_JUL.txt").label == "RVU24C"
    assert problem_with(text_edition(ROWS), "mine.txt") == (
        "mine.txt: the file does not say which release it is; give its first day with --effective"
    )


def test_the_text_edition_of_2026_has_a_layout_not_known_here() -> None:
    assert problem_with(text_edition(ROWS), "PPRRVU2026_Jan.txt") == (
        "PPRRVU2026_Jan.txt: the fixed-width text edition is read up to 2025; give the csv file of the same release"
    )


@pytest.mark.usefixtures("small_files_pass")
def test_a_damaged_line_of_the_text_edition_is_named() -> None:
    whole = text_edition(ROWS)
    assert problem_with(whole[:-3]) == f"{NAME}:10: 170 characters where a row has 171; the file seems cut short"
    assert problem_with(whole[:-2]) == f"{NAME}: ends in the middle of a line, after 3 rows; the file is cut short"
    assert problem_with(whole.replace(b"A   0.37", b"A   0.38")) == (
        f"{NAME}:10: 0.38 + 0.15 + 0.01 is not the non-facility total 0.53"
    )
    assert problem_with(text_edition([*ROWS, ROWS[0]])) == f"{NAME}:11: 36000 stands in the file twice"
    assert problem_with(text_edition([])) == f"{NAME}: nothing follows the header"


def test_a_text_edition_with_too_few_rows_is_refused() -> None:
    rows = [row_2025(code) for code in every_code()[:2000]]
    assert problem_with(text_edition(rows)) == f"{NAME}: 2,000 rows; a complete release has at least 15,000"


@pytest.mark.usefixtures("small_files_pass")
def test_the_cleaned_header_of_2024_reads_as_the_stacked_one() -> None:
    edition = edition_of(cleaned(ROWS), "pprrvu_rvu24a_jan.csv.gz")
    assert (edition.label, edition.effective) == ("RVU24A", datetime.date(2024, 1, 1))
    assert list(edition.rows) == rows_of(pprrvu(ROWS), "PPRRVU2025_Oct.csv")
    assert problem_with(cleaned(ROWS), "mine.csv") == (
        "mine.csv: the file does not say which release it is; give its first day with --effective"
    )


def test_an_excerpt_may_be_of_a_few_rows() -> None:
    content = pprrvu([row_2026("99213")], year=2026, month="July")
    assert problem_with(content, "x.csv") == "x.csv: 1 rows; a complete release has at least 15,000"
    assert len(list(edition_of(content, "x.csv", excerpt=True).rows)) == 1


def test_in_a_zip_the_text_is_taken_only_where_no_csv_is(tmp_path: Path) -> None:
    names = ["PPRRVU2025_Oct.csv", "PPRRVU2025_Oct.txt", "PPRRVU2025_Oct.xlsx", "GPCI2025.csv"]
    for held, taken in ((names, ["PPRRVU2025_Oct.csv"]), (names[1:], ["PPRRVU2025_Oct.txt"])):
        with zipfile.ZipFile(tmp_path / "rvu25d.zip", "w") as pack:
            for name in held:
                pack.writestr(name, b"x")
        assert archive.members(tmp_path / "rvu25d.zip", MPFS.member, otherwise=MPFS.or_member) == taken


# --- CMS's own files -------------------------------------------------------------------------------------------------


def read_whole(path: Path) -> tuple[Edition[FeeRow], list[FeeRow]]:
    with archive.unpacked(path) as unpacked:
        edition = mpfs.read(unpacked.file, name=unpacked.name)
        return edition, list(edition.rows)


def test_the_text_of_october_2025_is_the_csv_row_for_row(cms_data: Path) -> None:
    (text, text_rows), (csv, csv_rows) = (
        read_whole(cms_data / "mpfs/rvu25d" / f"PPRRVU2025_Oct.{form}") for form in ("txt", "csv")
    )
    assert text[:3] == csv[:3]
    assert len(text_rows) == 19_090
    assert text_rows == csv_rows


@pytest.mark.parametrize(
    ("file", "label", "day", "count", "cf"),
    [
        ("pprrvu_rvu24a_jan.csv.gz", "RVU24A", datetime.date(2024, 1, 1), 18_499, "32.7442"),
        ("pprrvu_rvu24b_apr.csv.gz", "RVU24B", datetime.date(2024, 4, 1), 18_534, "33.2875"),
        ("pprrvu_rvu24c_jul.csv.gz", "RVU24C", datetime.date(2024, 7, 1), 18_664, "33.2875"),
    ],
)
def test_the_releases_of_2024_have_the_rows_that_cms_published(
    cms_data: Path, file: str, label: str, day: datetime.date, count: int, cf: str
) -> None:
    edition, rows = read_whole(cms_data / "mpfs/history" / file)
    assert (edition.label, edition.effective, edition.variant, len(rows)) == (label, day, "", count)
    assert {row.cf for row in rows} == {Decimal(cf)}
    by_key = {(row.code, row.modifier): row for row in rows}
    assert (by_key["86320", ""].status, by_key["86320", "26"].work) == ("X", Decimal("0.37"))
    assert by_key["27447", ""].na_nonfacility
    assert Counter(row.status for row in rows)["J"] == 276


def test_seven_rows_of_2026_are_an_excerpt(cms_data: Path) -> None:
    path = cms_data / "mpfs/rvu26/PPRRVU2026_Jul_nonQPP.header_excerpt.csv"
    with archive.unpacked(path) as unpacked:
        edition = mpfs.read(unpacked.file, name=unpacked.name, excerpt=True)
        assert (edition.label, edition.variant, len(list(edition.rows))) == ("RVU26C", "", 7)
    with pytest.raises(SourceError, match="7 rows; a complete release has at least 15,000"):
        read_whole(path)
