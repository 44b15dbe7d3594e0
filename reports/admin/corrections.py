"""The public log of corrections, as the desk writes it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.http import HttpRequest

from reports import actions
from reports.forms.objection import LONGEST, PageField, take_out_identifiers
from reports.models import Correction

if TYPE_CHECKING:
    CorrectionAdminBase = admin.ModelAdmin[Correction]
    CorrectionFormBase = forms.ModelForm[Correction]
else:
    CorrectionAdminBase = admin.ModelAdmin
    CorrectionFormBase = forms.ModelForm

WIDE = {"rows": 8, "class": "vLargeTextField"}  # as Django's own


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
