"""How figures are answered, of a code, a payer or a reason alike: as an object, as a table, and under a tag."""

import csv
import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from rest_framework.response import Response

from reports import figures
from reports.aggregation import METHOD
from reports.api.ordering import CSV_HEAD, csv_rows, told
from reports.models import rules


class Shown(NamedTuple):
    content: Mapping[str, Any]
    as_of: datetime.date
    version: str


def answer(name: str, key: str, shown: Shown | None, stories: Sequence[str] = ()) -> HttpResponse:
    """`name`: what `key` is of: "code", "payer" or "reason". `shown`: None where nothing may be."""
    if shown is None:
        body: dict[str, object] = {name: key, "published": False, "threshold": settings.THRESHOLD}
    else:
        body = {
            name: key,
            "published": True,
            "reports": shown.content["reports"],
            "as_of": shown.as_of.isoformat(),
            "version": shown.version,
            "method": METHOD,
            **told(shown.content),
            "stories": [{"text": text} for text in stories],
        }
    return _tagged(Response(body), shown)


def table(name: str, key: str, shown: Shown | None) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="medpay-{key}.csv"'
    writer = csv.writer(response)
    writer.writerow((name, *CSV_HEAD[1:]))
    writer.writerows(csv_rows(key, shown.content) if shown else ())
    return _tagged(response, shown)


def _tagged(response: HttpResponse, shown: Shown | None) -> HttpResponse:
    response["ETag"] = figures.etag(shown.version if shown else None, rules())
    return response
