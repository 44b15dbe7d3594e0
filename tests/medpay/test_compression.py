"""What is sent compressed, and that a tag still tells the same from the changed."""

import gzip

import pytest
from django.test import Client

from codes.models import Code
from tests.reports.making import send_and_refresh

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def code(db: None) -> None:
    Code.objects.create(code="86320", name="Immunoelectrophoresis of serum", service_type="Laboratory")


@pytest.mark.parametrize(
    "path", ["/", "/codes/", "/codes/86320/", "/codes/86320/statistics/", "/method/", "/sitemap.xml"]
)
def test_a_public_answer_is_compressed_for_those_who_can_read_it(client: Client, code: None, path: str) -> None:
    plain, packed = client.get(path), client.get(path, headers=GZIP)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("path", ["/report/", "/codes/86320/report/", "/receipt/", "/admin/login/", "/readyz"])
def test_what_may_hold_a_secret_is_sent_as_it_is(client: Client, code: None, path: str) -> None:
    assert "Content-Encoding" not in client.get(path, headers=GZIP)


def test_a_picture_is_compressed_already(client: Client, code: None) -> None:
    assert "Content-Encoding" not in client.get("/codes/86320/card.png", headers=GZIP)


@pytest.mark.parametrize("path", ["/codes/86320/", "/codes/86320/statistics/"])
def test_what_has_not_changed_is_not_sent_again(client: Client, code: None, path: str) -> None:
    send_and_refresh(5)
    tag = client.get(path, headers=GZIP)["ETag"]
    again = client.get(path, headers={**GZIP, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    send_and_refresh(1)
    assert client.get(path, headers={**GZIP, "If-None-Match": tag}).status_code == 200
