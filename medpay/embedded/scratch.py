"""Both servers for the time of a `with` block, unsupervised: what tests and benchmarks stand on."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from medpay.embedded import postgres, redis
from medpay.embedded.children import Guard, Process
from medpay.embedded.errors import StartError, cannot_write
from medpay.embedded.state import Servers, secret

START_PATIENCE = 60.0  # seconds
STOP_PATIENCE = 5.0
SHORT = Path("/tmp")  # noqa: S108  a socket's path may hold 107 bytes; the folder made in it is private


@contextmanager
def run_folder(guard: Guard) -> Iterator[Path]:
    """A private folder with a short path for sockets and copies, gone afterwards, whatever becomes of us."""
    parent = SHORT if os.access(SHORT, os.W_OK | os.X_OK) else None
    try:
        folder = Path(tempfile.mkdtemp(prefix="medpay-", dir=parent))
    except OSError as problem:
        raise cannot_write(SHORT, problem) from problem
    guard.remove(folder)
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Scratch(NamedTuple):
    """A MEDPAY_HOME and its servers, gone with the block that asked for them, or with us."""

    home: Path
    servers: Servers


@contextmanager
def scratch_servers(*, database_url: str = "", redis_url: str = "", durable: bool = False) -> Iterator[Scratch]:
    """Starts a PostgreSQL and a Redis-compatible server, leaving out whichever is given by its address."""
    with ExitStack() as stack:
        guard = Guard()
        stack.callback(guard.close)
        run = stack.enter_context(run_folder(guard))
        home = run / "a home"
        home.mkdir(mode=0o700)
        if not database_url:
            database = postgres.prepare(home, run, durable=durable)
            stack.enter_context(_started(database, guard, home / "postgres.log", signal.SIGINT))
            database_url = database.url
        if not redis_url:
            labels = redis.prepare(home, run)
            stack.enter_context(_started(labels, guard, home / "redis.log", signal.SIGTERM))
            redis_url = labels.url
        yield Scratch(home, Servers(database_url, redis_url, secret(home, "secret-key")))


@contextmanager
def _started(server: postgres.Postgres | redis.Redis, guard: Guard, log: Path, stop: signal.Signals) -> Iterator[None]:
    with log.open("wb") as output:
        process = server.launch().start(guard, output=output.fileno())
    try:
        _wait(server, process, log)
        yield
    finally:
        process.send_signal(stop)
        process.wait(STOP_PATIENCE)
        guard.forget(process.pid)


def _wait(server: postgres.Postgres | redis.Redis, process: Process, log: Path) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while not server.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise StartError(f"A server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
