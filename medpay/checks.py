"""System checks of the site as a whole."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  # Django's own name
from django.db import OperationalError

from medpay.ownership import owns_tables


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


@register(Tags.security, deploy=True)
def check_database_role(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Whoever owns the tables can switch off what guards them. Where no database answers, nothing is said."""
    try:
        if not settings.PUBLIC_HOST or not owns_tables():
            return []
    except OperationalError:
        return []
    return [
        Warning(
            "A public site runs as the owner of its tables, which may switch off the trigger and delete the audit.",
            hint="Name a role of its own in DATABASE_URL, and to `migrate` the owner in MEDPAY_OWNER_DATABASE_URL.",
            id="medpay.W001",
        ),
    ]
