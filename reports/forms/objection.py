"""The form of whoever finds something wrong here. Nothing typed is lost on an error, except an identifier."""

import re
from collections.abc import Callable
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve

from reports import vocabulary
from reports.forms.fields import trap
from reports.forms.tokens import Token, new_token, read_token
from reports.forms.typed import make_anew, taken_out, typed
from reports.intake import MOST_CHARACTERS, find_beside_sources
from reports.screening import Finding, find_identifiers, redact

LONGEST: Final = 5000  # characters
NOT_A_PAGE: Final = "Write the address of a page of this site, such as /codes/86320/."
NO_PAGES: Final = re.compile(r"/(?:admin|api|receipt|report|wrong)/|/healthz|/readyz|/metrics|.*\.\w+$")
ANEW: Final = "This form is made anew, since it was open for long. Nothing typed was lost: look it over and send."
NOT_EMPTY: Final = "The field “Leave this empty” was filled in, as programs do. Empty it and send again."


def path_of(address: str) -> str | None:
    """The path of a page of this site, from its path or its whole address; None for anything else."""
    try:
        path = urlsplit(address.strip()).path
        resolve(path)
    except (Resolver404, ValueError):
        return None
    fits = len(path) <= 200 and path.isascii() and not NO_PAGES.match(path) and not find_identifiers(path)
    return path if fits else None


def take_out_identifiers(
    form: forms.BaseForm, *names: str, find: Callable[[str], list[Finding]] = find_identifiers
) -> bool:
    """From these fields, whatever else is wrong with them: each comes back marked. Whether there were any."""
    data = typed(form).copy()
    for name in names:
        text = data.get(name, "")
        found = find(text) if len(text) <= MOST_CHARACTERS else []  # it is refused as too long
        if found:
            data[name] = redact(text, found)
            form.errors.pop(name, None)
            form.add_error(name, taken_out(finding.kind for finding in found))
    changed = data != form.data
    form.data = data
    return changed


class PageField(forms.CharField):
    """A page of this site, from its path or its whole address."""

    default_error_messages: ClassVar = {"required": NOT_A_PAGE, "max_length": NOT_A_PAGE}

    def clean(self, value: Any) -> str:
        path = path_of(super().clean(value))
        if path is None:
            raise forms.ValidationError(NOT_A_PAGE)
        return path


class ObjectionForm(forms.Form):
    """After `is_valid()`, `token` is that of a form which this site made within a day."""

    token: Token | None = None
    findings = False  # whether something had to be taken out

    once = forms.CharField(required=False, initial=new_token, widget=forms.HiddenInput)
    subject = trap()
    about = PageField(
        label="Which page",
        max_length=1000,
        help_text="Its address, so that a moderator can look at it.",
        widget=forms.TextInput(attrs={"size": "40", "autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label="What is wrong",
        choices=[("", "Choose"), *vocabulary.OBJECTIONS.items()],
        help_text="A story that identifies a person is looked at first.",
        error_messages={"required": "Say what is wrong."},
    )
    text = forms.CharField(
        label="What should stand there instead, and how we can tell",
        max_length=LONGEST,
        help_text=(
            "A source helps most: its web address, or CMS's name of the file. Do not name persons, and do not repeat "
            "what identifies one: say which page and which words. Dates, even a month alone, and numbers of patients, "
            "members or claims are refused, in a web address too."
        ),
        error_messages={"required": "Say what should stand there instead."},
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        self.findings = take_out_identifiers(self, "about", "text", find=find_beside_sources)
        if typed(self).get("subject"):
            self.add_error(None, NOT_EMPTY)
        self.token = read_token(typed(self).get("once", ""))
        if self.token is None or self.token.is_stale:
            make_anew(self, ANEW)
        return self.cleaned_data
