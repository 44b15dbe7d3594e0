"""What a request tells about its sender: a label of the day and whether it is one too many. Nothing is kept."""

from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from reports import contributors, proof
from reports.models import today


@cache
def memory() -> "redis.Redis":
    """Labels and hints (I2)."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


@cache
def _limits() -> contributors.HourlyLimits:
    return contributors.HourlyLimits(
        settings.REDIS_URL,
        per_label=settings.REPORTS_PER_HOUR,
        total=settings.REPORTS_PER_HOUR_TOTAL,
    )


@cache
def _proofs() -> proof.Used:
    return proof.Used(settings.REDIS_URL)


def forget() -> None:
    """Opens the connections anew, after the settings changed."""
    memory.cache_clear()
    _limits.cache_clear()
    _proofs.cache_clear()


def address_of(request: HttpRequest) -> str:
    """To be hashed at once and kept nowhere."""
    return contributors.client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRUSTED_PROXIES,
    )


def contributor_of(request: HttpRequest) -> str:
    """The sender's random label of the day; empty without Redis."""
    return contributors.label(memory(), address_of(request), today())


def too_many(contributor: str, count: int = 1) -> int | None:
    """Counts `count` submissions, all or none; seconds to wait where the sender, or everybody, has sent too many."""
    return _limits().hit(contributor, count)


class TooMany(Exception):  # reads as what it is
    """Too much came within the hour; `wait`: the seconds until more may come."""

    def __init__(self, wait: int) -> None:
        super().__init__("too much within the hour")
        self.wait = wait


def count_one(request: HttpRequest) -> str:
    """The sender's label, after one submission was counted. Raises `TooMany`."""
    contributor = contributor_of(request)
    wait = too_many(contributor)
    if wait is not None:
        raise TooMany(wait)
    return contributor


def new_challenge() -> dict[str, Any]:
    return proof.challenge(_proof_key())


def proven(request: HttpRequest) -> bool | None:
    """Whether a proof of work came that was not used before, and uses it up; None where none is asked for."""
    if not settings.PROOF_OF_WORK:
        return None
    sent = request.headers.get(proof.HEADER) or request.POST.get(proof.FIELD, "")
    mark = proof.solved(sent, _proof_key())
    return mark is not None and _proofs().is_first(mark)


def proof_of_work(request: HttpRequest) -> dict[str, int]:
    """For templates: the seconds a challenge lives, 0 where none is asked for."""
    return {"proof_of_work": proof.LIFE if settings.PROOF_OF_WORK else 0}


def _proof_key() -> str:
    return salted_hmac("reports.proof", "key", algorithm="sha256").hexdigest()
