"""A measured figure beside what it is compared with, and a table of them."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

HEADINGS: Final = ("measured", "median", "lowest to highest", "n", "compared with", "its median", "ratio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a figure is compared with: measured in the same run, or a promise (`runs` then holds that one number)."""

    what: str
    runs: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The median of `runs`, all in `unit`. `p95` where single cases matter more than the run."""

    what: str
    unit: str
    runs: Sequence[float]
    against: Baseline
    p95: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def ratio(self) -> float:
        """Median by median."""
        return self.median / self.against.median

    def cells(self) -> tuple[str, ...]:
        median = f"{number(self.median)} {self.unit}"
        if self.p95 is not None:
            median += f" (p95 {number(self.p95)})"
        span = f"{number(min(self.runs))} to {number(max(self.runs))}" if len(self.runs) > 1 else ""
        baseline = f"{number(self.against.median)} {self.unit}"
        return (self.what, median, span, str(len(self.runs)), self.against.what, baseline, f"{self.ratio:.2f}")

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "median": self.median, "ratio": self.ratio}


def promise(what: str, value: float) -> Baseline:
    return Baseline(what=what, runs=(value,))


def p95(runs: Sequence[float]) -> float:
    """The 95th percentile, interpolated between the runs. Needs two of them."""
    return statistics.quantiles(runs, n=20, method="inclusive")[-1]


def number(value: float) -> str:
    """Three digits that matter, thousands set apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def table(figures: Sequence[Figure]) -> str:
    """Aligned for a terminal, and a table in Markdown too."""
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])
