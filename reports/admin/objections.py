"""What somebody holds to be wrong, answered at the desk; and the public log of corrections."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Case, F, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from reports import actions
from reports.admin.site import Kept, moderator_of
from reports.forms.objection import LONGEST, PageField, take_out_identifiers
from reports.intake import find_beside_sources
from reports.models import Correction, Objection

if TYPE_CHECKING:
    ObjectionAdminBase = admin.ModelAdmin[Objection]
    CorrectionAdminBase = admin.ModelAdmin[Correction]
    AnswerFormBase = forms.ModelForm[Objection]
    CorrectionFormBase = forms.ModelForm[Correction]
else:
    ObjectionAdminBase = CorrectionAdminBase = admin.ModelAdmin
    AnswerFormBase = CorrectionFormBase = forms.ModelForm

CORRECTED = "corrected"
WIDE = {"rows": 8, "class": "vLargeTextField"}  # as Django's own
STORIES_FIRST = Case(When(kind="story", then=Value(0)), default=Value(1))


class AnswerForm(AnswerFormBase):
    answer = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs=WIDE))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean(self) -> dict[str, Any]:
        super().clean()
        take_out_identifiers(self, "answer", find=find_beside_sources)
        return self.cleaned_data


@admin.register(Objection)
class ObjectionAdmin(Kept, ObjectionAdminBase):
    """Unanswered ones first, and of these a story that identifies a person."""

    form = AnswerForm
    list_display = ("about", "kind", "received", "answered", "verdict")
    list_filter = (("answered", admin.EmptyFieldListFilter), "kind", "verdict")
    ordering = (F("answered").desc(nulls_first=True), STORIES_FIRST, "received", "key")
    list_per_page = 50
    asked = ("page", "kind", "received", "text")
    said = ("verdict", "answer")
    fields = (*asked, *said)

    def get_fields(self, request: HttpRequest, obj: Objection | None = None) -> Any:
        return [*self.fields, "answered", "moderator"] if obj and obj.answered else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Objection | None = None) -> Any:
        return [*self.fields, "answered", "moderator"] if obj and obj.answered else self.asked

    @admin.display(description="About")
    def page(self, objection: Objection) -> str:
        return format_html('<a href="{0}">{0}</a>', objection.about)

    def save_model(self, request: HttpRequest, obj: Objection, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        actions.answer_objection(
            objection=obj.pk, moderator=moderator_of(request), verdict=obj.verdict, answer=obj.answer
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """An answer that somebody gave meanwhile stands, and is shown."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except actions.Undecidable as problem:
            self.message_user(request, str(problem), messages.WARNING)
            return HttpResponseRedirect(request.path)

    def response_change(self, request: HttpRequest, obj: Objection) -> HttpResponse:
        """What was corrected belongs into the public log: its line comes next, for those who write it."""
        if obj.verdict != CORRECTED or not request.user.has_perm("reports.add_correction"):
            return super().response_change(request, obj)
        self.message_user(request, "Answered. Say in the public log what stood here and what stands here now.")
        return HttpResponseRedirect(f"{reverse('admin:reports_correction_add')}?{urlencode({'about': obj.about})}")


class CorrectionForm(CorrectionFormBase):
    about = PageField(max_length=200, widget=AdminTextInputWidget)
    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs=WIDE))

    def clean(self) -> dict[str, Any]:
        super().clean()
        take_out_identifiers(self, "words")
        return self.cleaned_data


@admin.register(Correction)
class CorrectionAdmin(CorrectionAdminBase):
    """The public log: what stood here that was wrong, and what stands there now."""

    form = CorrectionForm
    fields = ("about", "words")
    list_display = ("day", "about", "words")
    list_display_links = ("day", "about")

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        obj.pk = actions.write_correction(about=obj.about, words=obj.words, correction=obj.pk).pk
