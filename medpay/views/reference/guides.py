"""The guides of the handbook, and the one to denial codes, which the list of reasons makes."""

import csv
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from codes import handbook
from codes.caching import kept_a_minute
from codes.models import Code, Reason
from medpay.remedies import ROUTE_WORDS
from medpay.views.reference.reasons import ReasonList, reason_list
from medpay.views.trail import Crumb, trail

CSV_COLUMNS: Final = (
    *("carc", "what_it_means", "usual_causes", "first_check", "usual_fix", "route", "listed_since", "listed_until"),
    "list_as_of",
)


@require_safe
@kept_a_minute
def guides(request: HttpRequest) -> HttpResponse:
    context = {
        "here": "guides",
        "trail": trail(request, Crumb("medpay", reverse("home")), here="Guides"),
        "guides": sorted(handbook.guides().values(), key=lambda guide: guide.title),
    }
    return render(request, "reference/guides.html", context)


@require_safe
@kept_a_minute
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    found = handbook.guide(slug)
    if found is None:
        raise Http404
    names = dict(Code.objects.filter(pk__in=found.codes).values_list("code", "name"))
    context = {
        "here": "guides",
        "trail": trail(request, Crumb("medpay", reverse("home")), Crumb("Guides", reverse("guides")), here=found.title),
        "guide": found,
        "codes": [(code, names[code]) for code in found.codes if code in names],
        "sources": found.sources.values(),
    }
    return render(request, "reference/guide.html", context)


@require_safe
@kept_a_minute
def denial_codes(request: HttpRequest) -> HttpResponse:
    """Every CARC that is described, on one page to print."""
    context = {
        "here": "guides",
        "trail": trail(
            request, Crumb("medpay", reverse("home")), Crumb("Guides", reverse("guides")), here="Denial codes"
        ),
        "carcs": _carcs(),
        "routes": [(label, ROUTE_WORDS[route]) for route, label in Reason.Route.choices],
        "today": timezone.now().date(),
    }
    return render(request, "reference/denial_codes.html", context)


@require_safe
@kept_a_minute
def denial_codes_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table. No cell begins like a formula: a test holds the list to that."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="medpay-denial-codes.csv"'
    writer = csv.writer(response)
    writer.writerow(CSV_COLUMNS)
    carcs = _carcs()
    as_of = carcs.release.effective.isoformat() if carcs.release else ""
    for row in carcs.rows:
        told, listed = row.reason, row.listed
        days = (listed.start, listed.end) if listed else (None, None)
        writer.writerow(
            [
                *(told.code, told.paraphrase, told.causes, told.first_check, told.fix),
                told.get_route_display(),
                *(day.isoformat() if day else "" for day in days),
                as_of if listed else "",
            ]
        )
    return response


def _carcs() -> ReasonList:
    return reason_list(Reason.Kind.CARC, list(Reason.objects.carcs()), timezone.now().date())
