"""The rules of the screening, for the browser to mark with while somebody types."""

import json
from functools import cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from reports.screening.serving import as_data


@cache
def _rules() -> bytes:
    return json.dumps(as_data(), separators=(",", ":")).encode()


@cache
def _digest() -> str:
    return f'"{sha256(_rules()).hexdigest()[:20]}"'


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=lambda request: _digest())
def screening_rules(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_rules(), content_type="application/json")
