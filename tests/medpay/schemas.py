"""The published schema as tests read it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft4Validator


def published() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, but no answer may hold a field that it does not name: none goes out unannounced."""
    for component in schema["components"]["schemas"].values():
        if "properties" in component:
            component.setdefault("additionalProperties", False)
    return schema


class Shown(NamedTuple):
    """An example where it stands: "POST /api/v1/reports/ 201"; `schema` is what it must fit."""

    where: str
    name: str
    value: Any
    schema: dict[str, Any]


def messages(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is sent and what is answered on success, of each operation and media type."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            found = {"sent": operation.get("requestBody", {})} | {
                status: answer for status, answer in operation["responses"].items() if status.startswith("2")
            }
            for part, message in found.items():
                for content in message.get("content", {}).values():
                    yield f"{method.upper()} {path} {part}", content


def examples(schema: dict[str, Any]) -> Iterator[Shown]:
    """Every example of the schema, of errors too."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            found = {"sent": operation.get("requestBody", {})} | operation["responses"]
            for part, message in found.items():
                for content in message.get("content", {}).values():
                    for name, example in content.get("examples", {}).items():
                        yield Shown(f"{method.upper()} {path} {part}", name, example["value"], content["schema"])


def problems(value: object, part: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """Why `value` is not what `part` of the schema describes; none if it is."""
    whole = {**_plain(part), "components": _plain(schema["components"])}
    return [f"{error.json_path}: {error.message}" for error in Draft4Validator(whole).iter_errors(value)]


def _plain(schema: Any) -> Any:
    """OpenAPI 3.0 as the JSON Schema it grew from, which has no `nullable`."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(value) for name, value in schema.items() if name != "nullable"}
    return {"anyOf": [{"type": "null"}, plain]} if schema.get("nullable") is True else plain
