"""Fetches one published file to a temporary folder: with patience, never without end."""

import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import urllib3

from codes.sources.errors import NotPublishedError, SourceError

LARGEST: Final = 1 << 28  # bytes; CMS's zips are below 100 MB
ATTEMPTS: Final = 4
PAUSE: Final = 0.5  # seconds; doubles with each attempt
PATIENCE: Final = urllib3.Timeout(connect=10, read=60)  # seconds
CHUNK: Final = 1 << 18
AGENT: Final = "medpay (imports of public fee schedules)"


def is_address(path: str) -> bool:
    return urlsplit(path).scheme in {"http", "https"}


@contextmanager
def fetched(address: str, *, attempts: int = ATTEMPTS, largest: int = LARGEST) -> Iterator[Path]:
    """The file at `address`, under its own name, until the block ends. Retries what may pass.

    Raises NotPublishedError where nothing stands there, SourceError for all else.
    """
    with tempfile.TemporaryDirectory(prefix="medpay-") as folder:
        path = Path(folder) / (Path(unquote(urlsplit(address).path)).name or "download")
        for left in reversed(range(attempts)):
            try:
                _fetch(address, path, attempts, largest)
                break
            except urllib3.exceptions.HTTPError as problem:  # the answer broke off: only a new request helps
                if not left or isinstance(problem, urllib3.exceptions.MaxRetryError):
                    raise SourceError(address, 0, f"could not be fetched: {_reason(problem)}") from problem
        yield path


def _fetch(address: str, path: Path, attempts: int, largest: int) -> None:
    retries = urllib3.Retry(
        total=attempts - 1,
        backoff_factor=PAUSE,
        status_forcelist=[429, 500, 502, 503, 504],
        raise_on_status=False,
    )
    with _pool(address) as pool:
        answer = pool.request("GET", address, retries=retries, timeout=PATIENCE, preload_content=False)
        with answer:
            _refuse_unless_ok(address, answer.status)
            _save(address, answer, path, largest)


def _save(address: str, answer: urllib3.BaseHTTPResponse, path: Path, largest: int) -> None:
    size = 0
    with path.open("wb") as file:
        for chunk in answer.stream(CHUNK, decode_content=False):
            size += len(chunk)
            if size > largest:
                raise SourceError(address, 0, f"more than {largest >> 20} MB; no file of CMS's is that large")
            file.write(chunk)


def _refuse_unless_ok(address: str, status: int) -> None:
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise NotPublishedError(address, 0, "nothing is published at this address")
    if status != HTTPStatus.OK:
        raise SourceError(address, 0, f"the server answered {status}")


def _pool(address: str) -> urllib3.PoolManager:
    """Straight, or through the proxy that the environment names (https_proxy, no_proxy)."""
    parts = urlsplit(address)
    proxy = urllib.request.getproxies().get(parts.scheme)
    headers = {
        "User-Agent": AGENT,
        "Accept-Encoding": "identity",
    }  # what is packed is unpacked by `archive`, in measure
    if proxy and not urllib.request.proxy_bypass(parts.netloc):
        return urllib3.ProxyManager(proxy, headers=headers)
    return urllib3.PoolManager(headers=headers)


def _reason(problem: urllib3.exceptions.HTTPError) -> str:
    cause = problem.reason if isinstance(problem, urllib3.exceptions.MaxRetryError) else problem
    return str(cause).split(": ", 1)[-1] if cause else "no answer"
