"""Reports by state as a map of equal tiles: a small state is as easy to see as a large one."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from reports.disclosure import POOL
from reports.presentation.rows import Row

FEWEST: Final = 30  # reports below which a map would show accidents
LEVELS: Final = 4  # of shading, by share of the largest count
GRID: Final = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN WI MI .. NY MA RI",
    "OR NV WY SD IA IL IN OH PA NJ CT",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    "HI .. .. OK LA MS AL GA .. PR VI",
    "GU AS MP TX .. .. .. .. FL .. ..",
)


class Tile(NamedTuple):
    """`level` 0: nothing is shown of the state, because it holds too few or none."""

    state: str
    column: int
    row: int
    reports: int
    level: int


class Tiles(NamedTuple):
    """`named` of `reports` come from a state that is shown; `columns` and `rows`: the size of the grid."""

    tiles: Sequence[Tile]
    named: int
    reports: int
    columns: int = len(GRID[0].split())
    rows: int = len(GRID)


def tiles_of(rows: Sequence[Row]) -> Tiles | None:
    """Of the published cells of the field "state"; None under `FEWEST` reports, or where no state is named."""
    counts = {row.key: row.reports for row in rows if row.key != POOL}
    reports = sum(row.reports for row in rows)
    if reports < FEWEST or not counts:
        return None
    return Tiles(list(_laid(counts)), sum(counts.values()), reports)


def _laid(counts: Mapping[str, int]) -> list[Tile]:
    largest = max(counts.values())
    return [
        Tile(state, column, row, count := counts.get(state, 0), -(-LEVELS * count // largest))
        for row, line in enumerate(GRID)
        for column, state in enumerate(line.split())
        if state != ".."
    ]
