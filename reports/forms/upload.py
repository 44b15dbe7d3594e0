"""The two steps of a table of reports: the file, and the word to send what was shown of it.

Between them nothing is kept here: what was shown travels through the page, signed and packed.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django import forms
from django.core import signing

from reports import batch, intake
from reports.forms.fields import trap
from reports.forms.tokens import GOOD_FOR, Token, new_token, read_token
from reports.intake import Facts
from reports.triage import TOO_QUICK

LONGEST: Final = 200_000  # characters that may travel through a page: what a form may send is 256 KB
NOT_OURS: Final = "This preview is over a day old, or not one of ours. Choose the file again."

_signer = signing.Signer(salt="reports.forms.upload")


class UploadForm(forms.Form):
    """Only whether there is a file is judged here; what it holds, by `batch`."""

    once = forms.CharField(required=False, initial=new_token, widget=forms.HiddenInput)
    table = forms.FileField(
        label="The table",
        help_text=f"A CSV file of at most {batch.MOST_ROWS} rows and 1 MB. It is read in memory and not kept.",
        error_messages={
            "required": "Choose a CSV file of at most 1 MB.",
            "empty": "This file is empty. Choose one with the template's columns.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    @property
    def age(self) -> float:
        """Seconds that the page was open before the file was sent, as far as triage asks; 0 if it was not ours."""
        token = read_token(self.cleaned_data["once"])
        return min(token.age, TOO_QUICK) if token else 0


class ConfirmForm(forms.Form):
    """After `is_valid()`, `preview` holds what a page of ours showed."""

    preview: "Preview"
    shown = forms.CharField(widget=forms.HiddenInput, error_messages={"required": NOT_OURS})
    subject = trap()

    def clean_shown(self) -> str:
        shown = str(self.cleaned_data["shown"])
        preview = open_preview(shown)
        if preview is None:
            raise forms.ValidationError(NOT_OURS)
        self.preview = preview
        return shown


class Preview(NamedTuple):
    """`token` makes the receipts; `rows`: the report that each would be, under its number in the table."""

    token: Token
    rows: dict[int, Facts]


def seal_preview(rows: Sequence[tuple[int, Mapping[str, object]]], *, age: float = 0) -> str:
    """`age`: how long its sender has been at it already, in seconds.

    Raises `batch.Unreadable` where a page cannot carry the rows.
    """
    sealed = str(_signer.sign_object([secrets.token_urlsafe(18), round(time.time() - age, 2), rows], compress=True))
    if len(sealed) > LONGEST:
        raise batch.Unreadable("The rows hold too much text for one go. Divide the table, and send it part by part.")
    return sealed


def open_preview(sealed: str) -> Preview | None:
    """None for what this site did not seal within the day, or with other fields than those of now."""
    try:
        _, made, rows = _signer.unsign_object(sealed)
    except signing.BadSignature:
        return None
    token = Token(hashlib.sha256(sealed.encode()).hexdigest(), time.time() - made)
    if token.age > GOOD_FOR or not all(_is_a_report(stated) for _, stated in rows):
        return None
    return Preview(token, {number: Facts.from_fields(stated) for number, stated in rows})


def _is_a_report(stated: Mapping[str, Any]) -> bool:
    return set(intake.REQUIRED) <= set(stated) <= set(intake.FIELDS)
