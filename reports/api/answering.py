"""How figures are answered, of a code, a payer or a reason alike: as an object, as a table, and under a tag."""

import csv
import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from codes.caching import unchanged
from reports import figures
from reports.aggregation import METHOD
from reports.api.ordering import CSV_HEAD, csv_rows, told
from reports.models import rules


class Shown(NamedTuple):
    """What may be shown of a subject. `content` is made for whom it is new, and so are the `stories`."""

    content: Callable[[], Mapping[str, Any]]
    as_of: datetime.date
    version: str
    stories: Callable[[], Iterable[str]] = tuple


def answer(request: Request, name: str, key: str, shown: Shown | None) -> HttpResponseBase:
    """`name`: what `key` is of: "code", "payer" or "reason". `shown`: None where nothing may be."""
    return _known(request, shown) or _tagged(Response(_body(name, key, shown)), shown)


def table(request: Request, name: str, key: str, shown: Shown | None) -> HttpResponseBase:
    if known := _known(request, shown):
        return known
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="medpay-{key}.csv"'
    writer = csv.writer(response)
    writer.writerow((name, *CSV_HEAD[1:]))
    writer.writerows(csv_rows(key, shown.content()) if shown else ())
    return _tagged(response, shown)


def _body(name: str, key: str, shown: Shown | None) -> dict[str, object]:
    if shown is None:
        return {name: key, "published": False, "threshold": settings.THRESHOLD}
    content = shown.content()
    return {
        name: key,
        "published": True,
        "reports": content["reports"],
        "as_of": shown.as_of.isoformat(),
        "version": shown.version,
        "method": METHOD,
        **told(content),
        "stories": [{"text": text} for text in shown.stories()],
    }


def _known(request: Request, shown: Shown | None) -> HttpResponseBase | None:
    return unchanged(request._request, _tag(shown))  # noqa: SLF001  # DRF's own way to the Django request


def _tagged(response: HttpResponse, shown: Shown | None) -> HttpResponse:
    response["ETag"] = _tag(shown)
    return response


def _tag(shown: Shown | None) -> str:
    return figures.etag(shown.version if shown else None, rules())
