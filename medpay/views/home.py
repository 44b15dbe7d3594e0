"""The first page."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from codes.caching import kept_a_minute
from codes.models import Code, Payer, Reason
from reports.aggregation import Outcomes
from reports.models import ParentStatistic, Statistic
from reports.models.statistics import ENOUGH_DECIDED
from reports.presentation.rows import percent

EXAMPLES: Final = ("86320", "99213", "99214", "27447", "45380", "71250", "97110", "90837", "77407")
MOST: Final = 8


class Entry(NamedTuple):
    """A line of the index. `recovery`: paid in full of those decided, where that is what it is ranked by."""

    key: str
    name: str
    reports: int
    recovery: Mapping[str, int]


@require_safe
@kept_a_minute
def home(request: HttpRequest) -> HttpResponse:
    known = Code.objects.in_bulk(EXAMPLES)
    context = {
        "threshold": settings.THRESHOLD,
        "contributors": settings.MIN_CONTRIBUTORS,
        "examples": [known[code] for code in EXAMPLES if code in known],
        "most_reported": _codes(Statistic.objects.most_reported(MOST)),
        "most_overturned": _codes(Statistic.objects.most_overturned(MOST)),
        "enough_decided": ENOUGH_DECIDED,
        "payers": _payers(),
        "reasons": _reasons(),
    }
    return render(request, "home.html", context)


def _codes(rows: Iterable[Statistic]) -> list[Entry]:
    counted = list(rows)
    names = dict(Code.objects.filter(pk__in=[row.code for row in counted]).values_list("code", "name"))
    return [Entry(row.code, names.get(row.code, ""), row.reports, _recovery(row.recovery)) for row in counted]


def _recovery(recovery: Outcomes) -> dict[str, int]:
    return {
        "decided": recovery["decided"],
        "paid_full": recovery.get("paid_full", 0),
        "low": percent(recovery.get("low", 0)),
        "high": percent(recovery.get("high", 0)),
    }


def _payers() -> list[Entry]:
    """The most reported that have a page, by name: the number of its reports ranks no payer."""
    counted = list(ParentStatistic.objects.most_reported("payer", MOST))
    names = dict(Payer.objects.filter(pk__in=[row.slice_key for row in counted]).values_list("slug", "name"))
    entries = [Entry(row.slice_key, names[row.slice_key], row.reports, {}) for row in counted if row.slice_key in names]
    return sorted(entries, key=lambda entry: entry.name.casefold())


def _reasons() -> list[Entry]:
    counted = list(ParentStatistic.objects.most_reported("reason", MOST))
    words = Reason.objects.carcs().filter(code__in=[row.slice_key.partition("-")[2] for row in counted]).words()
    return [Entry(row.slice_key, words.get(row.slice_key.partition("-")[2], ""), row.reports, {}) for row in counted]
