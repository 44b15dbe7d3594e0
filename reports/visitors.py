"""What a request tells about its sender: a label of the day and whether it is one too many. Nothing is kept."""

import contextlib
import re
from functools import cache

import redis
from django.conf import settings
from django.http import HttpRequest
from redis.exceptions import RedisError

from reports import contributors
from reports.models import today


@cache
def _memory() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


@cache
def _limits() -> contributors.HourlyLimits:
    return contributors.HourlyLimits(
        settings.REDIS_URL,
        per_label=settings.REPORTS_PER_HOUR,
        total=settings.REPORTS_PER_HOUR_TOTAL,
    )


def forget() -> None:
    """Opens the connections anew, after the settings changed."""
    _memory.cache_clear()
    _limits.cache_clear()


def contributor_of(request: HttpRequest) -> str:
    """The sender's random label of the day; empty without Redis."""
    address = contributors.client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRUSTED_PROXIES,
    )
    return contributors.label(_memory(), address, today())


def first_time(once: str) -> bool:
    """Whether this form was not sent within the last hour, as far as Redis remembers."""
    if not re.fullmatch("[0-9a-f]{32}", once):
        return True
    try:
        return bool(_memory().set(f"medpay:once:{once}", "sent", nx=True, ex=3600))
    except RedisError:
        return True


def send_again(once: str) -> None:
    """Lets a form be sent once more, after its report could not be saved."""
    with contextlib.suppress(RedisError):
        _memory().delete(f"medpay:once:{once}")


def too_many(contributor: str) -> int | None:
    """Counts one submission; seconds to wait where the sender or everybody together has sent too many."""
    return _limits().hit(contributor)
