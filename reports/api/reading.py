"""What the public reads: the figures of a code, the same as CSV, and the index of published codes."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from codes.api.asking import PageQuery, read_query
from codes.api.views import CODE
from codes.shapes import CODE_SHAPE
from reports import figures
from reports.aggregation import SLICED
from reports.api import figure_examples
from reports.api.answering import Shown, answer, table
from reports.api.figure_serializers import (
    AnyField,
    FiguresSerializer,
    PublishedSerializer,
    UnpublishedSerializer,
)
from reports.models import PublishedStory, Statistic

ORDERINGS: Final = ("-reports", "reports", "code", "-code")
NO_CODE: Final = {404: OpenApiResponse(OpenApiTypes.OBJECT, description="Not a code.")}
UNCHANGED: Final = OpenApiResponse(description="Nothing has changed since the ETag that was sent in If-None-Match.")
FIGURES: Final = OpenApiResponse(
    PolymorphicProxySerializer(
        component_name="Statistics",
        serializers=[FiguresSerializer, UnpublishedSerializer],
        resource_type_field_name=None,
    ),
    description="The figures (published true), or that there are too few reports (published false).",
)
ROWS: Final = OpenApiResponse(OpenApiTypes.STR, description="A line of names, then a line for each figure, if any.")
INDEX: Final = OpenApiResponse(PublishedSerializer(many=True), description="A page of codes with published figures.")


class SliceQuery(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, AnyField]:
        words = "Only reports with this answer; one filter at a time."
        return {name: serializers.CharField(required=False, help_text=words) for name in SLICED}


class IndexQuery(SliceQuery):
    def get_fields(self) -> dict[str, AnyField]:
        ordering = serializers.ChoiceField(
            ORDERINGS,
            default="-reports",
            error_messages={"invalid_choice": "Order by reports, -reports, code or -code."},
            help_text="By reports or by code; - turns it round.",
        )
        return {"ordering": ordering, **super().get_fields()}


def _subject(request: Request, code: str) -> tuple[str, str, str]:
    """Code, and the one field and answer it is sliced by."""
    code = code.upper()
    if not CODE_SHAPE.fullmatch(code):
        raise NotFound("A code has five characters, such as 86320 or G6015.")
    return code, *_slice(read_query(request.query_params, SliceQuery))


def _slice(query: Mapping[str, Any]) -> tuple[str, str]:
    """The one field asked for and its answer."""
    asked = [(field, query[field]) for field in SLICED if field in query]
    if len(asked) > 1:
        raise ValidationError({"detail": "Filter by one field at a time: " + ", ".join(SLICED) + "."})
    return asked[0] if asked else ("", "")


def _shown(code: str, field: str, key: str) -> Shown | None:
    statistic = Statistic.objects.of(code, field, key)
    if statistic is None:
        return None
    stories = tuple if field else partial(PublishedStory.objects.texts, code)
    return Shown(lambda: statistic.shown, statistic.as_of, statistic.version_shown, stories)


@method_decorator(cache_control(**figures.FRESH), name="dispatch")
class StatisticsView(APIView):
    """Why claims with a code are denied and what came of it: shares of reports, never a denial rate."""

    @extend_schema(
        operation_id="codes_statistics",
        parameters=[CODE, SliceQuery],
        responses={200: FIGURES, 304: UNCHANGED, **NO_CODE},
        examples=figure_examples.SHOWN_FIGURES,
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        code, field, key = _subject(request, code)
        return answer(request, "code", code, _shown(code, field, key))


@method_decorator(cache_control(**figures.FRESH), name="dispatch")
class StatisticsCsvView(APIView):
    """The same rows as CSV."""

    @extend_schema(
        operation_id="codes_statistics_csv",
        parameters=[CODE, SliceQuery],
        responses={(200, "text/csv"): ROWS, 304: UNCHANGED, **NO_CODE},
        examples=figure_examples.SHOWN_ROWS,
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        code, field, key = _subject(request, code)
        return table(request, "code", code, _shown(code, field, key))


@method_decorator(cache_control(**figures.FRESH), name="dispatch")
class PublishedView(ListAPIView[Statistic]):
    """Published codes, most reported first; by payer or reason, those whose slice is published."""

    serializer_class = PublishedSerializer

    @extend_schema(
        operation_id="statistics_list",
        parameters=[IndexQuery, PageQuery],
        responses={200: INDEX},
        examples=figure_examples.SHOWN_LISTED,
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        query = read_query(self.request.query_params, IndexQuery, PageQuery)
        field, key = _slice(query)
        return Statistic.objects.published().slices(field, key).to_be_shown().order_by(query["ordering"], "code")
