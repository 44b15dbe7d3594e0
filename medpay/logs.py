"""Logs that tell what broke and where, never for whom (I5).

A request's path carries a code, an error's message may carry a whole row: neither is written. Where in our
code it happened, and the kind of error, is.
"""

import logging
import traceback
from types import TracebackType
from typing import Final

TELLING: Final = ("django.request", "django.security", "django.db")


class WithoutPaths(logging.Filter):
    """Replaces what Django says of a request by its status, and what Celery says of a failed task."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(TELLING):
            status = getattr(record, "status_code", None)
            record.msg, record.args = (f"answered {status}" if status else "a message is withheld"), ()
        elif record.exc_info and record.name.startswith("celery"):
            record.msg, record.args = "a task failed", ()
        return True


class PlainFormatter(logging.Formatter):
    """An exception as its kind and the lines it passed through, without its message."""

    def formatException(  # noqa: N802  # the name logging calls
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, problem, trace = ei
        if kind is None or problem is None:
            return ""
        lines = traceback.format_tb(trace)
        cause = problem.__cause__
        named = kind.__name__ + (f" from {type(cause).__name__}" if cause else "")
        return "".join(lines) + named


def without_rows(problem: BaseException) -> str:
    """A database error as people read it, but for all after its first line, where the row or statement is quoted."""
    trace = "".join(traceback.format_tb(problem.__traceback__))
    said = str(problem).partition("\n")[0]
    return f"{trace}{type(problem).__name__}: {said}"
