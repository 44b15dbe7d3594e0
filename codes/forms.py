"""What a reader may ask of a page by its address. What cannot be read is named, and its default answers."""

import datetime
from typing import Any, Final, NamedTuple

from django import forms
from django.http import QueryDict

from codes import bundling
from codes.bundling import Setting
from codes.models.bundling import Wanted
from codes.shapes import CODE_SHAPE, MODIFIER_SHAPE

OF_THE_FORM: Final[dict[str, Any]] = {"form": "pairs"}  # these stand outside it, at the head of the list


class CodeField(forms.CharField):
    def clean(self, value: Any) -> str:
        code = str(super().clean(value)).upper()
        if code and not CODE_SHAPE.fullmatch(code):
            raise forms.ValidationError("Give one code of five characters, such as 84165.")
        return code


class ModifiersField(forms.CharField):
    def clean(self, value: Any) -> tuple[str, ...]:
        modifiers = tuple(str(super().clean(value)).upper().replace(",", " ").split())
        if not all(MODIFIER_SHAPE.fullmatch(modifier) for modifier in modifiers):
            raise forms.ValidationError("A modifier is two letters or digits, such as 59 or XU.")
        return modifiers


class AskedPairs(NamedTuple):
    """`day` None: not said. `other` "": no pair is asked about."""

    setting: Setting
    day: datetime.date | None
    other: str
    modifiers: tuple[str, ...]
    wanted: Wanted


class PairsForm(forms.Form):
    """One pair of a code to answer for, and which of its others to list."""

    modifier = ModifiersField(required=False, label="Modifier", max_length=20)
    date = forms.DateField(
        required=False,
        label="Date of service",
        error_messages={"invalid": "Give a date such as 2024-07-15."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    setting = forms.ChoiceField(
        required=False,
        label="Setting",
        choices=[(setting, words.split(" (")[0].capitalize()) for setting, words in bundling.SETTING_WORDS.items()],
        error_messages={"invalid_choice": "Choose a setting from the list."},
    )
    column = forms.ChoiceField(
        required=False,
        label="Column",
        choices=[("", "paid or denied"), ("1", "paid (column 1)"), ("2", "denied (column 2)")],
        error_messages={"invalid_choice": "Choose a column from the list."},
        widget=forms.Select(attrs=OF_THE_FORM),
    )
    indicator = forms.ChoiceField(
        required=False,
        label="Modifiers",
        choices=[("", "any"), ("1", "may bypass (1)"), ("0", "never bypass (0)")],
        error_messages={"invalid_choice": "Choose from the list."},
        widget=forms.Select(attrs=OF_THE_FORM),
    )
    past = forms.BooleanField(
        required=False, label="Also pairs not in force that day", widget=forms.CheckboxInput(attrs=OF_THE_FORM)
    )

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.fields["with"] = CodeField(required=False, label="Pair with", max_length=12)  # Python has a word `with`
        self.order_fields(["with"])
        self.full_clean()

    def asked(self) -> AskedPairs:
        found = self.cleaned_data
        return AskedPairs(
            setting=found.get("setting") or "practitioner",
            day=found.get("date"),
            other=found.get("with", ""),
            modifiers=found.get("modifier", ()),
            wanted=Wanted(found.get("column", ""), found.get("indicator", ""), found.get("past", False)),
        )
