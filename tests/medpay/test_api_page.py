"""The API as a page."""

import re

from django.test import Client

from medpay.api_page import Answer, Example, Field, Operation, operations

SCHEMA = {
    "paths": {
        "/things/{code}/": {
            "get": {
                "description": "One thing.",
                "parameters": [{"name": "code", "required": True, "schema": {"type": "string"}}],
                "responses": {"404": {"description": "No such thing."}, "200": {"description": ""}},
            },
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Thing"},
                            "examples": {"One": {"value": {"note": "é"}, "summary": "one thing"}},
                        }
                    }
                },
                "responses": {
                    "201": {
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Thing"},
                                "examples": {"Made": {"value": []}},
                            }
                        }
                    }
                },
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
                    "sizes": {"type": "array", "items": {"enum": [1, 2], "type": "integer"}},
                    "note": {"type": "string", "description": "Anything."},
                },
            },
            "Color": {"enum": ["red", "blue", ""], "description": "Of paint."},
        },
    },
}


def test_an_operation_says_its_parameters_and_answers() -> None:
    assert operations(SCHEMA)[0] == Operation(
        method="GET",
        path="/things/{code}/",
        words="One thing.",
        parameters=(Field("code", True, "text", "", ()),),
        body=(),
        examples=(),
        answers=(Answer("200", "OK"), Answer("404", "No such thing.")),
    )


def test_a_body_is_read_through_references_and_lists() -> None:
    assert operations(SCHEMA)[1].body == (
        Field("color", True, "text", "Of paint.", ("red", "blue")),
        Field("sizes", False, "list of whole numbers", "", ("1", "2")),
        Field("note", False, "text", "Anything.", ()),
    )


def test_what_is_sent_and_answered_is_shown_by_example() -> None:
    operation = operations(SCHEMA)[1]
    assert operation.examples == (Example("one thing", '{\n  "note": "é"\n}'),)
    assert operation.answers == (Answer("201", "Created", ("color", "sizes", "note"), (Example("Made", "[]"),)),)


def test_methods_without_a_meaning_of_their_own_are_left_out() -> None:
    assert [operation.key for operation in operations(SCHEMA)] == ["GET /things/{code}/", "POST /things/{code}/"]


def test_the_page_says_how_to_send_a_report(client: Client) -> None:
    html = client.get("/api/docs/").content.decode()
    assert '<h2 class="path" id="post-apiv1reports"><code>POST /api/v1/reports/</code></h2>' in html
    assert "<code>full_denial</code>" in html
    assert "&quot;reason_source&quot;" not in html
    assert "&quot;corrected_claim&quot;" in html
    assert "MP-0A1B2-C3D4E-F5G6H-J7K8M-N9P0Q-RSTVW" in html


def test_every_operation_says_what_success_looks_like_and_no_choice_twice(client: Client) -> None:
    html = client.get("/api/docs/").content.decode()
    sections = html.split('<section class="chapter"')[1:]
    assert [section for section in sections if not re.search("<dt><code>20[01]</code></dt>", section)] == []
    assert "* `" not in html
    assert "List of text." in html
