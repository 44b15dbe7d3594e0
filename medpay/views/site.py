"""Pages that need both rooms: home and the page of a code. And the site's texts, its map, its 404."""

import re
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import defaults
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from codes.articles import article
from codes.caching import kept_a_minute
from codes.models import Code, Release, Sheet
from codes.shapes import CODE_SHAPE
from medpay.api_page import operations
from medpay.code_page import Asked, Edition, Entry, LabAmount, Loaded, asked_of, describe, heading_of, without_price
from reports.models import Statistic
from reports.views import etag_of, figures_of, fresh_within_seconds

EXAMPLES: Final = ("86320", "99213", "99214", "27447", "45380", "71250", "97110", "90837", "77407")
MOST_REPORTED: Final = 8
LONGEST_TYPED: Final = 10  # characters that may be a mistyped code


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


@require_safe
@fresh_within_seconds
def code_page(request: HttpRequest, code: str) -> HttpResponse:
    """What a code pays and what happens to it. Fresh within seconds, since it carries the figures and stories (I9)."""
    if len(code) > LONGEST_TYPED or not code.isalnum():
        raise Http404
    if code != code.upper():
        return redirect("code", code.upper())
    known = Code.objects.filter(pk=code).first()
    if known is None:
        return _unknown_code(request, code)
    context = {
        "here": "codes",
        "code": known,
        "successors": Code.objects.filter(pk__in=known.successors),
        **_figures_context(code),
        **_price_context(known, asked_of(request.GET)),
    }
    return render(request, "codes/detail.html", context)


def _figures_context(code: str) -> dict[str, object]:
    """The figures with their own tag, so that an open page asks for what it does not show."""
    figures = figures_of(code)
    return {
        "figures": figures,
        "figures_etag": etag_of(figures.version if figures else None),
        "threshold": settings.THRESHOLD,
    }


def _price_context(code: Code, asked: Asked) -> dict[str, object]:
    sheet = code.sheet(release=asked.release, date=asked.date, year=asked.year)
    answer, release, lab = sheet.answer, sheet.answer.release, sheet.lab
    edition = Edition(release.label, release.effective, release.complete, answer.covers) if release else None
    amount = LabAmount(lab.year, lab.amount, lab.source) if lab else None
    entry = _entry(sheet, edition, amount, asked)
    this_year = timezone.now().year
    years = Release.objects.current().fee_schedules(qp=False).years()
    return {
        "asked": asked,
        "answer": answer,
        "edition": edition,
        "this_year": this_year,
        "years": years,
        "lab": amount,
        "entry": entry,
        "heading": heading_of(
            asked,
            day=answer.day,
            entry=entry,
            loaded=Loaded(edition, amount, years),
            deleted=answer.deleted,
            this_year=this_year,
        ),
    }


def _entry(sheet: Sheet, edition: Edition | None, lab: LabAmount | None, asked: Asked) -> Entry:
    answer = sheet.answer
    refusal = sheet.refusal(asked=asked.words(answer.day))
    if refusal:
        return without_price(refusal, None if answer.deleted else lab, year=answer.day.year)
    assert edition is not None, "rows come from a release"
    return describe(sheet.code.pk, rows=sheet.rows, edition=edition, lab=lab, year=answer.day.year)


def _unknown_code(request: HttpRequest, code: str) -> HttpResponse:
    """A code of no list here: missing, unless enough reports on it are in to show figures."""
    context = {
        "code": code,
        "well_formed": bool(CODE_SHAPE.fullmatch(code)),
        "nearest": Code.objects.nearest(code),
        **_figures_context(code),
    }
    status = HTTPStatus.OK if context["figures"] else HTTPStatus.NOT_FOUND
    return render(request, "codes/unknown.html", context, status=status)


def cpt(request: HttpRequest, code: str) -> HttpResponse:
    return redirect("code", code.upper(), permanent=True)


@require_safe
@kept_a_minute
def text(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "page.html", {"here": name, "page": article(name)})


@require_safe
@kept_a_minute
def api(request: HttpRequest) -> HttpResponse:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return render(request, "api.html", {"operations": operations(schema)})


@require_safe
@kept_a_minute
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@kept_a_minute
def sitemap(request: HttpRequest) -> HttpResponse:
    """Our texts and the codes we describe, reported or not: nothing tells which codes have reports (I3)."""
    context = {"codes": Code.objects.named().values_list("pk", flat=True)}
    return render(request, "sitemap.xml", context, content_type="application/xml; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, also for programs."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "This request cannot be read."}, status=HTTPStatus.BAD_REQUEST)
    return defaults.bad_request(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """500, also for programs."""
    if request.path.startswith("/api/"):
        detail = "Something went wrong here. Nothing was lost that was acknowledged."
        return JsonResponse({"detail": detail}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return defaults.server_error(request)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the codes nearest to one that the address names; programs get JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Nothing is at this address."}, status=HTTPStatus.NOT_FOUND)
    named = re.search(r"\b[0-9A-Z][0-9]{3}[0-9A-Z]\b", request.path.upper())
    context = {"nearest": Code.objects.nearest(named[0]) if named else []}
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)
