"""What is true of every operation is written into the schema here, once. Source: spec.openapis.org/oas/v3.0.3."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

JSON: Final = "application/json"
STORABLE: Final = "^[^\\u0000]*$"  # what a database of UTF-8 text can hold
COMPONENTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "Problem": {
        "type": "object",
        "description": "What is wrong: each field with its remedies, or one sentence under `detail`.",
        "properties": {"detail": {"type": "string"}},
        "additionalProperties": {"type": "array", "items": {"type": "string"}},
        "minProperties": 1,
    },
    "Detail": {
        "type": "object",
        "properties": {"detail": {"type": "string"}},
        "required": ["detail"],
    },
}
PAGE_OF: Final = {"count", "next", "previous"}
WRONG: Final = "Which field, and the remedy."
NONE: Final = "There is no such thing."
NO_PAGE: Final = "The list has no such page."
NO_JSON: Final = "Send JSON."
TOO_MANY: Final = "Too many. See Retry-After."
RETRY_AFTER: Final = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}

Operation = dict[str, Any]


def complete(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """A hook of drf-spectacular: errors in the API's two shapes, pages, empty parameters, text that can be stored."""
    result["components"]["schemas"] |= COMPONENTS
    for operation in _operations(result):
        parameters = operation.get("parameters", [])
        for parameter in parameters:
            if parameter["in"] == "query":
                parameter["allowEmptyValue"] = True  # counts as not given
                _storable(parameter["schema"])
        _errors(operation, asked={parameter["name"] for parameter in parameters if parameter["in"] == "query"})
        for media in operation.get("requestBody", {}).get("content", {}).values():
            _storable_body(result, media["schema"])
        for answer in operation["responses"].values():
            _pages(answer)
    for component in result["components"]["schemas"].values():
        for name in PAGE_OF & set(component.get("properties", ())):
            component["properties"][name].pop("example", None)  # of the library, about accounts
    return result


def _operations(result: Mapping[str, Any]) -> Iterator[Operation]:
    for methods in result["paths"].values():
        yield from methods.values()


def _errors(operation: Operation, *, asked: set[str]) -> None:
    answers = operation["responses"]
    if asked or "requestBody" in operation:
        _answer(answers, "400", "Problem", WRONG)
    if "page" in asked and "404" not in answers:
        _answer(answers, "404", "Detail", NO_PAGE)
    if "requestBody" in operation:
        _answer(answers, "415", "Detail", NO_JSON)
    if "404" in answers and not _named(answers["404"]):
        _answer(answers, "404", "Detail", NONE)
    if "429" in answers:
        _answer(answers, "429", "Detail", TOO_MANY)
        answers["429"]["headers"] = RETRY_AFTER


def _named(answer: Mapping[str, Any]) -> bool:
    """Whether the view gave it a shape."""
    return any("$ref" in media.get("schema", {}) for media in answer.get("content", {}).values())


def _answer(answers: dict[str, Any], status: str, component: str, words: str) -> None:
    """Gives an error its shape; what the view says of it, its words and examples, stays."""
    answer = answers.setdefault(status, {})
    answer["description"] = answer.get("description") or words
    media = answer.setdefault("content", {}).setdefault(JSON, {})
    media["schema"] = {"$ref": f"#/components/schemas/{component}"}


def _pages(answer: Mapping[str, Any]) -> None:
    """A page shown by example is the only one; the library's talk of its own site."""
    for media in answer.get("content", {}).values():
        for example in media.get("examples", {}).values():
            shown = example["value"]
            if isinstance(shown, dict) and set(shown) == {*PAGE_OF, "results"}:
                example["value"] = {"count": len(shown["results"]), "next": None, "previous": None} | {
                    "results": shown["results"]
                }


def _storable_body(result: Mapping[str, Any], schema: dict[str, Any]) -> None:
    """Follows references into every text that a body may hold."""
    if "$ref" in schema:
        return _storable_body(result, result["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for wrapper in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(wrapper, ()):
            _storable_body(result, part)
    for field in schema.get("properties", {}).values():
        _storable_body(result, field)
    if "items" in schema:
        _storable_body(result, schema["items"])
    _storable(schema)
    return None


def _storable(schema: dict[str, Any]) -> None:
    if (
        schema.get("type") == "string"
        and not {"pattern", "enum", "format"} & set(schema)
        and schema.get("maxLength", 1)
    ):
        schema["pattern"] = STORABLE
