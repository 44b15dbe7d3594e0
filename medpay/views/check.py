"""The claim check, for people and for programs. Nothing of a claim is kept: in no address, log, cache or row."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from codes.api import claim_examples
from codes.api.claim_answers import CheckedSerializer
from codes.api.claims import ClaimQuery, claim_asked
from medpay import checking
from reports.views import private

CHECKED: Final = OpenApiResponse(CheckedSerializer, description="Each line in its order, and what they come to.")
WRONG: Final = OpenApiResponse(OpenApiTypes.OBJECT, description="Which line and field, and the remedy.")


@csrf_exempt  # it changes nothing and knows nobody: a cookie would only follow the reader
@private
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """The form; sent with POST, the answer above it."""
    if request.method != "POST":
        return _page(request, checking.EMPTY)
    if "more" in request.POST:
        return _page(request, checking.with_more_rows(request.POST))
    form = checking.filled(request.POST)
    if form.asked is None:
        return _page(request, form, status=HTTPStatus.BAD_REQUEST)
    return _page(request, form, checking.check(form.asked))


def _page(
    request: HttpRequest,
    form: checking.Filled,
    checked: checking.Checked | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return render(request, "check/page.html", {"here": "check", "form": form, "checked": checked}, status=status)


@method_decorator(never_cache, name="dispatch")
class ClaimCheckView(APIView):
    """What Medicare pays for the lines of a claim beside each other, what its edits deny, what billers report."""

    @extend_schema(
        operation_id="claims_check",
        request=ClaimQuery,
        responses={200: CHECKED, 400: WRONG},
        examples=claim_examples.SHOWN,
    )
    def post(self, request: Request) -> Response:
        return Response(CheckedSerializer(checking.check(claim_asked(request.data))).data)
