"""The API as a page: what an OpenAPI 3 schema says, flat enough to read. Source: spec.openapis.org/oas/v3.0.3."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

METHODS: Final = ("get", "post")
COMPONENTS: Final = "#/components/schemas/"

Schema = Mapping[str, Any]


class Field(NamedTuple):
    """A parameter, or a field of the body. `values`: the only ones allowed, if few."""

    name: str
    required: bool
    words: str
    values: tuple[str, ...]


class Answer(NamedTuple):
    status: str
    words: str


class Operation(NamedTuple):
    method: str
    path: str
    words: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


def operations(schema: Schema) -> tuple[Operation, ...]:
    """Every operation in the order of the schema's paths."""
    return tuple(
        Operation(
            method=method.upper(),
            path=path,
            words=found.get("description", ""),
            parameters=tuple(_parameter(schema, parameter) for parameter in found.get("parameters", ())),
            body=tuple(_body(schema, found)),
            answers=tuple(
                Answer(status, answer["description"])
                for status, answer in found.get("responses", {}).items()
                if answer.get("description")
            ),
        )
        for path, methods in schema["paths"].items()
        for method, found in methods.items()
        if method in METHODS
    )


def _parameter(schema: Schema, parameter: Schema) -> Field:
    return Field(
        parameter["name"],
        parameter.get("required", False),
        parameter.get("description", ""),
        _values(schema, parameter.get("schema", {})),
    )


def _body(schema: Schema, operation: Schema) -> Iterator[Field]:
    contents = operation.get("requestBody", {}).get("content", {}).values()
    for content in contents:
        body = _resolved(schema, content["schema"])
        required = body.get("required", ())
        for name, field in body.get("properties", {}).items():
            values = _values(schema, field)
            words = "" if values else _resolved(schema, field).get("description", "")  # else it repeats the values
            yield Field(name, name in required, words, values)


def _resolved(schema: Schema, found: Schema) -> Schema:
    """Follows a reference; of alternatives and wrappers the first that refers to something."""
    if "$ref" in found:
        return _resolved(schema, schema["components"]["schemas"][found["$ref"].removeprefix(COMPONENTS)])
    for wrapper in ("allOf", "oneOf", "anyOf"):
        if found.get(wrapper):
            return {**_resolved(schema, found[wrapper][0]), **{key: found[key] for key in found if key != wrapper}}
    return found


def _values(schema: Schema, field: Schema) -> tuple[str, ...]:
    resolved = _resolved(schema, field)
    if resolved.get("type") == "array":
        resolved = _resolved(schema, resolved["items"])
    return tuple(str(value) for value in resolved.get("enum", ()) if value not in ("", None))
