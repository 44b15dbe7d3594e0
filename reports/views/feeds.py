"""What changed and when, to the day: an Atom feed for each code, for each payer and for the site; and the badge."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from codes.models import Code, Payer
from reports.badge import HEIGHT, MARGIN, badge
from reports.models import Statistic
from reports.models.statistics import StatisticQuerySet
from reports.views.live import fresh_within_seconds
from reports.views.shared import well_formed

MOST: Final = 50
BEGINNING: Final = datetime.date(2026, 1, 1)  # of a feed that has no entry


class Subject(NamedTuple):
    """What a feed is about. `path`: of its page."""

    host: str
    name: str
    path: str
    found: StatisticQuerySet


class Entry(NamedTuple):
    """The figures of a code as of a day: there is one for each day on which they changed."""

    address: str
    guid: str
    title: str
    words: str
    day: datetime.date


class ByTheDay(Atom1Feed):
    """Tells no time of day, nor the time at which an empty feed was asked for (I5)."""

    def latest_post_date(self) -> datetime.datetime:
        days = [item["updateddate"] for item in self.items]
        return max(days, default=_midnight(BEGINNING))


if TYPE_CHECKING:
    _Feed = Feed[Entry, Subject]
else:  # generic in the eyes of the type checker alone
    _Feed = Feed


@method_decorator([require_safe, fresh_within_seconds], name="__call__")
class FiguresFeed(_Feed):
    feed_type = ByTheDay
    subtitle = "Reports are what people chose to send: shares of reports, never denial rates."

    def title(self, subject: Subject) -> str:
        return f"medpay: figures of {subject.name}"

    def link(self, subject: Subject) -> str:
        return subject.path

    def items(self, subject: Subject) -> Sequence[Entry]:
        columns = ("code", "slice_field", "slice_key", "reports", "as_of")
        found = list(subject.found.published().newest_first().only(*columns)[:MOST])
        names = dict(Code.objects.filter(pk__in=[row.code for row in found]).values_list("code", "name"))
        return [_entry(row, subject, names) for row in found]

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return item.words

    def item_link(self, item: Entry) -> str:
        return item.address

    def item_guid(self, item: Entry) -> str:
        return item.guid

    def item_updateddate(self, item: Entry) -> datetime.datetime:
        return _midnight(item.day)


class SiteFeed(FiguresFeed):
    def get_object(self, request: HttpRequest) -> Subject:
        return Subject(request.get_host(), "all codes", reverse("home"), Statistic.objects.whole())


class CodeFeed(FiguresFeed):
    def get_object(self, request: HttpRequest, code: str) -> Subject:
        code = well_formed(code)
        found = Statistic.objects.whole().filter(code=code)
        return Subject(request.get_host(), code, reverse("code", args=[code]), found)


class PayerFeed(FiguresFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Subject:
        payer = get_object_or_404(Payer, pk=slug.replace("\x00", ""))
        found = Statistic.objects.slices("payer", payer.slug)
        return Subject(request.get_host(), payer.name, reverse("payer", args=[payer.slug]), found)


@require_safe
@fresh_within_seconds
def badge_image(request: HttpRequest, code: str) -> HttpResponse:
    code = well_formed(code)
    told = Statistic.objects.published().whole().filter(code=code).values_list("told", flat=True).first()
    context = {"badge": badge(code, told), "height": HEIGHT, "margin": MARGIN}
    return render(request, "reports/badge.svg", context, content_type="image/svg+xml; charset=utf-8")


def _entry(row: Statistic, subject: Subject, names: Mapping[str, Any]) -> Entry:
    narrowed = f"?{row.slice_field}={row.slice_key}" if row.slice_field else ""
    address = f"{reverse('code', args=[row.code])}{narrowed}"
    day = row.as_of
    return Entry(
        address=f"{address}#denials",
        guid=f"tag:{subject.host.partition(':')[0]},{day}:{address}",
        title=" ".join(filter(None, (row.code, names.get(row.code, "")))),
        words=f"{row.reports} reports as of {day:%B} {day.day}, {day.year}.",
        day=day,
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)
