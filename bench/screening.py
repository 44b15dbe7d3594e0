"""How long screening takes: real stories, and texts made to hurt. Medians and the worst, in milliseconds."""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reports.screening import find_identifiers
from tests.reports.screening_corpus import CLEAN
from tests.reports.test_screening import HOSTILE

LENGTH = 5_000


def milliseconds(text: str) -> float:
    runs = []
    for _ in range(5):
        started = time.perf_counter()
        find_identifiers(text)
        runs.append((time.perf_counter() - started) * 1000)
    return statistics.median(runs)


def main() -> None:
    clean = [milliseconds(text) for text in CLEAN]
    hostile = [milliseconds((piece * LENGTH)[:LENGTH]) for piece in HOSTILE]
    print(f"{'texts':34}{'median ms':>12}{'worst ms':>12}")
    rows = {f"{len(clean)} billing stories": clean, f"{len(hostile)} hostile, {LENGTH} characters": hostile}
    for name, times in rows.items():
        print(f"{name:34}{statistics.median(times):12.2f}{max(times):12.2f}")


if __name__ == "__main__":
    main()
