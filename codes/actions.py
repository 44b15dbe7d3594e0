"""The only writer of what the reference says: releases of published files, and the starter tables.

A release is staged (importing, then checks, then current) in one transaction under one lock, so that it is current or
absent, never half, and one is current per source, variant and day (I7).
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Final, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models, transaction
from psycopg import sql

from codes.models import Code, FeeLine, LabFee, Payer, Reason, Release
from codes.sources import MPFS, SOURCES, Source, SourceError, archive, starter
from codes.sources.archive import Unpacked
from codes.sources.download import fetched, is_address
from codes.sources.mpfs import FeeRow

Progress = Callable[[int, int], None]  # bytes read, bytes in all
Row = tuple[object, ...]
ModelT = TypeVar("ModelT", bound=models.Model)

STARTER: Final = Path(settings.BASE_DIR) / "codes" / "starter"
IMPORT_LOCK: Final = 0x6D6564706179  # advisory lock: one import at a time
FEWEST_OF_NEIGHBOR: Final = Decimal("0.9")  # releases of a year differ by about 1 % in rows, years by 3 %
ROWS_BETWEEN_PROGRESS: Final = 500
COUNT_COMPARED_WITHIN: Final = datetime.timedelta(days=730)


def import_release(
    *,
    source: str,
    path: str | Path,
    member: str = "",
    effective: datetime.date | None = None,
    label: str | None = None,
    progress: Progress | None = None,
) -> Release:
    """Makes one published file the current release of its day, and returns it.

    `path` is a file (plain, gzip or zip) or an http(s) address; `member` names the file in a zip that holds several of
    this kind. `effective` and `label` stand in for what the file says of itself. The same bytes, however packed, load
    once: known ones only become current again, under the day and label given. Raises SourceError, and has then changed
    nothing.
    """
    kind = SOURCES[source]
    with _at_hand(path) as (file, shown):
        member = member or _only_member(kind, file, shown)
        with archive.unpacked(file, member=member, shown=shown) as unpacked:
            return _take_in(kind, unpacked, _origin(shown), effective=effective, label=label, progress=progress)


def import_all(
    *,
    source: str,
    path: str | Path,
    effective: datetime.date | None = None,
    label: str | None = None,
    progress: Progress | None = None,
) -> list[Release]:
    """As `import_release`, for each file of the kind in a zip: CMS packs the QP and the non-QP edition together.

    Each is taken in by itself, so what precedes a broken one stays.
    """
    kind = SOURCES[source]
    taken = []
    with _at_hand(path) as (file, shown):
        for member in archive.members(file, kind.member, shown):
            with archive.unpacked(file, member=member, shown=shown) as unpacked:
                taken.append(
                    _take_in(kind, unpacked, _origin(shown), effective=effective, label=label, progress=progress)
                )
    return taken


@transaction.atomic
def load_starter(*, folder: Path = STARTER) -> Mapping[str, int]:
    """Brings the starter tables up to date, and returns the count of rows changed by file. Harmless when run again.

    A fee list never replaces a complete release of its day. Raises SourceError for a broken table, changing nothing.
    """
    _wait_for_our_turn()
    return {
        "codes.csv": _upsert(Code, ("code",), _codes(folder / "codes.csv")),
        "payers.csv": _upsert(Payer, ("slug",), _payers(folder / "payers.csv")),
        "reasons.csv": _upsert(Reason, ("kind", "code"), _reasons(folder / "reasons.csv")),
        "lab_fees_2025.csv": _upsert(LabFee, ("code", "year"), _lab_fees(folder / "lab_fees_2025.csv")),
    } | {f"{wanted.file} {wanted.variant}".strip(): _load_fee_list(folder, wanted) for wanted in starter.FEE_LISTS}


# --- one release -----------------------------------------------------------------------------------------------------


@contextmanager
def _at_hand(path: str | Path) -> Iterator[tuple[Path, str]]:
    """The file, fetched first if it is at an address, and what messages call it."""
    shown = str(path)
    if is_address(shown):
        with fetched(shown) as file:
            yield file, shown
    else:
        yield Path(path), shown


def _only_member(source: Source, file: Path, shown: str) -> str:
    found = archive.members(file, source.member, shown)
    if len(found) > 1:
        raise SourceError(shown, 0, f"the zip holds {len(found)} files of this kind: {', '.join(found)}; name one")
    return found[0]


def _origin(shown: str) -> str:
    """The address without its query, which may hold a secret; nothing for a local file."""
    if not is_address(shown):
        return ""
    return urlsplit(shown)._replace(query="", fragment="").geturl()[: Release._meta.get_field("origin").max_length]


@transaction.atomic
def _take_in(
    source: Source,
    unpacked: Unpacked,
    origin: str,
    *,
    effective: datetime.date | None,
    label: str | None,
    progress: Progress | None,
) -> Release:
    _wait_for_our_turn()
    known = Release.objects.complete().filter(source=source.name, digest=unpacked.digest).first()
    if known:
        known.effective = effective or known.effective
        known.label = label or known.label
        return _make_current(known)
    edition = source.read(unpacked.file, name=unpacked.name, effective=effective)
    release = Release.objects.create(
        source=source.name,
        variant=edition.variant,
        label=label or edition.label,
        effective=edition.effective,
        digest=unpacked.digest,
        complete=True,
        origin=origin,
    )
    release.rows = _copy(release, _telling(edition.rows, unpacked.file, unpacked.size, progress))
    _refuse_if_far_smaller(release, unpacked.name)
    _add_unknown_codes(release)
    return _make_current(release)


def _wait_for_our_turn() -> None:
    """Until the end of the transaction no other import runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _copy(release: Release, rows: Iterable[Row]) -> int:
    """COPY, which PostgreSQL takes some twenty times faster than INSERT. Returns the count of rows."""
    columns = sql.SQL(", ").join(map(sql.Identifier, ("release_id", *FeeRow._fields)))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(FeeLine._meta.db_table), columns)
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((release.pk, *row))
            count += 1
    return count


def _telling(rows: Iterator[Row], file: IO[bytes], size: int, progress: Progress | None) -> Iterator[Row]:
    """The rows, telling `progress` now and then how far the file is read."""
    for number, row in enumerate(rows, start=1):
        if progress and number % ROWS_BETWEEN_PROGRESS == 0:
            progress(file.tell(), size)
        yield row
    if progress:
        progress(size, size)


def _refuse_if_far_smaller(release: Release, name: str) -> None:
    """A file cut between two lines reads well: only its neighbor in time tells that rows are missing."""
    others = Release.objects.current().complete().of(release.source, release.variant).exclude(pk=release.pk)
    neighbor = min(others, key=lambda other: abs(other.effective - release.effective), default=None)
    if neighbor is None or abs(neighbor.effective - release.effective) > COUNT_COMPARED_WITHIN:
        return
    if release.rows < neighbor.rows * FEWEST_OF_NEIGHBOR:
        problem = f"{release.rows:,} rows, but {neighbor.label} has {neighbor.rows:,}; the file seems cut short"
        raise SourceError(name, 0, problem)


def _add_unknown_codes(release: Release) -> None:
    held = FeeLine.objects.filter(release=release).values_list("code", flat=True).distinct()
    unknown = held.exclude(code__in=Code.objects.values("pk"))
    Code.objects.bulk_create([Code(code=code) for code in unknown.order_by("code")], ignore_conflicts=True)


def _make_current(release: Release) -> Release:
    """The release of its source, variant and day; the one before it is replaced."""
    same_day = Release.objects.current().of(release.source, release.variant).filter(effective=release.effective)
    same_day.exclude(pk=release.pk).update(state=Release.State.REPLACED)
    release.state = Release.State.CURRENT
    release.save(update_fields=["state", "rows", "effective", "label"])
    return release


# --- the starter tables ----------------------------------------------------------------------------------------------


def _load_fee_list(folder: Path, wanted: starter.FeeList) -> int:
    path = folder / wanted.file
    digest = starter.digest(path)
    of_kind = Release.objects.of(MPFS.name, wanted.variant)
    current = of_kind.current().filter(effective=wanted.effective).first()
    if current and (current.complete or current.digest == digest):
        return 0
    known = of_kind.filter(digest=digest).first()
    if known:
        return _make_current(known).rows
    release = Release.objects.create(
        source=MPFS.name,
        variant=wanted.variant,
        label=wanted.label,
        effective=wanted.effective,
        digest=digest,
        complete=False,
    )
    release.rows = _copy(release, starter.fee_rows(path, wanted.factor))
    _add_unknown_codes(release)
    return _make_current(release).rows


def _codes(path: Path) -> list[Code]:
    return [
        Code(
            **{name: row[name] for name in ("code", "name", "description", "service_type", "synonyms", "change_note")},
            deleted=datetime.date.fromisoformat(row["deleted"]) if row["deleted"] else None,
            successors=row["successors"].split(),
        )
        for row in starter.table(path, starter.CODE_COLUMNS)
    ]


def _payers(path: Path) -> list[Payer]:
    found = []
    for row in starter.table(path, starter.PAYER_COLUMNS):
        aliases = [alias.strip() for alias in row["aliases"].split(";") if alias.strip()]
        names = starter.called(row["name"], aliases)
        found.append(Payer(**{**row, "aliases": aliases}, names=names))
    return found


def _reasons(path: Path) -> list[Reason]:
    return [Reason(**{**row, "alert": row["alert"] == "1"}) for row in starter.table(path, starter.REASON_COLUMNS)]


def _lab_fees(path: Path) -> list[LabFee]:
    return [
        LabFee(code=row["code"], year=int(row["year"]), amount=Decimal(row["amount"]), source=row["source"])
        for row in starter.table(path, starter.LAB_COLUMNS)
    ]


def _upsert(model: type[ModelT], key: tuple[str, ...], rows: Sequence[ModelT]) -> int:
    """Writes those of `rows` that are new or differ, and returns their count. Others in the table stay."""
    rest = [field.attname for field in model._meta.concrete_fields if not field.primary_key and field.name not in key]
    known = {_values(row, key): _values(row, rest) for row in _stored(model, key[-1], rows)}
    changed = [row for row in rows if known.get(_values(row, key)) != _values(row, rest)]
    model._default_manager.bulk_create(changed, update_conflicts=True, unique_fields=key, update_fields=rest)
    return len(changed)


def _stored(model: type[ModelT], by: str, rows: Sequence[ModelT]) -> Iterable[ModelT]:
    return model._default_manager.filter(**{f"{by}__in": {getattr(row, by) for row in rows}})


def _values(row: models.Model, fields: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, field) for field in fields)
