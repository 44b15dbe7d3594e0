"""What contributors send: a report, and later what they want done with it."""

from collections.abc import Collection, Mapping
from functools import partial
from http import HTTPStatus
from typing import ClassVar, Final

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reports import actions, intake, proof, tasks, vocabulary
from reports.api import examples, repeating
from reports.api.serializers import (
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
from reports.visitors import TooMany, count_one, proven

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
PROOF: Final = (
    "Solve the challenge from /report/challenge/ (altcha, version 2) and send in this header the base64 of the JSON "
    '{"challenge": as it came, "solution": {"counter": the number, "derivedKey": its key}}. A solution serves once.'
)
PROOF_HEADER: Final = OpenApiParameter(
    proof.HEADER,
    location=OpenApiParameter.HEADER,
    description=f"Only on a site that asks for a proof of work. {PROOF}",
)


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
    try:
        return count_one(request._request)  # noqa: SLF001  # DRF's own way to the Django request
    except TooMany as too_many:
        raise Throttled(too_many.wait) from None


def _require_proof(request: Request) -> None:
    """Raises `ValidationError` where a proof of work is asked for and did not come."""
    if proven(request._request) is False:  # noqa: SLF001  # DRF's own way to the Django request
        raise ValidationError({proof.HEADER: [PROOF]})


@method_decorator(never_cache, name="dispatch")
class ReportsView(APIView):
    """Send a report: anonymous, without an account."""

    @extend_schema(
        request=FactsSerializer,
        parameters=[repeating.PARAMETER, PROOF_HEADER],
        responses={201: ReceivedSerializer, **REFUSALS, 422: repeating.REFUSED},
        operation_id="reports_create",
        examples=[examples.REPORT_SENT, examples.REPORT_RECEIVED, examples.IDENTIFYING, examples.OTHER_REPORT],
    )
    def post(self, request: Request) -> Response:
        mark = repeating.mark_of(request)
        try:
            facts = actions.settle(_body(request))
            sent = actions.sent_before(mark=mark, facts=[facts]) if mark else []
            report, receipt = sent[0] if sent else self.submit(request, facts, mark)
        except actions.Identifying as problem:
            return _refused(problem)
        except intake.Unfit as unfit:
            raise _unfit(unfit) from None
        except actions.Differs as differs:
            why = repeating.WITHDRAWN if isinstance(differs, actions.Withdrawn) else repeating.OTHER_FACTS
            return Response({"detail": why}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return Response(repeating.received(report, receipt), status=HTTPStatus.CREATED)

    @staticmethod
    def submit(request: Request, facts: intake.Facts, mark: str) -> actions.Sent:
        _require_proof(request)
        contributor = _within_limits(request)
        [(report, receipt)] = actions.submit_reports(facts=[facts], contributor=contributor, mark=mark)
        tasks.hint(report.code)
        return report, receipt


@method_decorator(never_cache, name="dispatch")
class ReceiptView(APIView):
    """What a contributor may do with a receipt. A wrong, malformed or unknown one answers alike."""

    allowed: ClassVar[Collection[str]] = ()  # fields beside the receipt

    def post(self, request: Request) -> Response:
        try:
            body = _body(request)
            receipt = body.pop("receipt", "")
            if set(body) - set(self.allowed):
                raise ValidationError({"detail": "Send only: " + ", ".join(["receipt", *sorted(self.allowed)]) + "."})
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
        stands: dict[str, object] = {"status": report.standing_told, "story_status": report.story_state}
        return Response(stands | ({"expired": True} if report.expired else {}) | stated)


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
        permit = partial(_within_limits, self.request)
        report, codes = actions.correct_report(receipt=receipt, changes=body, permit=permit)
        tasks.hint(*codes)
        return self.described(report)


class UpdateView(CorrectView):
    """Adds or changes what became of the claim."""

    allowed = vocabulary.OF_AN_OUTCOME

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
