"""`python -m bench [PART …] [--quick]`: measures one real site, prints a table, writes bench/results.json."""

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench import finding, freshness, importing, pages, pricing, serving, starting, steady, submitting
from bench.figures import Figure, table
from bench.reporting import SETTINGS
from tests.site import Site, until

RESULTS: Final = Path(__file__).resolve().parent / "results.json"
CLEAN: Final = "Every figure equals its recount."


class Effort(NamedTuple):
    """How often and how long."""

    starts: int
    every: int  # of so many codes one is priced
    pairs: int
    clients: tuple[int, ...]
    rounds: int
    seconds: float
    reports: int


FULL: Final = Effort(starts=3, every=1, pairs=7, clients=(16, 32), rounds=5, seconds=3.0, reports=25)
QUICK: Final = Effort(starts=1, every=40, pairs=2, clients=(16,), rounds=2, seconds=1.0, reports=5)

Part = Callable[[Site, Path, Effort], list[Figure]]
ALONE: Final = ("starting", "pricing")  # these need no site that runs
PARTS: Final[dict[str, Part]] = {  # in this order: the release is loaded before pages are asked for
    "importing": lambda site, folder, effort: importing.measure(site, folder, pairs=effort.pairs),
    "serving": lambda site, folder, effort: serving.measure(
        site, clients=effort.clients, rounds=effort.rounds, seconds=effort.seconds
    ),
    "pages": lambda site, folder, effort: pages.measure(
        site, folder, clients=effort.clients[0], rounds=effort.rounds, seconds=effort.seconds
    ),
    "freshness": lambda site, folder, effort: freshness.measure(site, reports=effort.reports),
    "steady": lambda site, folder, effort: steady.measure(site, seconds=effort.seconds * 10),
    "submitting": lambda site, folder, effort: submitting.measure(
        site, clients=effort.clients[0], rounds=effort.rounds, seconds=effort.seconds
    ),
    "finding": lambda site, folder, effort: finding.measure(site, rounds=effort.rounds),  # last: it fills the tables
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Measure a real site on a scratch home and a free port.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join((*ALONE, *PARTS))}; default: all")
    parser.add_argument("--quick", action="store_true", help="too short to be believed: does everything still run?")
    options = parser.parse_args()
    wanted = options.parts or [*ALONE, *PARTS]
    if unknown := set(wanted) - {*ALONE, *PARTS}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    effort = QUICK if options.quick else FULL
    load_before = os.getloadavg()[0]
    figures = measure(wanted, effort)
    print(table(figures))
    RESULTS.write_text(json.dumps(results(figures, effort, load_before), indent=1) + "\n")
    print(f"Written to bench/{RESULTS.name}; every figure of the site equals its recount from the reports.")


def measure(wanted: Sequence[str], effort: Effort) -> list[Figure]:
    figures: list[Figure] = []
    if "starting" in wanted:
        figures += _told("starting", starting.measure(rounds=effort.starts))
    if "pricing" in wanted:
        figures += _told("pricing", pricing.measure(every=effort.every, rounds=effort.rounds))
    parts = [name for name in PARTS if name in wanted]
    if not parts:
        return figures
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), **SETTINGS)
        site.start()
        try:
            for name in parts:
                figures += _told(name, PARTS[name](site, Path(folder), effort))
            _audit(site)
        finally:
            site.stop()
    return figures


def _told(part: str, figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        what, median, *_ = figure.cells()
        print(f"{part}: {what}: {median}", file=sys.stderr, flush=True)
    return figures


def _audit(site: Site) -> None:
    """Speed counts for nothing if a figure is wrong."""
    with submitting.connected(site) as database:
        until(lambda: submitting.is_clean(database), 60, site.output)
    said = site.manage("audit_statistics").stdout.strip()
    if said != CLEAN:
        raise ValueError(said)


def results(figures: Sequence[Figure], effort: Effort, load_before: float) -> dict[str, Any]:
    return {
        "on": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": {
            "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
            "load_before": round(load_before, 2),
        },
        "packages": {name: importlib.metadata.version(name) for name in ("django", "granian", "psycopg", "celery")},
        "effort": effort._asdict(),
        "figures": [figure.as_json() for figure in figures],
    }


if __name__ == "__main__":
    main()
