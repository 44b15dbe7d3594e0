"""Who looks at which report, for a minute: so that two moderators of one queue do not meet at every report.

A hint in Redis and nothing more (I2): without it they may meet, and the second is told what the first decided.
"""

import contextlib
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib.auth.models import User
from redis.exceptions import RedisError

from reports.visitors import memory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.models import Report

LIFE: Final = 60  # seconds, from when the page was opened
FIRST: Final = 20  # of a queue: more moderators at once than there are


def first_free(queue: "Iterable[Report]", moderator: User) -> "Report | None":
    """The first that nobody else looks at; the very first where all are looked at."""
    reports = list(queue)
    free = (report for report in reports if _other(report.pk, moderator) is None)
    return next(free, reports[0] if reports else None)


def looker(report: UUID, moderator: User) -> User | None:
    """Who else looks at it."""
    other = _other(report, moderator)
    return None if other is None else User.objects.filter(pk=other).first()


def look(report: UUID, moderator: User) -> None:
    """Unless somebody else does already."""
    with contextlib.suppress(RedisError):
        memory().set(_name(report), moderator.pk, nx=True, ex=LIFE)


def look_away(report: UUID) -> None:
    """After a decision or a skip."""
    with contextlib.suppress(RedisError):
        memory().delete(_name(report))


def _other(report: UUID, moderator: User) -> int | None:
    """The key of somebody else's account."""
    try:
        there: Any = memory().get(_name(report))
    except RedisError:
        return None
    return None if there is None or int(there) == moderator.pk else int(there)


def _name(report: UUID) -> str:
    return f"medpay:looking:{report}"
