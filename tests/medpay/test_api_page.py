"""The API as a page."""

from django.test import Client

from medpay.api_page import Answer, Field, Operation, operations

SCHEMA = {
    "paths": {
        "/things/{code}/": {
            "get": {
                "description": "One thing.",
                "parameters": [{"name": "code", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": ""}, "404": {"description": "No such thing."}},
            },
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
            },
            "head": {},
        },
    },
    "components": {
        "schemas": {
            "Thing": {
                "required": ["color"],
                "properties": {
                    "color": {"allOf": [{"$ref": "#/components/schemas/Color"}]},
                    "sizes": {"type": "array", "items": {"enum": [1, 2]}},
                    "note": {"type": "string", "description": "Anything."},
                },
            },
            "Color": {"enum": ["red", "blue", ""], "description": "* `red`"},
        },
    },
}


def test_an_operation_says_its_parameters_and_answers() -> None:
    assert operations(SCHEMA)[0] == Operation(
        method="GET",
        path="/things/{code}/",
        words="One thing.",
        parameters=(Field("code", True, "", ()),),
        body=(),
        answers=(Answer("404", "No such thing."),),
    )


def test_a_body_is_read_through_references_and_lists() -> None:
    assert operations(SCHEMA)[1].body == (
        Field("color", True, "", ("red", "blue")),
        Field("sizes", False, "", ("1", "2")),
        Field("note", False, "Anything.", ()),
    )


def test_methods_without_a_meaning_of_their_own_are_left_out() -> None:
    assert [operation.key for operation in operations(SCHEMA)] == ["GET /things/{code}/", "POST /things/{code}/"]


def test_the_page_says_how_to_send_a_report(client: Client) -> None:
    html = client.get("/api/docs/").content.decode()
    assert '<h2 class="path" id="post-apiv1reports"><code>POST /api/v1/reports/</code></h2>' in html
    assert "<code>full_denial</code>" in html
