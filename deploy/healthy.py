"""Is this container doing its work? `python deploy/healthy.py web|scheduler|sweeper` ends with 0 or 1.

Standard library alone, so that asking costs nothing and needs no shell. The worker answers `celery inspect ping`.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BEAT_PATIENCE = 600  # seconds; beat writes its schedule down every three minutes
ANSWER_PATIENCE = 3  # seconds


def web() -> bool:
    """The web server of this container answers."""
    return answers("http://127.0.0.1:8000/healthz")


def sweeper() -> bool:
    """Nobody's figures are far behind the reports, which is all that the sweeper is for."""
    return answers("http://web:8000/readyz")


def scheduler() -> bool:
    """Beat wrote its schedule down not long ago."""
    schedules = Path(os.environ["MEDPAY_HOME"]).glob("beat-schedule*")
    return any(time.time() - schedule.stat().st_mtime < BEAT_PATIENCE for schedule in schedules)


def answers(address: str) -> bool:
    """True for a 2xx. The host is given as 127.0.0.1, which the site answers to; https, as the proxy would say it."""
    request = urllib.request.Request(address, headers={"Host": "127.0.0.1", "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_PATIENCE):
            return True
    except (urllib.error.URLError, OSError):
        return False


QUESTIONS = {"web": web, "scheduler": scheduler, "sweeper": sweeper}

if __name__ == "__main__":
    sys.exit(not QUESTIONS[sys.argv[1]]())
