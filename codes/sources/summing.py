"""Sums by key over more rows than memory holds, in any order: constant memory, two passes.

Sums are kept in memory until there are many keys, then put aside on disk in the order of their keys; at the end these
runs are merged. Each figure is a whole number, so that sums are exact.
"""

import heapq
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import IO, Final, NamedTuple, Self

KEYS_IN_MEMORY: Final = 200_000  # some 80 MB
MOST_RUNS: Final = 64  # open files
BUFFER: Final = 1 << 16  # bytes of each


class Sum(NamedTuple):
    key: str
    figures: tuple[int, ...]


class Sums:
    """`kept[key]` is a list of `width` figures to add to; at `limit` keys `put_aside`. Then draw `total`.

    A context manager: what is on disk is gone afterwards. Keys hold neither tabs nor line ends.
    """

    def __init__(self, width: int, *, limit: int = KEYS_IN_MEMORY, most_runs: int = MOST_RUNS) -> None:
        self.kept: defaultdict[str, list[int]] = defaultdict(lambda: [0] * width)
        self.limit = limit
        self._most_runs = most_runs
        self._runs: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def put_aside(self) -> None:
        """Writes what is kept to disk, and now and then makes one run of all: open files are few."""
        self._runs.append(_written(self._in_memory()))
        self.kept.clear()
        if len(self._runs) >= self._most_runs:
            merged = _written(_merged(self._runs))
            self._close()
            self._runs = [merged]

    def total(self) -> Iterator[Sum]:
        """Each key once, in order, with its sums over everything."""
        return _merged(self._runs, self._in_memory())

    def _in_memory(self) -> Iterator[Sum]:
        return (Sum(key, tuple(self.kept[key])) for key in sorted(self.kept))

    def _close(self) -> None:
        for run in self._runs:
            run.close()


def _merged(runs: Iterable[IO[bytes]], *others: Iterable[Sum]) -> Iterator[Sum]:
    in_order = heapq.merge(*map(_read, runs), *others, key=itemgetter(0))
    for key, sums in groupby(in_order, key=itemgetter(0)):
        parts = [one.figures for one in sums]
        yield Sum(key, parts[0] if len(parts) == 1 else tuple(map(sum, zip(*parts, strict=True))))


def _written(sums: Iterable[Sum]) -> IO[bytes]:
    run = tempfile.TemporaryFile(buffering=BUFFER)  # noqa: SIM115  # closed with the others
    for one in sums:
        run.write(f"{one.key}\t{' '.join(map(str, one.figures))}\n".encode())
    run.seek(0)
    return run


def _read(run: IO[bytes]) -> Iterator[Sum]:
    for line in run:
        key, figures = line.decode().rstrip("\n").split("\t")
        yield Sum(key, tuple(map(int, figures.split(" "))))
