"""Lists of the reference, what is known of a code, and what Medicare pays for a line."""

from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.decorators import method_decorator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from codes.api import answers, asking, examples, serializers
from codes.caching import kept_a_minute
from codes.finding import named_by_entries, read
from codes.models import Code, Payer, Reason
from codes.quoting import quote
from codes.shapes import CODE_SHAPE

CODE: Final = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="CPT or HCPCS code.")
WRONG: Final = {400: OpenApiResponse(OpenApiTypes.OBJECT, description="Which parameter, and the remedy.")}
UNKNOWN: Final = {
    404: OpenApiResponse(serializers.UnknownCodeSerializer, description="No such code; the nearest ones.")
}
LISTED: Final = OpenApiResponse(serializers.ListedCodeSerializer(many=True), description="A page of codes.")
DESCRIBED: Final = OpenApiResponse(serializers.CodeSerializer, description="The code, its rows, or why it has none.")
PAYERS: Final = OpenApiResponse(serializers.PayerSerializer(many=True), description="A page of payers.")
REASONS: Final = OpenApiResponse(serializers.ReasonSerializer(many=True), description="A page of reasons.")
PAYMENT: Final = OpenApiResponse(
    PolymorphicProxySerializer(
        component_name="Payment",
        serializers=[serializers.PricedSerializer, serializers.RefusedSerializer],
        resource_type_field_name=None,
    ),
    description="The amount with its steps (priced true), or the reason why there is none (priced false).",
)


def code_of(text: str) -> Code:
    """The code, in any letter case. Raises NotFound, with the nearest codes where `text` looks like one."""
    wanted = text.upper()
    if not CODE_SHAPE.fullmatch(wanted):
        raise NotFound("A code has five characters, such as 86320 or G6015.")
    known = Code.objects.filter(pk=wanted).first()
    if known is None:
        nearest = [{"code": found.pk, "name": found.name} for found in Code.objects.nearest(wanted)]
        raise NotFound({"detail": "No list that is loaded has this code. See the nearest ones.", "nearest": nearest})
    return known


@method_decorator(kept_a_minute, name="dispatch")
@extend_schema(
    parameters=[asking.SearchQuery, asking.PageQuery],
    responses={200: LISTED, **WRONG},
    examples=examples.SHOWN_LISTED,
)
class CodesView(ListAPIView[Code]):
    """Search the codes, or browse those that are described."""

    serializer_class = serializers.ListedCodeSerializer

    def get_queryset(self) -> QuerySet[Code]:
        search = asking.search_asked(self.request.query_params)
        if not search:
            return Code.objects.named().order_by("pk")
        query = read(search)
        return Code.objects.matching(query, also=named_by_entries(query.diagnosis))


@method_decorator(kept_a_minute, name="dispatch")
class CodeView(APIView):
    """What a code is, and every row of it in the fee schedule that answers, with national amounts."""

    @extend_schema(
        operation_id="codes_retrieve",
        parameters=[CODE, asking.ScheduleQuery],
        responses={200: DESCRIBED, **WRONG, **UNKNOWN},
        examples=examples.SHOWN_CODE,
    )
    def get(self, request: Request, code: str) -> Response:
        asked = asking.schedule_asked(request.query_params)
        return Response(answers.described(code_of(code).sheet(**asked._asdict()), asked))


@method_decorator(kept_a_minute, name="dispatch")
class PaymentView(APIView):
    """What Medicare allows for one line of a claim, step by step; or why there is no figure."""

    @extend_schema(
        operation_id="codes_payment",
        parameters=[CODE, asking.PaymentQuery],
        responses={200: PAYMENT, **WRONG, **UNKNOWN},
        examples=examples.SHOWN_PAYMENTS,
    )
    def get(self, request: Request, code: str) -> Response:
        asked, line = asking.payment_asked(request.query_params)
        return Response(answers.priced(quote(code_of(code).sheet(**asked._asdict()), asked, line)))


@method_decorator(kept_a_minute, name="dispatch")
@extend_schema(parameters=[asking.PageQuery], responses={200: PAYERS, **WRONG}, examples=examples.SHOWN_PAYER)
class PayersView(ListAPIView[Payer]):
    """Who pays or denies. A report names a payer by its slug or by an alias."""

    serializer_class = serializers.PayerSerializer

    def get_queryset(self) -> QuerySet[Payer]:
        asking.nothing_asked(self.request.query_params)
        return Payer.objects.order_by("name", "pk")


@method_decorator(kept_a_minute, name="dispatch")
@extend_schema(
    parameters=[asking.KindQuery, asking.PageQuery],
    responses={200: REASONS, **WRONG},
    examples=examples.SHOWN_REASON,
)
class ReasonsView(ListAPIView[Reason]):
    """Denial reasons (CARC) and remarks (RARC) in medpay's words."""

    serializer_class = serializers.ReasonSerializer

    def get_queryset(self) -> QuerySet[Reason]:
        kind = asking.kind_asked(self.request.query_params)
        listed = Reason.objects.filter(kind=kind) if kind else Reason.objects.all()
        return listed.order_by("kind", Length("code"), "code")
