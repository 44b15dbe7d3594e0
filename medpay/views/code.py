"""The page of a code."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from codes.api.asking import PARAMETERS, payment_tried
from codes.caching import kept_a_minute
from codes.models import Code, Release, Sheet
from codes.models.units import Limit
from codes.payment import Refusal
from codes.quoting import AskedLine, AskedSchedule, Quote, quote
from codes.shapes import CODE_SHAPE
from medpay import sections
from medpay.code_page import (
    Asked,
    Edition,
    Entry,
    LabAmount,
    Loaded,
    asked_of,
    billables_of,
    chips_of,
    describe,
    heading_of,
    without_price,
)
from medpay.views.head import head_of, trail_of
from medpay.views.kept import kept
from reports.models import Statistic
from reports.views import etag_of, figures_of, filter_of, fresh_within_seconds, kept_of, narrowed_of, tag_of

LONGEST_TYPED: Final = 10  # characters that may be a mistyped code


@require_safe
@fresh_within_seconds
def code_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a code pays and what happens to it. Fresh within seconds, since it carries the figures and stories (I9)."""
    if len(code) > LONGEST_TYPED or not code.isalnum():
        raise Http404
    if code != code.upper():
        return redirect("code", code.upper())
    return kept(request, _followed(request, code), lambda: _made(request, code))


def _followed(request: HttpRequest, code: str) -> tuple[str, ...]:
    """What the page follows from: its figures, the reference, and what its address asks for."""
    versions = Statistic.versions(code)
    asked = [f"{name}={text}" for name in PARAMETERS for text in request.GET.getlist(name)]
    by = filter_of(request.GET)
    narrowed = (by.query, tag_of(code, by)) if by else ()
    return (etag_of(versions.shown), versions.reference, *narrowed, *asked)


def _made(request: HttpRequest, code: str) -> HttpResponse:
    known = Code.objects.filter(pk=code).first()
    if known is None:
        return _unknown_code(request, code)
    context = {**_figures_context(request, code), **_reference(known, request)}
    paired = context["figures"].paired if context["figures"] and not context["narrowed"] else ()
    context["paired"] = sections.paired_of(code, paired, context["bundling"])
    return render(request, "codes/detail.html", context)


@require_safe
@kept_a_minute
def price_fragment(request: HttpRequest, code: str) -> HttpResponse:
    """The calculator's answer alone, for a page that is open; `HX-Push-Url` gives the page its shareable address."""
    if not CODE_SHAPE.fullmatch(code):
        raise Http404
    known = get_object_or_404(Code, pk=code)
    asked, tried = asked_of(request.GET), payment_tried(request.GET)
    schedule = _schedule(asked)
    found = _quoted(known.sheet(**schedule._asdict()), schedule, tried.line)
    context: dict[str, Any] = {
        "code": known,
        "calculator": sections.calculator_of(found, tried),
        **kept_of(request.GET),
    }
    answer = render(request, "codes/parts/calculator_answer.html", context)
    answer["HX-Push-Url"] = f"{reverse('code', args=[code])}?{context['question'].urlencode()}#price"
    return answer


def _figures_context(request: HttpRequest, code: str) -> dict[str, Any]:
    """The figures with their own tag, so that an open page asks for what it does not show."""
    asked = kept_of(request.GET)
    figures = figures_of(code, kept=asked["unfiltered"].urlencode())
    narrowed = narrowed_of(code, filter_of(request.GET))
    shown = narrowed.figures if narrowed else figures
    return {
        **asked,
        "figures": figures,
        "narrowed": narrowed,
        "figures_etag": etag_of(shown.version if shown else None),
        "threshold": settings.THRESHOLD,
        "contributors": settings.MIN_CONTRIBUTORS,
    }


def _reference(code: Code, request: HttpRequest) -> dict[str, object]:
    asked, tried = asked_of(request.GET), payment_tried(request.GET)
    schedule = _schedule(asked)
    sheet = code.sheet(**schedule._asdict())
    answer, release = sheet.answer, sheet.answer.release
    found = _quoted(sheet, schedule, tried.line)
    edits = sections.edits_of(code.pk, answer.day if asked.release or asked.date or asked.year else None)
    localities = sections.localities_of(release)
    price = price_context(found, asked, edits["limits"])
    return {
        "here": "codes",
        "code": code,
        "successors": Code.objects.filter(pk__in=code.successors),
        "answer": answer,
        "calculator": sections.calculator_of(found, tried),
        "localities": localities,
        "strip": sections.strip_of(sheet, localities, found.place.key),
        "course": sections.course_of(code.pk),
        "modifiers": sections.modifiers_of(sheet),
        "written": sections.handbook_of(sheet, answer.day),
        "waived": sections.waived_of(sheet),
        **sections.part_b_of(code.pk),
        **edits,
        **price,
        "head": head_of(request, sheet, year=price["heading"].year),
        "trail": trail_of(request, code),
    }


def _quoted(sheet: Sheet, schedule: AskedSchedule, line: AskedLine) -> Quote:
    """A line whose setting is not said is in an office; where that has no price (NA), in a facility."""
    found = quote(sheet, schedule, line)
    if line.setting or not isinstance(found.found, Refusal) or found.found.reason != "not_applicable_in_setting":
        return found
    return quote(sheet, schedule, line._replace(setting="facility"))


def _schedule(asked: Asked) -> AskedSchedule:
    return AskedSchedule(asked.release, asked.date, asked.year, asked.qp)


def price_context(found: Quote, asked: Asked, limits: Sequence[Limit]) -> dict[str, Any]:
    """The first screen, as its template wants it."""
    sheet = found.sheet
    answer, release, lab = sheet.answer, sheet.answer.release, sheet.lab
    edition = Edition(release.label, release.effective, release.complete, answer.covers) if release else None
    amount = LabAmount(lab.year, lab.amount, lab.source) if lab else None
    entry = _entry(found, edition, amount, asked)
    this_year = timezone.now().year
    years = Release.objects.current().fee_schedules(qp=False).years()
    return {
        "asked": asked,
        "edition": edition,
        "this_year": this_year,
        "years": years,
        "lab": amount,
        "entry": entry,
        "billables": billables_of(sheet.code.pk, entry.parts, None if answer.deleted else amount),
        "chips": chips_of(entry.parts, sections.limit_of(limits)),
        "heading": heading_of(
            asked,
            day=answer.day,
            entry=entry,
            loaded=Loaded(edition, amount, years),
            deleted=answer.deleted,
            this_year=this_year,
        ),
    }


def _entry(found: Quote, edition: Edition | None, lab: LabAmount | None, asked: Asked) -> Entry:
    sheet = found.sheet
    answer = sheet.answer
    refusal = sheet.refusal(asked=asked.words(answer.day))
    if refusal:
        return without_price(refusal, None if answer.deleted else lab, year=answer.day.year)
    assert edition is not None, "rows come from a release"
    return describe(
        sheet.code.pk,
        rows=sheet.rows,
        edition=edition,
        lab=lab,
        year=answer.day.year,
        locality=found.place.gpci,
    )


def _unknown_code(request: HttpRequest, code: str) -> HttpResponse:
    """A code of no list here: missing, unless enough reports on it are in to show figures."""
    context = {
        "code": code,
        "well_formed": bool(CODE_SHAPE.fullmatch(code)),
        "nearest": Code.objects.nearest(code),
        **_figures_context(request, code),
    }
    status = HTTPStatus.OK if context["figures"] else HTTPStatus.NOT_FOUND
    return render(request, "codes/unknown.html", context, status=status)
