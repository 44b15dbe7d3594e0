"""Migrating as the owner and letting the other roles in, on databases that somebody else runs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from psycopg import errors

from tests.site import OURS, ROOT


class Outside(NamedTuple):
    """An empty database of an owner who may make no roles; `admin` may do everything."""

    admin: psycopg.Connection
    address: str  # what follows the role and its password

    def migrate(self, home: Path, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        roles = {
            "DATABASE_URL": f"postgresql://outside_app:app@{self.address}",
            "MEDPAY_OWNER_DATABASE_URL": f"postgresql://outside_owner:owner@{self.address}",
        }
        return subprocess.run(
            [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0", *options],
            cwd=ROOT,
            env={**inherited, **roles, "MEDPAY_HOME": str(home), **env},
            capture_output=True,
            text=True,
            check=False,
        )

    def connect(self, role: str, password: str) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://{role}:{password}@{self.address}", autocommit=True)


@pytest.fixture
def outside() -> Iterator[Outside]:
    here = os.environ["DATABASE_URL"]
    with psycopg.connect(here, autocommit=True) as admin:
        admin.execute("CREATE ROLE outside_owner LOGIN PASSWORD 'owner'")
        admin.execute("CREATE DATABASE outside_roles OWNER outside_owner")
        yield Outside(admin, here.partition("@")[2].replace("/medpay?", "/outside_roles?"))
        admin.execute("DROP DATABASE outside_roles WITH (FORCE)")
        for role in ("outside_owner", "outside_app", "medpay_backup"):
            admin.execute(f"DROP ROLE IF EXISTS {role}".encode())


def test_an_owner_who_may_make_no_roles_says_which_one_is_missing(outside: Outside, tmp_path: Path) -> None:
    said = outside.migrate(tmp_path)
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1].startswith(
        "CommandError: There is no role outside_app in the database, and the owner may not"
    )

    outside.admin.execute("CREATE ROLE outside_app LOGIN PASSWORD 'app'")
    said = outside.migrate(tmp_path)
    assert said.returncode == 0, said.stderr
    with outside.connect("outside_app", "app") as application:
        application.execute("DELETE FROM reports_report")
        for statement in (b"TRUNCATE reports_decision", b"ALTER TABLE reports_report DISABLE TRIGGER ALL"):
            with pytest.raises(errors.InsufficientPrivilege):
                application.execute(statement)
    found = outside.admin.execute("SELECT count(*) FROM pg_roles WHERE rolname = 'medpay_backup'").fetchone()
    assert found == (0,)  # nothing was said about it: the site needs none


def test_an_owner_who_may_makes_both_and_keeps_their_passwords(outside: Outside, tmp_path: Path) -> None:
    outside.admin.execute("ALTER ROLE outside_owner CREATEROLE")
    said = outside.migrate(tmp_path, MEDPAY_BACKUP_PASSWORD="one-password")
    assert said.returncode == 0, said.stderr
    said = outside.migrate(tmp_path, MEDPAY_BACKUP_PASSWORD="another-password")
    assert said.returncode == 0, said.stderr
    for role, password in (("outside_app", "app"), ("medpay_backup", "one-password")):
        with outside.connect(role, password) as connection:
            assert connection.execute("SELECT count(*) FROM reports_decision").fetchone() == (0,)


def test_a_superuser_brings_a_password_up_to_date(outside: Outside, tmp_path: Path) -> None:
    owner = os.environ["DATABASE_URL"].replace("/medpay?", "/outside_roles?")
    for password in ("one-password", "another-password"):
        said = outside.migrate(tmp_path, MEDPAY_OWNER_DATABASE_URL=owner, MEDPAY_BACKUP_PASSWORD=password)
        assert said.returncode == 0, said.stderr
    with outside.connect("medpay_backup", "another-password") as backup, pytest.raises(errors.InsufficientPrivilege):
        backup.execute("DELETE FROM reports_report")


def test_what_only_looks_changes_nothing(outside: Outside, tmp_path: Path) -> None:
    outside.admin.execute("ALTER ROLE outside_owner CREATEROLE")
    said = outside.migrate(tmp_path, "--plan")
    assert said.returncode == 0, said.stderr
    found = outside.admin.execute("SELECT count(*) FROM pg_roles WHERE rolname = 'outside_app'").fetchone()
    assert found == (0,)
