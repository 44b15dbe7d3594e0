"""A field of the tables of this room."""

from typing import Any

from django.db import models

from reports import notation


class TextOfJson(models.JSONField):
    """JSON as plain text, for what is written hundreds of times a second and never asked inside.

    As jsonb it would take twice the time to write, and half as much room again.
    """

    def db_type(self, connection: object) -> str:
        return "text"

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        return None if value is None else notation.read(value)

    def get_db_prep_value(self, value: Any, connection: object, prepared: bool = False) -> str | None:  # noqa: FBT001, FBT002
        return None if value is None else notation.text_of(value)
