"""System checks of what people say: settings that would break a promise stop the site."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  # Django's own name

from reports import contributors

LOWEST_THRESHOLD = 5
LOWEST_PUBLIC_CONTRIBUTORS = 3


@register(Tags.security)
def check_threshold(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    if settings.THRESHOLD >= LOWEST_THRESHOLD:
        return []
    return [
        Error(
            f"MEDPAY_THRESHOLD is {settings.THRESHOLD}: fewer than {LOWEST_THRESHOLD} reports could be told apart.",
            hint=f"Set MEDPAY_THRESHOLD to {LOWEST_THRESHOLD} or more, or leave it out.",
            id="reports.E001",
        ),
    ]


@register(Tags.security)
def check_moderation(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    if settings.MODERATION in {"stories", "all"}:
        return []
    return [
        Error(
            "MEDPAY_MODERATION is neither “stories” nor “all”.",
            hint="“stories”: clean reports count at once, stories wait. “all”: every report waits.",
            id="reports.E002",
        ),
    ]


@register(Tags.security)
def check_positive_limits(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    names = (
        "MIN_CONTRIBUTORS",
        "RELEASE_BATCH",
        "HOLD_ABOVE",
        "REPORTS_PER_HOUR",
        "REPORTS_PER_HOUR_TOTAL",
        "EXPIRE_MONTHS",
    )
    return [
        Error(f"MEDPAY_{name} must be at least 1.", hint=f"Set MEDPAY_{name} to 1 or more.", id="reports.E003")
        for name in names
        if getattr(settings, name) < 1
    ]


@register(Tags.security)
def check_trusted_proxies(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    return [
        Error(
            "MEDPAY_TRUSTED_PROXIES names something that is no address and no network.",
            hint="Write addresses or networks, such as 10.0.0.2 or 172.16.0.0/12, separated by commas.",
            id="reports.E004",
        )
        for network in settings.TRUSTED_PROXIES
        if not contributors.is_network(network)
    ]


@register(Tags.security, deploy=True)
def check_contributors(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    if not settings.PUBLIC_HOST or settings.MIN_CONTRIBUTORS >= LOWEST_PUBLIC_CONTRIBUTORS:
        return []
    return [
        Warning(
            f"On a public host one sender could open a code: MEDPAY_MIN_CONTRIBUTORS is {settings.MIN_CONTRIBUTORS}.",
            hint=f"Set MEDPAY_MIN_CONTRIBUTORS to {LOWEST_PUBLIC_CONTRIBUTORS} or more.",
            id="reports.W001",
        ),
    ]
