"""Settings that would break a promise stop the site; each check has an id and a hint."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from reports import checks


@pytest.mark.parametrize("threshold", [4, 1, 0])
def test_a_threshold_below_five_refuses_to_start(settings: Settings, threshold: int) -> None:
    settings.THRESHOLD = threshold
    with pytest.raises(SystemCheckError, match=r"reports\.E001"):
        call_command("check")


def test_five_and_more_are_fine(settings: Settings) -> None:
    settings.THRESHOLD = 5
    assert checks.check_threshold(None) == []


def test_an_unknown_kind_of_moderation_refuses_to_start(settings: Settings) -> None:
    settings.MODERATION = "none"
    assert [(message.id, bool(message.hint)) for message in checks.check_moderation(None)] == [("reports.E002", True)]


@pytest.mark.parametrize("name", ["MIN_CONTRIBUTORS", "RELEASE_BATCH", "HOLD_ABOVE", "REPORTS_PER_HOUR"])
def test_a_limit_of_nothing_refuses_to_start(settings: Settings, name: str) -> None:
    setattr(settings, name, 0)
    assert [message.id for message in checks.check_positive_limits(None)] == ["reports.E003"]


def test_a_proxy_by_name_refuses_to_start(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.2", "172.16.0.0/12", "2001:db8::/32", "proxy"]
    assert [message.id for message in checks.check_trusted_proxies(None)] == ["reports.E004"]


def test_a_public_site_is_warned_of_too_few_contributors(settings: Settings) -> None:
    settings.PUBLIC_HOST, settings.MIN_CONTRIBUTORS = True, 2
    assert [message.id for message in checks.check_contributors(None)] == ["reports.W001"]
    settings.MIN_CONTRIBUTORS = 3
    assert checks.check_contributors(None) == []
    settings.PUBLIC_HOST, settings.MIN_CONTRIBUTORS = False, 1
    assert checks.check_contributors(None) == []
