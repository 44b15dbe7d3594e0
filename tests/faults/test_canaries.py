"""What is promised about visitors (I5, I6), kept while things go wrong: nothing of them is found afterwards.

A real site, with the deployed proxy in front where there is an nginx, is met by visitors each of whom brings an
address, a browser, a way here and a story that occur nowhere else. Their reports are taken, refused, broken off by an
error of the view, of the database, of the worker, by a lock, by a kill; the database writes down every statement. Then
all that was printed, kept in Redis, stored, counted or answered in error is searched.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import pytest
import redis

from tests.faults.canaries import PHONE, Visitor, all_of_redis, columns_with, files_below, forms, found
from tests.faults.meeting import EVERYTHING, SETTINGS, Meeting, met_directly
from tests.medpay.databases import dump, servers_of
from tests.medpay.proxy import NGINX, running_proxy
from tests.site import Site, until


class Pushed(NamedTuple):
    """Who met the site how (`met`: what was done → visitor and status), and all that is left of it, by place."""

    met: dict[str, tuple[Visitor, int]]
    places: dict[str, bytes]
    raw: dict[str, bytes]  # the files of the database
    dumped: str

    @property
    def visitors(self) -> list[Visitor]:
        return [who for who, _ in self.met.values()]


@contextmanager
def overheard(url: str) -> Iterator[bytearray]:
    """Everything that is said to Redis during the block."""
    parts, heard = urlsplit(url), bytearray()
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as ear:
        ear.sendall(f"AUTH {parts.password}\r\nMONITOR\r\n".encode())

        def listen() -> None:
            while said := ear.recv(65_536):
                heard.extend(said)

        listener = Thread(target=listen)
        listener.start()
        until(lambda: heard.count(b"+OK") == 2, 10, lambda: "Redis does not let us listen")
        try:
            yield heard
        finally:
            ear.shutdown(socket.SHUT_RDWR)
            listener.join()


def met_through_a_proxy(meeting: Meeting, stack: ExitStack, folder: Path) -> dict[str, bytes]:
    """What the proxy printed, and the files that it left."""
    _, port, proxy = stack.enter_context(running_proxy(folder, meeting.site.port))
    meeting.through_the_proxy(port)
    left = dict(files_below(folder))
    proxy.terminate()
    assert proxy.stdout is not None
    return {**left, "printed by the proxy": proxy.stdout.read().encode()}


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory, laid_out: Path) -> Pushed:
    site = Site(tmp_path_factory.mktemp("canaries"), laid_out, **SETTINGS)
    site.start()
    meeting = Meeting(site)
    places: dict[str, bytes] = {}
    try:
        servers = servers_of(site)
        meeting.configure(**EVERYTHING)
        with ExitStack() as stack:
            heard = stack.enter_context(overheard(servers.redis_url))
            if NGINX is not None:
                places |= met_through_a_proxy(meeting, stack, tmp_path_factory.mktemp("proxy"))
            met_directly(meeting)
            places |= {"redis": all_of_redis(servers.redis_url), "counters": meeting.counters(), **meeting.said}
            dumped = dump(site)
            run = Path(servers.owner_url.partition("?host=")[2]).parent
            places |= files_below(run)
        places["said to redis"] = bytes(heard)
    finally:
        site.stop()
    home = dict(files_below(site.home))
    raw = {path: content for path, content in home.items() if path.startswith(f"{site.home.name}/postgres/")}
    places |= {path: content for path, content in home.items() if path not in raw}
    places["printed"] = site.log.read_bytes()
    return Pushed(meeting.met, places, raw, dumped)


WAYS: Final = {
    "taken": 201,
    "taken, an IPv6 address": 201,
    "taken, no proxy": 201,
    "taken by the form": 201,
    "a failing worker": 201,
    "refused": 422,
    "refused by the form": 422,
    "impossible": 400,
    "another host": 400,
    "forged": 403,
    "no such page": 404,
    "an error of the view": 500,
    "an error of the form's view": 500,
    "an error of the database": 500,
    "an error under the form": 500,
    "a row that is not allowed": 500,
    "a statement that takes too long": 500,
    "a killed database": 500,
    "the counters": 200,
}
BEHIND_THE_PROXY: Final = {
    "taken through the proxy": 201,
    "refused through the proxy": 422,
    "an error behind the proxy": 500,
    "too much for the proxy": 413,
}
TOOK_A_STORY: Final = [way for way, status in {**WAYS, **BEHIND_THE_PROXY}.items() if status == HTTPStatus.CREATED]


def test_visitors_were_met_in_every_way(pushed: Pushed) -> None:
    expected = {**WAYS, **(BEHIND_THE_PROXY if NGINX else {})}
    assert {way: status for way, (_, status) in pushed.met.items()} == expected


def test_what_went_wrong_was_written_down(pushed: Pushed) -> None:
    """Otherwise an empty log would keep every promise."""
    printed = pushed.places["printed"].decode()
    for words in (
        "ERROR django.request answered 500",
        "ERROR celery.app.trace a task failed",
        "a code could not be refreshed",
        "statement: ",
        "duration: ",
        'INSERT INTO "reports_report"',
        "still waiting for",
        "was terminated by signal 9",
    ):
        assert words in printed, words
    assert b"reports.tasks.refresh" in pushed.places["said to redis"]
    assert b"medpay:label:" in pushed.places["redis"]


@pytest.mark.parametrize("trace", ["address", "browser", "way here"])
def test_nothing_is_kept_of_your(pushed: Pushed, trace: str) -> None:
    """Neither printed nor in Redis, in no file, no counter, no answer in error, and nowhere in the database."""
    needles = {form for who in pushed.visitors for form in who.traces[trace]}
    assert len(needles) >= len(WAYS)
    places = {**pushed.places, **pushed.raw, "dump": pushed.dumped.encode()}
    assert found(places, needles) == set()


def test_your_story_is_in_no_log_no_message_and_no_file(pushed: Pushed) -> None:
    assert found(pushed.places, {who.word.encode() for who in pushed.visitors}) == set()


def test_your_story_stands_in_its_column_alone(pushed: Pushed) -> None:
    columns = {way: columns_with(pushed.dumped, who.word) for way, (who, _) in pushed.met.items()}
    taken = [way for way in TOOK_A_STORY if way in pushed.met]
    assert columns == {way: {"reports_report.story"} if way in taken else set() for way in pushed.met}


def test_a_refused_story_reaches_no_disk(pushed: Pushed) -> None:
    """Not even the files in which the database writes what it may have to undo."""
    refused = {who.word.encode() for who, status in pushed.met.values() if status in {400, 413, 422}}
    taken = {pushed.met["taken"][0].word.encode()}
    assert found(pushed.raw, taken) != set()
    assert found({**pushed.places, **pushed.raw}, {*refused, PHONE.encode(), PHONE.replace("-", "").encode()}) == set()


class TestTheSearch:
    def test_it_finds_an_address_in_each_form(self) -> None:
        places = {
            "text": b"GET / from 100.111.112.113",
            "network": b"label of 100.111.112.0/24",
            "number": b"client=1685024881",
            "nothing": b"100.111.1.1",
        }
        assert found(places, forms("100.111.112.113")) == {"text", "network", "number"}

    def test_it_finds_an_ipv6_address_in_each_form(self) -> None:
        places = {
            "text": b"from 2001:DB8:111a:112b::113c",
            "full": b"2001:0db8:111a:112b:0000:0000:0000:113c",
            "network": b"2001:db8:111a:112b::/64",
            "nothing": b"2001:db8::1",
        }
        assert found(places, forms("2001:db8:111a:112b::113c")) == {"text", "full", "network"}

    def test_it_names_the_column_of_a_dump(self) -> None:
        dumped = (
            "-- a comment with kanari\n"
            "COPY public.reports_report (key, story, year) FROM stdin;\n1\tthe kanari sang\t2026\n2\t\t2026\n\\.\n"
            'COPY public.audit (id, "day") FROM stdin;\n1\tkanari\n\\.\n'
        )
        assert columns_with(dumped, "kanari") == {"elsewhere", "reports_report.story", "audit.day"}
        assert columns_with(dumped, "sparrow") == set()

    def test_it_reads_every_kind_of_value_in_redis(self) -> None:
        url = os.environ["REDIS_URL"]
        kinds = ("string", "hash", "list", "set", "zset")
        with redis.Redis.from_url(url) as memory:
            memory.set("canary:string", "kanari-string")
            memory.hset("canary:hash", "field", "kanari-hash")
            memory.rpush("canary:list", "kanari-list")
            memory.sadd("canary:set", "kanari-set")
            memory.zadd("canary:zset", {"kanari-zset": 1.0})
            held = all_of_redis(url)
            memory.delete(*(f"canary:{kind}" for kind in kinds))
        assert {kind for kind in kinds if found({"redis": held}, {f"kanari-{kind}".encode()})} == set(kinds)
