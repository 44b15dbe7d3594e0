"""What the site says about itself, read from what a job publishes once a day."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from codes.caching import kept_a_minute
from reports.models import Correction, Transparency
from reports.transparency import BECAME, REASONS


@require_safe
@kept_a_minute
def transparency(request: HttpRequest) -> HttpResponse:
    account = Transparency.objects.newest()
    context = {
        "here": "transparency",
        "account": _in_words(account) if account else None,
        "threshold": settings.THRESHOLD,
        "corrections": Correction.objects.all(),
    }
    return render(request, "reports/transparency.html", context)


def _in_words(account: Transparency) -> Mapping[str, Any]:
    shown = account.content["shown"]
    return {
        **shown,
        "day": account.day,
        "became": [(BECAME[line["key"]], line["reports"]) for line in shown["became"]],
        "rejections": [(REASONS.get(line["key"], line["key"]), line["reports"]) for line in shown["rejections"]],
    }
