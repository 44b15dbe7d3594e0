"""Child processes that cannot outlive us.

Three layers: each child asks the kernel for a signal at our death (Linux); each leads its own process group, so that
what it started can be found when it is gone; and `guard.py`, which notices our end by a closed pipe, ends the groups
and removes the folders. Ctrl-C in the terminal reaches us alone: we decide the order in which the others stop.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

Process = subprocess.Popen[bytes]


class Account(NamedTuple):
    """The user a child runs as, where that is not ourselves."""

    name: str
    uid: int
    gid: int


class Launch(NamedTuple):
    """Everything needed to start one child, again and again."""

    argv: Sequence[str]
    env: Mapping[str, str]
    account: Account | None = None
    folder: Path | None = None
    at_our_death: signal.Signals = signal.SIGKILL

    def start(self, guard: "Guard", output: int = subprocess.PIPE) -> Process:
        """Starts it, output and errors together. Call from the main thread: the kernel watches that one."""
        child = subprocess.Popen(
            self.argv,
            env=self.env,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=0o077,
            preexec_fn=die_with_parent(self.at_our_death),  # noqa: PLW1509  two system calls, no lock taken
            **as_account(self.account),
        )
        guard.watch(child.pid, self.at_our_death)
        return child


def as_account(account: Account | None) -> dict[str, Any]:
    """The arguments of `subprocess` that drop to `account`, with none of our groups kept."""
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": ()}


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """To be run in a new child before its program: the kernel then sends it `number` when we die.

    It must come after a change of user, which would clear the request: `subprocess` runs it last.
    """
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def ask() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def end_group(leader: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Signals all that still run in the process group that `leader` led."""
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return


class Guard:
    """A small process that outlives us by a moment, to end and remove what we were told to forget to."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("guard.py")
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            cwd="/",
        )

    def watch(self, leader: int, number: signal.Signals) -> None:
        self._tell(f"watch {leader} {int(number)}")

    def forget(self, leader: int) -> None:
        self._tell(f"forget {leader}")

    def remove(self, folder: Path) -> None:
        """Has `folder` removed, with all in it, once we are gone."""
        self._tell(f"remove {folder}")

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line.encode() + b"\n")
        except BrokenPipeError:
            return  # somebody killed the guard: the kernel's signal remains
