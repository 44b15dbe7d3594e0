"""Submissions per second by the API, against a bare INSERT of such a row, and how soon the figures have them."""

import itertools
import json
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

import psycopg

from bench.figures import Baseline, Figure, promise
from bench.load import load, post
from bench.reporting import report
from medpay.embedded import state
from tests.site import Site, until

PREPARED: Final = 500  # different bodies, sent in turn
CONNECTIONS: Final = 8  # as many as the web server has threads
CATCH_UP_PROMISE: Final = 60.0  # seconds
COLUMNS: Final = """SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
WHERE attrelid = 'reports_report'::regclass AND attnum > 0 AND NOT attisdropped
AND attname NOT IN ('key', 'receipt_digest')"""


def measure(site: Site, *, clients: int, rounds: int, seconds: float) -> list[Figure]:
    chance = random.Random(2)
    bodies = [json.dumps(report(chance)).encode() for _ in range(PREPARED)]
    requests = itertools.cycle([post(site.port, "/api/v1/reports/", body) for body in bodies])
    submitted, inserted, caught_up = [], [], []
    with connected(site) as database, _table_without_trigger(database):
        for _ in range(rounds):
            done = load(site.port, lambda: next(requests), clients=clients, seconds=seconds)
            if set(done.statuses) != {201}:
                raise ConnectionError(f"submissions were answered {dict(done.statuses)}")
            submitted.append(done.per_second)
            caught_up.append(_seconds_until_clean(site, database))
            inserted.append(_inserts_per_second(site, seconds))
    bare = Baseline(what=f"bare INSERT, {CONNECTIONS} connections", runs=inserted)
    return [
        Figure(what=f"submissions, {clients} clients", unit="req/s", runs=submitted, against=bare),
        Figure(
            what="figures complete after the last of them",
            unit="s",
            runs=caught_up,
            against=promise("issue (faults): under", CATCH_UP_PROMISE),
        ),
    ]


@contextmanager
def connected(site: Site) -> Iterator[psycopg.Connection]:
    servers = state.running(site.home)
    if servers is None:
        raise ConnectionError("the site is not running")
    with psycopg.connect(servers.owner_url or servers.database_url, autocommit=True) as connection:
        yield connection


def is_clean(database: psycopg.Connection) -> bool:
    """Whether the figures have seen every report."""
    return database.execute("SELECT 1 FROM reports_dirtycode LIMIT 1").fetchone() is None


def _seconds_until_clean(site: Site, database: psycopg.Connection) -> float:
    started = time.monotonic()
    until(lambda: is_clean(database), 120, site.output)
    return time.monotonic() - started


@contextmanager
def _table_without_trigger(database: psycopg.Connection) -> Iterator[None]:
    """A table like that of the reports, with all its indexes and constraints."""
    database.execute("CREATE TABLE bench_report (LIKE reports_report INCLUDING ALL)")
    try:
        yield
    finally:
        database.execute("DROP TABLE bench_report")


def _inserts_per_second(site: Site, seconds: float) -> float:
    """One report a transaction, committed to disk, on several connections at once."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(lambda _: _insert(site, seconds), range(CONNECTIONS))) / seconds


def _insert(site: Site, seconds: float) -> int:
    """One connection's work; how many it inserted in the time."""
    with connected(site) as database:
        row = database.execute(COLUMNS.encode()).fetchone()
        columns = row[0] if row else ""
        another = (
            f"gen_random_uuid(), md5(random()::text) || md5(random()::text), {columns} FROM reports_report LIMIT 1"
        )
        insert = f"INSERT INTO bench_report (key, receipt_digest, {columns}) SELECT {another}"
        deadline, count = time.perf_counter() + seconds, 0
        while time.perf_counter() < deadline:
            database.execute(insert.encode(), prepare=True)
            count += 1
        return count
