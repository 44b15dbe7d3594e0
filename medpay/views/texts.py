"""The site's texts, its map, and what it says to programs that ask for a way round."""

import datetime
import re
from collections.abc import Iterator, Mapping

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from codes import handbook
from codes.articles import article
from codes.caching import kept_a_minute
from codes.finding import reason_key
from codes.models import Code, Payer, Reason, Release
from medpay import promises
from medpay.api_page import operations
from reports import retention
from reports.aggregation import METHOD
from reports.passports import passports


def cpt(request: HttpRequest, code: str) -> HttpResponse:
    return redirect("code", code.upper(), permanent=True)


@require_safe
@kept_a_minute
def text(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "page.html", {"here": name, "page": article(name)})


@require_safe
@kept_a_minute
def method(request: HttpRequest) -> HttpResponse:
    context = {"here": "method", "page": article("method"), "passports": list(passports()), "method": METHOD}
    return render(request, "method.html", context)


@require_safe
@kept_a_minute
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "here": "privacy",
        "page": article("privacy"),
        "chapters": [
            (chapter.heading, [(promise.words, map(_breakable, promise.kept_by)) for promise in chapter.promises])
            for chapter in promises.CHAPTERS
        ],
        "deleted": [(rule, _breakable(rule.kept_by)) for rule in retention.DELETED],
        "kept": [(rule, _breakable(rule.kept_by)) for rule in retention.KEPT],
    }
    return render(request, "privacy.html", context)


def _breakable(test: str) -> SafeString:
    """The name of a test, which goes on in the next line where one of its words ends."""
    return format_html_join("", "{}<wbr>", ((part,) for part in re.findall(r".*?(?:_|::|$)", test) if part))


@require_safe
@kept_a_minute
def api(request: HttpRequest) -> HttpResponse:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return render(request, "api.html", {"operations": operations(schema)})


@require_safe
@kept_a_minute
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@kept_a_minute
def sitemap(request: HttpRequest) -> HttpResponse:
    """Our texts and what we describe, reported or not: nothing tells which codes have reports (I3)."""
    days = _first_days()
    context = {
        "codes": _codes(days.get("mpfs")),
        "payers": Payer.objects.values_list("pk", flat=True),
        "reasons": _reasons(days),
        "guides": handbook.guides().values(),
        "localities_day": days.get("gpci"),
    }
    return render(request, "sitemap.xml", context, content_type="application/xml; charset=utf-8")


def _first_days() -> Mapping[str, datetime.date]:
    """By source, the first day of its latest edition in effect today."""
    begun = Release.objects.current().filter(effective__lte=timezone.now().date())
    return dict(begun.values("source").annotate(day=Max("effective")).values_list("source", "day"))


def _codes(schedule: datetime.date | None) -> Iterator[tuple[str, datetime.date | None]]:
    """Each code that is described, and the day of what changed last: the fee schedule, or what we wrote about it."""
    for code in Code.objects.named().values_list("pk", flat=True):
        entry = handbook.entry(code)
        yield code, max((day for day in (schedule, entry and entry.reviewed) if day), default=None)


def _reasons(days: Mapping[str, datetime.date]) -> Iterator[tuple[str, datetime.date | None]]:
    for kind, code in Reason.objects.order_by("kind", "code").values_list("kind", "code"):
        yield reason_key(code, carc=kind == Reason.Kind.CARC), days.get(kind)
