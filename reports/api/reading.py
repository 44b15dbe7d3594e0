"""What the public reads: the figures of a code, the same as CSV, and the index of published codes."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from codes.shapes import CODE_SHAPE
from reports import figures
from reports.aggregation import GUARDED_BREAKDOWNS, METHOD, OPEN_BREAKDOWNS, SLICED, Outcomes, Row
from reports.api.examples import UNPUBLISHED
from reports.api.serializers import PublishedSerializer
from reports.models import PublishedStory, Statistic

BREAKDOWNS: Final = (*OPEN_BREAKDOWNS, *GUARDED_BREAKDOWNS)
ROW_FIELDS: Final = tuple(Row.__annotations__)
OUTCOME_FIELDS: Final = tuple(Outcomes.__annotations__)
SLICE_PARAMETERS: Final = [
    OpenApiParameter(name, OpenApiTypes.STR, description="Only reports with this answer; one filter at a time.")
    for name in SLICED
]


def _subject(request: Request, code: str) -> tuple[str, str, str]:
    """Code, and the one field and answer it is sliced by."""
    code = code.upper()
    if not CODE_SHAPE.fullmatch(code):
        raise Http404
    return code, *_slice(request)


def _slice(request: Request) -> tuple[str, str]:
    """The one field asked for and its answer. A null character, which the database refuses, matches nothing."""
    params = request.query_params
    asked = [(field, params[field].replace("\x00", "\ufffd")) for field in SLICED if params.get(field)]
    if len(asked) > 1:
        raise ValidationError({"detail": "Filter by one field at a time: " + ", ".join(SLICED) + "."})
    return asked[0] if asked else ("", "")


def _answer(code: str, statistic: Statistic | None) -> dict[str, object]:
    if statistic is None:
        return {"code": code, "published": False, "threshold": settings.THRESHOLD}
    content = statistic.content
    stories = [] if statistic.slice_field else PublishedStory.objects.texts(code)
    return {
        "code": code,
        "published": True,
        "reports": content["reports"],
        "as_of": statistic.as_of.isoformat(),
        "version": statistic.version,
        "method": METHOD,
        "breakdowns": {
            field: [_ordered(row, ROW_FIELDS) for row in content["breakdowns"][field]] for field in BREAKDOWNS
        },
        "recovery": _ordered(content["recovery"], OUTCOME_FIELDS),
        "appeal": _ordered(content["appeal"], OUTCOME_FIELDS),
        "stories": [{"text": text} for text in stories],
    }


def _ordered(values: Mapping[str, object], names: Sequence[str]) -> dict[str, object]:
    """The database forgets the order of keys; the contract's reads better."""
    return {name: values[name] for name in names if name in values}


def _tagged(response: HttpResponse, statistic: Statistic | None) -> HttpResponse:
    response["ETag"] = figures.etag(statistic.version if statistic else None, threshold=settings.THRESHOLD)
    return response


@method_decorator(cache_control(**figures.FRESH), name="dispatch")
class StatisticsView(APIView):
    """Why claims with a code are denied and what came of it: shares of reports, never a denial rate."""

    @extend_schema(
        parameters=SLICE_PARAMETERS,
        responses={200: OpenApiTypes.OBJECT, 404: OpenApiTypes.OBJECT},
        examples=[UNPUBLISHED],
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        subject = _subject(request, code)
        statistic = Statistic.objects.of(*subject)
        return _tagged(Response(_answer(subject[0], statistic)), statistic)


@method_decorator(cache_control(**figures.FRESH), name="dispatch")
class StatisticsCsvView(APIView):
    """The same rows as CSV."""

    @extend_schema(
        parameters=SLICE_PARAMETERS,
        responses={(200, "text/csv"): OpenApiTypes.STR, 404: OpenApiTypes.OBJECT},
        operation_id="codes_statistics_csv",
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        subject = _subject(request, code)
        statistic = Statistic.objects.of(*subject)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="medpay-{subject[0]}.csv"'
        writer = csv.writer(response)
        writer.writerow(["code", "breakdown", *ROW_FIELDS])
        for field in BREAKDOWNS if statistic else ():
            for row in statistic.content["breakdowns"][field] if statistic else ():
                writer.writerow([subject[0], field, *(row[name] for name in ROW_FIELDS)])
        return _tagged(response, statistic)


@method_decorator(cache_control(**figures.FRESH), name="dispatch")
class PublishedView(ListAPIView[Statistic]):
    """Published codes, most reported first; by payer or reason, those whose slice is published."""

    serializer_class = PublishedSerializer

    @extend_schema(
        parameters=[
            OpenApiParameter("ordering", OpenApiTypes.STR, enum=["-reports", "reports", "code", "-code"]),
            *SLICE_PARAMETERS,
        ],
        responses={200: PublishedSerializer(many=True), 400: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        params = self.request.query_params
        ordering = params.get("ordering", "-reports")
        if ordering not in {"-reports", "reports", "code", "-code"}:
            raise ValidationError({"ordering": ["Order by reports, -reports, code or -code."]})
        field, key = _slice(self.request)
        return Statistic.objects.published().slices(field, key).order_by(ordering, "code")
