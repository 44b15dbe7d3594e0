"""Brings in the starter tables, which come with medpay: what a fresh site knows before any download."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings
from django.db import models, transaction

from codes.actions.staging import add_unknown_codes, copy, make_current, wait_for_our_turn
from codes.models import Code, Payer, Reason, Release
from codes.sources import starter
from codes.sources.starter import StarterList

ModelT = TypeVar("ModelT", bound=models.Model)

NOT_OURS: Final = frozenset({"official"})  # a list of CMS's writes it: see codes.actions.wording
STARTER: Final = Path(settings.BASE_DIR) / "codes" / "starter"


@transaction.atomic
def load_starter(*, folder: Path = STARTER) -> Mapping[str, int]:
    """Brings the starter tables up to date, and returns the count of rows changed by file. Harmless when run again.

    A list never replaces a complete release of its day, nor an excerpt that holds as many rows. Raises SourceError for
    a broken table, changing nothing.
    """
    wait_for_our_turn()
    return {
        "codes.csv": _upsert(Code, ("code",), _codes(folder / "codes.csv")),
        "payers.csv": _upsert(Payer, ("slug",), _payers(folder / "payers.csv")),
        "reasons.csv": _upsert(Reason, ("kind", "code"), _reasons(folder / "reasons.csv")),
    } | {f"{wanted.file} {wanted.variant}".strip(): _load_list(folder, wanted) for wanted in starter.LISTS}


def _load_list(folder: Path, wanted: StarterList) -> int:
    path = folder / wanted.file
    digest = starter.digest(path)
    of_kind = Release.objects.of(wanted.source, wanted.variant)
    current = of_kind.current().filter(effective=wanted.effective).first()
    if current and (current.digest == digest or _outranks(current, wanted, path)):
        return 0
    known = of_kind.filter(digest=digest).first()
    if known:
        return make_current(known).rows
    release = Release.objects.create(
        source=wanted.source,
        variant=wanted.variant,
        label=wanted.label,
        effective=wanted.effective,
        digest=digest,
        complete=False,
    )
    release.rows = copy(release, wanted.columns, wanted.rows(path))
    add_unknown_codes(release)
    return make_current(release).rows


def _outranks(current: Release, wanted: StarterList, path: Path) -> bool:
    """Whether what was loaded from a file of CMS's stays, rather than our list."""
    if current.complete:
        return True
    is_ours = current.label == wanted.label
    return not is_ours and current.rows >= sum(1 for _ in wanted.rows(path))


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


def _upsert(model: type[ModelT], key: tuple[str, ...], rows: Sequence[ModelT]) -> int:
    """Writes those of `rows` that are new or differ, and returns their count. Others in the table stay."""
    left_out = {*key, *NOT_OURS}
    rest = [one.attname for one in model._meta.concrete_fields if not one.primary_key and one.name not in left_out]
    known = {_values(row, key): _values(row, rest) for row in _stored(model, key[-1], rows)}
    changed = [row for row in rows if known.get(_values(row, key)) != _values(row, rest)]
    model._default_manager.bulk_create(changed, update_conflicts=True, unique_fields=key, update_fields=rest)
    return len(changed)


def _stored(model: type[ModelT], by: str, rows: Sequence[ModelT]) -> Iterable[ModelT]:
    return model._default_manager.filter(**{f"{by}__in": {getattr(row, by) for row in rows}})


def _values(row: models.Model, fields: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, field) for field in fields)
