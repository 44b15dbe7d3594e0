"""Counting over Redis, or in this process while Redis is away (I2). Each process then counts for itself."""

import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar, cast

from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import RateLimiter
from redis.exceptions import RedisError

RETRY_REDIS_AFTER: Final = 5.0  # seconds

Limiter = TypeVar("Limiter", bound=RateLimiter)
Answer = TypeVar("Answer")


class Standby(Generic[Limiter]):
    """The same strategy twice: over Redis, and in memory for as long as Redis does not answer."""

    def __init__(self, strategy: type[Limiter], redis_url: str) -> None:
        self._strategy = strategy
        self._redis_url = redis_url
        self._here = strategy(MemoryStorage())
        self._shared: Limiter | None = None
        self._away_until = 0.0

    def ask(self, question: Callable[[Limiter], Answer]) -> Answer:
        if time.monotonic() >= self._away_until:
            try:
                return question(self._over_redis())
            except RedisError:
                self._away_until = time.monotonic() + RETRY_REDIS_AFTER
        return question(self._here)

    def _over_redis(self) -> Limiter:
        if self._shared is None:
            storage = storage_from_string(self._redis_url, socket_timeout=1, socket_connect_timeout=1)
            self._shared = self._strategy(cast("Storage", storage))
        return self._shared
