"""`make run`: PostgreSQL, Redis, web, worker, scheduler and sweeper, in order, until Ctrl-C."""

import argparse
import ctypes
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand

from medpay.embedded import Servers, StartError, postgres, redis, state
from medpay.embedded.children import PR_SET_PDEATHSIG, Guard, Launch
from medpay.embedded.processes import blocks, family
from medpay.embedded.scratch import run_folder
from medpay.supervisor import Role, Stopped, Supervisor, Voice, supervising

ROLES = ("web", "worker", "scheduler", "sweeper", "postgres", "redis")
SERVER_PATIENCE = 60.0  # seconds; recovery after a crash can take a while
WEB_PATIENCE = 120.0
AS_ROOT = {"PYTHONWARNINGS": "ignore:::celery.platforms"}  # tasks carry JSON only, whoever runs the worker
OWNERS = ("MEDPAY_OWNER_DATABASE_URL", "MEDPAY_BACKUP_PASSWORD")  # kept from whatever faces visitors
HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Runs the whole of medpay in the foreground. PORT and MEDPAY_HOME choose where."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--status", action="store_true", help="print role → process ids as JSON, and end")
        parser.add_argument("--stop-with-parent", action="store_true", help="stop when the process that ran this ends")
        parser.add_argument(
            "--for",
            dest="command",
            nargs=argparse.REMAINDER,
            metavar="COMMAND",
            help="run this manage.py command, with the servers it needs, and end",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            sys.exit(self.answer(options))
        except StartError as problem:
            sys.exit(str(problem))
        except Stopped:
            sys.exit(0)

    def answer(self, options: Mapping[str, Any]) -> int:
        if options["status"]:
            self.stdout.write(json.dumps(status()))
            return 0
        parent = stop_with_parent() if options["stop_with_parent"] else None
        if options["command"]:
            return run_for(options["command"])
        self.check()
        run_all(parent)
        return 0


def status(home: Path | None = None) -> dict[str, list[int]]:
    """Role → process ids, the main one first. Nothing for a role that runs elsewhere (an external database)."""
    announced = state.announcement(home)
    if announced is None:
        raise StartError("medpay is not running: start it with `make run`.")
    roles = announced["roles"]
    return {name: family(roles[name]) if name in roles else [] for name in ROLES}


def run_all(parent: int | None) -> None:
    """Until a stop signal, or until the `make` that is our parent has had one."""
    refuse_a_second_run()
    port = web_port()
    address = f"http://{HOST}:{port}/"
    with site(address) as (supervisor, servers):
        start_site(supervisor, child_environment(servers), port)
        supervisor.voice.print(f"medpay is ready at {address}")
        supervisor.watch(lambda: parent is not None and blocks(parent, signal.SIGINT))


def refuse_a_second_run() -> None:
    """Asked before the port, which our own first run would be holding."""
    address = (state.announcement() or {}).get("web")
    if address:
        beside = settings.MEDPAY_HOME == settings.BASE_DIR / ".medpay"
        origin = "this folder" if beside else settings.MEDPAY_HOME
        raise StartError(f"medpay is already running at {address} (from {origin}): stop it first.")


def run_for(command: list[str]) -> int:
    """Runs `manage.py COMMAND` on the servers that run already, or on ones started for it alone."""
    argv = [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]
    if state.running() or (settings.EXTERNAL_DATABASE_URL and settings.EXTERNAL_REDIS_URL):
        return subprocess.run(argv, check=False).returncode
    with site() as (supervisor, servers):
        return supervisor.attend(subprocess.Popen(argv, env=child_environment(servers)))


@contextmanager
def site(address: str = "") -> Iterator[tuple[Supervisor, Servers]]:
    """Holds MEDPAY_HOME, with the servers running and the database prepared. `address`: where the site will answer."""
    home: Path = settings.MEDPAY_HOME
    voice = Voice(max(len(name) for name in ROLES))
    guard = Guard()
    try:
        with state.held(home), run_folder(guard) as run:
            found = find_servers(home, run, voice)
            with supervising(voice, guard, partial(state.announce, home, found.servers, web=address)) as supervisor:
                start_servers(supervisor, found)
                prepare = Launch(manage("prepare"), owner_environment(home, found.servers), folder=settings.BASE_DIR)
                supervisor.run("setup", prepare, complaint="The site could not be prepared; the reason stands above.")
                yield supervisor, found.servers
    finally:
        guard.close()


class Found(NamedTuple):
    """The servers to start (None: it runs elsewhere), and the addresses of both."""

    database: postgres.Postgres | None
    labels: redis.Redis | None
    servers: Servers


def find_servers(home: Path, run: Path, voice: Voice) -> Found:
    if not settings.EXTERNAL_DATABASE_URL and not (home / "postgres").exists():
        voice.say("postgres", f"First start: laying out the database in {home / 'postgres'}")
    database = None if settings.EXTERNAL_DATABASE_URL else postgres.prepare(home, run)
    labels = None if settings.EXTERNAL_REDIS_URL else redis.prepare(home, run)
    servers = Servers(
        database_url=application_url(home, database) if database else settings.EXTERNAL_DATABASE_URL,
        redis_url=labels.url if labels else settings.EXTERNAL_REDIS_URL,
        secret_key=settings.SECRET_KEY_GIVEN or state.secret(home, "secret-key"),
        owner_url=database.url if database else settings.OWNER_DATABASE_URL,
    )
    return Found(database, labels, servers)


def application_url(home: Path, database: postgres.Postgres) -> str:
    return database.url_of(postgres.APPLICATION, state.secret(home, "postgres-application-password"))


def start_servers(supervisor: Supervisor, found: Found) -> None:
    if found.database:
        supervisor.add(
            Role(
                "postgres",
                found.database.launch(),
                before=found.database.clear_leftovers,
                stop_signal=signal.SIGINT,  # fast shutdown: it does not wait for connections to close
                patience=2.5,
            )
        )
    if found.labels:
        supervisor.add(Role("redis", found.labels.launch(), patience=1.5, muted=("overcommit",)))
    for server in (found.database, found.labels):
        if server:
            complaint = "A server did not start; the reason stands above."
            supervisor.wait_for(server.answers, patience=SERVER_PATIENCE, complaint=complaint)


def start_site(supervisor: Supervisor, env: dict[str, str], port: int) -> None:
    """The web server first, with the processor to itself; then the rest, which /readyz may be waiting for."""

    def add(name: str, argv: list[str], **extra: str) -> None:
        supervisor.add(Role(name, Launch(argv, {**env, **extra}, folder=settings.BASE_DIR), patience=4.5))

    def wait_for_web(path: str) -> None:
        complaint = f"The web server did not answer {path} within {WEB_PATIENCE:.0f} seconds; the reason stands above."
        supervisor.wait_for(lambda: web_answers(port, path), patience=WEB_PATIENCE, complaint=complaint)

    add("web", granian(port), MEDPAY_DATABASE_POOL="1", PROMETHEUS_MULTIPROC_DIR=str(empty_folder("metrics")))
    wait_for_web("/healthz")
    add("worker", [*celery("worker"), "--concurrency=2", "--without-gossip", "--without-mingle"], **AS_ROOT)
    add("scheduler", [*celery("beat"), "--pidfile="])
    add("sweeper", manage("refresh_statistics", "--loop"))
    wait_for_web("/readyz")


def empty_folder(name: str) -> Path:
    """A folder in MEDPAY_HOME with nothing left of the last run; the web processes add up their counters there."""
    folder: Path = settings.MEDPAY_HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def granian(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-ws"),
        *("--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "3"),
        *("--no-access-log", "--log-level", "warning", "medpay.wsgi:application"),
    ]


def celery(part: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "medpay", "--quiet", part, "--loglevel=WARNING"]


def manage(*command: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]


def owner_environment(home: Path, servers: Servers) -> dict[str, str]:
    """For what migrates, and for nothing that faces visitors."""
    backup = settings.BACKUP_PASSWORD or state.secret(home, "postgres-backup-password")
    named = dict(zip(OWNERS, (servers.owner_url, backup), strict=True))
    return {**child_environment(servers), **named}


def child_environment(servers: Servers) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name not in OWNERS},
        "DJANGO_SETTINGS_MODULE": "medpay.settings",
        "MEDPAY_HOME": str(settings.MEDPAY_HOME),
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "MEDPAY_SECRET_KEY": servers.secret_key,
        "PYTHONUNBUFFERED": "1",
    }


def web_port() -> int:
    """PORT, if it is a port and free."""
    if not settings.PORT.isdecimal() or not 0 < int(settings.PORT) < 65_536:
        raise StartError(f"PORT is {settings.PORT!r}, but a port is a number from 1 to 65535.")
    port = int(settings.PORT)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as problem:
            raise StartError(
                f"Port {port} is open to root only: choose another, as in `make run PORT=8001`."
            ) from problem
        except OSError as problem:
            raise StartError(
                f"Port {port} is taken by another program: stop that one, or choose another port, "
                f"as in `make run PORT={port + 1 if port < 65_535 else 8000}`."
            ) from problem
    return port


def web_answers(port: int, path: str) -> bool:
    """Whether the web server says 200 there."""
    named = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": HOST if HOST in named or not named else named[0]})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop_with_parent() -> int:
    """Has the kernel stop us when our parent ends, so that a killed `make` leaves nothing running (Linux).

    The parent's process id: on `kill -INT` make waits for us without passing it on, which shows in what it blocks.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    return os.getppid()
