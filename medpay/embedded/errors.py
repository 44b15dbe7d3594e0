"""Why medpay could not start, each as one sentence that says what to do."""

import errno
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT}
FULL_IN_WORDS = ("No space left on device", "Disk quota exceeded")


class StartError(Exception):
    """Its text is shown to the person who typed `make run`, without a stack trace."""


def disk_full(folder: Path) -> StartError:
    return StartError(f"The disk that holds {folder} is full: free some space, then start again.")


def cannot_write(folder: Path, problem: OSError) -> StartError:
    """The sentence for a file operation under `folder` that failed."""
    if problem.errno in FULL:
        return disk_full(folder)
    return StartError(
        f"The folder {folder} cannot be written to ({problem.strerror}): choose another one with MEDPAY_HOME."
    )


def speaks_of_a_full_disk(output: str) -> bool:
    return any(words in output for words in FULL_IN_WORDS)
