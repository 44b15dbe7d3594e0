"""The database of a running site, by role."""

import subprocess
from typing import Any

import psycopg

from medpay.embedded import Servers, state
from medpay.embedded.programs import postgres_programs
from medpay.roles import BACKUP
from tests.site import Site


def servers_of(site: Site) -> Servers:
    servers = state.running(site.home)
    assert servers is not None, site.output()
    return servers


def backup_url(site: Site) -> str:
    password = (site.home / "postgres-backup-password").read_text()
    place = servers_of(site).owner_url.partition("@")[2]
    return f"postgresql://{BACKUP}:{password}@{place}"


def dump(site: Site) -> str:
    """All of the database as SQL, taken as the backup role would take it."""
    program = str(postgres_programs() / "pg_dump")
    dumped = subprocess.run([program, backup_url(site)], capture_output=True, text=True, check=False)
    assert dumped.returncode == 0, dumped.stderr
    return dumped.stdout


def first_column(connection: psycopg.Connection, question: str) -> list[Any]:
    return [row[0] for row in connection.execute(question.encode()).fetchall()]
