"""Is it alive, is it ready, what does it count. `/metrics` answers loopback or the holder of the token."""

import ipaddress
from http import HTTPStatus
from secrets import compare_digest

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from reports import actions

BEHIND = "medpay_statistics_behind_seconds"


@never_cache
@require_safe
def healthz(_: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def readyz(_: HttpRequest) -> JsonResponse:
    """503 without a database, or when the figures are more than two minutes behind the reports.

    By how much stands in /metrics alone: on a quiet site it would date a report to the second (I5).
    """
    try:
        behind = actions.seconds_behind()
    except DatabaseError:
        return JsonResponse(
            {"ready": False, "why": "the database does not answer"}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    ready = behind <= settings.STATISTICS_BEHIND_LIMIT
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": ready}, status=status)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        raise Http404
    registry: CollectorRegistry = REGISTRY
    if settings.METRICS_DIRECTORY:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    behind = f"# TYPE {BEHIND} gauge\n{BEHIND} {actions.seconds_behind():.1f}\n"
    return HttpResponse(generate_latest(registry) + behind.encode(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        return compare_digest(token.encode(), settings.METRICS_TOKEN.encode())
    if request.META.get("HTTP_X_FORWARDED_FOR"):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
