"""Fields of an address that several questions share, read strictly."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from codes.shapes import MODIFIER_SHAPE

MODIFIERS_OF_A_LINE: Final = 4  # as many as a claim form has room for


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "string", "pattern": "^[0-9A-Za-z]{2}$"},
        "maxItems": MODIFIERS_OF_A_LINE,
        "default": [],
    }
)
class ModifiersField(serializers.Field[tuple[str, ...], list[str], list[str], Any]):
    """Modifiers, one parameter each, in upper case."""

    def to_internal_value(self, data: list[str]) -> tuple[str, ...]:
        modifiers = tuple(text.strip() for text in data if text.strip())
        if not all(map(is_modifier, modifiers)):
            raise serializers.ValidationError("A modifier is two letters or digits. Repeat the parameter for several.")
        if len(modifiers) > MODIFIERS_OF_A_LINE:
            raise serializers.ValidationError(f"A line carries {MODIFIERS_OF_A_LINE} modifiers at most.")
        return tuple(modifier.upper() for modifier in modifiers)


def is_modifier(text: str) -> bool:
    return text.isascii() and MODIFIER_SHAPE.fullmatch(text.upper()) is not None
