"""What was typed into a form: read as it came, and handed back to be looked over."""

from collections.abc import Iterable

from django.forms import BaseForm
from django.http import QueryDict

from reports.forms.tokens import new_token
from reports.screening import KIND_WORDS


def typed(form: BaseForm) -> QueryDict:
    if not isinstance(form.data, QueryDict):
        raise TypeError("the form takes a QueryDict")
    return form.data


def make_anew(form: BaseForm, why: str, *, age: float = 0) -> None:
    """The same form under a new token, for its reader to look over and send again; `age` as in `new_token`."""
    form.data = typed(form).copy()
    form.data["once"] = new_token(age=age)
    form.add_error(None, why)


def taken_out(kinds: Iterable[str]) -> str:
    words = ", ".join(dict.fromkeys(KIND_WORDS[kind] for kind in kinds))
    return f"Taken out, since it could identify a person: {words}. Nothing was stored. Look it over and send again."
