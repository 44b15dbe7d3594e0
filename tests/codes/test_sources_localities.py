"""LOCCO: zeros put back, the state carried down, entries of several lines joined."""

import datetime
import io
from pathlib import Path

import pytest

from codes.sources import SourceError, gpci, localities
from codes.sources.edition import Edition
from codes.sources.localities import CountyRow
from tests.codes.place_files import locco

ALABAMA = ("10112", "0", "ALABAMA ", "STATEWIDE ", "ALL COUNTIES ")
LAUDERDALE = ("9102", "3", "FLORIDA ", "FORT LAUDERDALE", "BROWARD, COLLIER AND ST. LUCIE")
MIAMI = ("9102", "4", " ", "MIAMI", "DADE AND MONROE")
WYOMING = ("3602", "21", "WYOMING ", "STATEWIDE ", "ALL COUNTIES ")


def edition_of(content: bytes, name: str = "25LOCCO.csv", *, excerpt: bool = True) -> Edition[CountyRow]:
    return localities.read(io.BytesIO(content), name=name, excerpt=excerpt)


def problem_with(content: bytes, *, excerpt: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        list(edition_of(content, excerpt=excerpt).rows)
    return str(caught.value)


def test_zeros_are_put_back_and_the_state_is_carried_down() -> None:
    edition = edition_of(locco([ALABAMA, (), LAUDERDALE, MIAMI]))
    assert (edition.label, edition.effective) == ("LOCCO 2025", datetime.date(2025, 1, 1))
    assert list(edition.rows) == [
        CountyRow("10112", "00", "Alabama", "Statewide", "All counties"),
        CountyRow("09102", "03", "Florida", "Fort Lauderdale", "Broward, Collier and St. Lucie"),
        CountyRow("09102", "04", "Florida", "Miami", "Dade and Monroe"),
    ]


def test_an_entry_over_several_lines_is_joined() -> None:
    more = ("", "", "", "", "MARTIN, PALM BEACH")
    rows = list(edition_of(locco([LAUDERDALE, more, MIAMI])).rows)
    assert [(row.area, row.counties) for row in rows] == [
        ("Fort Lauderdale", "Broward, Collier and St. Lucie, Martin, Palm Beach"),
        ("Miami", "Dade and Monroe"),
    ]


def test_an_entry_that_stands_there_twice_for_two_contractors_is_one() -> None:
    rest = ("5302", "99", "MISSOURI ", "REST OF STATE* ", "ALL OTHER COUNTIES ")
    again = ("5302", "99", "", "REST OF STATE*", "ALL OTHER COUNTIES")
    assert list(edition_of(locco([rest, again])).rows) == [
        CountyRow("05302", "99", "Missouri", "Rest of state", "All other counties")
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("x", "3", "FLORIDA", "MIAMI", "DADE"), "“x” is no contractor"),
        (("9102", "", "FLORIDA", "MIAMI", "DADE"), "“” is no locality number"),
        (("", "", "", "", "DADE"), "counties without a locality above them"),
    ],
)
def test_an_impossible_line_is_named(row: tuple[str, ...], problem: str) -> None:
    assert problem_with(locco([row])) == f"25LOCCO.csv:5: {problem}"


def test_a_locality_in_two_states_is_refused() -> None:
    assert problem_with(locco([ALABAMA, ("10112", "0", "GEORGIA", "STATEWIDE", "ALL COUNTIES")])) == (
        "25LOCCO.csv:6: locality 10112-00 is in Alabama above and here in Georgia"
    )


def test_a_file_cut_short_is_refused() -> None:
    rows = [(str(10000 + number), "0", "ALABAMA", "STATEWIDE", "ALL COUNTIES") for number in range(100)]
    assert len(list(edition_of(locco([*rows, WYOMING]), excerpt=False).rows)) == 101
    assert problem_with(locco(rows), excerpt=False) == (
        "25LOCCO.csv: 100 localities up to Alabama; the file is cut short"
    )
    assert problem_with(locco([*rows, WYOMING])[:-3], excerpt=False).endswith("the file is cut short")
    assert problem_with(locco([])) == "25LOCCO.csv: nothing follows the header"


def test_a_file_of_another_kind_is_refused() -> None:
    assert problem_with(b"a,b\n" * 50) == (
        "25LOCCO.csv: not a list of localities and counties (LOCCO): "
        "no header row with Locality Number, State, Fee Schedule Area and Counties"
    )
    assert problem_with(b"%PDF-1.7\r" + bytes(range(256)) * 50).endswith("(LOCCO): it looks like a PDF")


@pytest.mark.parametrize("file", ["mpfs/rvu25d/25LOCCO.csv", "mpfs/rvu25a/25LOCCO1.csv"])
def test_2025_lists_the_localities_that_gpci_has(cms_data: Path, file: str) -> None:
    with (cms_data / file).open("rb") as opened, (cms_data / "mpfs/rvu25d/GPCI2025.csv").open("rb") as indices:
        rows = list(localities.read(opened, name=file).rows)
        named = {row[:2] for row in gpci.read(indices, name="GPCI2025.csv").rows}
    assert len(rows) == 109
    assert {row[:2] for row in rows} == named
    by_place = {row[:2]: row for row in rows}
    assert by_place["09102", "04"] == CountyRow("09102", "04", "Florida", "Miami", "Dade and Monroe")
    assert by_place["13292", "04"] == CountyRow("13292", "04", "New York", "Queens", "Queens")
    assert by_place["05302", "99"].counties == "All other counties"
