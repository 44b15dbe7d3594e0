"""Pages that are made once and sent again for as long as everything that they follow from stays the same.

Kept in the process, not in Redis: a page is as large as all hints together, and must not need Redis (I2).
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from codes.caching import unchanged
from reports.models import today

OURS: Final = ("medpay", "reports", "codes", "templates")  # what pages are made by
MADE_OF: Final = frozenset({".py", ".html", ".md", ".toml", ".css", ".js", ".svg", ".txt"})


def kept(request: HttpRequest, follows: Iterable[str], make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page that `make` makes, or the one it made when all was as it is now; 304 for who has that one already.

    `follows`: what it follows from beside its address, the day and this software; an address counts without its query,
    of which `follows` has what is read.
    """
    tag = f'"{_digest((request.build_absolute_uri(request.path), *follows))}"'
    if known := unchanged(request, tag):
        return known
    pages = caches["pages"]
    content = pages.get(tag)
    if content is None:
        response = make()
        if response.status_code != HTTPStatus.OK:
            return response
        pages.set(tag, response.content)
    else:
        response = HttpResponse(content)
    response["ETag"] = tag
    return response


def _digest(follows: Iterable[str]) -> str:
    said = (*follows, today().isoformat(), _software())
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:32]


@cache
def _software() -> str:
    """A digest of the code, the templates and the settings that pages follow from: equal in all processes."""
    files = (path for part in OURS for path in (settings.BASE_DIR / part).rglob("*") if path.suffix in MADE_OF)
    made_of = hashlib.sha256()
    for path in sorted(files):
        made_of.update(path.read_bytes())
    rules = (settings.THRESHOLD, settings.MIN_CONTRIBUTORS, settings.EXPIRE_MONTHS, settings.DEMONSTRATION)
    made_of.update(repr(rules).encode())
    return made_of.hexdigest()
