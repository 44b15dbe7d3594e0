"""The figures of a code in one line, to be embedded elsewhere."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reports.aggregation import outcomes, size
from reports.figures import Told
from reports.presentation.rows import percent

WORDS_BELOW: Final = 20  # decided appeals; below, counts are said instead of a share
CHARACTER: Final = 6.4  # pixels, of a sans-serif of 12
MARGIN: Final = 10
HEIGHT: Final = 24


class Badge(NamedTuple):
    words: str

    @property
    def text_width(self) -> int:
        return round(len(self.words) * CHARACTER)

    @property
    def width(self) -> int:
        return self.text_width + 2 * MARGIN


def badge(code: str, told: Told | None) -> Badge:
    """`told` None: nothing is published, whatever the reason."""
    if told is None:
        return Badge(f"{code} · no figures yet")
    cells = told["cells"]
    said = [code, f"{size(cells)} reports", _appeals(outcomes(cells.get("appeal_outcome", {})))]
    return Badge(" · ".join(filter(None, said)))


def _appeals(appeal: Mapping[str, Any]) -> str:
    decided = appeal["decided"]
    if not decided:
        return ""
    if decided < WORDS_BELOW:
        return f"{appeal['paid_full']} of {decided} paid in full after appeal"
    rate, low, high = (percent(appeal[name]) for name in ("rate", "low", "high"))
    return f"{rate} % paid in full after appeal, 95 % {low}\N{EN DASH}{high}"
