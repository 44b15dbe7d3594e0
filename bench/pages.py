"""Requests per second of the page of a code: against a trivial view of three queries, and behind the proxy's cache.

The first two are answered by the same server, with and without pages being kept; the proxy is nginx with the deployed
file, over TLS, against a static file of the same bytes on the same nginx. `wrk` sends the latter; without wrk or nginx
those rows are left out, and the run says so.
"""

import http.client
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from bench.figures import Baseline, Figure, promise
from bench.load import HOST, get, load
from bench.reporting import Reader, report
from medpay.embedded import state
from medpay.management.commands.up import granian
from tests.medpay.proxy import NGINX, running_proxy
from tests.site import Site, free_port, until

CODE: Final = "86320"
REPORTS: Final = 40
PAGE: Final = f"/codes/{CODE}/"
THREE: Final = "trivial view of three queries"
STATIC: Final = "static file of the same bytes"
WRK: Final = shutil.which("wrk")
RATE: Final = re.compile(r"Requests/sec:\s*([0-9.]+)")
REFUSED: Final = re.compile(r"Non-2xx or 3xx responses|Socket errors")

Rate = Callable[[], float]


def measure(site: Site, folder: Path, *, clients: int, rounds: int, seconds: float) -> list[Figure]:
    tag = _filled(site)
    with ExitStack() as stack:
        kept = stack.enter_context(_server(site, keeps=True))
        anew = stack.enter_context(_server(site, keeps=False))
        asked = {
            THREE: get(kept, f"/three/{CODE}/"),
            "page of a code": get(kept, PAGE),
            "page of a code, 304": get(kept, PAGE, If_None_Match=tag(kept)),
            "live fragment, 304": get(kept, f"{PAGE}statistics/", If_None_Match=tag(kept, "statistics/")),
        }
        rates: dict[str, Rate] = {
            name: lambda request=request: load(kept, lambda: request, clients=clients, seconds=seconds).per_second  # type: ignore[misc]
            for name, request in asked.items()
        }
        page = get(anew, PAGE)
        rates["page of a code, made anew each time"] = lambda: (
            load(anew, lambda: page, clients=clients, seconds=seconds).per_second
        )
        rates |= stack.enter_context(_behind_the_proxy(site, folder, clients=clients, seconds=seconds))
        found: dict[str, list[float]] = {name: [] for name in rates}
        for number in range(rounds + 1):
            for name, rate in rates.items():
                runs = rate()
                if number:  # the first round warms up
                    found[name].append(runs)
    return list(_figures(found, clients))


def _filled(site: Site) -> Callable[..., str]:
    """Enough reports for figures; and how to ask for the tag of a page."""
    reader = Reader(site.port)
    chance = random.Random(1)
    already = reader.reports(CODE)
    for _ in range(REPORTS - already):
        reader.send(report(chance, CODE))
    until(lambda: reader.reports(CODE) >= REPORTS, 30, site.output)
    reader.close()

    def tag(port: int, below: str = "") -> str:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        connection.request("GET", PAGE + below)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return str(answer.headers["ETag"])

    return tag


@contextmanager
def _server(site: Site, *, keeps: bool) -> Iterator[int]:
    """Another web server before the database of the site, started as `up` starts its own; its port."""
    servers = state.running(site.home)
    assert servers is not None
    port = free_port()
    command = [*granian(port)[:-1], "bench.beside.wsgi:application"]
    env = {
        **site.env,
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "MEDPAY_SECRET_KEY": servers.secret_key,
        "MEDPAY_DATABASE_POOL": "1",
    }
    process = subprocess.Popen(command, env={**env, "BENCH_KEEPS": "1" if keeps else "0"}, stdout=sys.stderr)
    try:
        until(lambda: _answers(port), 60, lambda: "the server beside the site does not answer")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def _behind_the_proxy(site: Site, folder: Path, *, clients: int, seconds: float) -> Iterator[Mapping[str, Rate]]:
    if NGINX is None or WRK is None:
        print("nginx or wrk is not installed: nothing was measured behind the proxy", file=sys.stderr)
        yield {}
        return
    connection = http.client.HTTPConnection(HOST, site.port, timeout=30)
    connection.request("GET", PAGE)
    place = folder / "proxied"
    (place / "static").mkdir(parents=True)
    (place / "static" / "page.html").write_bytes(connection.getresponse().read())
    folder.chmod(0o755)  # nginx reads there as another user, and the folder is our own
    port = free_port()
    beside = f"server {{ listen {port} ssl; root {place}/static; }}\n"
    with running_proxy(place, site.port, beside=beside) as (_, https, _process):
        yield {
            STATIC: lambda: _wrk(f"https://{HOST}:{port}/page.html", clients, seconds),
            "page of a code behind the proxy": lambda: _wrk(f"https://{HOST}:{https}{PAGE}", clients, seconds),
        }


def _wrk(address: str, clients: int, seconds: float) -> float:
    assert WRK is not None
    command = [WRK, "-t1", f"-c{clients}", f"-d{seconds:.0f}s", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if REFUSED.search(said):
        raise ConnectionError(said)
    return float(RATE.search(said)[1])  # type: ignore[index]


def _figures(found: Mapping[str, list[float]], clients: int) -> Iterator[Figure]:
    for name, runs in found.items():
        if name in {THREE, STATIC}:
            continue
        against = (
            Baseline(what=STATIC, runs=found[STATIC]) if "proxy" in name else Baseline(what=THREE, runs=found[THREE])
        )
        yield Figure(what=f"{name}, {clients} clients", unit="req/s", runs=runs, against=against)
        if "304" in name:
            yield Figure(
                what=f"{name}, {clients} clients", unit="req/s", runs=runs, against=promise("issue: at least", 2000)
            )
