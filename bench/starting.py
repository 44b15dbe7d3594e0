"""From `manage.py up` to the first page of a code: on a new home, and on one that has been used."""

import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Final

from bench.figures import Baseline, Figure, promise
from tests.site import Site

PAGE: Final = "codes/86320/"
WARM_PROMISE: Final = 10.0  # seconds: the contract's


def measure(*, rounds: int) -> list[Figure]:
    """Cold and warm starts in pairs. The packages are installed already."""
    cold, warm = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            site = Site(Path(folder))
            cold.append(_to_first_page(site))
            warm.append(_to_first_page(site))
    warm_baseline = Baseline(what="warm start", runs=warm)
    return [
        Figure(what="cold start to first page", unit="s", runs=cold, against=warm_baseline),
        Figure(what="warm start to first page", unit="s", runs=warm, against=promise("contract: under", WARM_PROMISE)),
    ]


def _to_first_page(site: Site) -> float:
    """Seconds. The site is stopped afterwards."""
    started = time.monotonic()
    try:
        site.start()
        with urllib.request.urlopen(site.url + PAGE, timeout=30) as answer:  # noqa: S310  our own address
            answer.read()
        return time.monotonic() - started
    finally:
        site.stop()
