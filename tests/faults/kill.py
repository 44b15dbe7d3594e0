"""Submits reports while the parts of a running site are killed with SIGKILL, then looks for each acknowledged one.

By hand, for as long as you like: `python -m tests.faults.kill --seconds 300`. The short form is test_kill_nine.py.
Each faulty moment of the site is met as a program meets it: whatever is not answered 201 is tried again as a new
report, so a report whose answer was lost may be stored besides. It is no loss, and the audit covers it.
"""

import argparse
import http.client
import itertools
import json
import random
import re
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Event, Lock
from typing import Any, Final, NamedTuple

import psutil
import psycopg

from medpay.embedded import state
from tests.site import Site, until

ROLES: Final = ("worker", "redis", "web", "postgres")
ALL_ROLES: Final = (*ROLES, "scheduler", "sweeper")
CODES: Final = ("86320", "99213", "99214", "27447", "45380", "71250", "97110", "90837")
PAYERS: Final = ("aetna", "cigna", "humana")
SENDERS: Final = 4
PACE: Final = 0.2  # seconds between two reports of one sender
ANSWER_PATIENCE: Final = 15.0  # seconds
RESTART_PATIENCE: Final = 60.0
SENDING_PATIENCE: Final = 60.0  # after the last restart
FIGURES_PATIENCE: Final = 60.0  # from the last restart: the issue's
SHORTEST_LIFE, LONGEST_LIFE = 0.5, 6.0  # seconds between a restart and the next kill, by hand
SETTINGS: Final = {
    "MEDPAY_HOLD_ABOVE": "1000000",
    "MEDPAY_REPORTS_PER_HOUR": "1000000",
    "MEDPAY_REPORTS_PER_HOUR_TOTAL": "1000000",
}


class Acknowledged(NamedTuple):
    code: str
    receipt: str


class Answer(NamedTuple):
    status: int
    body: dict[str, Any]


class Kill(NamedTuple):
    roles: tuple[str, ...]
    restarted: float  # time.monotonic() when others did their work


@dataclass
class Sending:
    """Reports on their way from several senders, until `enough`. Each body differs from the one before."""

    site: Site
    enough: Callable[["Sending"], bool]
    acknowledged: list[Acknowledged] = field(default_factory=list)
    unanswered: Counter[str] = field(default_factory=Counter)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _lock: Lock = field(default_factory=Lock)
    _stop: Event = field(default_factory=Event)

    @property
    def per_code(self) -> Counter[str]:
        return Counter(one.code for one in list(self.acknowledged))

    def stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
        """One sender's work."""
        while not self._stop.is_set() and not self.enough(self):
            with self._lock:
                number = next(self._numbers)
            self._send(report(number))
            self._stop.wait(PACE)

    def _send(self, body: dict[str, Any]) -> None:
        try:
            answer = post(self.site, "api/v1/reports/", body)
        except (OSError, http.client.HTTPException) as lost:
            return self._count(type(getattr(lost, "reason", lost)).__name__)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._count(str(answer.status))
        assert (answer.status, answer.body.get("status")) == (HTTPStatus.CREATED, "counted"), answer
        return self.acknowledged.append(Acknowledged(body["code"], answer.body["receipt"]))

    def _count(self, outcome: str) -> None:
        with self._lock:
            self.unanswered[outcome] += 1


class Verdict(NamedTuple):
    """What was found once everything ran again. `figures` and `stored` are by code."""

    acknowledged: Counter[str]
    figures: Counter[str]
    stored: Counter[str]
    lost: list[Acknowledged]  # receipts that no longer open a report
    seconds: float  # from the last restart until the figures had everything
    audit: str


def report(number: int) -> dict[str, Any]:
    """Codes in turn, and payers in turn beside them."""
    return {
        "code": CODES[number % len(CODES)],
        "payer": PAYERS[number // len(CODES) % len(PAYERS)],
        "line_of_business": "commercial_insured",
        "kind": "bundled",
        "group": "CO",
        "carc": "97",
        "year": 2026,
        "outcome": ("paid_full", "denied_again")[number % 2],
    }


def post(site: Site, path: str, body: dict[str, Any]) -> Answer:
    """The answer, read to its end; nothing is kept of a refusal but its status. Raises OSError or HTTPException."""
    request = urllib.request.Request(
        site.url + path, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_PATIENCE) as answer:
            return Answer(answer.status, json.load(answer))
    except urllib.error.HTTPError as refusal:
        return Answer(refusal.code, {})


@contextmanager
def sending(site: Site, enough: Callable[[Sending], bool]) -> Iterator[Sending]:
    """Senders at work during the block, then until `enough` or for a minute more. Raises what one failed in."""
    work = Sending(site, enough)
    with ThreadPoolExecutor(SENDERS) as pool:
        senders: list[Future[None]] = [pool.submit(work.run) for _ in range(SENDERS)]
        try:
            yield work
            wait(senders, timeout=SENDING_PATIENCE)
        finally:
            work.stop()
    for sender in senders:
        sender.result()


def strike(site: Site, roles: Sequence[str], when: Callable[[], object] = lambda: True) -> Kill:
    """Kills every process of these roles at once, as soon as `when()`, and waits until others do their work."""
    before = site.status()
    processes = list(_running([pid for role in roles for pid in before[role]]))
    until(when, RESTART_PATIENCE, site.output)
    endings = deaths(site)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    noticed = endings + Counter(roles)
    until(lambda: deaths(site) >= noticed and site.answers(), RESTART_PATIENCE, site.output)
    until(lambda: _replaced(site.status(), before, roles), RESTART_PATIENCE, site.output)
    return Kill(tuple(roles), time.monotonic())


def deaths(site: Site) -> Counter[str]:
    """How often the site says that a role was killed and is started again."""
    return Counter(re.findall(r"^(\w+) +\| ended by SIGKILL; it is started again\.$", site.output(), re.MULTILINE))


def _running(pids: Sequence[int]) -> Iterator[psutil.Process]:
    """A connection of PostgreSQL may have been closed since its process was named."""
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            yield psutil.Process(pid)


def _replaced(now: dict[str, list[int]], before: dict[str, list[int]], roles: Sequence[str]) -> bool:
    return all(now[role] and now[role][0] != before[role][0] for role in roles)


def examine(site: Site, sent: Sending, last: Kill) -> Verdict:
    """Fails unless the figures have every acknowledged report 60 s after the last restart; then audits them."""
    wanted = sent.per_code
    left = last.restarted + FIGURES_PATIENCE - time.monotonic()
    until(lambda: covers(figures(site), wanted), left, lambda: f"{figures(site)} of {wanted}\n{site.output()}")
    seconds = time.monotonic() - last.restarted
    until(lambda: not is_dirty(site), FIGURES_PATIENCE, site.output)
    return Verdict(
        acknowledged=wanted,
        figures=figures(site),
        stored=stored(site),
        lost=[one for one in sent.acknowledged if not opens(site, one)],
        seconds=seconds,
        audit=site.manage("audit_statistics").stdout.strip(),
    )


def covers(found: Counter[str], wanted: Counter[str]) -> bool:
    return all(found[code] >= n for code, n in wanted.items())


def figures(site: Site) -> Counter[str]:
    """Reports in the public figures, by code; a code below the threshold is not in them."""
    counted: Counter[str] = Counter()
    for code in CODES:
        with urllib.request.urlopen(f"{site.url}api/v1/codes/{code}/statistics/", timeout=ANSWER_PATIENCE) as answer:
            counted[code] = json.load(answer).get("reports", 0)
    return counted


def opens(site: Site, one: Acknowledged) -> bool:
    """Whether the receipt opens a counted report on its code."""
    answer = post(site, "api/v1/receipts/lookup/", {"receipt": one.receipt})
    assert answer.status in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}, answer
    return (answer.body.get("code"), answer.body.get("status")) == (one.code, "counted")


def stored(site: Site) -> Counter[str]:
    rows = _ask(site, "SELECT code, count(*) FROM reports_report WHERE standing = 'counted' GROUP BY code")
    return Counter(dict(rows))


def is_dirty(site: Site) -> bool:
    return bool(_ask(site, "SELECT 1 FROM reports_dirtycode LIMIT 1"))


def _ask(site: Site, question: str) -> list[tuple[Any, ...]]:
    servers = state.running(site.home)
    assert servers is not None, site.output()
    with psycopg.connect(servers.database_url) as connection:
        return connection.execute(question.encode()).fetchall()


def _kill_by_chance(site: Site, seconds: float, chance: random.Random) -> Iterator[Kill]:
    """One to three roles at a time, after lives of uneven length, for so many seconds."""
    deadline, pause = time.monotonic() + seconds, Event()
    while time.monotonic() < deadline:
        pause.wait(chance.uniform(SHORTEST_LIFE, LONGEST_LIFE))
        yield strike(site, chance.sample(ALL_ROLES, chance.randint(1, 3)))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill the parts of a site by chance while reports come in.")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long (default 120)")
    parser.add_argument("--seed", type=int, default=None, help="repeat the kills of an earlier run")
    options = parser.parse_args()
    seed = random.randrange(10_000) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), **SETTINGS)
        site.start()
        try:
            _say(f"{site.url}, seed {seed}")
            kills = []
            with sending(site, lambda _: False) as sent:
                for kill in _kill_by_chance(site, options.seconds, random.Random(seed)):
                    kills.append(kill)
                    _say(f"killed {', '.join(kill.roles)}; acknowledged so far: {len(sent.acknowledged)}")
                sent.stop()
            verdict = examine(site, sent, kills[-1])
        finally:
            site.stop()
    _say(f"{len(kills)} times killed; not answered, and tried anew: {dict(sent.unanswered)}")
    _say(
        f"acknowledged {verdict.acknowledged.total()}, stored {verdict.stored.total()}, in the figures "
        f"{verdict.figures.total()} after {verdict.seconds:.1f} s; lost {len(verdict.lost)}. {verdict.audit}"
    )
    if verdict.lost or verdict.figures != verdict.stored:
        sys.exit(f"Reports were lost: {verdict}")


if __name__ == "__main__":
    main()
