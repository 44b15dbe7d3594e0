"""Work as the owner of the database, and let the other roles do what `medpay.roles` says.

Where MEDPAY_OWNER_DATABASE_URL is not given there is one role for everything, as it came in DATABASE_URL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, transaction

from medpay import roles

CREDENTIALS: Final = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")

OWNED: Final = """
SELECT class.relname, array_agg(attribute.attname::text)
FROM pg_class AS class JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind IN ('r', 'p', 'v', 'm')
  AND pg_has_role(class.relowner, 'USAGE') AND attribute.attnum > 0 AND NOT attribute.attisdropped
GROUP BY class.relname
"""


def is_apart() -> bool:
    """Whether the owner is another role than the one that everything else connects as."""
    owner: str = settings.OWNER_DATABASE.get("USER", "")
    return bool(owner) and owner != settings.DATABASES["default"].get("USER", "")


@contextmanager
def as_owner() -> Iterator[None]:
    """Within the block the connection is the owner's, if there is one. Nothing may be under way in a transaction."""
    if not is_apart():
        yield
        return
    before = connection.settings_dict
    _connect_by({**before, **{name: settings.OWNER_DATABASE.get(name, "") for name in CREDENTIALS}})
    try:
        yield
    finally:
        _connect_by(before)


def _connect_by(credentials: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict = credentials


def owns_tables() -> bool:
    """Whether whoever we are connected as could change or drop a table, as its owner or as a superuser."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        return cursor.fetchone() is not None


def let_the_others_in() -> None:
    """Makes the two other roles where they are missing, and grants anew. To be called as the owner."""
    if not is_apart():
        return
    given = settings.DATABASES["default"]
    with transaction.atomic():
        _make_sure_of(given["USER"], given["PASSWORD"])
        backup = roles.BACKUP if _make_sure_of(roles.BACKUP, settings.BACKUP_PASSWORD, needed=False) else None
        with connection.cursor() as cursor:
            for statement in roles.grants(_database(), application=given["USER"], backup=backup):
                cursor.execute(statement.as_string(connection.connection))


def _database() -> roles.Database:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_schema()")
        name, schema = cursor.fetchone()
        cursor.execute(OWNED)
        return roles.Database(name, schema, dict(cursor.fetchall()))


def _make_sure_of(role: str, password: str, *, needed: bool = True) -> bool:
    """Whether the role is there, made if the owner may. A superuser also brings its password up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        may_do_all, may_create = cursor.fetchone()
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        is_there = cursor.fetchone() is not None
        if not is_there and not (may_do_all or may_create):
            if needed:
                raise CommandError(
                    f"There is no role {role} in the database, and the owner may not make one. Let an administrator "
                    f'do so: CREATE ROLE "{role}" LOGIN PASSWORD …, with the password that DATABASE_URL gives.'
                )
            return False
        if not is_there:
            cursor.execute(f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN")
        if password and (may_do_all or not is_there):
            cursor.execute(f"ALTER ROLE {connection.ops.quote_name(role)} PASSWORD {_verifier(role, password)}")
    return True


def _verifier(role: str, password: str) -> str:
    """What the server keeps of a password, as a literal; made here, so that no statement carries the password."""
    made = connection.connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return f"'{made.decode()}'"
