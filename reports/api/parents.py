"""The figures of a payer or a reason over all codes, in the shape of a code's."""

import re
from typing import Final

from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
)
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from reports import figures, parents
from reports.api import figure_examples
from reports.api.answering import Shown, answer, table
from reports.api.figure_serializers import (
    AnyField,
    BreakdownsSerializer,
    FigureSerializer,
    FiguresSerializer,
    UnpublishedSerializer,
)
from reports.api.reading import ROWS, UNCHANGED
from reports.models import ParentStatistic
from reports.remittance import CARC_SHAPE, parse_reason

PAYER_SHAPE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PAYER: Final = OpenApiParameter(
    "slug", OpenApiTypes.STR, OpenApiParameter.PATH, pattern=f"^{PAYER_SHAPE.pattern}$", description="Of the payer."
)
REASON: Final = OpenApiParameter(
    "code", OpenApiTypes.STR, OpenApiParameter.PATH, description="Group and reason code, such as CO-97."
)


class ParentBreakdownsSerializer(BreakdownsSerializer):
    def get_fields(self) -> dict[str, AnyField]:
        words = "Codes of which enough was reported, fifty at most; all others are pooled as “other”."
        return {parents.CODES: FigureSerializer(many=True, help_text=words), **super().get_fields()}


def _named(field: str, fields: dict[str, AnyField]) -> dict[str, AnyField]:
    """With the payer or the reason in the place of the code."""
    named = {field: serializers.CharField(), **{name: each for name, each in fields.items() if name != "code"}}
    return named | ({"breakdowns": ParentBreakdownsSerializer()} if "breakdowns" in named else {})


class PayerFiguresSerializer(FiguresSerializer):
    def get_fields(self) -> dict[str, AnyField]:
        return _named("payer", super().get_fields())


class ReasonFiguresSerializer(FiguresSerializer):
    def get_fields(self) -> dict[str, AnyField]:
        return _named("reason", super().get_fields())


class PayerUnpublishedSerializer(UnpublishedSerializer):
    def get_fields(self) -> dict[str, AnyField]:
        return _named("payer", super().get_fields())


class ReasonUnpublishedSerializer(UnpublishedSerializer):
    def get_fields(self) -> dict[str, AnyField]:
        return _named("reason", super().get_fields())


def _either(name: str, published: type[FiguresSerializer], unpublished: type[UnpublishedSerializer]) -> OpenApiResponse:
    return OpenApiResponse(
        PolymorphicProxySerializer(
            component_name=name, serializers=[published, unpublished], resource_type_field_name=None
        ),
        description="The figures (published true), or that nothing may be shown (published false).",
    )


PAYER_FIGURES: Final = _either("PayerStatistics", PayerFiguresSerializer, PayerUnpublishedSerializer)
REASON_FIGURES: Final = _either("ReasonStatistics", ReasonFiguresSerializer, ReasonUnpublishedSerializer)
NO_PAYER: Final = {404: OpenApiResponse(OpenApiTypes.OBJECT, description="Not the slug of a payer.")}
NO_REASON: Final = {404: OpenApiResponse(OpenApiTypes.OBJECT, description="Not a group and a reason code.")}


def _examples(field: str, key: str) -> list[OpenApiExample]:
    code = {parents.CODES: figure_examples.CODES_OF_A_PARENT}
    published = {
        **figure_examples.of_a_parent(field, key),
        "breakdowns": {**code, **figure_examples.FIGURES["breakdowns"]},
    }
    unpublished = {field: key, "published": False, "threshold": 5}
    return [
        OpenApiExample("published", value=published, response_only=True, status_codes=["200"]),
        OpenApiExample(
            "unpublished",
            summary="Too few reports, too few that would be left over, or none",
            value=unpublished,
            response_only=True,
            status_codes=["200"],
        ),
    ]


@method_decorator(cache_control(**figures.FRESH), name="dispatch")
class ParentView(APIView):
    """`field`: payer or reason."""

    field = ""

    def shown(self, key: str) -> Shown | None:
        row = ParentStatistic.objects.of(self.field, key)
        return Shown(lambda: row.content, row.as_of, row.version) if row else None


class PayerStatisticsView(ParentView):
    """What is reported of a payer over all codes: shares of reports, never a denial rate."""

    field = "payer"

    @extend_schema(
        operation_id="payers_statistics",
        parameters=[PAYER],
        responses={200: PAYER_FIGURES, 304: UNCHANGED, **NO_PAYER},
        examples=_examples("payer", "aetna"),
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        return answer(request, self.field, key := _payer(slug), self.shown(key))


class PayerStatisticsCsvView(ParentView):
    """The same rows as CSV."""

    field = "payer"

    @extend_schema(
        operation_id="payers_statistics_csv",
        parameters=[PAYER],
        responses={(200, "text/csv"): ROWS, 304: UNCHANGED, **NO_PAYER},
        examples=figure_examples.rows_of_a_parent("payer", "aetna"),
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        return table(request, self.field, key := _payer(slug), self.shown(key))


class ReasonStatisticsView(ParentView):
    """What is reported with a reason over all codes: shares of reports, never a denial rate."""

    field = "reason"

    @extend_schema(
        operation_id="reasons_statistics",
        parameters=[REASON],
        responses={200: REASON_FIGURES, 304: UNCHANGED, **NO_REASON},
        examples=_examples("reason", "CO-97"),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return answer(request, self.field, key := _reason(code), self.shown(key))


class ReasonStatisticsCsvView(ParentView):
    """The same rows as CSV."""

    field = "reason"

    @extend_schema(
        operation_id="reasons_statistics_csv",
        parameters=[REASON],
        responses={(200, "text/csv"): ROWS, 304: UNCHANGED, **NO_REASON},
        examples=figure_examples.rows_of_a_parent("reason", "CO-97"),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return table(request, self.field, key := _reason(code), self.shown(key))


def _payer(slug: str) -> str:
    if not PAYER_SHAPE.fullmatch(slug):
        raise NotFound("A payer is named by its slug, such as aetna. GET /api/v1/payers/ lists them.")
    return slug


def _reason(text: str) -> str:
    """In any way of writing it."""
    group, carc = parse_reason(text)
    if not group or not CARC_SHAPE.fullmatch(carc):
        raise NotFound("A reason is a group and a code, such as CO-97.")
    return f"{group}-{carc}"
