"""Fields of a question, read strictly: what is wrong is answered with its remedy, never with what was sent."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, extend_schema_field
from rest_framework import serializers

DAY: Final = "Give a date such as 2026-07-15."
WHOLE_ERRORS: Final = ("invalid", "min_value", "max_value", "max_string_length")  # of a field of whole numbers
AMOUNT: Final = r"[0-9]{1,8}(?:\.[0-9]{1,2})?"
CENT: Final = Decimal("0.01")
DOLLARS: Final = "Give dollars and cents as text, such as “120.00”."


class TextField(serializers.RegexField):
    """Text of one form. Numbers are not read as text, and what is wrong is answered with its remedy alone."""

    def __init__(self, pattern: str, remedy: str, **options: Any) -> None:
        told: dict[str, Any] = dict.fromkeys(("invalid", "blank", "null"), remedy)
        form = re.compile(rf"^(?:{pattern})$", re.ASCII)
        super().__init__(form, error_messages=told, trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or "\n" in data:
            self.fail("invalid")
        return str(super().to_internal_value(data)).upper()


@extend_schema_field({"type": "string", "format": "decimal", "pattern": f"^{AMOUNT}$"})
class DollarsField(TextField):
    """Dollars, with up to two decimals."""

    def __init__(self, remedy: str = DOLLARS, **options: Any) -> None:
        super().__init__(AMOUNT, remedy, **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        text = super().run_validation(data)
        return text if isinstance(text, Decimal) else Decimal(text).quantize(CENT)


class WholeField(serializers.IntegerField):
    """A JSON number without decimals."""

    def __init__(self, least: int, most: int, remedy: str, **options: Any) -> None:
        told: dict[str, Any] = dict.fromkeys((*WHOLE_ERRORS, "null"), remedy)
        super().__init__(min_value=least, max_value=most, error_messages=told, **options)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class YesOrNoField(serializers.BooleanField):
    """true or false."""

    default_error_messages: ClassVar = {"invalid": "Give true or false.", "null": "Give true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class WordField(serializers.ChoiceField):
    """One of `words`."""

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        remedy = f"Give {' or '.join(words)}."
        told: dict[str, Any] = dict.fromkeys(("invalid_choice", "null"), remedy)
        super().__init__(list(words), error_messages=told, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", input="")
        return data


class DayField(serializers.DateField):
    """A day such as 2026-07-15."""

    default_error_messages: ClassVar = {"invalid": DAY, "null": DAY}

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
            self.fail("invalid")
        return super().to_internal_value(value)


class Strict(serializers.Serializer[Any]):
    """Refuses fields that it does not have."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"detail": "Send a JSON object."})
        if set(data) - set(self.fields):
            raise serializers.ValidationError(
                {"detail": f"There is an unknown field. Use only: {', '.join(self.fields)}."}
            )
        return super().to_internal_value(data)


class StrictSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Tells the schema that unknown fields are refused."""

    target_class = Strict
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        plain = auto_schema._map_basic_serializer  # noqa: SLF001  # what the package's own extensions call
        return {**plain(self.target, direction), "additionalProperties": False}  # type: ignore[no-untyped-call]
