"""Who may do what in the database: the owner lays it out, the application reads and writes rows, the backup reads.

Nothing is granted by default: what a table allows is granted anew after each migration, so that a table nobody thought
of is neither forgotten nor left open.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from psycopg import sql

BACKUP: Final = "medpay_backup"
LAID_OUT: Final = frozenset({"django_migrations", "django_content_type", "auth_permission"})  # by migrations alone
AUDIT: Final[Mapping[str, Collection[str]]] = {"reports_decision": ("undone",)}  # what may change in it


class Database(NamedTuple):
    """`tables`: the columns of each table and view that belongs to the owner."""

    name: str
    schema: str
    tables: Mapping[str, Collection[str]]


def grants(database: Database, *, application: str, backup: str | None) -> Iterator[sql.Composed]:
    """The statements that take from both roles what they had and give them what they need. For one transaction."""
    roles = [role for role in (application, backup) if role]
    yield from _closed(database)
    for role in roles:
        yield from _reading(database, role)
    yield from _writing(database, application)


def _closed(database: Database) -> Iterator[sql.Composed]:
    """Everybody may make temporary tables unless that is taken away; older versions also let everybody make others."""
    yield sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database.name))
    yield sql.SQL("REVOKE CREATE ON SCHEMA {} FROM PUBLIC").format(sql.Identifier(database.schema))


def _reading(database: Database, role: str) -> Iterator[sql.Composed]:
    named = {
        "database": sql.Identifier(database.name),
        "schema": sql.Identifier(database.schema),
        "tables": _list(sorted(database.tables)),
        "role": sql.Identifier(role),
    }
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM {role}",
        "REVOKE ALL ON SCHEMA {schema} FROM {role}",
        "REVOKE ALL ON TABLE {tables} FROM {role}",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT ON TABLE {tables} TO {role}",
        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    ):
        yield sql.SQL(statement).format(**named)


def _writing(database: Database, role: str) -> Iterator[sql.Composed]:
    """Rows of the ordinary tables; of the audit, new rows and the columns that undo a decision."""
    to = sql.Identifier(role)
    schema = sql.Identifier(database.schema)
    ordinary = sorted(set(database.tables) - LAID_OUT - set(AUDIT))
    yield sql.SQL("GRANT INSERT, UPDATE, DELETE ON TABLE {} TO {}").format(_list(ordinary), to)
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}").format(schema, to)
    for table in sorted(set(AUDIT) & set(database.tables)):
        yield sql.SQL("GRANT INSERT ON TABLE {} TO {}").format(sql.Identifier(table), to)
        changing = sorted(set(AUDIT[table]) & set(database.tables[table]))
        if changing:
            yield sql.SQL("GRANT UPDATE ({}) ON TABLE {} TO {}").format(_list(changing), sql.Identifier(table), to)


def _list(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
