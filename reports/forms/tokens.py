"""The mark of one form: signed and dated by this site, stored nowhere. By it a form sent twice is known."""

import secrets
import time
from typing import Final, NamedTuple

from django.core import signing

GOOD_FOR: Final = 24 * 3600  # seconds; an older form is made anew


class Token(NamedTuple):
    text: str
    age: float  # seconds since this site made the form

    @property
    def is_stale(self) -> bool:
        return self.age > GOOD_FOR


def new_token(*, age: float = 0) -> str:
    """`age`: how long its form has been before the reader's eyes already, in seconds."""
    return str(_signer().sign_object([secrets.token_urlsafe(18), round(time.time() - age, 2)]))


def read_token(text: str) -> Token | None:
    """None for what this site did not sign."""
    try:
        _, made = _signer().unsign_object(text)
    except signing.BadSignature:
        return None
    return Token(text, time.time() - made)


def _signer() -> signing.Signer:
    return signing.Signer(salt="reports.forms.tokens")
