"""The map of states."""

from collections import Counter

import pytest

from reports.presentation.rows import Row, row_of
from reports.presentation.tiles import GRID, tiles_of
from reports.vocabulary import STATES


def rows(**counts: int) -> list[Row]:
    n = sum(counts.values())
    share = {"share": 0.5, "low": 0.4, "high": 0.6}
    return [row_of({"key": key, "label": key, "reports": count, **share}, n) for key, count in counts.items()]


def test_every_state_a_report_may_name_has_one_tile() -> None:
    placed = Counter(cell for line in GRID for cell in line.split() if cell != "..")
    assert placed == Counter(STATES)
    assert {len(line.split()) for line in GRID} == {len(GRID[0].split())}


@pytest.mark.parametrize("counts", [{"TX": 20, "other": 9}, {"other": 900}, {}])
def test_there_is_no_map_under_thirty_reports_or_without_a_state(counts: dict[str, int]) -> None:
    assert tiles_of(rows(**counts)) is None


def test_the_pool_is_counted_and_not_placed() -> None:
    found = tiles_of(rows(TX=40, CA=11, VT=10, other=7))
    assert found is not None
    assert (found.named, found.reports) == (61, 68)
    assert {tile.state: (tile.reports, tile.level) for tile in found.tiles if tile.reports} == {
        "TX": (40, 4),
        "CA": (11, 2),
        "VT": (10, 1),
    }
    assert all(tile.level == 0 for tile in found.tiles if not tile.reports)
