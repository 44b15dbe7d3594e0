"""The three roles of the database of a running site, each met by connecting as it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg
import pytest
from psycopg import errors

from tests.journeys.acting import send
from tests.medpay.databases import backup_url, dump, first_column, servers_of
from tests.site import Site, until


@pytest.fixture
def owner(running_site: Site) -> Iterator[psycopg.Connection]:
    with psycopg.connect(servers_of(running_site).owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def application(running_site: Site) -> Iterator[psycopg.Connection]:
    with psycopg.connect(servers_of(running_site).database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def backup(running_site: Site) -> Iterator[psycopg.Connection]:
    with psycopg.connect(backup_url(running_site), autocommit=True) as connection:
        yield connection


@contextmanager
def undone(connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A transaction that is rolled back."""
    with connection.transaction(force_rollback=True):
        yield connection


TRIGGERED = "95816"  # no other test of a running site reports it
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
AUDITED = """
from uuid import uuid4
from django.db import transaction
from reports.models import Decision
with transaction.atomic():
    decision = Decision.objects.create(report=uuid4(), verdict="undo")
    decision.undone = True
    decision.save(update_fields=["undone"])
    print(Decision.objects.get(undone=True, pk=decision.pk).pk == decision.pk)
    transaction.set_rollback(True)
"""


class TestTheApplication:
    def test_the_site_s_programs_are_it(self, running_site: Site, owner: psycopg.Connection) -> None:
        asked = (
            "SELECT DISTINCT usename::text FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        until(lambda: "medpay_app" in first_column(owner, asked), 30, running_site.output)
        assert set(first_column(owner, asked)) == {"medpay_app"}

    def test_no_program_of_the_site_is_told_of_the_owner(self, running_site: Site) -> None:
        told = {"MEDPAY_OWNER_DATABASE_URL", "MEDPAY_BACKUP_PASSWORD"}
        status = running_site.status()
        for role in ("web", "worker", "scheduler", "sweeper"):
            environment = psutil.Process(status[role][0]).environ()
            assert "://medpay_app:" in environment["DATABASE_URL"]
            assert told & set(environment) == set()

    def test_it_is_no_superuser_and_nobody_else_at_once(self, application: psycopg.Connection) -> None:
        row = application.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,"
            " (SELECT count(*) FROM pg_auth_members WHERE member = role.oid)"
            " FROM pg_roles AS role WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False, False, 0)

    def test_it_owns_nothing(self, application: psycopg.Connection) -> None:
        owned = "SELECT relname::text FROM pg_class WHERE pg_has_role(relowner, 'USAGE')"
        assert first_column(application, owned) == []

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE mine (id int)",
            "CREATE TEMPORARY TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE OR REPLACE FUNCTION reports_mark_dirty() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "CREATE TRIGGER mine BEFORE INSERT ON reports_report FOR EACH ROW EXECUTE FUNCTION reports_mark_dirty()",
            "CREATE ROLE mine",
            "ALTER TABLE reports_report ADD COLUMN mine int",
            "ALTER TABLE reports_report DISABLE TRIGGER ALL",
            "ALTER TABLE reports_report DISABLE TRIGGER reports_mark_dirty",
            "ALTER TABLE reports_report DROP CONSTRAINT report_kind_known",
            "DROP TABLE reports_report",
            "DROP TRIGGER reports_mark_dirty ON reports_report",
            "DROP FUNCTION reports_mark_dirty() CASCADE",
            "TRUNCATE reports_report",
            "TRUNCATE reports_decision",
            "TRUNCATE codes_code CASCADE",
            "SET session_replication_role = replica",
            "SET log_min_duration_statement = 0",
            "SET log_parameter_max_length = 1000",
            "COPY reports_report TO PROGRAM 'cat'",
            "GRANT medpay TO medpay_app",
            "SET ROLE medpay",
            "DELETE FROM reports_decision",
            "UPDATE reports_decision SET reason = ''",
            "UPDATE reports_decision SET day = now(), moderator_id = NULL",
            "UPDATE reports_decision SET undo_until = now() + interval '1 year'",
            "DELETE FROM django_migrations",
            "INSERT INTO auth_permission (name, content_type_id, codename) VALUES ('mine', 1, 'mine')",
        ],
    )  # fmt: skip
    def test_it_may_not(self, application: psycopg.Connection, statement: str) -> None:
        with undone(application), pytest.raises(errors.InsufficientPrivilege):
            application.execute(statement.encode())

    def test_it_adds_to_the_audit_and_may_undo(self, running_site: Site) -> None:
        assert running_site.manage("shell", "-c", AUDITED).stdout.splitlines()[-1] == "True"

    def test_the_trigger_works_for_it(self, running_site: Site, application: psycopg.Connection) -> None:
        send(running_site, code=TRIGGERED)
        with undone(application):
            application.execute("DELETE FROM reports_dirtycode")
            changed = application.execute(
                "UPDATE reports_report SET released = NOT released WHERE standing = 'counted' AND code = %s",
                [TRIGGERED],
            )
            marked = application.execute("SELECT count(*) FROM reports_dirtycode").fetchone()
        assert changed.rowcount == 1
        assert marked is not None
        assert marked[0] >= 1


class TestTheBackup:
    def test_it_reads_every_table(self, owner: psycopg.Connection, backup: psycopg.Connection) -> None:
        tables = first_column(owner, TABLES)
        assert "reports_report" in tables
        for table in tables:
            backup.execute(f'SELECT * FROM "{table}" LIMIT 1'.encode())

    @pytest.mark.parametrize("change", ["INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
    def test_it_writes_to_no_table(self, owner: psycopg.Connection, backup: psycopg.Connection, change: str) -> None:
        written = []
        for table in first_column(owner, TABLES):
            with undone(backup):
                try:
                    backup.execute(change.format(f'"{table}"').encode())
                except errors.InsufficientPrivilege:
                    continue
                written.append(table)
        assert written == []

    def test_it_updates_nothing(self, owner: psycopg.Connection, backup: psycopg.Connection) -> None:
        may = (
            "SELECT attrelid::regclass::text || '.' || attname"
            " FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid"
            " WHERE relnamespace = 'public'::regnamespace AND attnum > 0"
            " AND has_column_privilege('{}', attrelid, attnum, 'UPDATE')"
        )
        assert first_column(owner, may.format("medpay_backup")) == []
        assert "reports_decision.undone" in first_column(owner, may.format("medpay_app"))

    def test_it_makes_nothing(self, backup: psycopg.Connection) -> None:
        for statement in (b"CREATE TABLE mine (id int)", b"CREATE TEMPORARY TABLE mine (id int)", b"CREATE ROLE mine"):
            with undone(backup), pytest.raises(errors.InsufficientPrivilege):
                backup.execute(statement)

    def test_it_is_enough_for_a_dump(self, running_site: Site) -> None:
        dumped = dump(running_site)
        assert "CREATE TRIGGER reports_mark_dirty" in dumped
        assert "COPY public.reports_decision" in dumped
