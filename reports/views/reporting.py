"""The form that takes a report, or several of one claim."""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from codes.models import Code
from reports import actions, tasks
from reports.actions import Sent
from reports.forms import ReportForm
from reports.intake import OTHERS
from reports.models import Report, Standing
from reports.views.shared import later, lists, manner_of, private, status_of, too_many_words, well_formed
from reports.views.showing import shown_of_a_report
from reports.visitors import contributor_of, too_many
from reports.vocabulary import OTHER_PAYER

ALREADY_SENT: Final = (
    "This form was sent before, and what it held then is kept. To change that report, use its receipt. To send what "
    "stands here now as a further report, press the button again."
)
WITHDRAWN: Final = (
    "This form was sent before, and what it held was withdrawn since, at least a part of it. Nothing was sent now. To "
    "send what stands here as a new report, press the button again."
)
TOO_MANY_LINES: Final = "At most {most} reports an hour are taken from one network. Send fewer lines at once."


@private
@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: HttpRequest, code: str = "") -> HttpResponse:
    code = well_formed(code) if code else ""
    if request.method != "POST":
        return _render_form(request, ReportForm(initial={"code": code}), code)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _render_form(request, form, code, status_of(form))
    mark = form.token.text if form.token else ""
    try:
        if mark and (sent := actions.sent_before(mark=mark, facts=form.reports)):
            return _render_thanks(request, sent)
        return _submit(request, form, code, mark)
    except actions.Differs as differs:
        form.make_anew(WITHDRAWN if isinstance(differs, actions.Withdrawn) else ALREADY_SENT)
        return _render_form(request, form, code, HTTPStatus.CONFLICT)


def _submit(request: HttpRequest, form: ReportForm, code: str, mark: str) -> HttpResponse:
    if len(form.reports) > settings.REPORTS_PER_HOUR:
        form.add_error(OTHERS, TOO_MANY_LINES.format(most=settings.REPORTS_PER_HOUR))
        return _render_form(request, form, code, HTTPStatus.TOO_MANY_REQUESTS)
    contributor = contributor_of(request)
    wait = too_many(contributor, len(form.reports))
    if wait is not None:
        form.add_error(None, too_many_words(wait))
        return later(_render_form(request, form, code, HTTPStatus.TOO_MANY_REQUESTS), wait)
    manner = manner_of(request, form.token, trapped=form.is_trapped)
    sent = actions.submit_reports(facts=form.reports, contributor=contributor, mark=mark, manner=manner)
    tasks.hint(*{report.code for report, _ in sent})
    return _render_thanks(request, sent)


def _render_thanks(request: HttpRequest, sent: list[Sent]) -> HttpResponse:
    first = sent[0][0]
    held = [_line(report) for report, _ in sent if report.standing_told == Standing.HELD]
    context = {
        "sent": sent,
        "receipt": sent[0][1],
        "lines": "\n".join(f"{_line(report)}: {receipt}" for report, receipt in sent),
        "held": len(held),
        "held_lines": ", ".join(held),
        "code": first.code,
        "story": first.story,
        "payer_kept_as_other": first.payer == OTHER_PAYER,
        "threshold": settings.THRESHOLD,
        "contributors": settings.MIN_CONTRIBUTORS,
        "shown": shown_of_a_report(),
    }
    return render(request, "reports/thanks.html", context, status=HTTPStatus.CREATED)


def _render_form(request: HttpRequest, form: ReportForm, code: str, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "form": form,
        "code": code,
        "reference": Code.objects.filter(pk=code).first() if code else None,
        "findings": [error for name in form.errors for error in form.errors[name]] if form.findings else [],
        **lists(),
    }
    return render(request, "reports/form.html", context, status=status)


def _line(report: Report) -> str:
    return "-".join([report.code, *report.modifiers])
