"""Deletes what `reports.retention` says is not kept. Each step may run at any time, and twice."""

import datetime
import secrets
from collections.abc import Callable
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Concat, Substr

from reports import retention
from reports.models import Decision, Flag, Objection, Report, Standing, StoryState, WithdrawnReceipt
from reports.models.report import ReportQuerySet

PER_CODE: Final = "k"  # begins a label that stands for a sender on one code; the labels of a day are hexadecimal


def tidy(*, today: datetime.date) -> dict[str, int]:
    """Takes every step; what each changed, where it can be counted."""
    return {step.__name__: step(today) for step in STEPS}


def forget_stories(today: datetime.date) -> int:
    """Stories that moderators kept off the page: refused, or of a rejected report."""
    since = today - datetime.timedelta(days=retention.STORY_DAYS)
    off_the_page = Q(story_state=StoryState.REFUSED) | Q(standing=Standing.REJECTED)
    overdue = Report.objects.filter(off_the_page, received__lte=since).exclude(story="")
    lately = Decision.objects.filter(day__gt=since).values("report")
    return overdue.exclude(key__in=lately).update(story="", story_state=StoryState.NONE, revision=F("revision") + 1)


def forget_receipts(today: datetime.date) -> int:
    """Of withdrawn reports, once no form that brought them is alive."""
    since = today - datetime.timedelta(days=retention.RECEIPT_DAYS)
    return WithdrawnReceipt.objects.filter(day__lt=since).delete()[0]


def forget_flags(today: datetime.date) -> int:
    since = today - datetime.timedelta(days=retention.FLAG_DAYS)
    lately = Decision.objects.filter(day__gt=since).values("report")
    waiting = Report.objects.waiting().values("key")
    return Flag.objects.filter(day__lte=since).exclude(report__in=lately).exclude(report__in=waiting).delete()[0]


def part_labels(today: datetime.date) -> int:
    """A sender's label of a day becomes one for each code, so that only "how many on this code" can still be said.

    A label is of one day, so each day is done by itself: an old site holds too many for one transaction.
    """
    since = today - datetime.timedelta(days=retention.LABEL_DAYS)
    labelled = Report.objects.filter(received__lt=since).exclude(contributor="")
    whole = labelled.exclude(contributor__startswith=PER_CODE)
    return sum(_part(whole.filter(received=day)) for day in list(whole.dates("received", "day")))


def _part(labelled: ReportQuerySet) -> int:
    """The salt is kept nowhere: the new labels lead neither to the old one nor to one another."""
    salted = MD5(Concat(Value(secrets.token_hex(32)), "contributor", "code"))
    return labelled.update(contributor=Concat(Value(PER_CODE), Substr(salted, 1, 31)))


def forget_objections(today: datetime.date) -> int:
    since = today - datetime.timedelta(days=retention.OBJECTION_DAYS)
    return Objection.objects.filter(answered__lte=since).exclude(text="").update(text="", answer="")


def forget_sessions(today: datetime.date) -> int:
    """Those that have ended. Django does not say how many."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return 0


STEPS: Final[tuple[Callable[[datetime.date], int], ...]] = (
    forget_stories,
    forget_receipts,
    forget_flags,
    part_labels,
    forget_objections,
    forget_sessions,
)
