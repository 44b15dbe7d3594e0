"""A real `manage.py up` (or `make run`) on a home and a port of its own, for tests that drive the whole."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import psutil

from medpay.management.commands import up

ROOT = Path(__file__).resolve().parent.parent
START_PATIENCE = 120.0  # seconds
STOP_PATIENCE = 10.0  # seconds: the contract's
OURS = (
    "DATABASE_URL",
    "MEDPAY_OWNER_DATABASE_URL",
    "MEDPAY_BACKUP_PASSWORD",
    "REDIS_URL",
    "MEDPAY_SECRET_KEY",
    "MEDPAY_STATIC_ROOT",
    "DJANGO_SETTINGS_MODULE",
)


class Site:
    """`url`, `port`, and `env`: with it, any manage.py command runs against this site."""

    def __init__(self, folder: Path, laid_out: Path | None = None, /, **settings: str) -> None:
        """`folder` gets the home and the log; it is kept from one start to the next. `settings` go into `env`.

        `laid_out`: a home of a site that does not run, to begin with a copy of.
        """
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.home = folder / "a home"
        self.log = folder / "log.txt"
        if laid_out is not None:  # cp keeps the owner of the cluster's files
            subprocess.run(["cp", "-a", str(laid_out), str(self.home)], check=True)
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        self.env = {**inherited, "MEDPAY_HOME": str(self.home), "PORT": str(self.port), **settings}
        self.process: psutil.Popen | None = None

    def start(self, *command: str) -> float:
        """Starts `command` (default: manage.py up) and waits for its ready line; the seconds that took."""
        if self.process is not None:
            self.process.wait(STOP_PATIENCE)
        started = time.monotonic()
        with self.log.open("wb") as log:
            self.process = psutil.Popen(
                command or (sys.executable, "manage.py", "up"),
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(lambda: self.is_ready() or not self._runs(), START_PATIENCE, self.output)
        assert self.is_ready(), self.output()
        return time.monotonic() - started

    def is_ready(self) -> bool:
        return f"medpay is ready at {self.url}" in self.output().splitlines()

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def status(self) -> dict[str, list[int]]:
        """As `manage.py up --status` says it, without a program started for that."""
        return up.status(self.home)

    def manage(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs a manage.py command against this site. Its failure is a failed assertion that shows what it said."""
        asked = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert asked.returncode == 0, asked.stdout + asked.stderr
        return asked

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "readyz", timeout=5) as answer:
                return bool(answer.status == HTTPStatus.OK)
        except OSError:
            return False

    def remember(self) -> list[psutil.Process]:
        """Every process of the site as of now, the first one leading."""
        assert self.process is not None
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def stop(self) -> None:
        """SIGTERM, and nothing may be left within ten seconds."""
        if self.process is not None and self._runs():
            processes = self.remember()
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOP_PATIENCE)
            assert_gone(processes, self.output)

    def _runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


def assert_gone(processes: list[psutil.Process], said: Callable[[], str]) -> None:
    """None of these may be alive after ten seconds."""
    until(lambda: not alive(processes), STOP_PATIENCE, lambda: f"{alive(processes)}\n{said()}")


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if process.is_running() and _status(process) != psutil.STATUS_ZOMBIE]


def _status(process: psutil.Process) -> str:
    try:
        status: str = process.status()
    except psutil.NoSuchProcess:
        return psutil.STATUS_ZOMBIE
    return status


def until(true: Callable[[], object], patience: float, otherwise: Callable[[], str]) -> None:
    """Returns as soon as `true()` is; fails with the text of `otherwise()` after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
