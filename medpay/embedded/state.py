"""What MEDPAY_HOME says about the run that holds it: its lock, its addresses, its secrets.

One `make run` holds a home at a time, by an exclusive lock on the file `lock`. The lock dies with its holder, so a
crash leaves nothing that looks alive. `run.json` (mode 0600) tells every other command where the servers are.
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from medpay.embedded.errors import StartError, cannot_write

SECRET_BYTES = 48  # 64 characters in base 64: Django calls a key of fewer than 50 weak
PATIENCE = 2.0  # seconds: another command may be holding the lock for the instant of `running()`


class Servers(NamedTuple):
    """`database_url` is the application's, `owner_url` the one to migrate with; empty where one role does it all."""

    database_url: str
    redis_url: str
    secret_key: str
    owner_url: str = ""


def home() -> Path:
    """MEDPAY_HOME as an absolute path; without it, `.medpay` beside manage.py."""
    chosen = os.environ.get("MEDPAY_HOME")
    return Path(chosen).absolute() if chosen else Path(__file__).resolve().parents[2] / ".medpay"


def running(folder: Path | None = None) -> Servers | None:
    """The servers of the run that holds `folder` (default: `home()`), or None where no run does."""
    announced = announcement(folder)
    return Servers(*announced["servers"]) if announced else None


def announcement(folder: Path | None = None) -> dict[str, Any] | None:
    """All that the run holding `folder` wrote about itself: `servers`, `roles` (role → main process id), `web`."""
    folder = folder or home()
    try:
        if not _is_held(folder):
            return None
        announced: dict[str, Any] = json.loads((folder / "run.json").read_text())
    except (FileNotFoundError, PermissionError, NotADirectoryError, json.JSONDecodeError):
        return None
    return announced


def announce(folder: Path, servers: Servers, roles: Mapping[str, int], *, web: str = "") -> None:
    """`web` is the address of the site, empty where only the servers run."""
    try:
        write_private(folder / "run.json", json.dumps({"servers": servers, "roles": dict(roles), "web": web}))
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def withdraw(folder: Path) -> None:
    (folder / "run.json").unlink(missing_ok=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Makes `folder` (private to its owner) and holds it. StartError if it cannot be written or another run has it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem
    try:
        _lock(lock, folder)
        withdraw(folder)  # what a killed run left
        try:
            yield
        finally:
            withdraw(folder)
    finally:
        os.close(lock)


def secret(folder: Path, name: str) -> str:
    """The secret called `name` (64 characters), made once and kept with mode 0600; an older, shorter one stays."""
    path = folder / name
    try:
        if not path.exists():
            write_private(path, secrets.token_urlsafe(SECRET_BYTES))
        return path.read_text()
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def write_private(path: Path, text: str) -> None:
    """Replaces `path` at once: a reader sees the old text or the new one, never half."""
    draft = path.with_name(path.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def _is_held(folder: Path) -> bool:
    with (folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _lock(lock: int, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            if time.monotonic() > deadline:
                raise StartError(
                    f"Another `make run` already uses {folder}: stop it first, "
                    "or choose another folder with MEDPAY_HOME."
                ) from problem
            time.sleep(0.05)
