"""A small HTTP client for load: so many keep-alive connections, each asking again as soon as it is answered.

One thread waits on all connections and sends prepared bytes, so that it takes little of the machine it shares with the
server: about 20 µs a request. It understands just what our own server says: a status line, headers, Content-Length.
"""

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, NamedTuple

HOST: Final = "127.0.0.1"
STALLED: Final = 30.0  # seconds without any answer
LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
BODILESS: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
CHUNK: Final = 262_144

NextRequest = Callable[[], bytes]


class Load(NamedTuple):
    """What came back within `seconds`: answers by status, and each one's time in seconds."""

    seconds: float
    statuses: Counter[int]
    latencies: list[float]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


@dataclass
class _Client:
    """One connection, its request under way, and what has come of the answer."""

    connection: socket.socket
    next_request: NextRequest
    asked: float = 0.0
    received: bytes = b""

    def ask(self) -> None:
        self.received = b""
        self.asked = time.perf_counter()
        self.connection.sendall(self.next_request())

    def read(self) -> int | None:
        """The answer's status once it is complete."""
        chunk = self.connection.recv(CHUNK)
        if not chunk:
            raise ConnectionError("the server closed a connection in the middle of the load")
        self.received += chunk
        head, separator, body = self.received.partition(b"\r\n\r\n")
        if not separator:
            return None
        status = int(head[9:12])
        if status in BODILESS:
            return status
        length = LENGTH.search(head)
        if length is None:
            raise ConnectionError("an answer without Content-Length")
        return status if len(body) >= int(length[1]) else None


def get(port: int, path: str, **headers: str) -> bytes:
    """A GET as bytes; `If_None_Match="…"` becomes a header."""
    return _head("GET", port, path, headers) + b"\r\n"


def post(port: int, path: str, body: bytes) -> bytes:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return _head("POST", port, path, headers) + b"\r\n" + body


def load(port: int, next_request: NextRequest, *, clients: int, seconds: float) -> Load:
    """Keeps `clients` connections busy for so long. Answers that come later are awaited and not counted."""
    with selectors.DefaultSelector() as selector:
        waiting = [_Client(_connect(port), next_request) for _ in range(clients)]
        try:
            for client in waiting:
                selector.register(client.connection, selectors.EVENT_READ, client)
            return _run(selector, waiting, seconds)
        finally:
            for client in waiting:
                client.connection.close()


def _run(selector: selectors.BaseSelector, clients: list[_Client], seconds: float) -> Load:
    statuses: Counter[int] = Counter()
    latencies: list[float] = []
    started = time.perf_counter()
    for client in clients:
        client.ask()
    under_way = len(clients)
    while under_way:
        ready = selector.select(STALLED)
        if not ready:
            raise TimeoutError(f"no answer for {STALLED:.0f} seconds")
        for key, _ in ready:
            status = key.data.read()
            if status is None:
                continue
            now = time.perf_counter()
            if now - started > seconds:
                under_way -= 1
                continue
            statuses[status] += 1
            latencies.append(now - key.data.asked)
            key.data.ask()
    return Load(seconds, statuses, latencies)


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection((HOST, port), timeout=STALLED)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _head(method: str, port: int, path: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "".join(line + "\r\n" for line in lines).encode()
