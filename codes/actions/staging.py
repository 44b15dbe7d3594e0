"""How a release comes to be: one at a time, copied in, then current. Called inside a transaction."""

from collections.abc import Iterable
from typing import Final

from django.db import connection
from psycopg import sql

from codes.actions.tables import CODES_COME_FROM, TABLES
from codes.models import Code, Release
from codes.sources.blocks import Block

Row = tuple[object, ...]

IMPORT_LOCK: Final = 0x6D6564706179  # advisory lock: one import at a time


def wait_for_our_turn() -> None:
    """Until the end of the transaction no other import runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def copy(release: Release, columns: Iterable[str], rows: Iterable[Row]) -> int:
    """COPY, which PostgreSQL takes some twenty times faster than INSERT. Returns the count of rows.

    A `Block` among `rows` is text that COPY takes as it is, but for the release, which goes before each of its lines.
    """
    table = TABLES[release.source]._meta.db_table
    names = sql.SQL(", ").join(map(sql.Identifier, ("release_id", *columns)))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    release_first = b"%d\t" % release.pk
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            if isinstance(row, Block):
                stream.write(release_first + row.text.replace(b"\n", b"\n" + release_first, row.rows - 1))
                count += row.rows
            else:
                stream.write_row((release.pk, *row))
                count += 1
    return count


def make_current(release: Release) -> Release:
    """The release of its source, variant and day; the one before it is replaced."""
    same_day = Release.objects.current().of(release.source, release.variant).filter(effective=release.effective)
    same_day.exclude(pk=release.pk).update(state=Release.State.REPLACED)
    release.state = Release.State.CURRENT
    release.save(update_fields=["state", "rows", "effective", "label", "notes"])
    return release


def add_unknown_codes(release: Release) -> None:
    if release.source not in CODES_COME_FROM:
        return
    rows = TABLES[release.source]._default_manager.filter(
        release=release, code__regex=r"^.{5}$"
    )  # HCPCS: modifiers too
    unknown = rows.exclude(code__in=Code.objects.values("pk")).values_list("code", flat=True).distinct()
    Code.objects.bulk_create([Code(code=code) for code in unknown.order_by("code")], ignore_conflicts=True)
