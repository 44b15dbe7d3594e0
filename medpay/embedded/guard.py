"""Waits for the end of the process that started it, then ends and removes what that one left behind.

Run as a program of its own, with the standard library alone. Standard input is a pipe from the watched process:
`watch LEADER SIGNAL`, `forget LEADER`, `remove FOLDER`, one a line; its end means that the watched process is gone.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable

GRACE = 3.0  # seconds for a group to follow its signal before SIGKILL


def main(lines: Iterable[str]) -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in lines:
        verb, _, rest = line.rstrip("\n").partition(" ")
        if verb == "watch":
            leader, number = rest.split()
            groups[int(leader)] = int(number)
        elif verb == "forget":
            groups.pop(int(rest), None)
        elif verb == "remove":
            folders.append(rest)
    end(groups)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def end(groups: dict[int, int]) -> None:
    """Sends each group (by leader) its signal, and SIGKILL to those still there after the grace."""
    deadline = time.monotonic() + GRACE
    alive = [leader for leader, number in groups.items() if send(leader, number)]
    while alive and time.monotonic() < deadline:
        time.sleep(0.02)
        alive = [leader for leader in alive if send(leader, 0)]
    for leader in alive:
        send(leader, signal.SIGKILL)


def send(leader: int, number: int) -> bool:
    """Signals the group; False if nothing of it is left."""
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main(sys.stdin)
