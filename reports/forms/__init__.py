"""The forms of contributors. They ask; `intake` judges. Nothing typed is lost on an error, except an identifier."""

from reports.forms.fields import FIRST, LISTS, MORE, OUTCOME
from reports.forms.objection import ObjectionForm
from reports.forms.report import FactsForm, OutcomeForm, ReportForm, initial_of
from reports.forms.tokens import Token, new_token, read_token
from reports.forms.upload import ConfirmForm, UploadForm, seal_preview

__all__ = [
    "FIRST",
    "LISTS",
    "MORE",
    "OUTCOME",
    "ConfirmForm",
    "FactsForm",
    "ObjectionForm",
    "OutcomeForm",
    "ReportForm",
    "Token",
    "UploadForm",
    "initial_of",
    "new_token",
    "read_token",
    "seal_preview",
]
