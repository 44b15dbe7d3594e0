"""Who looks at which report or objection, for a minute: so that two moderators of one queue do not meet at every one.

A hint in Redis and nothing more (I2): without it they may meet, and the second is told what the first decided.
"""

import contextlib
from collections.abc import Iterable
from typing import Any, Final, TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from redis.exceptions import RedisError

from reports.models import Objection, Report
from reports.visitors import memory

Waiting = TypeVar("Waiting", Report, Objection)

LIFE: Final = 60  # seconds, from when the page was opened
FIRST: Final = 20  # of a queue: more moderators at once than there are


def first_free(queue: Iterable[Waiting], moderator: User) -> Waiting | None:
    """The first that nobody else looks at; the very first where all are looked at."""
    waiting = list(queue)
    free = (one for one in waiting if _other(one.pk, moderator) is None)
    return next(free, waiting[0] if waiting else None)


def looker(key: UUID, moderator: User) -> User | None:
    """Who else looks at it."""
    other = _other(key, moderator)
    return None if other is None else User.objects.filter(pk=other).first()


def look(key: UUID, moderator: User) -> None:
    """Unless somebody else does already."""
    with contextlib.suppress(RedisError):
        memory().set(_name(key), moderator.pk, nx=True, ex=LIFE)


def look_away(key: UUID) -> None:
    """After a decision or a skip."""
    with contextlib.suppress(RedisError):
        memory().delete(_name(key))


def _other(key: UUID, moderator: User) -> int | None:
    """The key of somebody else's account."""
    try:
        there: Any = memory().get(_name(key))
    except RedisError:
        return None
    return None if there is None or int(there) == moderator.pk else int(there)


def _name(key: UUID) -> str:
    return f"medpay:looking:{key}"
