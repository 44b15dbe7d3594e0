"""The audit: to be read and taken along, never changed."""

import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.admin.site import Kept
from reports.batch import without_formula
from reports.models import Decision

if TYPE_CHECKING:
    DecisionAdminBase = admin.ModelAdmin[Decision]
else:
    DecisionAdminBase = admin.ModelAdmin

EXPORT: Final = "reports.export_decision"
COLUMNS: Final = (
    "day",
    "moderator",
    "verdict",
    "reason",
    "judged_harmless",
    "report_counted_too",
    "days_waited",
    "undone",
    "report",
)


class Echo:
    """A file that hands back each line, to be sent at once."""

    def write(self, line: str) -> str:
        return line


@admin.register(Decision)
class DecisionAdmin(Kept, DecisionAdminBase):
    heading = "Audit"
    change_list_template = "admin/reports/decision/change_list.html"
    date_hierarchy = "day"
    list_display = (
        "day",
        "moderator",
        "verdict",
        "why",
        "harmless",
        "counted_too",
        "days_waited",
        "was_undone",
        "report_start",
    )
    list_filter = ("day", "verdict", "reason", "moderator", "undone")
    list_select_related = ("moderator",)
    list_per_page = 100
    search_fields = ("=moderator__username", "=verdict", "=reason", "=report")
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("export/", export, name="reports_decision_export"), *super().get_urls()]

    @admin.display(description="Reason", ordering="reason", empty_value="")
    def why(self, decision: Decision) -> str:
        return str(decision.get_reason_display())

    @admin.display(description="Judged harmless", empty_value="")
    def harmless(self, decision: Decision) -> str:
        return ", ".join(decision.cleared)

    @admin.display(description="Counted too", empty_value="")
    def counted_too(self, decision: Decision) -> str:
        return "yes" if decision.counted_too else ""

    @admin.display(description="Days waited", ordering="waited", empty_value="")
    def days_waited(self, decision: Decision) -> int | None:
        return decision.waited

    @admin.display(description="Undone", ordering="undone", empty_value="")
    def was_undone(self, decision: Decision) -> str:
        return "yes" if decision.undone else ""

    @admin.display(description="Report", ordering="report")
    def report_start(self, decision: Decision) -> SafeString:
        """Leads to all that was decided about it; the report itself may be withdrawn."""
        return format_html('<a href="?q={}">{}…</a>', decision.report, str(decision.report)[:8])

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list shows with the same filters, all pages of it."""
        if not request.user.has_perm(EXPORT):
            raise PermissionDenied
        try:
            decisions = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as problem:
            raise BadRequest from problem
        lines = csv.writer(Echo())
        rows = (lines.writerow(cells) for cells in _rows(decisions.iterator(chunk_size=1000)))
        response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="medpay-audit.csv"'
        return response

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"may_export": request.user.has_perm(EXPORT), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False


def _rows(decisions: Iterable[Decision]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for one in decisions:
        cells = (
            one.day,
            one.moderator or "",
            one.verdict,
            one.reason,
            " ".join(one.cleared),
            "yes" if one.counted_too else "no",
            "" if one.waited is None else one.waited,
            "yes" if one.undone else "no",
            one.report,
        )
        yield [without_formula(str(cell)) for cell in cells]
