"""Help with an appeal: what to go through, and a letter to fill in, on a page and as two files."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from codes.models import Code, Payer
from codes.shapes import CODE_SHAPE
from medpay.appeal import Addresses, AppealForm, as_text, as_word, gather, lay_out, reasons_reported
from medpay.appeal.facts import Denial
from medpay.appeal.paper import Paper
from medpay.views.trail import Crumb, trail
from reports.views import figures_of, fresh_within_seconds


class Format(NamedTuple):
    write: Callable[[Paper], bytes]
    content_type: str


FORMATS: Final = {
    "docx": Format(as_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "txt": Format(as_text, "text/plain; charset=utf-8"),
}


@require_safe
@fresh_within_seconds
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    """The form, and what is known of the denial that it asks about."""
    known = _known(code)
    form = AppealForm(known, request.GET)
    if not form.is_valid():
        return _page(request, known, form, status=HTTPStatus.BAD_REQUEST)
    denial = form.denial()
    return _page(request, known, form, paper=_paper(request, denial, form) if denial else None)


@require_safe
@fresh_within_seconds
def appeal_file(request: HttpRequest, code: str, suffix: str) -> HttpResponse:
    """The file; or the form with what is wrong."""
    made_as = FORMATS.get(suffix)
    if made_as is None:
        raise Http404
    known = _known(code)
    form = AppealForm(known, request.GET, required=True)
    denial = form.denial() if form.is_valid() else None
    if denial is None:
        return _page(request, known, form, status=HTTPStatus.BAD_REQUEST)
    answer = HttpResponse(made_as.write(_paper(request, denial, form)), content_type=made_as.content_type)
    answer["Content-Disposition"] = f'attachment; filename="medpay-appeal-{denial.code}-{denial.key}.{suffix}"'
    return answer


def _known(code: str) -> Code:
    """A code of no list here is missing, unless enough reports on it are in to show figures: so is its page."""
    code = code.upper()
    if not CODE_SHAPE.fullmatch(code):
        raise Http404
    known = Code.objects.filter(pk=code).first()
    if known is None and figures_of(code) is None:
        raise Http404
    return known or Code(code=code)


def _paper(request: HttpRequest, denial: Denial, form: AppealForm) -> Paper:
    pairs = f"{reverse('bundling', args=[denial.code])}{f'?with={denial.other}' if denial.other else ''}"
    return lay_out(
        gather(
            denial,
            Addresses(
                appeal=request.build_absolute_uri(f"{reverse('appeal', args=[denial.code])}?{urlencode(form.query())}"),
                code=request.build_absolute_uri(reverse("code", args=[denial.code])),
                reason=request.build_absolute_uri(reverse("reason", args=[denial.key])),
                bundling=request.build_absolute_uri(pairs),
            ),
        )
    )


def _page(
    request: HttpRequest, code: Code, form: AppealForm, *, paper: Paper | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Without a reason it offers those that are reported most."""
    asked = form.query() if form.is_valid() else {}
    context = {
        "here": "codes",
        "trail": trail(
            request,
            Crumb("medpay", reverse("home")),
            Crumb("Codes", reverse("codes")),
            Crumb(code.pk, reverse("code", args=[code.pk])),
            here="Appeal",
        ),
        "code": code,
        "form": form,
        "payers": Payer.objects.all(),
        "paper": paper,
        "asked": urlencode(asked),
        "rest": urlencode({name: said for name, said in asked.items() if name != "reason"}),
        "reasons": () if paper else reasons_reported(code.pk),
    }
    return render(request, "appeal/index.html", context, status=status)
