"""The moderators' desk: a queue first, decisions one at a time or in bulk, every one an audit row."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from reports import tasks, vocabulary
from reports.actions import Undecidable, accept_report, accept_story, refuse_story, reject_report
from reports.models import Decision, Report, Standing, StoryState
from reports.remittance import reason_key

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    ReportAdminBase = admin.ModelAdmin[Report]
    DecisionAdminBase = admin.ModelAdmin[Decision]
else:
    ReportAdminBase = DecisionAdminBase = admin.ModelAdmin

Decide = Callable[..., str]
DECISIONS: Final[dict[str, tuple[Decide, str]]] = {
    "_accept_story": (accept_story, "The story is accepted."),
    "_refuse_story": (refuse_story, "The story is refused."),
    "_accept_report": (accept_report, "The report is counted."),
    "_reject_report": (reject_report, "The report is rejected."),
}


class QueueFilter(admin.SimpleListFilter):
    """Opens on what waits; everything is one click away."""

    title = "queue"
    parameter_name = "queue"
    ALL: Final = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("stories", "Stories waiting"), ("held", "Reports held"), (self.ALL, "All reports")]

    def choices(self, changelist: Any) -> Any:
        every, *others = super().choices(changelist)
        yield {**every, "display": "Everything waiting"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() == "stories":
            return queryset & Report.objects.with_waiting_story()
        if self.value() == "held":
            return queryset & Report.objects.held()
        return queryset if self.value() == self.ALL else queryset & Report.objects.waiting()


class DecisionForm(ActionForm):
    """The list's action bar: a rejection needs a reason."""

    reason = forms.ChoiceField(
        label="Reason, if rejecting",
        required=False,
        choices=[("", "---------"), *vocabulary.REJECTIONS.items()],
    )


admin.site.site_header = admin.site.site_title = "medpay moderation"
admin.site.index_title = "The desk"


@admin.register(Report)
class ReportAdmin(ReportAdminBase):
    action_form = DecisionForm
    actions = ("accept_stories", "refuse_stories", "accept_reports", "reject_reports")
    change_form_template = "admin/reports/report/change_form.html"
    change_list_template = "admin/reports/report/change_list.html"
    list_display = ("code", "waits_for", "story_start", "kind", "payer", "reason", "received")
    list_display_links = ("code",)
    list_filter = (QueueFilter, "standing", "story_state", "kind")
    list_per_page = 50
    ordering = ("received", "key")
    search_fields = ("=code", "=payer")
    show_full_result_count = False
    UNSEEN: Final = (
        "key",
        "receipt_digest",
        "contributor",
        "released",
        "story",
        "story_state",
        "standing",
        "held_because",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Report | None = None) -> list[str]:
        return [*Report.DISCLOSURE, "decided"]

    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> Any:
        """What waits comes first, then the facts that were stated, then what was decided before."""
        stated = [name for name in Report.DISCLOSURE if name not in self.UNSEEN and getattr(obj, name, None)]
        return [
            (None, {"fields": ["story", "story_state", "standing", "held_because"]}),
            ("What the report states", {"fields": stated}),
            ("Audit", {"fields": ["decided"]}),
        ]

    @admin.display(description="Decided")
    def decided(self, report: Report) -> str:
        decisions = Decision.objects.filter(report=report.pk).select_related("moderator")
        return (
            "\n".join(f"{one.day}: {one.get_verdict_display()}, {one.moderator}" for one in decisions) or "nothing yet"
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    @admin.display(description="Waits for")
    def waits_for(self, report: Report) -> str:
        if report.standing == Standing.REJECTED:
            return "nothing: rejected"
        waits = list(report.held_because) if report.standing == Standing.HELD else []
        if report.story_state == StoryState.WAITING:
            waits.append("a look at its story")
        return "; ".join(waits) or "nothing"

    @admin.display(description="Reason")
    def reason(self, report: Report) -> str:
        return reason_key(report.group, report.carc)

    @admin.display(description="Story")
    def story_start(self, report: Report) -> str:
        return report.story if len(report.story) <= 80 else f"{report.story[:80]}…"

    @admin.action(description="Accept stories", permissions=["change"])
    def accept_stories(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._decide(request, queryset, accept_story, "accepted")

    @admin.action(description="Refuse stories", permissions=["change"])
    def refuse_stories(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._decide(request, queryset, refuse_story, "refused")

    @admin.action(description="Accept reports", permissions=["change"])
    def accept_reports(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._decide(request, queryset, accept_report, "accepted")

    @admin.action(description="Reject reports (choose a reason)", permissions=["change"])
    def reject_reports(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        reason = request.POST.get("reason", "")
        if reason not in vocabulary.REJECTIONS:
            self.message_user(request, "Choose a reason for the rejection; nothing was changed.", messages.ERROR)
            return
        self._decide(request, queryset, reject_report, "rejected", reason=reason)

    def _decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[Report],
        decide: Decide,
        done: str,
        **options: str,
    ) -> None:
        decided = sum(
            self._decide_one(request, key, decide, **options) for key in queryset.values_list("pk", flat=True)
        )
        if decided:
            self.message_user(request, f"{decided} {done}.", messages.SUCCESS)

    def _decide_one(self, request: HttpRequest, key: UUID, decide: Decide, **options: str) -> bool:
        moderator: User = request.user  # type: ignore[assignment]  # the admin lets only users in
        try:
            code = decide(report=key, moderator=moderator, **options)
        except Undecidable as problem:
            self.message_user(request, str(problem), messages.WARNING)
            return False
        tasks.hint(code)
        return True

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one report; a POST is a decision, never a save, and then the next of the queue opens."""
        if request.method == "POST":
            report = self.get_object(request, object_id or "")
            chosen = next((name for name in DECISIONS if name in request.POST), None)
            if report is None or chosen is None or not self.has_change_permission(request, report):
                raise PermissionDenied
            return self._decide_here(request, report.pk, chosen)
        extra = {"rejections": vocabulary.REJECTIONS.items(), **self.counts(), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, extra)

    def _decide_here(self, request: HttpRequest, key: UUID, chosen: str) -> HttpResponse:
        decide, done = DECISIONS[chosen]
        options = {}
        if chosen == "_reject_report":
            options["reason"] = request.POST.get("reason", "")
            if options["reason"] not in vocabulary.REJECTIONS:
                self.message_user(request, "Choose a reason for the rejection; nothing was changed.", messages.ERROR)
                return HttpResponseRedirect(request.path)
        if self._decide_one(request, key, decide, **options):
            self.message_user(request, done, messages.SUCCESS)
        waiting = Report.objects.waiting().order_by(*self.ordering).first()
        if waiting:
            return HttpResponseRedirect(reverse("admin:reports_report_change", args=[waiting.pk]))
        return HttpResponseRedirect(reverse("admin:reports_report_changelist"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**self.counts(), **(extra_context or {})})

    def counts(self) -> dict[str, int]:
        """What stands at the top of the desk."""
        return {
            "stories_waiting": Report.objects.with_waiting_story().count(),
            "reports_held": Report.objects.held().count(),
            "reports_counted": Report.objects.counted().count(),
            "reports_rejected": Report.objects.rejected().count(),
        }


@admin.register(Decision)
class DecisionAdmin(DecisionAdminBase):
    """The audit: to be read, never changed."""

    list_display = ("day", "verdict", "reason", "moderator", "report")
    list_filter = ("verdict", "reason", "moderator", "day")
    list_select_related = ("moderator",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False
