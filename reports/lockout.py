"""Who tries passwords waits, and nobody else does: failures are counted per username and network together.

Nothing here knows an address: a pair is a keyed hash, counted in Redis memory for a quarter of an hour, or in this
process while Redis is away (I2, I5).
"""

import time
from typing import Final

import limits
from limits.strategies import FixedWindowRateLimiter

from reports.standby import Standby

FAILURES: Final = 5
MINUTES: Final = 15


class Lockout:
    """An attempt is counted before it is judged, so that many at once are no more than one after another."""

    def __init__(self, redis_url: str) -> None:
        self._attempts = limits.RateLimitItemPerMinute(FAILURES, MINUTES, namespace="medpay-attempts")
        self._locked = limits.RateLimitItemPerMinute(1, MINUTES, namespace="medpay-locked")
        self._counting = Standby(FixedWindowRateLimiter, redis_url)

    def attempt(self, pair: str) -> int | None:
        """Seconds to wait where this pair has failed too often, else None."""
        return self._counting.ask(lambda limiter: self._attempt(limiter, pair))

    def failed(self, pair: str) -> None:
        self._counting.ask(lambda limiter: self._failed(limiter, pair))

    def succeeded(self, pair: str) -> None:
        self._counting.ask(lambda limiter: limiter.clear(self._attempts, pair))

    def _attempt(self, limiter: FixedWindowRateLimiter, pair: str) -> int | None:
        if limiter.test(self._locked, pair) and limiter.hit(self._attempts, pair):
            return None
        limiter.hit(self._locked, pair)
        reset = limiter.get_window_stats(self._locked, pair).reset_time
        return max(1, round(reset - time.time()))

    def _failed(self, limiter: FixedWindowRateLimiter, pair: str) -> None:
        if limiter.get_window_stats(self._attempts, pair).remaining == 0:
            limiter.hit(self._locked, pair)
            limiter.clear(self._attempts, pair)
