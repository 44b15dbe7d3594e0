"""The live figures of a code."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from codes.models import PartBService
from reports import figures
from reports.models import PublishedStory, Statistic, rules
from reports.narrowing import leading, narrowing, to_slices
from reports.presentation import Shown, show
from reports.views.narrowing import Filter, Narrowed, filter_of, kept_of, narrowed
from reports.views.shared import well_formed


def figures_of(code: str, by: Filter | None = None, *, kept: str = "") -> Shown | None:
    """What the public may see of a code, or of its reports with one answer; None below the threshold.

    `kept`: what else its page was asked, which rows that lead to a filter ask again.
    """
    statistic = Statistic.objects.of(code, *(by or ()))
    if statistic is None:
        return None
    content = statistic.shown
    shown = show(
        code=code,
        content=content,
        as_of=statistic.as_of,
        version=statistic.version_shown,
        stories=[] if by else PublishedStory.objects.texts(code),
    )
    slices = () if by else narrowing(content, statistic.withheld, threshold=settings.THRESHOLD)
    return leading(shown, to_slices(slices, kept))


def narrowed_of(code: str, by: Filter | None) -> Narrowed | None:
    return narrowed(by, figures_of(code, by)) if by else None


def etag_of(version: str | None) -> str:
    return figures.etag(version, rules())


def tag_of(code: str, by: Filter | None = None) -> str:
    """The tag of what `figures_of` would find, without reading it."""
    return etag_of(Statistic.versions(code, *(by or ())).shown)


def _etag_now(request: HttpRequest, code: str) -> str:
    return tag_of(well_formed(code), filter_of(request.GET))


fresh_within_seconds = cache_control(**figures.FRESH)


@require_safe
@fresh_within_seconds
@condition(etag_func=_etag_now)
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """The live fragment of a code's page. Narrowed, it leaves the first screen alone, which is about all reports."""
    code, by = well_formed(code), filter_of(request.GET)
    kept = kept_of(request.GET)
    shown = None if by else figures_of(code, kept=kept["unfiltered"].urlencode())
    context = {
        **kept,
        "code": code,
        "figures": shown,
        "narrowed": narrowed_of(code, by),
        "threshold": settings.THRESHOLD,
        "contributors": settings.MIN_CONTRIBUTORS,
        "denials": None if shown or by else PartBService.objects.denials(code),
    }
    return render(request, "partials/live.html", context)
