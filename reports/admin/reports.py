"""The moderators' desk: a queue first, decisions one at a time or in bulk, every one an audit row."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from reports import vocabulary
from reports.admin import deciding, looking, page, queue
from reports.admin.choices import CHOICES, DECIDE, Choice
from reports.admin.site import Kept, moderator_of
from reports.models import Decision, Report
from reports.remittance import reason_key

if TYPE_CHECKING:
    ReportAdminBase = admin.ModelAdmin[Report]
else:
    ReportAdminBase = admin.ModelAdmin

Action = tuple[Callable[..., None], str, str]
SHORT: Final = 80  # characters of a story in the list
MOST: Final = 500  # decisions at once; undone together, they are still fewer fields than a form may have
SKIP: Final = "skip"


class DecisionForm(ActionForm):
    """The list's action bar: some decisions need a reason."""

    reason = forms.ChoiceField(
        label="Reason",
        required=False,
        choices=[
            ("", "---------"),
            ("To reject", list(vocabulary.REJECTIONS.items())),
            ("For a second pair of eyes", list(vocabulary.DOUBTS.items())),
        ],
    )


@admin.register(Report)
class ReportAdmin(Kept, ReportAdminBase):
    heading = "Queue"
    action_form = DecisionForm
    change_list_template = "admin/reports/report/change_list.html"
    list_display = ("code", "waits", "story_start", "kind", "payer_name", "reason", "received")
    list_display_links = ("code",)
    list_filter = (queue.QueueFilter, "standing", "story_state", "kind")
    list_per_page = 50
    search_fields = ("=code", "=payer", "=payer_name")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return queue.listed()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """By risk what waits, by day all there is: nobody weighs a million reports."""
        by_day = ("-received", "key")
        return by_day if request.GET.get(queue.QueueFilter.parameter_name) == "all" else ("-risk", "received", "key")

    def get_actions(self, request: HttpRequest) -> dict[str, Action]:  # type: ignore[override]  # functions of a table
        if not request.user.has_perm(DECIDE):
            return {}
        return {choice.verdict: (self._many(choice), choice.verdict, choice.many) for choice in CHOICES if choice.many}

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(require_POST(self.undo_view))
        return [path("undo/", undo, name="reports_report_undo"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return super().has_view_permission(request, obj) or request.user.has_perm(DECIDE)

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """A report is never edited here. This lets a decision through."""
        return request.user.has_perm(DECIDE)

    @admin.display(description="Waits for")
    def waits(self, report: Report) -> str:
        flags = [flag.words for flag in report.flags.all()]
        return "; ".join(dict.fromkeys([*page.waits_for(report), *flags])) or "nothing"

    @admin.display(description="Payer", ordering="payer_name")
    def payer_name(self, report: Report) -> str:
        return str(getattr(report, "payer_name", report.payer))

    @admin.display(description="Reason")
    def reason(self, report: Report) -> str:
        return reason_key(report.group, report.carc)

    @admin.display(description="Story")
    def story_start(self, report: Report) -> SafeString:
        """With the revision that it is of, for decisions on many at once."""
        start = report.story if len(report.story) <= SHORT else f"{report.story[:SHORT]}…"
        return format_html(
            '<span>{}</span><input type="hidden" name="seen" value="{}:{}">', start, report.pk, report.revision
        )

    def response_action(  # type: ignore[override]  # the stubs are of a later Django
        self, request: HttpRequest, queryset: QuerySet[Report]
    ) -> HttpResponse | None:
        """What was ticked may be no key at all."""
        try:
            return super().response_action(request, queryset)
        except ValidationError as problem:
            raise BadRequest from problem

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        queue.start_over(request)
        extra = {**self._desk(request), "first": queue.following(request), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one report; a POST is a decision, never a save, and then the next of the queue opens."""
        report = self.get_object(request, object_id or "")
        if report is None or not self.has_view_permission(request, report):
            if object_id is None or request.method == "POST":
                raise PermissionDenied
            raise Http404
        if request.method != "POST":
            return self._page(request, report)
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        return self._post(request, report)

    def _post(self, request: HttpRequest, report: Report) -> HttpResponse:
        if request.POST.get("decision") == SKIP:
            queue.skip(request, report.pk)
            looking.look_away(report.pk)
            return self._next(request)
        pressed = deciding.read(request.POST)
        if pressed is None:
            raise PermissionDenied
        moderator = moderator_of(request)
        try:
            decided = deciding.decide(moderator, report.pk, pressed)
        except deciding.Refused as problem:
            messages.warning(request, str(problem))
            return self._again(request, report.pk, pressed)
        deciding.remember(request, pressed.choice, [decided])
        looking.look_away(report.pk)
        return self._next(request)

    def _again(self, request: HttpRequest, key: UUID, pressed: deciding.Pressed) -> HttpResponse:
        """The page as it is now. What was marked stays marked, unless the story is another one."""
        fresh = self.get_object(request, str(key))
        if fresh is None:
            return self._next(request)
        same = fresh.revision == pressed.seen
        status = HTTPStatus.UNPROCESSABLE_ENTITY if same else HTTPStatus.CONFLICT
        return self._page(request, fresh, pressed.marks if same else None, status)

    def _next(self, request: HttpRequest) -> HttpResponse:
        report = queue.following(request)
        if report:
            return redirect("admin:reports_report_change", report.pk)
        if left := queue.start_over(request):
            messages.info(request, f"The queue is through, but for {left} that you skipped.")
        return redirect("admin:reports_report_changelist")

    def _page(
        self,
        request: HttpRequest,
        report: Report,
        marks: deciding.Marks | None = None,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        moderator = moderator_of(request)
        looking.look(report.pk, moderator)
        context = {
            **self.admin_site.each_context(request),
            **self._desk(request),
            "looker": looking.looker(report.pk, moderator),
            **page.context(report, moderator, marks),
            "may_decide": self.has_change_permission(request, report),
            "opts": self.opts,
            "title": f"{report.code}: {report.get_kind_display()}",
        }
        return TemplateResponse(request, "admin/reports/report/page.html", context, status=status)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Takes back what was just decided, once or in bulk. Refused, it stays on the page it was asked on."""
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        asked = [key for text in request.POST.getlist("undo") if (key := deciding.number(text)) is not None]
        at = request.POST.get("at", "")
        if not deciding.undo(request, asked) and self.get_object(request, at):
            return redirect("admin:reports_report_change", at)
        decision = Decision.objects.filter(pk__in=asked).first()
        if len(asked) == 1 and decision and self.get_object(request, str(decision.report)):
            return redirect("admin:reports_report_change", decision.report)
        return redirect("admin:reports_report_changelist")

    def _desk(self, request: HttpRequest) -> dict[str, Any]:
        return {**queue.counts(), "last": deciding.last_decided(request)}

    def _many(self, choice: Choice) -> Callable[..., None]:
        return partial(_decide_many, choice)


def _decide_many(choice: Choice, model_admin: ReportAdmin, request: HttpRequest, queryset: QuerySet[Report]) -> None:
    stories = list(queryset.values_list("pk", "story")[: MOST + 1])
    rows = deciding.read_rows(request.POST, stories[:MOST], shown=SHORT)
    deciding.decide_many(request, choice, rows, request.POST.get("reason", ""))
    if len(stories) > MOST:
        messages.info(request, f"Only the first {MOST} were looked at; choose the others again.")
