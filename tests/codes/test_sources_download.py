"""Fetching a file: with patience where it may help, with a plain sentence where it does not."""

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from codes.sources import NotPublishedError, SourceError, download
from codes.sources.download import fetched, is_address
from tests.codes.loopback import Answer, Loopback, serving


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setattr(download, "PAUSE", 0)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as loopback:
        yield loopback


def problem_with(address: str, **limits: int) -> str:
    with pytest.raises(SourceError) as caught, fetched(address, **limits):
        pass
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("https://www.cms.gov/files/zip/rvu25d.zip", True),
        ("http://127.0.0.1/a", True),
        ("rvu25d.zip", False),
        ("C:\\rvu25d.zip", False),
        ("file:///etc/passwd", False),
        ("ftp://example.org/a", False),
    ],
)
def test_only_http_is_an_address(path: str, expected: bool) -> None:
    assert is_address(path) is expected


def test_a_file_comes_under_its_own_name_and_is_gone_afterwards(web: Loopback) -> None:
    web.answers["/files/rvu%2025d.zip?x=1"] = [Answer(b"content")]
    with fetched(web.address + "files/rvu%2025d.zip?x=1") as path:
        assert (path.name, path.read_bytes()) == ("rvu 25d.zip", b"content")
    assert not path.exists()


def test_an_address_without_a_file_name_will_do(web: Loopback) -> None:
    web.answers["/"] = [Answer(b"content")]
    with fetched(web.address) as path:
        assert path.read_bytes() == b"content"


def test_a_redirection_is_followed(web: Loopback) -> None:
    web.answers["/a"] = [Answer(status=302, location="/b")]
    web.answers["/b"] = [Answer(b"content")]
    with fetched(web.address + "a") as path:
        assert path.read_bytes() == b"content"
    assert web.asked == ["/a", "/b"]


def test_a_busy_server_is_asked_again(web: Loopback) -> None:
    web.answers["/a"] = [Answer(status=503), Answer(status=500), Answer(b"content")]
    with fetched(web.address + "a") as path:
        assert path.read_bytes() == b"content"
    assert web.asked == ["/a"] * 3


def test_a_server_that_stays_busy_is_given_up(web: Loopback) -> None:
    web.answers["/a"] = [Answer(status=503)]
    assert problem_with(web.address + "a") == f"{web.address}a: the server answered 503"
    assert web.asked == ["/a"] * download.ATTEMPTS


def test_an_answer_that_breaks_off_is_fetched_again(web: Loopback) -> None:
    web.answers["/a"] = [Answer(b"half", claims=8), Answer(b"complete")]
    with fetched(web.address + "a") as path:
        assert path.read_bytes() == b"complete"


def test_an_answer_that_always_breaks_off_is_refused(web: Loopback) -> None:
    web.answers["/a"] = [Answer(b"half", claims=8)]
    assert problem_with(web.address + "a").startswith(f"{web.address}a: could not be fetched: ")
    assert web.asked == ["/a"] * download.ATTEMPTS


def test_what_is_not_there_is_told_from_other_failures(web: Loopback) -> None:
    with pytest.raises(NotPublishedError, match="nothing is published at this address"), fetched(web.address + "a"):
        pass
    assert web.asked == ["/a"]
    web.answers["/b"] = [Answer(status=403)]
    assert problem_with(web.address + "b") == f"{web.address}b: the server answered 403"


def test_what_a_server_packs_for_the_way_is_not_unpacked_on_arrival(web: Loopback) -> None:
    packed = gzip.compress(bytes(1 << 20))
    web.answers["/a"] = [Answer(packed, encoding="gzip")]
    with fetched(web.address + "a", largest=1 << 16) as path:
        assert path.read_bytes() == packed


def test_nothing_of_a_first_try_stays_in_the_second(web: Loopback) -> None:
    web.answers["/a"] = [Answer(b"a long half", claims=99), Answer(b"whole")]
    with fetched(web.address + "a") as path:
        assert path.read_bytes() == b"whole"


def test_a_file_past_the_limit_is_not_fetched_to_its_end(web: Loopback) -> None:
    web.answers["/a"] = [Answer(bytes(3 << 20))]
    assert problem_with(web.address + "a", largest=1 << 20) == (
        f"{web.address}a: more than 1 MB; no file of CMS's is that large"
    )


def test_no_server_at_all_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PAUSE", 0)
    monkeypatch.setenv("no_proxy", "*")
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    problem = problem_with(f"http://127.0.0.1:{port}/a", attempts=2)
    assert problem.startswith(f"http://127.0.0.1:{port}/a: could not be fetched: ")
    assert "refused" in problem
    assert "\n" not in problem


def test_the_proxy_of_the_environment_is_used(web: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("http_proxy", web.address)
    monkeypatch.setenv("no_proxy", "")
    web.answers["http://cms.example/a.zip"] = [Answer(b"through the proxy")]
    with fetched("http://cms.example/a.zip") as path:
        assert path.read_bytes() == b"through the proxy"
