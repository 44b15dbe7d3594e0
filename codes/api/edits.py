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
from codes.api.asking import ModifiersField, PageQuery, read_query
from codes.api.strict import DayField
from codes.api.views import CODE, UNKNOWN, WRONG, code_of
from codes.bundling import Setting, Table
from codes.caching import kept_a_minute
from codes.models import ProcedurePair
from codes.models.bundling import listing
from codes.models.pairing import in_tables, pairing
from codes.models.units import add_ons_of, units_of
from codes.shapes import CODE_SHAPE

ANSWERS: Final = [(word, word.replace("_", " ")) for word in ("edit", "no_edit", "no_table")]
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


class TableSerializer(serializers.Serializer[Any]):
    """One quarter's table, and the dates of service it speaks for."""

    version = serializers.CharField(source="words", help_text="Such as “NCCI practitioner edits, July 2024 (v30.2)”.")
    setting = serializers.CharField(help_text="practitioner or hospital.")
    effective = serializers.DateField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    complete = serializers.BooleanField(source="whole", help_text="False: it shows edits, never that there is none.")


class BypassSerializer(serializers.Serializer[Any]):
    modifier = serializers.CharField()
    bypasses = serializers.BooleanField()
    words = serializers.CharField()


class EditSerializer(serializers.Serializer[Any]):
    """Column 1 is paid, column 2 denied."""

    column_1 = serializers.CharField(source="row.column_1")
    column_2 = serializers.CharField(source="row.column_2")
    paid = serializers.CharField()
    denied = serializers.CharField()
    indicator = serializers.ChoiceField([(digit, digit) for digit in bundling.INDICATOR_WORDS], source="row.indicator")
    indicator_words = serializers.CharField()
    effective = serializers.DateField(source="row.effective", allow_null=True, help_text="Null: not published.")
    deleted = serializers.DateField(source="row.deleted", allow_null=True, help_text="The last day in force.")
    rationale = serializers.CharField(source="row.rationale", help_text="In CMS's words.")
    modifiers = BypassSerializer(source="bypasses", many=True, help_text="Of each modifier asked about.")


class AnsweredSerializer(serializers.Serializer[Any]):
    """Three answers, never two."""

    answer = serializers.ChoiceField(ANSWERS)
    message = serializers.CharField()
    code = serializers.CharField()
    date = serializers.DateField(help_text="The date of service that is answered for.")
    setting = serializers.CharField(help_text="practitioner or hospital.")
    table = TableSerializer(allow_null=True)
    held = TableSerializer(many=True, help_text="Every table of the setting that is loaded.")


class EarlierSerializer(serializers.Serializer[Any]):
    """What the last table held says of the pair, as of its last day."""

    answer = serializers.ChoiceField(ANSWERS[:2], source="verdict.answer")
    message = serializers.CharField(source="words")
    date = serializers.DateField(source="day")
    table = TableSerializer(source="verdict.table")
    results = EditSerializer(source="verdict.edits", many=True)


class PairSerializer(AnsweredSerializer):
    """With `with`: about one pair."""

    results = EditSerializer(many=True, help_text="In force on the date, in either direction.")
    past = EditSerializer(many=True, help_text="Rows of the pair that are not in force on the date.")
    earlier = EarlierSerializer(
        allow_null=True, help_text="Asked without a date, where no table of today is held: what the last one says."
    )
    warnings = serializers.ListField(child=serializers.CharField(), help_text="Such as: no list has the other code.")


class EditsSerializer(AnsweredSerializer):
    """Without `with`: a page of every pair of the code."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EditSerializer(many=True, help_text="In force on the date, in either direction.")


class LimitSerializer(serializers.Serializer[Any]):
    """The most units of a code in a setting."""

    setting = serializers.CharField(help_text="practitioner, hospital or dme.")
    units = serializers.IntegerField(allow_null=True, help_text="Null: no limit is published, or no table is held.")
    mai = serializers.CharField(help_text="1 per line, 2 absolute per day, 3 per day and appealable; or empty.")
    mai_words = serializers.CharField()
    rationale = serializers.CharField(help_text="In CMS's words.")
    table = serializers.CharField(help_text="Such as “MUE 2026 Q2”; empty where none is held.")
    effective = serializers.DateField(allow_null=True)
    covers = serializers.BooleanField(help_text="False: an earlier table stands in, or none.")
    words = serializers.CharField()


class AddedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="add_on")
    kind = serializers.CharField(help_text="1, 2 or 3, as for the code itself.")


class AddOnsSerializer(serializers.Serializer[Any]):
    """What a code may be added to, and what may be added to it."""

    is_add_on = serializers.BooleanField(
        allow_null=True,
        help_text="By CMS's list or by the fee schedule's global period ZZZ. Null: no list of that day is held.",
    )
    kind = serializers.CharField(source="add_ons.kind", help_text="1, 2, 3; empty where no list held has it.")
    kind_words = serializers.CharField(source="add_ons.kind_words")
    primaries = serializers.ListField(source="add_ons.primaries", child=serializers.CharField())
    add_ons = AddedSerializer(source="add_ons.add_ons", many=True)
    table = serializers.CharField(help_text="Such as “Add-on codes 2024 Q1”; empty where none is held.")
    effective = serializers.DateField(allow_null=True)
    covers = serializers.BooleanField(help_text="False: an earlier list stands in, or none.")
    words = serializers.CharField()


class UnitsSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    date = serializers.DateField()
    limits = LimitSerializer(many=True)
    add_ons = AddOnsSerializer()


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
