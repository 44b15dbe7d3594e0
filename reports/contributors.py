"""Who sends how much, without knowing who: labels and hourly limits.

A label is a random value, found under a keyed hash of the network prefix; key, hash and map live only in
Redis memory, at most 26 hours (I5). Without Redis the label is empty (all empty labels count as one
contributor) and a cap in the process takes over the limits (I2).
"""

import datetime
import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Sequence
from typing import Final, Protocol

import limits
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from reports.standby import Standby

LIFE: Final = 26 * 3600  # seconds


class Memory(Protocol):
    """The three commands of Redis that a label needs."""

    def set(self, name: str, value: str, *, nx: bool, ex: int) -> object: ...

    def get(self, name: str) -> bytes | str | None: ...


def client_address(remote: str, forwarded_for: str, trusted: Sequence[str]) -> str:
    """The sender's address: `X-Forwarded-For` counts only as far as trusted proxies wrote it.

    `trusted` holds addresses or networks. Empty where no address is known (a unix socket).
    """
    hops = [remote, *reversed([hop.strip() for hop in forwarded_for.split(",") if hop.strip()])]
    address = remote
    for hop in hops:
        address = hop
        if not _is_trusted(hop, trusted):
            break
    return address


def _is_trusted(address: str, trusted: Sequence[str]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in ipaddress.ip_network(network, strict=False) for network in trusted)


def is_network(text: str) -> bool:
    """Whether this is an address or a network."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def network_prefix(address: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one; empty for anything else."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, length), strict=False))


def label(memory: Memory, address: str, day: datetime.date) -> str:
    """The contributor's random label of the day, 32 hexadecimal characters; empty without Redis or address."""
    prefix = network_prefix(address)
    if not prefix:
        return ""
    try:
        key = _remembered(memory, f"medpay:label-key:{day}")
        mark = hmac.new(key.encode(), prefix.encode(), hashlib.sha256).hexdigest()
        return _remembered(memory, f"medpay:label:{day}:{mark}")
    except RedisError:
        return ""


def _remembered(memory: Memory, name: str) -> str:
    memory.set(name, secrets.token_hex(16), nx=True, ex=LIFE)
    value = memory.get(name)
    if value is None:
        return ""
    return value.decode() if isinstance(value, bytes) else value


class HourlyLimits:
    """Submissions an hour, per label and by everybody, over Redis, or in this process while Redis is away."""

    def __init__(self, redis_url: str, *, per_label: int, total: int) -> None:
        self._own = limits.RateLimitItemPerHour(per_label, namespace="medpay")
        self._all = limits.RateLimitItemPerHour(total, namespace="medpay")
        self._counting = Standby(MovingWindowRateLimiter, redis_url)

    def hit(self, contributor: str, count: int = 1) -> int | None:
        """Counts `count` submissions, all or none. Seconds to wait where they are too many, else None."""
        return self._counting.ask(lambda limiter: self._hit(limiter, contributor, count))

    def _hit(self, limiter: MovingWindowRateLimiter, contributor: str, count: int) -> int | None:
        asked = ((self._own, contributor or "unlabelled"), (self._all, "everybody"))
        for fits in (limiter.test, limiter.hit):  # both are asked before one is used up
            for item, name in asked:
                if not fits(item, "submissions", name, cost=count):
                    reset = limiter.get_window_stats(item, "submissions", name).reset_time
                    return max(1, round(reset - time.time()))
        return None
