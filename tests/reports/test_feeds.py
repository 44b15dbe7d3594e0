"""Feeds and badges: what changed, to the day and not finer, and nothing below the threshold (I3, I5)."""

import datetime
import re
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from django.test import Client

from reports.actions import written
from reports.badge import badge
from reports.figures import slice_told
from tests.reports.making import send, send_and_refresh

ATOM = {"": "http://www.w3.org/2005/Atom"}
CODE, PAYER, SITE = "/codes/86320/feed/", "/payers/aetna/feed/", "/feed/"
BADGE = "/codes/86320/badge.svg"


@pytest.mark.parametrize(
    ("appealed", "words"),
    [
        (None, "86320 · no figures yet"),
        ({}, "86320 · 57 reports"),
        (
            {"paid_full": 13, "denied_again": 19},
            "86320 · 57 reports · 41 % paid in full after appeal, 95 % 26\N{EN DASH}58",
        ),
        (
            {"paid_full": 3, "paid_part": 4, "pending": 9},
            "86320 · 57 reports · 3 of 7 paid in full after appeal",
        ),
    ],
)
def test_a_badge_says_the_figures_in_a_line(appealed: dict[str, int] | None, words: str) -> None:
    told = None if appealed is None else slice_told({"reports": {"": 57}, "appeal_outcome": appealed})
    assert badge("86320", told).words == words


def feed(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=1"
    return ElementTree.fromstring(answer.content)  # noqa: S314  # our own


def entries(client: Client, address: str) -> list[tuple[str, str, str]]:
    """Title, address and day of each."""
    return [
        (
            entry.findtext("title", "", ATOM),
            entry.find("link", ATOM).attrib["href"],  # type: ignore[union-attr]
            entry.findtext("updated", "", ATOM)[:10],
        )
        for entry in feed(client, address).findall("entry", ATOM)
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
class TestFeeds:
    @pytest.mark.parametrize("address", [CODE, PAYER, SITE, BADGE])
    def test_four_reports_look_like_none(self, client: Client, address: str) -> None:
        before = client.get(address).content
        send_and_refresh(4)
        assert client.get(address).content == before
        send_and_refresh(1)
        assert client.get(address).content != before

    def test_an_entry_stands_for_a_code_and_a_day(self, client: Client) -> None:
        with patch.object(written, "today", return_value=datetime.date(2026, 11, 20)):
            send_and_refresh(5)
            send_and_refresh(6, code="84165")
        name = "86320 Immunoelectrophoresis of serum"
        code, payer = "http://testserver/codes/86320/", "http://testserver/codes/86320/?payer=aetna"
        assert entries(client, CODE) == [(name, f"{code}#denials", "2026-11-20")]
        assert entries(client, PAYER)[1] == (name, f"{payer}#denials", "2026-11-20")
        assert [title for title, _, _ in entries(client, SITE)] == ["84165", name]
        first = feed(client, CODE).findtext("entry/id", "", ATOM)
        with patch.object(written, "today", return_value=datetime.date(2026, 11, 21)):
            send_and_refresh(2)
        assert [title for title, _, _ in entries(client, SITE)] == [name, "84165"]
        assert len(entries(client, CODE)) == 1
        assert first == "tag:testserver,2026-11-20:/codes/86320/"
        assert feed(client, CODE).findtext("entry/id", "", ATOM) == "tag:testserver,2026-11-21:/codes/86320/"

    @pytest.mark.parametrize("address", [CODE, PAYER, SITE])
    @pytest.mark.parametrize("reports", [0, 5])
    def test_no_time_is_finer_than_a_day(self, client: Client, address: str, reports: int) -> None:
        send_and_refresh(reports)
        answer = client.get(address)
        times = re.findall(r"\d\d:\d\d:\d\d", answer.content.decode() + answer["Last-Modified"])
        assert set(times) == {"00:00:00"}

    @pytest.mark.parametrize("address", [CODE, PAYER, SITE, BADGE])
    def test_what_has_not_changed_is_not_sent_again(self, client: Client, address: str) -> None:
        send_and_refresh(5)
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        send_and_refresh(1)
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200

    @pytest.mark.parametrize("address", ["/codes/8632/feed/", "/codes/8632/badge.svg", "/payers/nobody/feed/"])
    def test_what_is_neither_code_nor_payer_is_missing(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_the_badge_is_a_picture_with_words(self, client: Client) -> None:
        send(3, actions=["appeal_1"], outcome="paid_full")
        send_and_refresh(2)
        answer = client.get(BADGE)
        assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
        picture = ElementTree.fromstring(answer.content)  # noqa: S314  # our own
        texts = [element.text for element in picture if element.text]
        assert texts == [
            "86320 · 5 reports · 3 of 3 paid in full after appeal: what billers report to medpay",
            "86320 · 5 reports · 3 of 3 paid in full after appeal",
        ]
