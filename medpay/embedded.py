"""Finds, starts and stops the embedded PostgreSQL and Redis-compatible server."""

import os
from pathlib import Path
from typing import NamedTuple

NOT_RUNNING = {"ENGINE": "django.db.backends.postgresql", "NAME": "medpay", "HOST": "/nonexistent"}


class Servers(NamedTuple):
    database_url: str
    redis_url: str
    secret_key: str


def home() -> Path:
    return Path(os.environ.get("MEDPAY_HOME") or Path(__file__).resolve().parent.parent / ".medpay")


def running() -> Servers | None:
    return None
