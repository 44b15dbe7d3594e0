"""Proof of work: some seconds of computing that come with a submission, so that floods cost something.

The second version of altcha's protocol (https://altcha.org/docs/v2/): the server thinks of a number, derives a key from
it and tells half of the key; the sender finds the number by deriving from one after another. The server keeps nothing:
the challenge is signed, and so is the key, so that a solution is checked without deriving anything.
"""

import secrets
import time
from typing import Any, Final

import altcha
import limits
from limits.strategies import FixedWindowRateLimiter

from reports.standby import Standby

HEADER: Final = "Proof-Of-Work"
FIELD: Final = "proof_of_work"
LIFE: Final = 3600  # seconds from challenge to submission
ALGORITHM: Final = "PBKDF2/SHA-256"
ROUNDS: Final = 5_000  # of PBKDF2 in one try
TRIES: Final = range(1_000, 3_001)  # the number lies in between: 2,000 tries on average, some 2 s of one core
LONGEST: Final = 2_000  # characters of a solution; none has more than 800


def challenge(key: str) -> dict[str, Any]:
    """A new one, as the sender gets it. `key` signs."""
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=secrets.choice(TRIES),
        expires_at=int(time.time()) + LIFE,
        hmac_secret=f"challenge {key}",
        hmac_key_secret=f"solution {key}",
    )
    return made.to_dict()


def solved(sent: str, key: str) -> str | None:
    """The mark of the challenge that this solves, by which it is known when it comes again; None if it solves none.

    `sent`: base64 of the JSON {"challenge": as it was given, "solution": {"counter", "derivedKey"}}.
    """
    if not 0 < len(sent) <= LONGEST:
        return None
    result = altcha.verify_solution(sent, f"challenge {key}", hmac_key_secret=f"solution {key}")
    return altcha.Payload.from_base64(sent).challenge.signature if result.verified else None


class Used:
    """The solutions that came already, each for as long as its challenge lives.

    While Redis is away each process remembers its own. What that takes of its memory costs the senders seconds each.
    """

    def __init__(self, redis_url: str) -> None:
        self._once = limits.RateLimitItemPerSecond(1, LIFE, namespace="medpay-proof")
        self._counting = Standby(FixedWindowRateLimiter, redis_url)

    def is_first(self, mark: str) -> bool:
        """Whether this mark never came before; from now on it has."""
        return self._counting.ask(lambda limiter: limiter.hit(self._once, mark))
