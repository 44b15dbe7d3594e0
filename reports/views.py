"""The pages of people's reports: the live figures, the form, the receipt."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Concatenate, Final

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import condition, require_http_methods, require_safe

from codes.models import Code, PartBService, Payer, Reason
from codes.shapes import CODE_SHAPE
from reports import actions, figures, intake, tasks
from reports.forms import OutcomeForm, ReportForm, initial_of
from reports.models import PublishedStory, Report, Standing, Statistic, StoryState
from reports.presentation import Shown, show
from reports.visitors import contributor_of, first_time, send_again, too_many
from reports.vocabulary import OTHER_PAYER

STANDING_WORDS: Final = {
    Standing.COUNTED: "Counted. It is part of the figures.",
    Standing.HELD: "Held. A moderator will look at it before it counts.",
    Standing.REJECTED: "Rejected. A moderator took it out of the figures.",
}
STORY_WORDS: Final = {
    StoryState.WAITING: "Your story waits for a moderator.",
    StoryState.ACCEPTED: "Your story is shown on the page of its code.",
    StoryState.REFUSED: "Your story is not shown; the facts of the report are unaffected.",
}
UNKNOWN_RECEIPT: Final = (
    "No report belongs to this receipt. Check it for typing errors. A lost receipt cannot be replaced: "
    "we keep only a digest of it and do not know who sent a report."
)


def figures_of(code: str) -> Shown | None:
    """What the public may see of a code; None below the threshold."""
    statistic = Statistic.objects.of(code)
    if statistic is None:
        return None
    return show(
        code=code,
        content=statistic.content,
        as_of=statistic.as_of,
        version=statistic.version,
        stories=PublishedStory.objects.texts(code),
    )


def etag_of(version: str | None) -> str:
    return figures.etag(version, threshold=settings.THRESHOLD)


def _etag_now(request: HttpRequest, code: str) -> str:
    published = Statistic.objects.published().whole().filter(code=_well_formed(code))
    return etag_of(published.values_list("version", flat=True).first())


fresh_within_seconds = cache_control(**figures.FRESH)


@require_safe
@fresh_within_seconds
@condition(etag_func=_etag_now)
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """The live fragment of a code's page."""
    code = _well_formed(code)
    shown = figures_of(code)
    context = {
        "code": code,
        "figures": shown,
        "threshold": settings.THRESHOLD,
        "denials": None if shown else PartBService.objects.denials(code),
    }
    return render(request, "partials/live.html", context)


View = Callable[Concatenate[HttpRequest, ...], HttpResponse]


def private(view: View) -> View:
    """Never cached, never quoted in an error report."""
    return never_cache(sensitive_post_parameters()(view))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: HttpRequest, code: str = "") -> HttpResponse:
    code = _well_formed(code) if code else ""
    if request.method != "POST":
        return _render_form(request, ReportForm(initial={"code": code}), code)
    form = ReportForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.findings else HTTPStatus.BAD_REQUEST
        return _render_form(request, form, code, status)
    contributor = contributor_of(request)
    wait = too_many(contributor)
    if wait is not None:
        return _render_too_many(request, form, code, wait)
    once = form.cleaned_data["once"]
    if not first_time(once):
        return render(request, "reports/again.html", {"code": form.facts.code})
    try:
        report, receipt = actions.submit_report(facts=form.facts, contributor=contributor)
    except DatabaseError:
        send_again(once)
        raise
    tasks.hint(report.code)
    context = {
        "receipt": receipt,
        "report_status": report.standing,
        "code": report.code,
        "payer_kept_as_other": report.payer == OTHER_PAYER,
    }
    return render(request, "reports/thanks.html", context, status=HTTPStatus.CREATED)


def _render_form(request: HttpRequest, form: ReportForm, code: str, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "form": form,
        "code": code,
        "reference": Code.objects.filter(pk=code).first() if code else None,
        "findings": [error for name in form.errors for error in form.errors[name]] if form.findings else [],
        **_lists(),
    }
    return render(request, "reports/form.html", context, status=status)


def _lists() -> dict[str, object]:
    """What the form offers while typing."""
    return {
        "payers": Payer.objects.all(),
        "carcs": Reason.objects.carcs().order_by("code"),
        "rarcs": Reason.objects.rarcs().order_by("code"),
    }


def _too_many_words(wait: int) -> str:
    minutes = -(-wait // 60)
    return f"Too many reports came from your network this hour. Try again in {minutes} minutes; nothing was lost."


def _render_too_many(request: HttpRequest, form: ReportForm, code: str, wait: int) -> HttpResponse:
    form.add_error(None, _too_many_words(wait))
    response = _render_form(request, form, code, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait)
    return response


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
        return render(request, "reports/receipt.html", {"problem": UNKNOWN_RECEIPT}, status=HTTPStatus.NOT_FOUND)


def _lookup(request: HttpRequest, receipt: str) -> HttpResponse:
    return _render_report(request, receipt, actions.report_of(receipt))


def _update(request: HttpRequest, receipt: str) -> HttpResponse:
    return _change(request, receipt, OutcomeForm(request.POST), "outcome_form")


def _correct(request: HttpRequest, receipt: str) -> HttpResponse:
    return _change(request, receipt, ReportForm(request.POST), "correct_form")


def _change(request: HttpRequest, receipt: str, form: ReportForm, role: str) -> HttpResponse:
    """Judges and saves; on a problem the page comes back with it and nothing has changed."""
    report = actions.report_of(receipt)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.findings else HTTPStatus.BAD_REQUEST
        return _render_report(request, receipt, report, {role: form}, status)
    wait = too_many(contributor_of(request))
    if wait is not None:
        form.add_error(None, _too_many_words(wait))
        response = _render_report(request, receipt, report, {role: form}, HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(wait)
        return response
    try:
        changed, codes = actions.correct_report(receipt=receipt, changes=form.raw())
    except intake.Unfit as unfit:
        for messages in unfit.errors.values():
            form.add_error(None, messages)
        return _render_report(request, receipt, report, {role: form}, HTTPStatus.BAD_REQUEST)
    for code in codes:
        tasks.hint(code)
    return _render_report(request, receipt, changed, {"saved": True})


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
        "status_words": STANDING_WORDS[Standing(report.standing)],
        "story_words": STORY_WORDS.get(StoryState(report.story_state), ""),
        "facts": _facts_in_words(ReportForm(initial=initial)),
        "unsure": False,
        "outcome_form": OutcomeForm(initial=initial),
        "correct_form": ReportForm(initial=initial),
        **_lists(),
        **(extra or {}),
    }
    return render(request, "reports/receipt_report.html", context, status=status)


def _facts_in_words(form: ReportForm) -> list[tuple[str, str]]:
    """Label and value of every field that was stated, choices in words."""
    facts = []
    for bound in form:
        value = bound.value()
        if not value or bound.name == "once":
            continue
        words = dict(getattr(bound.field.widget, "choices", ()))
        values = value if isinstance(value, list) else [value]
        facts.append((str(bound.label), ", ".join(str(words.get(item, item)) for item in values)))
    return facts


def _well_formed(code: str) -> str:
    code = code.upper()
    if not CODE_SHAPE.fullmatch(code):
        raise Http404
    return code
