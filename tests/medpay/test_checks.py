"""The secret key of a public site."""

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
