"""System checks of the site as a whole."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def check_secret_key(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """A key made up at start differs between processes: forms sent to one would be refused by another."""
    if not settings.PUBLIC_HOST or settings.SECRET_KEY != settings.SECRET_KEY_DEFAULT:
        return []
    return [
        Error(
            "A public site runs with a secret key that was made up at start.",
            hint="Set MEDPAY_SECRET_KEY to at least 50 random characters, the same for every process.",
            id="medpay.E001",
        ),
    ]
