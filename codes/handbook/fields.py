"""The front matter of one file, field by field: what is wrong is said with the file's name and the field's."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Fields:
    """A mapping read once: each field is taken by its kind, and `close` refuses what nobody took."""

    def __init__(self, values: object, *, file: str, name: str = "") -> None:
        self.file = file
        self.name = name
        if not isinstance(values, Mapping):
            raise self.wrong("", "is not a list of names and values")
        self._left = dict(values)

    def wrong(self, field: str, problem: str) -> ValueError:
        where = ".".join(part for part in (self.name, field) if part)
        return ValueError(f"{self.file}, {where or 'front matter'}: {problem}")

    def text(self, field: str, *, default: str | None = None) -> str:
        value = self._left.pop(field, default)
        if value is None:
            raise self.wrong(field, "is missing")
        if not isinstance(value, str):
            raise self.wrong(field, f"{value!r} is not text; put it in quotes")
        if not value.strip() and value != default:
            raise self.wrong(field, "is empty")
        return value.strip()

    def shaped(self, field: str, shape: re.Pattern[str], *, like: str) -> str:
        value = self.text(field)
        if not shape.fullmatch(value):
            raise self.wrong(field, f"{value!r} has not the form of {like}")
        return value

    def date(self, field: str) -> datetime.date:
        value = self.date_if_any(field)
        if value is None:
            raise self.wrong(field, "is missing")
        return value

    def date_if_any(self, field: str) -> datetime.date | None:
        value = self._left.pop(field, None)
        if value is None:
            return None
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        raise self.wrong(field, f"{value!r} is not a date such as 2026-11-21")

    def texts(self, field: str) -> tuple[str, ...]:
        values = self._list(field)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) < len(values):
            raise self.wrong(field, f"{values!r} holds what is not text; put each in quotes")
        return texts

    def each(self, field: str, read: "Callable[[Fields], T]", *, required: bool = True) -> tuple[T, ...]:
        if required and field not in self._left:
            raise self.wrong(field, "is missing")
        return tuple(self._read(field, read))

    def _read(self, field: str, read: "Callable[[Fields], T]") -> Iterator[T]:
        for number, value in enumerate(self._list(field), start=1):
            item = Fields(value, file=self.file, name=f"{self.name}{field}[{number}]")
            yield read(item)
            item.close()

    def named(self, field: str, read: "Callable[[str, Fields], T]") -> dict[str, T]:
        values = self._left.pop(field, None)
        if not isinstance(values, Mapping):
            raise self.wrong(field, "is missing, or no list of names and values")
        found = {}
        for name, value in values.items():
            item = Fields(value, file=self.file, name=f"{self.name}{field}.{name}")
            found[str(name)] = read(str(name), item)
            item.close()
        return found

    def part(self, field: str) -> "Fields | None":
        value = self._left.pop(field, None)
        return None if value is None else Fields(value, file=self.file, name=f"{self.name}{field}")

    def close(self) -> None:
        for field in self._left:
            raise self.wrong(str(field), "is not a field of this form")

    def _list(self, field: str) -> list[object]:
        values = self._left.pop(field, [])
        if not isinstance(values, list):
            raise self.wrong(field, "is not a list")
        return values
