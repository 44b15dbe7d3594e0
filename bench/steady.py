"""From acceptance to the public figure while reports come in steadily: spread over codes, and all on one.

Reports are sent by the API at set moments, whether earlier ones were answered or not. Each counts as served when the
figures of its code, asked by the API over and over, first hold as many reports as were accepted for it by then.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue
from typing import Final, NamedTuple

from bench.figures import Figure, p95, promise
from bench.reporting import Reader, report
from tests.site import Site, until

PER_SECOND: Final = 50
HOT: Final = "99213"
SPREAD: Final = tuple(f"{90000 + 7 * number}" for number in range(100))
OPEN: Final = 5  # reports of a code before: its figures are shown
SENDERS: Final = 16
FOLLOWERS: Final = 8  # more than are waited for at a time, or the wait for a follower would be measured
FOLLOWED: Final = 10  # of so many reports on many codes one is followed
BETWEEN_QUESTIONS: Final = 0.05  # seconds: asking more often would take the processors that answer
PATIENCE: Final = 30.0
PROMISE: Final = 1.0  # seconds, p95


class Accepted(NamedTuple):
    """When a report was accepted, and the how-manieth of its code it is."""

    code: str
    total: int
    at: float


def measure(site: Site, *, seconds: float) -> list[Figure]:
    chance = random.Random(4)
    reader = Reader(site.port)
    for code in (*SPREAD, HOT):
        for _ in range(OPEN - reader.reports(code)):
            reader.send(report(chance, code))
    until(lambda: all(reader.reports(code) >= OPEN for code in (*SPREAD, HOT)), PATIENCE, site.output)
    totals = Counter({code: reader.reports(code) for code in (*SPREAD, HOT)})
    reader.close()
    figures = []
    for words, codes, every in (("over 100 codes", SPREAD, FOLLOWED), ("all on one code", (HOT,), 1)):
        stream = _Stream(site, totals, codes, every)
        pace, waits = stream.run(seconds), stream.waits
        figures += [
            Figure(
                what=f"reports a second, {words}",
                unit="/s",
                runs=[pace],
                against=promise("sent, as the issue asks", PER_SECOND),
            ),
            Figure(
                what=f"accepted to served meanwhile, {words}",
                unit="s",
                runs=waits,
                p95=p95(waits),
                against=promise("issue: p95 under", PROMISE),
            ),
        ]
    return figures


class _Stream:
    def __init__(self, site: Site, totals: Counter[str], codes: Sequence[str], every: int) -> None:
        self.site, self.totals, self.codes, self.every = site, totals, codes, every
        self.lock = threading.Lock()
        self.accepted: Queue[Accepted] = Queue()
        self.waits: list[float] = []
        self.sent = threading.Event()

    def run(self, seconds: float) -> float:
        """How many reports a second were accepted; `waits` has the seconds of those followed."""
        count = int(PER_SECOND * seconds)
        follow = self._follow_one if len(self.codes) == 1 else self._follow_each
        started = time.monotonic()
        with ThreadPoolExecutor(SENDERS + FOLLOWERS) as pool:
            watching = [pool.submit(follow) for _ in range(1 if len(self.codes) == 1 else FOLLOWERS)]
            try:
                list(pool.map(lambda first: self._send(started, range(first, count, SENDERS)), range(SENDERS)))
                took = time.monotonic() - started
            finally:
                self.sent.set()
            for one in watching:
                one.result()  # raises what went wrong there
        return count / max(took, seconds)

    def _send(self, started: float, numbers: range) -> None:
        reader = Reader(self.site.port)
        for number in numbers:
            chance = random.Random(number)
            time.sleep(max(0.0, started + number / PER_SECOND - time.monotonic()))
            code = chance.choice(self.codes)
            reader.send(report(chance, code))
            with self.lock:
                self.totals[code] += 1
                if number % self.every == 0:
                    self.accepted.put(Accepted(code, self.totals[code], time.monotonic()))
        reader.close()

    def _follow_one(self) -> None:
        """All that one answer shows is served by it."""
        reader = Reader(self.site.port)
        waiting: list[Accepted] = []
        while waiting or not self.sent.is_set() or not self.accepted.empty():
            waiting += _all_of(self.accepted)
            shown, now = reader.reports(self.codes[0]), time.monotonic()
            self.waits += [now - one.at for one in waiting if one.total <= shown]
            waiting = [one for one in waiting if one.total > shown]
            if waiting and now > waiting[0].at + PATIENCE:
                raise TimeoutError(f"a report was not served within {PATIENCE:.0f} seconds\n{self.site.output()}")
            time.sleep(BETWEEN_QUESTIONS)
        reader.close()

    def _follow_each(self) -> None:
        reader = Reader(self.site.port)
        while not self.sent.is_set() or not self.accepted.empty():
            try:
                one = self.accepted.get(timeout=0.2)
            except Empty:
                continue
            while reader.reports(one.code) < one.total:
                if time.monotonic() > one.at + PATIENCE:
                    raise TimeoutError(f"a report was not served within {PATIENCE:.0f} seconds\n{self.site.output()}")
                time.sleep(BETWEEN_QUESTIONS)
            self.waits.append(time.monotonic() - one.at)
        reader.close()


def _all_of(queue: "Queue[Accepted]") -> list[Accepted]:
    found = []
    while not queue.empty():
        found.append(queue.get())
    return found
