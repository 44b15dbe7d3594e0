"""Reports leave the figures by age (MEDPAY_EXPIRE_MONTHS), and stay stored. The trigger moves the figures (I1)."""

import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from reports.models import Report
from reports.models.report import ReportQuerySet
from reports.recent import months_before

AT_ONCE: Final = 5000  # reports in one transaction


def expire_reports(*, today: datetime.date) -> int:
    """Marks what has become too old, and unmarks it where the setting grew. Returns how many reports changed.

    Whole months of receipt leave together, so that the day on which a figure falls says nothing of a day (I5).
    """
    kept_from = months_before(today, settings.EXPIRE_MONTHS)
    too_old = Report.objects.filter(expired=False, received__lt=kept_from)
    young_enough = Report.objects.filter(expired=True, received__gte=kept_from)
    return _mark(too_old, expired=True) + _mark(young_enough, expired=False)


def _mark(reports: ReportQuerySet, *, expired: bool) -> int:
    changed = 0
    while marked := _mark_some(reports, expired=expired):
        changed += marked
    return changed


@transaction.atomic
def _mark_some(reports: ReportQuerySet, *, expired: bool) -> int:
    """Takes the locks in one order, and passes over what somebody changes right now: the next day finds it."""
    keys = reports.order_by("key").select_for_update(skip_locked=True).values_list("key", flat=True)[:AT_ONCE]
    return Report.objects.filter(key__in=list(keys)).update(expired=expired)
