"""What people do on the site, and what a program does beside them."""

import json
import re
import urllib.request
from http import HTTPStatus
from typing import Any, Final, NamedTuple

import psycopg
from django.test import override_settings
from playwright.sync_api import Locator, Page, expect

from medpay.embedded import state
from reports.forms import new_token
from tests.journeys.browsing import PROMISE
from tests.reports.making import body
from tests.site import Site, until

STORIES_OPEN: Final = "#figures .stories blockquote"
MODERATOR: Final = {
    "DJANGO_SUPERUSER_USERNAME": "moderator",
    "DJANGO_SUPERUSER_PASSWORD": "a long enough pass phrase",
    "DJANGO_SUPERUSER_EMAIL": "moderator@example.org",
}


class Answer(NamedTuple):
    """An answer of the site, without what differs from one second to the next."""

    headers: dict[str, str]
    body: bytes


def send(site: Site, **changes: Any) -> str:
    """A report by the API; its receipt."""
    request = urllib.request.Request(
        f"{site.url}api/v1/reports/",
        data=json.dumps(body(**changes)).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == HTTPStatus.CREATED
        received = json.load(answer)
    assert received["status"] == "counted"
    return str(received["receipt"])


def ask(site: Site, path: str) -> Answer:
    with urllib.request.urlopen(site.url + path, timeout=30) as answer:
        headers = {name.lower(): value for name, value in answer.headers.items() if name.lower() != "date"}
        return Answer(headers, answer.read())


def settle(database: psycopg.Connection, site: Site, code: str) -> None:
    """Waits until the worker has seen every change to `code`."""

    def is_settled() -> bool:
        return database.execute("SELECT 1 FROM reports_dirtycode WHERE code = %s", [code]).fetchone() is None

    until(is_settled, 30, lambda: f"{code} stays dirty\n{site.output()}")


def stored(database: psycopg.Connection, code: str) -> int:
    row = database.execute("SELECT count(*) FROM reports_report WHERE code = %s", [code]).fetchone()
    assert row is not None
    return int(row[0])


def fill(page: Page, **answers: str) -> None:
    """Fills fields of the report form by name; choices by their words."""
    for name, answer in answers.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=answer)
        else:
            field.fill(answer)


def labelled(place: Page | Locator, words: str) -> Locator:
    """The field of the report form with exactly this label, required or not."""
    return place.get_by_label(re.compile(rf"^{re.escape(words)}( \(required\))?$"))


def send_form(page: Page) -> None:
    page.get_by_role("button", name="Send the report").click()


def open_for_a_minute(page: Page, site: Site) -> None:
    """The form as if it had been opened a minute ago: one sent within seconds would wait for a moderator."""
    servers = state.running(site.home)
    assert servers is not None
    with override_settings(SECRET_KEY=servers.secret_key):
        token = new_token(age=60)
    page.locator("[name=once]").evaluate("(field, token) => { field.value = token }", token)


def receipt_on(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Here is your receipt")
    return page.locator("#receipt").inner_text().strip()


def open_receipt(page: Page, receipt: str) -> None:
    page.goto("receipt/")
    page.get_by_label("Receipt", exact=True).fill(receipt)
    page.get_by_role("button", name="Open the report").click()


def withdraw(page: Page, receipt: str) -> None:
    open_receipt(page, receipt)
    page.get_by_label("Yes, delete this report").check()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status")).to_contain_text("withdrawn and deleted")


def total(page: Page) -> Locator:
    return page.locator("#figures .total")


def expect_total(page: Page, words: str) -> None:
    """The open page says so within what is promised."""
    expect(total(page)).to_have_text(words, timeout=PROMISE)


def expect_nothing_published(page: Page) -> None:
    expect(page.locator("#figures .invitation")).to_be_visible(timeout=PROMISE)
    expect(total(page)).to_have_count(0)
