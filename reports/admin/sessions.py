"""How long a session lasts: as long as the desk is used and the browser open, but never longer than a working day."""

import time
from collections.abc import Callable
from typing import Final

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

LONGEST: Final = 12 * 3600  # seconds since signing in
SINCE: Final = "since"

Answering = Callable[[HttpRequest], HttpResponseBase]


def end_long_sessions(get_response: Answering) -> Answering:
    """Signs out of the desk after twelve hours; until then each request to it begins the idle time anew.

    Public pages have no session, and their requests are not asked.
    """
    desk = reverse("admin:index")

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(desk) and SESSION_KEY in request.session:
            if _is_over(request):
                logout(request)
            else:
                request.session.modified = True
        return get_response(request)

    return middleware


def _is_over(request: HttpRequest) -> bool:
    since: float = request.session.setdefault(SINCE, time.time())
    return time.time() - since > LONGEST
