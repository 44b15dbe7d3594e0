"""Loaded by every Python of a site whose PYTHONPATH names this folder: a request that asks for it fails in the view.

The error carries all that was sent, as a careless one might.
"""

from collections.abc import Callable
from typing import Final

from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ANSWER: Final[Callable[[BaseHandler, HttpRequest], HttpResponseBase]] = BaseHandler._get_response  # type: ignore[attr-defined]


def answer_or_fail(handler: BaseHandler, request: HttpRequest) -> HttpResponseBase:
    if "HTTP_X_FAIL" in request.META:
        raise RuntimeError(request.META, request.body)
    return ANSWER(handler, request)


BaseHandler._get_response = answer_or_fail  # type: ignore[attr-defined]
