"""Requests per second: the page of a code and the live fragment, against a trivial view of the same server.

`/healthz` is the trivial view: it goes through the same server and middleware, and asks nothing.
"""

import random
from collections.abc import Mapping
from typing import Final

from bench.figures import Baseline, Figure
from bench.load import Load, get, load
from bench.reporting import Reader, report
from tests.site import Site, until

REPORTED: Final = "86320"
UNREPORTED: Final = "99215"
REPORTS: Final = 40
TRIVIAL: Final = "healthz"


def measure(site: Site, *, clients: tuple[int, ...], rounds: int, seconds: float) -> list[Figure]:
    """All of them in turn, round after round, so that what else the machine does falls on each alike."""
    requests = {TRIVIAL: get(site.port, "/healthz"), **_requests(site)}
    for request in requests.values():
        load(site.port, lambda request=request: request, clients=8, seconds=0.5)  # type: ignore[misc]  # warms up
    return [
        figure for number in clients for figure in _figures(_rates(site, requests, number, rounds, seconds), number)
    ]


def _requests(site: Site) -> Mapping[str, bytes]:
    fragment = f"/codes/{REPORTED}/statistics/"
    reader = Reader(site.port)
    chance = random.Random(1)
    for _ in range(REPORTS):
        reader.send(report(chance, REPORTED))
    until(lambda: reader.reports(REPORTED) == REPORTS, 30, site.output)
    etag = reader.etag(fragment)
    reader.close()
    return {
        f"page of a code, {REPORTS} reports": get(site.port, f"/codes/{REPORTED}/"),
        "page of a code, no reports": get(site.port, f"/codes/{UNREPORTED}/"),
        "live fragment, 304": get(site.port, fragment, If_None_Match=etag),
        "live fragment, whole": get(site.port, fragment),
        "figures by the API": get(site.port, f"/api/v1/codes/{REPORTED}/statistics/"),
    }


def _rates(
    site: Site, requests: Mapping[str, bytes], clients: int, rounds: int, seconds: float
) -> Mapping[str, list[float]]:
    rates: dict[str, list[float]] = {name: [] for name in requests}
    for _ in range(rounds):
        for name, request in requests.items():
            done = load(site.port, lambda request=request: request, clients=clients, seconds=seconds)  # type: ignore[misc]
            rates[name].append(_checked(name, done).per_second)
    return rates


def _checked(name: str, done: Load) -> Load:
    wanted = {304 if "304" in name else 200}
    if set(done.statuses) != wanted:
        raise ConnectionError(f"{name} was answered {dict(done.statuses)}")
    return done


def _figures(rates: Mapping[str, list[float]], clients: int) -> list[Figure]:
    trivial = Baseline(what="trivial view", runs=rates[TRIVIAL])
    return [
        Figure(what=f"{name}, {clients} clients", unit="req/s", runs=runs, against=trivial)
        for name, runs in rates.items()
        if name != TRIVIAL
    ]
