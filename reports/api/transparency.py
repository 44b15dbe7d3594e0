"""What the site says about itself, for programs."""

from typing import Any, Final

from django.conf import settings
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from codes.caching import kept_a_minute
from reports.models import Correction, Transparency
from reports.transparency import BECAME, REASONS, Shown

CORRECTIONS: Final = ("day", "about", "words")
LINES: Final = ("became", "rejections")


class BecameSerializer(serializers.Serializer[Any]):
    key = serializers.ChoiceField(list(BECAME.items()))
    reports = serializers.IntegerField()


class RejectionSerializer(serializers.Serializer[Any]):
    key = serializers.ChoiceField(list(REASONS.items()))
    reports = serializers.IntegerField()


class LoggedSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    about = serializers.CharField(help_text="A path of this site.")
    words = serializers.CharField()


class SilentSerializer(serializers.Serializer[Any]):
    """Too few reports to give account of, or no day has ended yet."""

    published = serializers.BooleanField(help_text="Always false.")
    threshold = serializers.IntegerField()
    corrections = LoggedSerializer(many=True)


class AccountSerializer(serializers.Serializer[Any]):
    """Null: fewer than the threshold."""

    published = serializers.BooleanField(help_text="Always true.")
    threshold = serializers.IntegerField()
    as_of = serializers.DateField(
        help_text="At the end of this day. Standings: as they were when this was made, soon after."
    )
    received = serializers.IntegerField(help_text="Every report there ever was.")
    became = BecameSerializer(many=True, help_text="Adds up to those received.")
    rejections = RejectionSerializer(many=True)
    decisions = serializers.IntegerField(allow_null=True)
    median_days = serializers.FloatField(allow_null=True, help_text="From receipt to decision.")
    undone = serializers.IntegerField(allow_null=True)
    objections = serializers.IntegerField(allow_null=True)
    answered = serializers.IntegerField(allow_null=True)
    corrections = LoggedSerializer(many=True)


SILENT: Final = {"published": False, "threshold": 5, "corrections": []}
ACCOUNT: Final[dict[str, Any]] = {
    "published": True,
    "threshold": 5,
    "as_of": "2026-11-20",
    "received": 22,
    "became": [
        {"key": "counted", "reports": 10},
        {"key": "rejected", "reports": 6},
        {"key": "other", "reports": 6},
    ],
    "rejections": [{"key": "made_up", "reports": 6}],
    "decisions": 11,
    "median_days": 2.0,
    "undone": None,
    "objections": None,
    "answered": None,
    "corrections": [{"day": "2026-11-21", "about": "/codes/86320/", "words": "The amount of 2025 stood here as 2026."}],
}
ANSWER: Final = OpenApiResponse(
    PolymorphicProxySerializer(
        component_name="Transparency",
        serializers=[AccountSerializer, SilentSerializer],
        resource_type_field_name=None,
    ),
    description="The account (published true), or that there is none (published false).",
)
SHOWN: Final = [
    OpenApiExample("account", value=ACCOUNT, response_only=True, status_codes=["200"]),
    OpenApiExample("silent", value=SILENT, response_only=True, status_codes=["200"]),
]


@method_decorator(kept_a_minute, name="dispatch")
class TransparencyView(APIView):
    """How many reports came in, what became of them, and what was corrected. Renewed at most once a day."""

    @extend_schema(operation_id="transparency", responses={200: ANSWER}, examples=SHOWN)
    def get(self, request: Request) -> Response:
        account = Transparency.objects.newest()
        return Response(
            {
                "published": account is not None,
                "threshold": settings.THRESHOLD,
                **(_shown(account) if account else {}),
                "corrections": list(Correction.objects.values(*CORRECTIONS)),
            }
        )


def _shown(account: Transparency) -> dict[str, object]:
    """The database forgets the order of keys."""
    shown = account.content["shown"]
    lines = {name: [{"key": line["key"], "reports": line["reports"]} for line in shown[name]] for name in LINES}
    return {"as_of": account.day, **{name: lines.get(name, shown[name]) for name in Shown.__annotations__}}
