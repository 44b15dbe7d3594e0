"""The API of people's reports. It takes the same road as the pages; programs get the same answers."""

import csv
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from codes.shapes import CODE_SHAPE
from reports import actions, intake, tasks, vocabulary
from reports.aggregation import GUARDED_BREAKDOWNS, METHOD, OPEN_BREAKDOWNS, SLICED, Outcomes, Row
from reports.models import PublishedStory, Report, Statistic
from reports.visitors import contributor_of, too_many

UNKNOWN_RECEIPT: Final = "No report belongs to this receipt."
BREAKDOWNS: Final = (*OPEN_BREAKDOWNS, *GUARDED_BREAKDOWNS)
ROW_FIELDS: Final = tuple(Row.__annotations__)
OUTCOME_FIELDS: Final = tuple(Outcomes.__annotations__)


class FactsSerializer(serializers.Serializer[Any]):
    """A report's fields, for the schema; `intake.settle` judges them (a test holds the two together)."""

    code = serializers.CharField(help_text="CPT or HCPCS code.")
    payer = serializers.CharField(help_text="Slug or alias; other text is dropped and stored as “other”.")
    kind = serializers.ChoiceField(list(vocabulary.KINDS.items()))
    year = serializers.IntegerField(help_text="Year of service.")
    modifiers = serializers.ListField(child=serializers.CharField(), required=False)
    line_of_business = serializers.ChoiceField(list(vocabulary.LINES_OF_BUSINESS.items()), required=False)
    group = serializers.ChoiceField(list(vocabulary.GROUPS.items()), required=False)
    carc = serializers.CharField(required=False)
    rarcs = serializers.ListField(child=serializers.CharField(), required=False)
    reason_source = serializers.ChoiceField(list(vocabulary.REASON_SOURCES.items()), required=False)
    paired_code = serializers.CharField(required=False)
    fix_modifier = serializers.CharField(required=False)
    actions = serializers.ListField(child=serializers.ChoiceField(list(vocabulary.ACTIONS.items())), required=False)
    tactics = serializers.ListField(child=serializers.ChoiceField(list(vocabulary.TACTICS.items())), required=False)
    outcome = serializers.ChoiceField(list(vocabulary.OUTCOMES.items()), required=False)
    resolution_band = serializers.ChoiceField(list(vocabulary.RESOLUTION_BANDS.items()), required=False)
    claim_type = serializers.ChoiceField(list(vocabulary.CLAIM_TYPES.items()), required=False)
    place_of_service = serializers.CharField(required=False)
    diagnosis_category = serializers.CharField(required=False)
    state = serializers.ChoiceField(vocabulary.STATES, required=False)
    network = serializers.ChoiceField(list(vocabulary.NETWORKS.items()), required=False)
    stage = serializers.ChoiceField(list(vocabulary.STAGES.items()), required=False)
    decided_by = serializers.ChoiceField(list(vocabulary.DECIDERS.items()), required=False)
    amount_band = serializers.ChoiceField(list(vocabulary.AMOUNT_BANDS.items()), required=False)
    story = serializers.CharField(required=False)


class ReceiptSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField()


class ReceivedSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField(help_text="Shown this once; cannot be replaced.")
    status = serializers.ChoiceField(["counted", "held"])
    code = serializers.CharField()


class FindingSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    kind = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FindingsSerializer(serializers.Serializer[Any]):
    findings = FindingSerializer(many=True)


REFUSALS: Final = {
    400: OpenApiResponse(OpenApiTypes.OBJECT, description="Which field, and the remedy."),
    422: OpenApiResponse(FindingsSerializer, description="The report could identify a person; nothing was stored."),
    429: OpenApiResponse(OpenApiTypes.OBJECT, description="Too many; see Retry-After (seconds)."),
}


REPORT_SENT: Final = OpenApiExample(
    "report",
    request_only=True,
    value={
        "code": "86320",
        "modifiers": ["26"],
        "payer": "aetna",
        "line_of_business": "commercial_insured",
        "kind": "bundled",
        "group": "CO",
        "carc": "97",
        "rarcs": ["N19"],
        "year": 2026,
        "paired_code": "84165",
        "fix_modifier": "XU",
        "actions": ["corrected_claim"],
        "tactics": ["modifier_added"],
        "outcome": "paid_full",
    },
)
REPORT_RECEIVED: Final = OpenApiExample(
    "received",
    response_only=True,
    status_codes=["201"],
    value={"receipt": "MP-0A1B2-C3D4E-F5G6H-J7K8M-N9P0Q-RSTVW", "status": "counted", "code": "86320"},
)
UNPUBLISHED: Final = OpenApiExample(
    "unpublished",
    summary="Fewer reports than the threshold, or none",
    response_only=True,
    status_codes=["200"],
    value={"code": "86320", "published": False, "threshold": 5},
)


def _body(request: Request) -> dict[str, object]:
    if not isinstance(request.data, Mapping):
        raise ValidationError({"detail": "Send a JSON object."})
    return dict(request.data)


def _refused(problem: actions.Identifying) -> Response:
    return Response(
        {"findings": [finding._asdict() for finding in problem.findings]},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


@method_decorator(never_cache, name="dispatch")
class ReportsView(APIView):
    """Send a report: anonymous, without an account."""

    @extend_schema(
        request=FactsSerializer,
        responses={201: ReceivedSerializer, **REFUSALS},
        operation_id="reports_create",
        examples=[REPORT_SENT, REPORT_RECEIVED],
    )
    def post(self, request: Request) -> Response:
        try:
            facts = actions.settle(_body(request))
        except actions.Identifying as problem:
            return _refused(problem)
        except intake.Unfit as unfit:
            raise ValidationError(unfit.errors) from None
        contributor = contributor_of(request._request)  # noqa: SLF001  # DRF's own way to the Django request
        wait = too_many(contributor)
        if wait is not None:
            raise Throttled(wait)
        report, receipt = actions.submit_report(facts=facts, contributor=contributor)
        tasks.hint(report.code)
        answer = {"receipt": receipt, "status": report.standing, "code": report.code}
        return Response(answer, status=HTTPStatus.CREATED)


@method_decorator(never_cache, name="dispatch")
class ReceiptView(APIView):
    """What a contributor may do with a receipt. A wrong, malformed or unknown one answers alike."""

    def post(self, request: Request) -> Response:
        body = _body(request)
        receipt = body.pop("receipt", "")
        try:
            return self.answer(receipt if isinstance(receipt, str) else "", body)
        except actions.UnknownReceipt:
            return Response({"detail": UNKNOWN_RECEIPT}, status=HTTPStatus.NOT_FOUND)
        except actions.Identifying as problem:
            return _refused(problem)
        except intake.Unfit as unfit:
            raise ValidationError(unfit.errors) from None

    def answer(self, receipt: str, body: dict[str, object]) -> Response:
        raise NotImplementedError

    @staticmethod
    def described(report: Report) -> Response:
        facts = actions.facts_of(report)
        stated = {name: value for name, value in facts.as_fields().items() if value not in ("", [])}
        return Response({"status": report.standing, "story_status": report.story_state, **stated})


@extend_schema(request=ReceiptSerializer, responses={200: FactsSerializer, 404: OpenApiTypes.OBJECT})
class LookupView(ReceiptView):
    def answer(self, receipt: str, body: dict[str, object]) -> Response:
        return self.described(actions.report_of(receipt))


@extend_schema(
    request=FactsSerializer(partial=True), responses={200: FactsSerializer, 404: OpenApiTypes.OBJECT, **REFUSALS}
)
class CorrectView(ReceiptView):
    """Changes the fields that are sent, and only those."""

    allowed: ClassVar[frozenset[str]] = frozenset(intake.FIELDS)

    def answer(self, receipt: str, body: dict[str, object]) -> Response:
        actions.report_of(receipt)
        strangers = set(body) - self.allowed
        if strangers:
            raise ValidationError({"detail": "Send only: " + ", ".join(sorted(self.allowed)) + "."})
        report, codes = actions.correct_report(receipt=receipt, changes=body)
        for code in codes:
            tasks.hint(code)
        return self.described(report)


class UpdateView(CorrectView):
    """Adds or changes what became of the claim."""

    allowed = frozenset({"outcome", "actions", "tactics", "fix_modifier", "resolution_band"})


@extend_schema(request=ReceiptSerializer, responses={200: OpenApiTypes.OBJECT, 404: OpenApiTypes.OBJECT})
class WithdrawView(ReceiptView):
    def answer(self, receipt: str, body: dict[str, object]) -> Response:
        code = actions.withdraw_report(receipt=receipt)
        tasks.hint(code)
        return Response({"status": "withdrawn", "code": code})


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


SLICE_PARAMETERS: Final = [
    OpenApiParameter(name, OpenApiTypes.STR, description="Only reports with this answer; one filter at a time.")
    for name in SLICED
]


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


def _fresh(response: HttpResponse, statistic: Statistic | None) -> HttpResponse:
    response["ETag"] = quote_etag(statistic.version if statistic else f"unpublished-{settings.THRESHOLD}")
    patch_cache_control(response, public=True, max_age=0, s_maxage=1)
    return response


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
        return _fresh(Response(_answer(subject[0], statistic)), statistic)


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
        return _fresh(response, statistic)


class PublishedSerializer(serializers.ModelSerializer[Statistic]):
    class Meta:
        model = Statistic
        fields: ClassVar = ["code", "reports", "as_of", "version"]


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
