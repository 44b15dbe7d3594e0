"""What contributors send: a report, and later what they want done with it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar, Final

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reports import actions, intake, tasks
from reports.api import examples
from reports.api.serializers import FactsSerializer, FindingsSerializer, ReceiptSerializer, ReceivedSerializer
from reports.models import Report
from reports.visitors import contributor_of, too_many

UNKNOWN_RECEIPT: Final = "No report belongs to this receipt."
REFUSALS: Final = {
    400: OpenApiResponse(OpenApiTypes.OBJECT, description="Which field, and the remedy."),
    422: OpenApiResponse(FindingsSerializer, description="The report could identify a person; nothing was stored."),
    429: OpenApiResponse(OpenApiTypes.OBJECT, description="Too many; see Retry-After (seconds)."),
}


def _body(request: Request) -> dict[str, object]:
    if not isinstance(request.data, Mapping):
        raise ValidationError({"detail": "Send a JSON object."})
    return dict(request.data)


def _refused(problem: actions.Identifying) -> Response:
    return Response(
        {"findings": [finding._asdict() for finding in problem.findings]},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _unfit(problem: intake.Unfit) -> ValidationError:
    """Field by field; what belongs to no field is one sentence under `detail`."""
    return ValidationError(
        {name: words[0] if name == intake.STRANGE else words for name, words in problem.errors.items()},
    )


def _within_limits(request: Request) -> str:
    """The sender's label, after one submission was counted. Raises `Throttled`."""
    contributor = contributor_of(request._request)  # noqa: SLF001  # DRF's own way to the Django request
    wait = too_many(contributor)
    if wait is not None:
        raise Throttled(wait)
    return contributor


@method_decorator(never_cache, name="dispatch")
class ReportsView(APIView):
    """Send a report: anonymous, without an account."""

    @extend_schema(
        request=FactsSerializer,
        responses={201: ReceivedSerializer, **REFUSALS},
        operation_id="reports_create",
        examples=[examples.REPORT_SENT, examples.REPORT_RECEIVED],
    )
    def post(self, request: Request) -> Response:
        try:
            facts = actions.settle(_body(request))
        except actions.Identifying as problem:
            return _refused(problem)
        except intake.Unfit as unfit:
            raise _unfit(unfit) from None
        contributor = _within_limits(request)
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
            raise _unfit(unfit) from None

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
        _within_limits(self.request)
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
