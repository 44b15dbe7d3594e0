"""What the pages of contributors share."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Concatenate

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from codes.models import Payer, Reason
from codes.shapes import CODE_SHAPE
from reports.forms import FactsForm, ObjectionForm, Token
from reports.triage import Manner
from reports.visitors import proven

View = Callable[Concatenate[HttpRequest, ...], HttpResponse]


def private(view: View) -> View:
    """Never cached, never quoted in an error report."""
    return never_cache(sensitive_post_parameters()(view))


def well_formed(code: str) -> str:
    code = code.upper()
    if not CODE_SHAPE.fullmatch(code):
        raise Http404
    return code


def lists() -> dict[str, object]:
    """What the form offers while typing."""
    return {
        "payers": Payer.objects.all(),
        "carcs": Reason.objects.carcs().order_by("code"),
        "rarcs": Reason.objects.rarcs().order_by("code"),
    }


def manner_of(request: HttpRequest, token: Token | None, *, trapped: bool) -> Manner:
    """How a form was sent, for triage to judge; its sender is not told."""
    age = token.age if token else None
    return Manner(seconds=age, trapped=trapped, without_token=token is None, proven=proven(request))


def status_of(form: FactsForm | ObjectionForm) -> HTTPStatus:
    """Of a form that comes back: with 422 where something that could identify a person was taken out of it (I6)."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.findings else HTTPStatus.BAD_REQUEST


def too_many_words(wait: int) -> str:
    minutes = -(-wait // 60)
    when = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too much came within the hour, from your network or from all. Try again in {when}; nothing was lost."


def later(response: HttpResponse, wait: int) -> HttpResponse:
    """The same, telling a program too in how many seconds to come back."""
    response["Retry-After"] = str(wait)
    return response
