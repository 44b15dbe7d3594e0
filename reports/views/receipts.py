"""Follow up, correct or withdraw, by receipt."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from codes.models import Payer
from reports import actions, intake, tasks
from reports.forms import FactsForm, OutcomeForm, initial_of
from reports.models import Report
from reports.receipts import are_several
from reports.views.shared import later, lists, private, status_of, too_many_words
from reports.views.standings import saved_words, standing_words, story_words
from reports.visitors import TooMany, count_one

CHANGED_MEANWHILE: Final = (
    "This report was changed meanwhile (in another tab, or by a moderator?), so nothing was saved now. Changed since: "
    "{fields}. Listed below is how it stands, and the form holds what you typed: look both over and save again."
)
ONE_AT_A_TIME: Final = (
    "Several receipts stand here. Write one receipt at a time: each opens the report it was given for."
)
UNKNOWN_RECEIPT: Final = (
    "No report belongs to this receipt. Check it for typing errors. A lost receipt cannot be replaced: "
    "we keep only a digest of it and do not know who sent a report."
)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Follow up, correct or withdraw, by receipt. The receipt travels in the body of a POST only."""
    if request.method != "POST":
        return render(request, "reports/receipt.html")
    step = _STEPS.get(request.POST.get("step", "lookup"))
    if step is None:
        raise Http404
    try:
        return step(request, request.POST.get("receipt", ""))
    except actions.UnknownReceipt:
        problem = ONE_AT_A_TIME if are_several(request.POST.get("receipt", "")) else UNKNOWN_RECEIPT
        return render(request, "reports/receipt.html", {"problem": problem}, status=HTTPStatus.NOT_FOUND)


def _lookup(request: HttpRequest, receipt: str) -> HttpResponse:
    return _render_report(request, receipt, actions.report_of(receipt))


def _update(request: HttpRequest, receipt: str) -> HttpResponse:
    return _change(request, receipt, OutcomeForm(request.POST), "outcome")


def _correct(request: HttpRequest, receipt: str) -> HttpResponse:
    return _change(request, receipt, FactsForm(request.POST), "correct")


def _change(request: HttpRequest, receipt: str, form: FactsForm, role: str) -> HttpResponse:
    """Saves what `actions.correct_report` lets pass; on a problem the page comes back with it, nothing is changed."""
    report = actions.report_of(receipt)
    seen = request.POST.get("seen", "")
    typed = {f"{role}_form": form, f"{role}_seen": seen}
    if not form.is_valid():
        return _render_report(request, receipt, report, typed, status_of(form))
    permit = partial(count_one, request)
    try:
        changed, codes = actions.correct_report(receipt=receipt, changes=form.raw(), seen=seen, permit=permit)
    except TooMany as too_many:
        form.add_error(None, too_many_words(too_many.wait))
        page = _render_report(request, receipt, report, typed, HTTPStatus.TOO_MANY_REQUESTS)
        return later(page, too_many.wait)
    except intake.Unfit as unfit:
        form.complain(unfit)
        return _render_report(request, receipt, report, typed, HTTPStatus.BAD_REQUEST)
    except actions.Stale as stale:
        labels = FactsForm().fields
        changed_fields = ", ".join(f"“{labels[name].label}”" for name in labels if name in stale.fields)
        form.add_error(None, CHANGED_MEANWHILE.format(fields=changed_fields))
        fresh = actions.report_of(receipt)
        return _render_report(request, receipt, fresh, {f"{role}_form": form}, HTTPStatus.CONFLICT)
    tasks.hint(*codes)
    return _render_report(request, receipt, changed, {"saved_words": saved_words(changed)})


def _withdraw(request: HttpRequest, receipt: str) -> HttpResponse:
    if request.POST.get("sure") != "yes":
        report = actions.report_of(receipt)
        return _render_report(request, receipt, report, {"unsure": True}, HTTPStatus.BAD_REQUEST)
    code = actions.withdraw_report(receipt=receipt)
    tasks.hint(code)
    context = {"message": "Your report is withdrawn and deleted. The figures follow within seconds.", "code": code}
    return render(request, "reports/receipt_done.html", context)


_STEPS: Final[dict[str, Callable[[HttpRequest, str], HttpResponse]]] = {
    "lookup": _lookup,
    "update": _update,
    "correct": _correct,
    "withdraw": _withdraw,
}


def _render_report(
    request: HttpRequest,
    receipt: str,
    report: Report,
    extra: dict[str, object] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    facts = actions.facts_of(report)
    payer = Payer.objects.filter(slug=facts.payer).first()
    initial = initial_of(facts) | {"payer": payer.name if payer else facts.payer}
    context: dict[str, object] = {
        "receipt": receipt,
        "code": report.code,
        "status_words": standing_words(report),
        "story_words": story_words(report),
        "facts": _facts_in_words(FactsForm(initial=initial)),
        "unsure": False,
        "outcome_form": OutcomeForm(initial=initial),
        "correct_form": FactsForm(initial=initial),
        "outcome_seen": facts.mark,
        "correct_seen": facts.mark,
        **lists(),
        **(extra or {}),
    }
    return render(request, "reports/receipt_report.html", context, status=status)


def _facts_in_words(form: FactsForm) -> list[tuple[str, str]]:
    """Label and value of every field that was stated, choices in words."""
    facts = []
    for bound in form:
        value = bound.value()
        if not value:
            continue
        words = dict(getattr(bound.field.widget, "choices", ()))
        values = value if isinstance(value, list) else [value]
        facts.append((str(bound.label), ", ".join(str(words.get(item, item)) for item in values)))
    return facts
