"""The picture that other sites show beside a link to the page of a code."""

import hashlib
from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from codes.caching import kept_a_minute, unchanged
from codes.models import Code
from codes.quoting import AskedLine, AskedSchedule, quote
from codes.shapes import CODE_SHAPE
from medpay.code_page import Asked, Billable, Edition
from medpay.code_page.picture import Card, draw
from medpay.views.code import price_context
from reports.models import Statistic

DRAWING: Final = "1"  # raised whenever equal words would be drawn otherwise


@require_safe
@kept_a_minute
def card(request: HttpRequest, code: str) -> HttpResponseBase:
    """Drawn from today's national answer, whatever the address of the page asked for. 404 for a code of no list."""
    if not CODE_SHAPE.fullmatch(code):
        raise Http404
    drawn = _card_of(get_object_or_404(Code, pk=code))
    tag = f'"{hashlib.sha256(repr((DRAWING, drawn)).encode()).hexdigest()[:32]}"'
    return unchanged(request, tag) or HttpResponse(draw(drawn), content_type="image/png", headers={"ETag": tag})


def _card_of(code: Code) -> Card:
    found = quote(code.sheet(), AskedSchedule(), AskedLine())
    price = price_context(found, Asked(), ())
    statistic = Statistic.objects.of(code.pk)
    return Card(
        code=code.pk,
        name=code.name or code.official or "Not yet described here",
        heading=price["heading"].words,
        billables=price["billables"],
        sentence=price["entry"].sentence,
        basis=_basis(price["billables"], price["edition"]),
        reports=f"{statistic.reports} reports" if statistic else "",
    )


def _basis(billables: Sequence[Billable], edition: Edition | None) -> str:
    """The laboratory schedule is named beside its amount."""
    if edition and any(one.nonfacility for one in billables):
        return f"National amounts, {edition.label}"
    return "National amounts" if any(one.anywhere for one in billables) else ""
