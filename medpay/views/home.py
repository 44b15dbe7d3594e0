"""The first page."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from codes.caching import kept_a_minute
from codes.models import Code
from reports.models import Statistic

EXAMPLES: Final = ("86320", "99213", "99214", "27447", "45380", "71250", "97110", "90837", "77407")
MOST_REPORTED: Final = 8


@require_safe
@kept_a_minute
def home(request: HttpRequest) -> HttpResponse:
    known = Code.objects.in_bulk(EXAMPLES)
    context = {
        "threshold": settings.THRESHOLD,
        "examples": [known[code] for code in EXAMPLES if code in known],
        "most_reported": _most_reported(),
    }
    return render(request, "home.html", context)


def _most_reported() -> list[dict[str, object]]:
    counted = list(Statistic.objects.most_reported(MOST_REPORTED))
    names = dict(Code.objects.filter(pk__in=[row.code for row in counted]).values_list("code", "name"))
    return [{"code": row.code, "reports": row.reports, "name": names.get(row.code, "")} for row in counted]
