"""Anybody may say that something here is wrong, without an account, and reads the answer by receipt."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from reports import actions
from reports.forms import ObjectionForm
from reports.forms.objection import path_of
from reports.views.shared import later, private, status_of, too_many_words
from reports.visitors import contributor_of, too_many

UNKNOWN_RECEIPT: Final = (
    "Nothing belongs to this receipt. Check it for typing errors. A lost receipt cannot be replaced: we keep only a "
    "digest of it. The receipt of a report is read on its own page."
)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        about = path_of(request.GET.get("about", "")) or ""
        return render(request, "reports/wrong.html", {"form": ObjectionForm(initial={"about": about})})
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _render_form(request, form, status_of(form))
    wait = too_many(contributor_of(request))
    if wait is not None:
        form.add_error(None, too_many_words(wait))
        return later(_render_form(request, form, HTTPStatus.TOO_MANY_REQUESTS), wait)
    receipt = actions.receive_objection(
        about=form.cleaned_data["about"],
        kind=form.cleaned_data["kind"],
        text=form.cleaned_data["text"],
        mark=form.token.text if form.token else "",
    )
    context = {"receipt": receipt, "about": form.cleaned_data["about"]}
    return render(request, "reports/wrong_received.html", context, status=HTTPStatus.CREATED)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def wrong_answer(request: HttpRequest) -> HttpResponse:
    """The receipt travels in the body of a POST only."""
    if request.method != "POST":
        return render(request, "reports/wrong_answer.html")
    try:
        objection = actions.objection_of(request.POST.get("receipt", ""))
    except actions.UnknownReceipt:
        return render(request, "reports/wrong_answer.html", {"problem": UNKNOWN_RECEIPT}, status=HTTPStatus.NOT_FOUND)
    return render(request, "reports/wrong_answer.html", {"objection": objection})


def _render_form(request: HttpRequest, form: ObjectionForm, status: int) -> HttpResponse:
    return render(request, "reports/wrong.html", {"form": form, "findings": form.findings}, status=status)
