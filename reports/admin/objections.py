"""What somebody holds to be wrong, answered at the desk: each once, the next that waits after it."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from reports import actions, vocabulary
from reports.admin import looking, queue
from reports.admin.answering import CORRECTED, AnswerForm
from reports.admin.site import Kept, moderator_of
from reports.models import Correction, Objection

if TYPE_CHECKING:
    ObjectionAdminBase = admin.ModelAdmin[Objection]
else:
    ObjectionAdminBase = admin.ModelAdmin

SKIPPED: Final = "skipped_objections"
SHOWN_BESIDE: Final = 5
STORIES_FIRST: Final = Case(When(kind="story", then=Value(0)), default=Value(1))
ORDER: Final = (F("answered").desc(nulls_first=True), STORIES_FIRST, "received", "key")
KEYS: Final = {"corrected": "c", "stands": "t", "other": "o"}  # of the verdicts
WRITES_LOG: Final = "reports.add_correction"


class WaitingFilter(admin.SimpleListFilter):
    title = "answer"
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting"), ("given", "Answered")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Objection]) -> QuerySet[Objection]:
        if self.value() in ("waiting", "given"):
            return queryset.filter(answered__isnull=self.value() == "waiting")
        return queryset


@admin.register(Objection)
class ObjectionAdmin(Kept, ObjectionAdminBase):
    """Unanswered ones first, and of these a story that identifies a person."""

    change_list_template = "admin/reports/objection/change_list.html"
    list_display = ("about", "kind", "received", "days_waited", "answered", "verdict")
    list_filter = (WaitingFilter, "kind", "verdict")
    ordering = ORDER
    list_per_page = 50

    @admin.display(description="Days waited")
    def days_waited(self, objection: Objection) -> int:
        return objection.waited

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        queue.start_over(request, SKIPPED)
        extra = {**_at_a_glance(), "first": _following(request), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one objection; a POST answers it, and then the next that waits opens."""
        objection = self.get_object(request, object_id or "")
        if objection is None or not self.has_view_permission(request, objection):
            if object_id is None or request.method == "POST":
                raise PermissionDenied
            raise Http404
        if request.method != "POST":
            return self._page(request, objection, _form(request, objection))
        if not self.has_change_permission(request, objection):
            raise PermissionDenied
        return self._post(request, objection)

    def _post(self, request: HttpRequest, objection: Objection) -> HttpResponse:
        if "skip" in request.POST:
            queue.skip(request, objection.pk, SKIPPED)
            looking.look_away(objection.pk)
            return _next(request)
        form = _form(request, objection)
        if not form.is_valid() and not objection.answered:
            status = HTTPStatus.UNPROCESSABLE_ENTITY if form.findings else HTTPStatus.BAD_REQUEST
            return self._page(request, objection, form, status)
        try:
            answered = _answer(request, objection, form)
        except actions.Undecidable as problem:
            messages.warning(request, str(problem))
            objection.refresh_from_db()
            return self._page(request, objection, form, HTTPStatus.CONFLICT)
        looking.look_away(objection.pk)
        messages.success(request, _done(answered, form))
        return _next(request)

    def _page(
        self, request: HttpRequest, objection: Objection, form: AnswerForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        moderator = moderator_of(request)
        may_answer = not objection.answered and self.has_change_permission(request, objection)
        if may_answer:
            looking.look(objection.pk, moderator)
        context = {
            **self.admin_site.each_context(request),
            **_at_a_glance(),
            "objection": objection,
            "form": form,
            "verdicts": [(value, words, KEYS[value]) for value, words in vocabulary.ANSWERS.items()],
            "may_answer": may_answer,
            "looker": looking.looker(objection.pk, moderator) if may_answer else None,
            "log": Correction.objects.about(objection.about)[:SHOWN_BESIDE],
            "others": _others(objection)[:SHOWN_BESIDE],
            "opts": self.opts,
            "title": objection.get_kind_display(),
        }
        return TemplateResponse(request, "admin/reports/objection/page.html", context, status=status)


def _form(request: HttpRequest, objection: Objection) -> AnswerForm:
    posted = request.POST if request.method == "POST" else None
    return AnswerForm(posted, objection=objection, writes_log=request.user.has_perm(WRITES_LOG))


def _answer(request: HttpRequest, objection: Objection, form: AnswerForm) -> Objection:
    """Raises `Undecidable`."""
    return actions.answer_objection(
        objection=objection.pk,
        moderator=moderator_of(request),
        verdict=form.cleaned_data.get("verdict", ""),
        answer=form.cleaned_data.get("answer", ""),
        correction=form.cleaned_data.get("words", ""),
    )


def _others(objection: Objection) -> QuerySet[Objection]:
    """What else was said about its page."""
    return Objection.objects.about(objection.about).exclude(pk=objection.pk).order_by("-received", "key")


def _done(answered: Objection, form: AnswerForm) -> str:
    said = f"You answered what was said about {answered.about}: {answered.get_verdict_display()}."
    if form.cleaned_data.get("words"):
        return f"{said} The line stands in the public log."
    if answered.verdict == CORRECTED and "words" not in form.fields:
        return f"{said} Ask an administrator to write its line in the public log."
    return said


def _following(request: HttpRequest) -> Objection | None:
    """The next to answer, at which nobody else looks."""
    waiting = Objection.objects.unanswered().order_by(*ORDER).exclude(key__in=queue.skipped(request, SKIPPED))
    return looking.first_free(waiting[: looking.FIRST], moderator_of(request))


def _next(request: HttpRequest) -> HttpResponse:
    objection = _following(request)
    if objection:
        return redirect("admin:reports_objection_change", objection.pk)
    if left := queue.start_over(request, SKIPPED):
        messages.info(request, f"All are answered, but for {left} that you skipped.")
    return redirect("admin:reports_objection_changelist")


def _at_a_glance() -> dict[str, Any]:
    waiting = Objection.objects.unanswered()
    return {"waiting": waiting.count(), "oldest": waiting.order_by("received").first()}
