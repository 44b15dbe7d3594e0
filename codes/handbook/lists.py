"""`modifiers.csv` and `specialties.csv` in `codes/content`: nothing wrong is let pass."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from codes.handbook.reading import SLUG_SHAPE
from codes.handbook.values import Modifier, Specialty
from codes.shapes import CODE_SHAPE, MODIFIER_SHAPE

T = TypeVar("T")

MODIFIER_FIELDS: Final = ("modifier", "name", "use", "effect", "pitfall", "source")
SPECIALTY_FIELDS: Final = ("slug", "name", "codes")


def read_modifiers(path: Path) -> Mapping[str, Modifier]:
    """By modifier, in the order of the file. Only `pitfall` may be empty. Raises ValueError."""
    return _keyed(path, fields=MODIFIER_FIELDS, may_be_empty="pitfall", read=_modifier)


def read_specialties(path: Path) -> Mapping[str, Specialty]:
    """By slug, in the order of the file. Raises ValueError."""
    return _keyed(path, fields=SPECIALTY_FIELDS, may_be_empty="", read=_specialty)


def _modifier(row: Mapping[str, str]) -> Modifier:
    if not MODIFIER_SHAPE.fullmatch(row["modifier"]):
        raise ValueError(f"modifier: {row['modifier']!r} has not the form of a modifier")
    return Modifier(**row)


def _specialty(row: Mapping[str, str]) -> Specialty:
    codes = tuple(row["codes"].split())
    for code in codes:
        if not CODE_SHAPE.fullmatch(code):
            raise ValueError(f"codes: {code!r} has not the form of a code")
    if len(set(codes)) < len(codes):
        raise ValueError("codes: one stands there twice")
    if not SLUG_SHAPE.fullmatch(row["slug"]):
        raise ValueError(f"slug: {row['slug']!r} has not the form of a slug")
    return Specialty(row["slug"], row["name"], codes)


def _keyed(
    path: Path, *, fields: tuple[str, ...], may_be_empty: str, read: Callable[[Mapping[str, str]], T]
) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for line, row in _rows(path, fields):
        key = row[fields[0]]
        try:
            _refuse_empty(row, but=may_be_empty)
            value = read(row)
        except ValueError as error:
            raise ValueError(f"{path.name}, line {line}, {error}") from error
        if key in found:
            raise ValueError(f"{path.name}, line {line}, {fields[0]}: {key!r} stands there twice")
        found[key] = value
    return MappingProxyType(found)


def _refuse_empty(row: Mapping[str, str], *, but: str) -> None:
    for field, value in row.items():
        if not value and field != but:
            raise ValueError(f"{field}: is empty")


def _rows(path: Path, fields: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, strict=True)
        if tuple(next(lines, ())) != fields:
            raise ValueError(f"{path.name}, line 1: the columns are not {','.join(fields)}")
        for values in lines:
            if len(values) != len(fields):
                raise ValueError(f"{path.name}, line {lines.line_num}: {len(values)} fields instead of {len(fields)}")
            yield lines.line_num, {field: value.strip() for field, value in zip(fields, values, strict=True)}
