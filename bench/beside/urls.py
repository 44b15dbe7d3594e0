"""The site map, and a view of three queries."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from codes.models import Code, ReferenceVersion
from medpay.urls import handler400, handler404, handler500, urlpatterns
from reports.models import Statistic

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


def three_queries(request: HttpRequest, code: str) -> HttpResponse:
    """What the page of a code cannot do without, as plainly as Django lets one write it."""
    known = Code.objects.get(pk=code)
    statistic = Statistic.objects.filter(code=code, slice_field="").first()
    reports = statistic.reports if statistic else 0
    return HttpResponse(f"<h1>{known.name}</h1><p>{reports} reports, {ReferenceVersion.objects.now()}</p>")


urlpatterns = [*urlpatterns, path("three/<str:code>/", three_queries)]
