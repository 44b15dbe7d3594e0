"""Gathers once a day what became of all reports, and publishes of it what may be shown (/transparency/)."""

import datetime
from collections import Counter

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from reports import transparency
from reports.models import Decision, Objection, Report, Standing, Statistic, Transparency
from reports.models.report import ReportQuerySet
from reports.transparency import Facts


@transaction.atomic
def publish_transparency(*, today: datetime.date) -> bool:
    """Replaces the account by that of yesterday's end, if it may be renewed. True if it was."""
    yesterday = today - datetime.timedelta(days=1)
    last = Transparency.objects.newest()
    if last and last.day >= yesterday:
        return False
    facts = gather(before=today)
    if not transparency.is_due(facts, last.content["facts"] if last else None, threshold=settings.THRESHOLD):
        return False
    shown = transparency.publishable(facts, threshold=settings.THRESHOLD)
    content = {"facts": facts, "shown": shown}
    _, renewed = Transparency.objects.get_or_create(day=yesterday, defaults={"content": content})  # once a day, by one
    Transparency.objects.exclude(day=yesterday).delete()
    return renewed


def gather(*, before: datetime.date) -> Facts:
    """The account of all that came in before a day.

    Withdrawn reports are gone, but each left its decision: no day of receipt, so that of the decision stands for it.
    What is withdrawn on the running day is in the next account. Standings are those of now: what corrections and
    comparisons change leaves no day, so that those of a day's end cannot be told afterwards.
    """
    reports = Report.objects.filter(received__lt=before)
    counting = reports.filter(standing=Standing.COUNTED, expired=False)
    decisions = Decision.objects.filter(day__lt=before)
    waits = decisions.filter(undone=False, waited__isnull=False).order_by().values("waited").annotate(n=Count("pk"))
    objections = Objection.objects.filter(received__lt=before)
    answered = objections.filter(answered__lt=before).count()
    return Facts(
        became={
            "counted": counting.count(),
            "expired": reports.filter(standing=Standing.COUNTED, expired=True).count(),
            "held": reports.held().count(),
            "rejected": reports.rejected().count(),
            "withdrawn": decisions.filter(verdict=Decision.Verdict.WITHDRAWN).count(),
        },
        rejections=_rejections(reports.rejected()),
        waited={str(each["waited"]): each["n"] for each in waits},
        undone=decisions.filter(undone=True).count(),
        objections={"answered": answered, "waiting": objections.count() - answered},
        outside=counting.count() - _in_published_figures(counting),
    )


def _rejections(rejected: ReportQuerySet) -> dict[str, int]:
    """By the reason that was given last."""
    given = Decision.objects.filter(
        verdict=Decision.Verdict.REJECT_REPORT, undone=False, report__in=rejected.values("key")
    )
    return Counter(given.order_by("report", "-pk").distinct("report").values_list("reason", flat=True))


def _in_published_figures(counting: ReportQuerySet) -> int:
    published = Statistic.objects.published().whole()
    return counting.filter(released=True, code__in=published.values("code")).count()
