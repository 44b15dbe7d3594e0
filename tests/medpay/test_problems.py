"""What stands where the site says no."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.medpay.code_pages import words

pytestmark = pytest.mark.django_db


def test_a_form_without_its_cookie_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/report/", {"code": "86320"})
    assert answer.status_code == 403
    said = words(answer.content.decode())
    assert "This was not sent" in said
    assert "allow cookies for this site" in said


def test_an_account_without_a_role_is_told_so_in_the_sites_own_words(client: Client) -> None:
    client.force_login(User.objects.create_user("zoe", is_staff=True))
    answer = client.get("/admin/reports/report/")
    assert answer.status_code == 403
    assert "Your account may not open this page" in words(answer.content.decode())
    assert "site.css" in answer.content.decode()
