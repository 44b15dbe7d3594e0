"""What a program is answered about codes billed together, and about units."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from codes import bundling
from codes.api import edit_examples
from codes.api.asking import PageQuery, read_query
from codes.api.edit_answers import EditsSerializer, PairSerializer, UnitsSerializer
from codes.api.parameters import ModifiersField
from codes.api.strict import DayField
from codes.api.views import CODE, UNKNOWN, WRONG, code_of
from codes.bundling import Setting, Table
from codes.caching import kept_a_minute
from codes.models import ProcedurePair
from codes.models.bundling import listing
from codes.models.pairing import in_tables, pairing
from codes.models.units import add_ons_of, units_of
from codes.shapes import CODE_SHAPE

LONGEST_CODE: Final = 5
EITHER_CASE: Final = "^(?:[0-9]{4}[0-9AFMTUafmtu]|[A-Va-v][0-9]{4})$"
WITH: Final = "Give one code of five characters, such as 84165."
DATE: Final[dict[str, Any]] = {"invalid": "Give a date such as 2024-07-15."}


@extend_schema_field({"type": "string", "pattern": EITHER_CASE})
class OtherCodeField(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        code = str(super().to_internal_value(data)).upper()
        if not CODE_SHAPE.fullmatch(code):
            raise serializers.ValidationError(WITH)
        return code


class EditsQuery(serializers.Serializer[Any]):
    date = DayField(
        required=False,
        error_messages=DATE,
        help_text="Date of service. Without it: today for a pair; for the list the last day that a table covers.",
    )
    setting = serializers.ChoiceField(
        [(setting, bundling.SETTING_WORDS[setting]) for setting in bundling.SETTINGS],
        default="practitioner",
        error_messages={"invalid_choice": "Give practitioner or hospital."},
        help_text="Whose table.",
    )
    modifier = ModifiersField(default=(), help_text="Does it bypass the edit? Repeat for several.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        other = OtherCodeField(required=False, max_length=LONGEST_CODE, help_text="The other code of the pair.")
        return {"with": other, **super().get_fields()}  # no name of Python can be `with`


class UnitsQuery(serializers.Serializer[Any]):
    date = DayField(required=False, error_messages=DATE, help_text="Date of service. Without it: today.")


EDITS: Final = OpenApiResponse(
    PolymorphicProxySerializer(
        component_name="EditsAnswer", serializers=[PairSerializer, EditsSerializer], resource_type_field_name=None
    ),
    description="The answer, its table, and the edits in force; a page of them where no other code is given.",
)
UNITS: Final = OpenApiResponse(UnitsSerializer, description="A limit for each setting, and add-on codes.")


def _coded(text: str) -> str:
    """As `code_of`; a code that only a table of NCCI names is answered for too."""
    try:
        return code_of(text).pk
    except NotFound:
        wanted = text.upper()
        if CODE_SHAPE.fullmatch(wanted) and in_tables(wanted):
            return wanted
        raise


@method_decorator(kept_a_minute, name="dispatch")
class EditsView(GenericAPIView[ProcedurePair]):
    """Whether Medicare pays two codes together on a date of service; or every edit of one code."""

    @extend_schema(
        operation_id="codes_edits",
        parameters=[CODE, EditsQuery, PageQuery],
        responses={200: EDITS, **WRONG, **UNKNOWN},
        examples=edit_examples.SHOWN_EDITS,
    )
    def get(self, request: Request, code: str) -> Response:
        asked = read_query(request.query_params, EditsQuery, PageQuery)
        known = _coded(code)
        if asked.get("with") == known:
            problem = f"A code is not paired with itself: see the unit limits of {known}, at codes/{known}/units/."
            raise serializers.ValidationError({"with": [problem]})
        return Response(self._pair(known, asked) if "with" in asked else self._list(known, asked))

    def _pair(self, code: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        found = pairing(
            code,
            asked["with"],
            day=asked.get("date"),
            setting=asked["setting"],
            modifiers=asked["modifier"],
        )
        verdict = found.verdict
        return PairSerializer(
            {
                "answer": verdict.answer,
                "message": found.words,
                "code": code,
                "date": found.day,
                "setting": found.setting,
                "table": verdict.table,
                "held": found.held,
                "results": verdict.edits,
                "past": verdict.past,
                "earlier": found.earlier,
                "warnings": found.warnings,
            }
        ).data

    def _list(self, code: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        setting: Setting = asked["setting"]
        found = listing(code, day=asked.get("date"), setting=setting)
        page = self.paginate_queryset(found.pairs)
        assert page is not None, "every list of this API is paged"
        counted = self.get_paginated_response([found.edit(pair, asked["modifier"]) for pair in page]).data
        answer = _answer(found.table, counted["count"])
        return EditsSerializer(
            {
                **counted,
                "answer": answer,
                "message": found.words,
                "code": code,
                "date": found.day,
                "setting": setting,
                "table": None if answer == "no_table" else found.table,
                "held": found.held,
            }
        ).data


def _answer(table: Table | None, count: int) -> bundling.Answer:
    if count:
        return "edit"
    return "no_edit" if table and table.whole else "no_table"


@method_decorator(kept_a_minute, name="dispatch")
class UnitsView(APIView):
    """The most units of a code that are credible in each setting, and its add-on codes or primaries."""

    @extend_schema(
        operation_id="codes_units",
        parameters=[CODE, UnitsQuery],
        responses={200: UNITS, **WRONG, **UNKNOWN},
        examples=edit_examples.SHOWN_UNITS,
    )
    def get(self, request: Request, code: str) -> Response:
        day = read_query(request.query_params, UnitsQuery).get("date")
        known = _coded(code)
        add_ons = add_ons_of(known, day)
        found = {"code": known, "date": add_ons.day, "limits": units_of(known, day), "add_ons": add_ons}
        return Response(UnitsSerializer(found).data)
