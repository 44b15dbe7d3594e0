"""Visitors whose address, browser, way here and story occur nowhere else, and the search for what is left of them."""

import http.client
import ipaddress
import json
import random
import re
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import redis

from tests.reports.making import body

PATIENCE: Final = 30.0  # seconds for one answer
PHONE: Final = "713-555-0142"
LOOPBACK: Final = "127.0.0.1"
NOTHING_MORE: Final[Mapping[str, str]] = {}
CHANCE: Final = random.Random()
HIDDEN: Final = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Visitor(NamedTuple):
    """`peer` is where the connection comes from, `address` what X-Forwarded-For says, `word` is in the story."""

    peer: str
    address: str
    agent: str
    referrer: str
    word: str

    @property
    def story(self) -> str:
        return f"they paid after the {self.word} was sent with the second claim"

    @property
    def traces(self) -> dict[str, frozenset[bytes]]:
        """What must not be found, in each form it could take."""
        return {
            "address": frozenset({*forms(self.address), *forms(self.peer)} - forms(LOOPBACK)),
            "browser": frozenset({self.agent.encode()}),
            "way here": frozenset({self.referrer.encode(), self.referrer.encode()[8:]}),
        }


def word() -> str:
    """Pronounceable, and no name: ten letters nobody wrote before."""
    return "".join(CHANCE.choice("bdfgklmnprtvz") + CHANCE.choice("aeiou") for _ in range(6)) + "x"


def visitor(*, peer: str = LOOPBACK, version: int = 4) -> Visitor:
    octets = [CHANCE.randint(111, 249) for _ in range(3)]
    address = "100.{}.{}.{}".format(*octets) if version == 4 else f"2001:db8:{octets[0]}a:{octets[1]}b::{octets[2]}c"
    return Visitor(peer, address, f"browser-{word()}/1.0", f"https://{word()}.example/{word()}", word())


def own_peer() -> str:
    """An address of this machine that nobody else connects from."""
    return "127.{}.{}.{}".format(*(CHANCE.randint(111, 249) for _ in range(3)))


def forms(address: str) -> frozenset[bytes]:
    """An address as text, in full, as a number, and the network it is in."""
    parsed = ipaddress.ip_address(address)
    network = address.rpartition(".")[0] + "." if parsed.version == 4 else ":".join(address.split(":")[:4])
    return frozenset(form.encode() for form in (address, parsed.exploded, str(int(parsed)), network))


class Answer(NamedTuple):
    status: int
    content: bytes
    cookies: str


def ask(
    port: int,
    method: str,
    path: str,
    who: Visitor,
    sent: bytes = b"",
    *,
    tls: bool = False,
    headers: Mapping[str, str] = NOTHING_MORE,
) -> Answer:
    """What the site says to this visitor. Behind the proxy (`tls`) the certificate is whoever's."""
    said = {"Host": LOOPBACK, "User-Agent": who.agent, "Referer": who.referrer, "X-Forwarded-For": who.address}
    source = (who.peer, 0)
    if tls:
        context = ssl._create_unverified_context()  # noqa: S323  # our own proxy
        secure = http.client.HTTPSConnection(LOOPBACK, port, timeout=PATIENCE, source_address=source, context=context)
        return _answer(secure, method, path, sent, {**said, **headers})
    plain = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE, source_address=source)
    return _answer(plain, method, path, sent, {**said, **headers})


def _answer(
    connection: http.client.HTTPConnection, method: str, path: str, sent: bytes, headers: Mapping[str, str]
) -> Answer:
    try:
        connection.request(method, path, sent or None, dict(headers))
        response = connection.getresponse()
        cookies = "; ".join(cookie.partition(";")[0] for cookie in response.headers.get_all("Set-Cookie") or ())
        return Answer(response.status, response.read(), cookies)
    finally:
        connection.close()


def by_api(
    port: int,
    who: Visitor,
    *,
    story: str = "",
    code: str = "86320",
    tls: bool = False,
    headers: Mapping[str, str] = NOTHING_MORE,
) -> Answer:
    sent = json.dumps(body(code=code, story=story or who.story)).encode()
    as_json = {"Content-Type": "application/json", **headers}
    return ask(port, "POST", "/api/v1/reports/", who, sent, tls=tls, headers=as_json)


def by_form(port: int, who: Visitor, *, story: str = "", headers: Mapping[str, str] = NOTHING_MORE) -> Answer:
    """Opens the form, fills it in and sends it, hidden fields included."""
    opened = ask(port, "GET", "/codes/86320/report/", who)
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(opened.content.decode())}
    facts: dict[str, Any] = {**hidden, **body(payer="Aetna"), "story": story or who.story}
    as_form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": opened.cookies, **headers}
    return ask(port, "POST", "/codes/86320/report/", who, urlencode(facts).encode(), headers=as_form)


def found(places: Mapping[str, bytes], needles: Iterable[bytes]) -> set[str]:
    """The places in which one of the needles is, in whichever case."""
    wanted = [needle.lower() for needle in needles]
    return {place for place, content in places.items() if any(needle in content.lower() for needle in wanted)}


def columns_with(dump: str, needle: str) -> set[str]:
    """Where in a plain dump a text is: `table.column`, or `elsewhere` outside of the rows."""
    places, columns, table = set(), [], ""
    for line in dump.splitlines():
        begun = re.match(r"COPY public\.(\w+) \((.*)\) FROM stdin;$", line)
        if begun:
            table, columns = begun[1], [name.strip(' "') for name in begun[2].split(",")]
        elif line == "\\.":
            table, columns = "", []
        elif needle in line:
            cells = zip(columns, line.split("\t"), strict=True) if columns else [("elsewhere", line)]
            places |= {f"{table}.{name}".lstrip(".") for name, cell in cells if needle in cell}
    return places


def all_of_redis(url: str) -> bytes:
    """Every key and value of every database, and what the server remembers of commands and clients."""
    seen: list[Any] = []
    for number in range(16):
        memory = redis.Redis.from_url(url.rpartition("/")[0] + f"/{number}")
        for key in memory.scan_iter(count=1000):
            seen += [key, _value(memory, key)]
        if number == 0:
            seen += [memory.slowlog_get(), memory.client_list(), memory.info()]
        memory.close()
    return repr(seen).encode()


def _value(memory: Any, key: bytes) -> Any:
    readers: dict[bytes, Callable[[], Any]] = {
        b"string": lambda: memory.get(key),
        b"hash": lambda: memory.hgetall(key),
        b"list": lambda: memory.lrange(key, 0, -1),
        b"set": lambda: memory.smembers(key),
        b"zset": lambda: memory.zrange(key, 0, -1, withscores=True),
        b"none": lambda: None,  # gone since it was named
    }
    return readers[memory.type(key)]()


def files_below(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield str(path.relative_to(folder.parent)), path.read_bytes()
