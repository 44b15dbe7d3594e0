"""Signing in to the desk, slowly for whoever fails too often."""

import hashlib
import hmac
import secrets
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from reports import contributors, visitors
from reports.lockout import Lockout

KEY_OF_THIS_PROCESS: Final = secrets.token_hex(16)  # where Redis holds no label


@cache
def lockout() -> Lockout:
    return Lockout(settings.REDIS_URL)


class SignInForm(AdminAuthenticationForm):
    """Says the same whether or not the account exists."""

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return super().clean()
        assert self.request is not None
        pair = pair_of(self.request, username)
        wait = lockout().attempt(pair)
        if wait is not None:
            raise ValidationError(too_often(wait), code="too_often")
        try:
            cleaned = super().clean()
        except ValidationError:
            lockout().failed(pair)
            raise
        lockout().succeeded(pair)
        return cleaned


def too_often(wait: int) -> str:
    minutes = max(1, round(wait / 60))
    return (
        f"Too many failed attempts for this name from your network. Wait {minutes} minute{'s' * (minutes > 1)}, "
        "then try again. Other networks are not affected."
    )


def pair_of(request: HttpRequest, username: str) -> str:
    """Stands for this name tried from this network, and can be turned back into neither."""
    key = visitors.contributor_of(request) or _mark(
        KEY_OF_THIS_PROCESS, contributors.network_prefix(visitors.address_of(request))
    )
    return _mark(key, username.casefold())


def _mark(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
