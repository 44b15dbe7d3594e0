"""Several reports at once: a table is shown as it would be kept, and sent once its sender says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from codes.models import Payer
from reports import actions, batch, intake, tasks, vocabulary
from reports.actions import Sent
from reports.forms import ConfirmForm, UploadForm, seal_preview
from reports.intake import Facts
from reports.models import Standing
from reports.remittance import reason_key
from reports.screening import KIND_WORDS
from reports.views.shared import later, manner_of, private, too_many_words
from reports.visitors import contributor_of, too_many

ALREADY_SENT: Final = (
    "This table was sent before, and some of its reports were changed or withdrawn since. The receipts were shown "
    "then. To send other rows, choose a file with these alone."
)


class Judged(NamedTuple):
    """A row of the table: the report it would be, or what is wrong, column by column."""

    number: int
    facts: Facts | None
    problems: list[tuple[str, str]]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _render(request, UploadForm())
    if "shown" in request.POST:
        return _confirm(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, form, HTTPStatus.BAD_REQUEST)
    try:
        return _preview(request, batch.read(form.cleaned_data["table"].read()), form.age)
    except batch.Unreadable as unreadable:
        form.add_error("table", str(unreadable))
        return _render(request, form, HTTPStatus.BAD_REQUEST)


@require_safe
def upload_template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(batch.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="medpay-reports.csv"'
    return response


def _judge_all(rows: Sequence[batch.Row]) -> list[Judged]:
    asking = actions.Asking()
    return [_judge(row, asking) for row in rows]


def _judge(row: batch.Row, asking: actions.Asking) -> Judged:
    """What a spreadsheet spoiled, what identifies a person and what does not fit, all named at once."""
    problems = [(column, words) for column, texts in row.problems.items() for words in texts]
    facts = None
    try:
        facts = actions.settle(row.raw, asking)
    except actions.Identifying as identifying:
        problems += [
            (finding.field, f"Holds what could identify a person: {KIND_WORDS[finding.kind]}. Take it out.")
            for finding in identifying.findings
        ]
    except intake.Unfit as unfit:
        fresh = {column: texts for column, texts in unfit.errors.items() if column not in row.problems}
        problems += [(column, words) for column, texts in fresh.items() for words in texts]
    return Judged(row.number, None if problems else facts, list(dict.fromkeys(problems)))


def _preview(request: HttpRequest, rows: Sequence[batch.Row], age: float) -> HttpResponse:
    """Counts as one submission, since a megabyte takes seconds to screen. Raises `batch.Unreadable`."""
    wait = too_many(contributor_of(request))
    if wait is not None:
        return later(_refused(request, too_many_words(wait), HTTPStatus.TOO_MANY_REQUESTS), wait)
    judged = _judge_all(rows)
    good = [(row.number, _stated(row.facts)) for row in judged if row.facts]
    return _look_over(request, judged, seal_preview(good, age=age))


def _confirm(request: HttpRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _refused(request, str(form.errors["shown"][0]), HTTPStatus.BAD_REQUEST)
    rows = form.preview.rows
    try:
        sent = actions.sent_before(mark=form.preview.token.text, facts=[*rows.values()])
        return _render_done(request, [*rows], sent) if sent else _submit(request, form)
    except actions.Differs:
        return _refused(request, ALREADY_SENT, HTTPStatus.CONFLICT)


def _submit(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    """Counts the rows before it judges them again, which takes seconds."""
    token, rows = form.preview
    contributor = contributor_of(request)
    wait = too_many(contributor, len(rows))
    if wait is not None:
        as_shown = [Judged(number, facts, []) for number, facts in rows.items()]
        status, why = HTTPStatus.TOO_MANY_REQUESTS, too_many_words(wait)
        return later(_look_over(request, as_shown, form.cleaned_data["shown"], status, refused=why), wait)
    judged = _judge_all([batch.Row(number, _stated(facts), {}) for number, facts in rows.items()])
    good = {row.number: row.facts for row in judged if row.facts}
    if not good:
        return _refused(request, "No row of this table can be sent any more.", HTTPStatus.BAD_REQUEST)
    manner = manner_of(request, token, trapped=bool(form.cleaned_data["subject"]))
    sent = actions.submit_reports(facts=[*good.values()], contributor=contributor, mark=token.text, manner=manner)
    tasks.hint(*{report.code for report, _ in sent})
    return _render_done(request, [*good], sent)


def _look_over(
    request: HttpRequest, judged: Sequence[Judged], shown: str, status: int = HTTPStatus.OK, **context: object
) -> HttpResponse:
    """`shown`: the sealed preview, which goes with the word to send it."""
    good = sum(row.facts is not None for row in judged)
    told = {
        "rows": _in_words(judged),
        "good": good,
        "wrong": len(judged) - good,
        "alike": _alike(judged),
        "an_hour": settings.REPORTS_PER_HOUR - 1,  # this preview was one of them
        "confirm": ConfirmForm(initial={"shown": shown}),
    }
    return _render(request, UploadForm(), status, **told, **context)


def _alike(judged: Sequence[Judged]) -> list[str]:
    """Such as "3, 5 and 6", for rows that are the same in every field. One line may well be denied twice."""
    same: defaultdict[Facts, list[str]] = defaultdict(list)
    for row in judged:
        if row.facts:
            same[row.facts].append(str(row.number))
    return [" and ".join([", ".join(rows[:-1]), rows[-1]]) for rows in same.values() if len(rows) > 1]


def _render(request: HttpRequest, form: UploadForm, status: int = HTTPStatus.OK, **context: object) -> HttpResponse:
    columns = [(column, ", ".join(words)) for column, words in intake.CHOICES.items() if column != "state"]
    told = {"form": form, "columns": columns, "most_rows": batch.MOST_ROWS, **context}
    return render(request, "reports/upload.html", told, status=status)


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return _render(request, UploadForm(), status, refused=why)


def _render_done(request: HttpRequest, numbers: Sequence[int], sent: Sequence[Sent]) -> HttpResponse:
    rows = [
        {"number": number, "code": report.code, "receipt": receipt, "held": report.standing_told == Standing.HELD}
        for number, (report, receipt) in zip(numbers, sent, strict=True)
    ]
    where = request.build_absolute_uri(reverse("receipt"))
    lines = ["row,code,receipt,use_it_at", *(f"{row['number']},{row['code']},{row['receipt']},{where}" for row in rows)]
    context = {"rows": rows, "held": sum(row["held"] is True for row in rows), "table": "\n".join(lines)}
    return render(request, "reports/upload_done.html", context, status=HTTPStatus.CREATED)


def _stated(facts: Facts) -> dict[str, object]:
    return {name: value for name, value in facts.as_fields().items() if value not in ("", [])}


def _in_words(judged: Sequence[Judged]) -> list[dict[str, object]]:
    """What of a row the preview shows: only what was understood, never a cell that was not."""
    slugs = {row.facts.payer for row in judged if row.facts}
    payers = dict(Payer.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return [{"number": row.number, "problems": row.problems, **_shown(row.facts, payers)} for row in judged]


def _shown(facts: Facts | None, payers: Mapping[str, str]) -> dict[str, object]:
    if facts is None:
        return {}
    return {
        "line": "-".join([facts.code, *facts.modifiers]),
        "payer": payers.get(facts.payer, "Another payer"),
        "kind": vocabulary.KINDS.get(facts.kind, ""),
        "reason": " ".join([reason_key(facts.group, facts.carc), *facts.rarcs]).strip(),
        "year": facts.year,
        "outcome": vocabulary.OUTCOMES.get(facts.outcome, ""),
        "story": bool(facts.story),
    }
