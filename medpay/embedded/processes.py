"""Who is whose child, read from /proc. Where there is none, a process has no known children."""

import signal
from collections import defaultdict
from pathlib import Path


def family(main: int) -> list[int]:
    """`main`, then all its living descendants in order of age."""
    children = _children()
    found = [main]
    for process in found:
        found.extend(sorted(children[process]))
    return found


def _children() -> defaultdict[int, list[int]]:
    """Parent → children, zombies left out."""
    children = defaultdict(list)
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        if state != "Z":
            children[int(parent)].append(int(entry.parent.name))
    return children


def blocks(process: int, number: signal.Signals) -> bool:
    """Whether that process holds this signal back at the moment, as it does while its handler for it runs."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return False
    mask = next((int(line.split()[1], 16) for line in lines if line.startswith("SigBlk:")), 0)
    return bool(mask >> (number - 1) & 1)
