"""The API as a page: what an OpenAPI 3 schema says, flat enough to read. Source: spec.openapis.org/oas/v3.0.3."""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple

METHODS: Final = ("get", "post")
COMPONENTS: Final = "#/components/schemas/"
TYPE_WORDS: Final[Mapping[str, str]] = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
}

Schema = Mapping[str, Any]


class Field(NamedTuple):
    """A parameter, or a field of the body. `type`: "text", "list of text". `values`: the only ones allowed, if few."""

    name: str
    required: bool
    type: str
    words: str
    values: tuple[str, ...]


class Example(NamedTuple):
    """`value` is indented JSON."""

    words: str
    value: str


class Answer(NamedTuple):
    """`fields`: the names at the top of its JSON object."""

    status: str
    words: str
    fields: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


class Operation(NamedTuple):
    method: str
    path: str
    words: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    examples: tuple[Example, ...]  # of what is sent
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
            examples=_examples(found.get("requestBody", {})),
            answers=tuple(_answer(schema, status, found) for status, found in sorted(_responses(found))),
        )
        for path, methods in schema["paths"].items()
        for method, found in methods.items()
        if method in METHODS
    )


def _parameter(schema: Schema, parameter: Schema) -> Field:
    field = parameter.get("schema", {})
    return Field(
        parameter["name"],
        parameter.get("required", False),
        _type(schema, field),
        parameter.get("description", ""),
        _values(schema, field),
    )


def _body(schema: Schema, operation: Schema) -> Iterator[Field]:
    for content in _contents(operation.get("requestBody", {})):
        body = _resolved(schema, content["schema"])
        required = body.get("required", ())
        for name, field in body.get("properties", {}).items():
            words = _resolved(schema, field).get("description", "")
            yield Field(name, name in required, _type(schema, field), words, _values(schema, field))


def _responses(operation: Schema) -> list[tuple[str, Schema]]:
    return list(operation.get("responses", {}).items())


def _answer(schema: Schema, status: str, response: Schema) -> Answer:
    fields = (name for content in _contents(response) for name in _properties(schema, content.get("schema", {})))
    words = response.get("description") or HTTPStatus(int(status)).phrase
    return Answer(status, words, tuple(dict.fromkeys(fields)), _examples(response))


def _contents(message: Schema) -> tuple[Schema, ...]:
    """Of a request or response, once per media type."""
    return tuple(message.get("content", {}).values())


def _properties(schema: Schema, found: Schema) -> Iterator[str]:
    yield from _resolved(schema, found).get("properties", {})


def _examples(message: Schema) -> tuple[Example, ...]:
    return tuple(
        Example(example.get("summary", name), json.dumps(example["value"], indent=2, ensure_ascii=False))
        for content in _contents(message)
        for name, example in content.get("examples", {}).items()
    )


def _resolved(schema: Schema, found: Schema) -> Schema:
    """Follows a reference; of alternatives and wrappers the first that refers to something."""
    if "$ref" in found:
        return _resolved(schema, schema["components"]["schemas"][found["$ref"].removeprefix(COMPONENTS)])
    for wrapper in ("allOf", "oneOf", "anyOf"):
        if found.get(wrapper):
            return {**_resolved(schema, found[wrapper][0]), **{key: found[key] for key in found if key != wrapper}}
    return found


def _type(schema: Schema, field: Schema) -> str:
    resolved = _resolved(schema, field)
    if resolved.get("type") == "array":
        listed = _type(schema, resolved["items"])
        return f"list of {listed}" if listed == "text" else f"list of {listed}s"
    return TYPE_WORDS.get(resolved.get("type", "string"), "text")


def _values(schema: Schema, field: Schema) -> tuple[str, ...]:
    resolved = _resolved(schema, field)
    if resolved.get("type") == "array":
        resolved = _resolved(schema, resolved["items"])
    return tuple(str(value) for value in resolved.get("enum", ()) if value not in ("", None))
