"""How long screening takes: real stories, and texts made to hurt. Processor time, in milliseconds."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reports.screening import find_identifiers, find_soft
from tests.reports.screening_corpus import CLEAN
from tests.reports.test_screening import HOSTILE

LENGTH = 5_000
LONGER = 20_000


def milliseconds(find: Callable[[str], object], text: str) -> float:
    runs = []
    for _ in range(3):
        started = time.process_time()
        find(text)
        runs.append((time.process_time() - started) * 1000)
    return statistics.median(runs)


def hostile(length: int) -> list[str]:
    return [(piece * length)[:length] for piece in HOSTILE]


def main() -> None:
    find_soft("the lists of names are read once")
    print(f"{'texts':44}{'median ms':>12}{'worst ms':>12}  worst text")
    texts = {
        f"{len(CLEAN)} billing stories": CLEAN,
        f"{len(HOSTILE)} hostile, {LENGTH} characters": hostile(LENGTH),
        f"{len(HOSTILE)} hostile, {LONGER} characters": hostile(LONGER),
    }
    for name, found in {"hard": find_identifiers, "soft": find_soft}.items():
        for label, each in texts.items():
            times = {text: milliseconds(found, text) for text in each}
            worst = max(times, key=times.__getitem__)
            row = f"{label}, {name}"
            print(f"{row:44}{statistics.median(times.values()):12.2f}{times[worst]:12.2f}  {worst[:20]!r}")


if __name__ == "__main__":
    main()
