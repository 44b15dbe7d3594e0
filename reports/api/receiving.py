"""What contributors send: a report, and later what they want done with it."""

from collections.abc import Collection, Mapping
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
from reports.api.serializers import (
    OUTCOMES_OF_A_CLAIM,
    CorrectionSerializer,
    FactsSerializer,
    FindingsSerializer,
    ReceiptSerializer,
    ReceivedSerializer,
    StoredSerializer,
    UpdateSerializer,
    WithdrawnSerializer,
)
from reports.models import Report
from reports.visitors import contributor_of, too_many

UNKNOWN_RECEIPT: Final = "No report belongs to this receipt."
REFUSALS: Final = {
    400: OpenApiResponse(OpenApiTypes.OBJECT, description="Which field, and the remedy."),
    422: OpenApiResponse(FindingsSerializer, description="The report could identify a person; nothing was stored."),
    429: OpenApiResponse(OpenApiTypes.OBJECT, description="Too many within the hour. See Retry-After."),
}


LOST: Final = {404: OpenApiResponse(OpenApiTypes.OBJECT, description=UNKNOWN_RECEIPT)}
STORED: Final = OpenApiResponse(StoredSerializer, description="The report as it is kept, and where it stands.")
AS_TEXT: Final = "Write this as text."
AS_LIST: Final = "Write this as a list of texts."
AS_NUMBER: Final = "Write the year as a number, such as 2026."


def _body(request: Request) -> dict[str, object]:
    """What was sent. Raises `ValidationError` where JSON of another type than the schema's stands in a field."""
    if not isinstance(request.data, Mapping):
        raise ValidationError({"detail": "Send a JSON object."})
    body = dict(request.data)
    if isinstance(year := body.get("year"), float) and year.is_integer():
        body["year"] = int(year)  # to JSON 2026.0 is a whole number
    mistyped = {name: [remedy] for name in intake.FIELDS if (remedy := _mistyped(name, body.get(name)))}
    if mistyped and not intake.screen(body):  # what identifies a person is told so instead
        raise ValidationError(mistyped)
    return body


def _mistyped(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in intake.LISTS:
        fits = isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
        return "" if fits else AS_LIST
    if name == "year":
        fits = isinstance(value, int) and not isinstance(value, bool)
        return "" if fits else AS_NUMBER
    return "" if isinstance(value, str) else AS_TEXT


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
        examples=[examples.REPORT_SENT, examples.REPORT_RECEIVED, examples.IDENTIFYING],
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

    allowed: ClassVar[Collection[str]] = ()  # fields beside the receipt

    def post(self, request: Request) -> Response:
        body = _body(request)
        receipt = body.pop("receipt", "")
        if set(body) - set(self.allowed):
            raise ValidationError({"detail": "Send only: " + ", ".join(["receipt", *sorted(self.allowed)]) + "."})
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


class LookupView(ReceiptView):
    """What is kept of a report, and where it stands."""

    @extend_schema(
        operation_id="receipts_lookup",
        request=ReceiptSerializer,
        responses={200: STORED, **LOST},
        examples=[examples.RECEIPT_SENT, examples.STORED],
    )
    def post(self, request: Request) -> Response:
        return super().post(request)

    def answer(self, receipt: str, body: dict[str, object]) -> Response:
        return self.described(actions.report_of(receipt))


class CorrectView(ReceiptView):
    """Changes the fields that are sent, and only those."""

    allowed: ClassVar[Collection[str]] = intake.FIELDS

    @extend_schema(
        operation_id="receipts_correct",
        request=CorrectionSerializer,
        responses={200: STORED, **LOST, **REFUSALS},
        examples=[examples.CORRECTION_SENT, examples.STORED, examples.IDENTIFYING],
    )
    def post(self, request: Request) -> Response:
        return super().post(request)

    def answer(self, receipt: str, body: dict[str, object]) -> Response:
        actions.report_of(receipt)
        _within_limits(self.request)
        report, codes = actions.correct_report(receipt=receipt, changes=body)
        for code in codes:
            tasks.hint(code)
        return self.described(report)


class UpdateView(CorrectView):
    """Adds or changes what became of the claim."""

    allowed = OUTCOMES_OF_A_CLAIM

    @extend_schema(
        operation_id="receipts_update",
        request=UpdateSerializer,
        responses={200: STORED, **LOST, **REFUSALS},
        examples=[examples.UPDATE_SENT, examples.STORED, examples.IDENTIFYING],
    )
    def post(self, request: Request) -> Response:
        return super().post(request)


class WithdrawView(ReceiptView):
    """Deletes a report for good."""

    @extend_schema(
        operation_id="receipts_withdraw",
        request=ReceiptSerializer,
        responses={200: OpenApiResponse(WithdrawnSerializer, description="It is deleted."), **LOST},
        examples=[examples.RECEIPT_SENT, examples.WITHDRAWN],
    )
    def post(self, request: Request) -> Response:
        return super().post(request)

    def answer(self, receipt: str, body: dict[str, object]) -> Response:
        code = actions.withdraw_report(receipt=receipt)
        tasks.hint(code)
        return Response({"status": "withdrawn", "code": code})
