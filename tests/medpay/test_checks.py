"""The secret key of a public site, and whom it is to the database."""

import pytest
from django.db import OperationalError, connection
from pytest_django import Settings

from medpay import checks


def test_a_public_site_needs_a_key_of_its_own(settings: Settings) -> None:
    settings.PUBLIC_HOST, settings.SECRET_KEY = True, settings.SECRET_KEY_DEFAULT
    assert [(message.id, bool(message.hint)) for message in checks.check_secret_key(None)] == [("medpay.E001", True)]
    settings.SECRET_KEY = "x" * 50
    assert checks.check_secret_key(None) == []


def test_a_private_site_may_make_one_up(settings: Settings) -> None:
    settings.PUBLIC_HOST, settings.SECRET_KEY = False, settings.SECRET_KEY_DEFAULT
    assert checks.check_secret_key(None) == []


@pytest.mark.django_db
def test_a_public_site_is_not_the_owner_of_its_tables(settings: Settings) -> None:
    settings.PUBLIC_HOST = True
    assert [(message.id, bool(message.hint)) for message in checks.check_database_role(None)] == [("medpay.W001", True)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE guest")
        cursor.execute("SET LOCAL ROLE guest")
    assert checks.check_database_role(None) == []


@pytest.mark.django_db
def test_a_private_site_may_be(settings: Settings) -> None:
    settings.PUBLIC_HOST = False
    assert checks.check_database_role(None) == []


def test_where_no_database_answers_nothing_is_said_of_its_owner(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_there() -> bool:
        raise OperationalError

    settings.PUBLIC_HOST = True
    monkeypatch.setattr(checks, "owns_tables", nobody_there)
    assert checks.check_database_role(None) == []
