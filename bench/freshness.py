"""From a report's acceptance to the new figure: for a program that asks the API, and on a page that is open."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Final

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure, p95, promise
from bench.reporting import Reader, report
from tests.journeys.browsing import ARGUMENTS, chromium
from tests.site import Site, until

CODE: Final = "45385"
FIRST: Final = 10  # reports before the measurement: the code is open
PROMISE: Final = 3.0  # seconds: the issue's, for the median in a browser
POLL: Final = 3.0  # seconds between two questions of an open page
BETWEEN_QUESTIONS: Final = 0.002  # seconds between two questions of a program
PATIENCE: Final = 30.0
# Notes when the open page first shows a total, in seconds since 1970: the clock of this program too.
WATCH: Final = """() => {
  window.shown = {};
  const look = () => {
    const total = document.querySelector("#figures .total");
    if (total) window.shown[total.textContent] ??= (performance.timeOrigin + performance.now()) / 1000;
  };
  new MutationObserver(look).observe(document.querySelector("#denials"), { childList: true, subtree: true });
  look();
}"""


def measure(site: Site, *, reports: int) -> list[Figure]:
    reader, chance = Reader(site.port), random.Random(3)
    for _ in range(FIRST):
        reader.send(report(chance, CODE))
    until(lambda: reader.reports(CODE) == FIRST, PATIENCE, site.output)
    by_api = [_by_api(reader, chance, FIRST + number, site) for number in range(1, reports + 1)]
    figures = [_figure("report accepted to new figure by the API", by_api)]
    if chromium() is None:
        print("No Chromium was found, so freshness was not measured in a browser.")
    else:
        seen = FIRST + reports
        with _open_page(site) as page:
            runs = [_on_page(page, reader, chance, seen + number) for number in range(1, reports + 1)]
        figures.append(_figure("report accepted to new figure on an open page", runs))
    reader.close()
    return figures


def _figure(what: str, runs: list[float]) -> Figure:
    return Figure(what=what, unit="s", runs=runs, p95=p95(runs), against=promise("issue: median under", PROMISE))


def _by_api(reader: Reader, chance: random.Random, total: int, site: Site) -> float:
    reader.send(report(chance, CODE))
    accepted, pause = time.perf_counter(), Event()
    while reader.reports(CODE) < total:
        if time.perf_counter() - accepted > PATIENCE:
            raise TimeoutError(f"the figures did not move within {PATIENCE:.0f} seconds\n{site.output()}")
        pause.wait(BETWEEN_QUESTIONS)
    return time.perf_counter() - accepted


@contextmanager
def _open_page(site: Site) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        page = browser.new_page()
        page.goto(f"{site.url}codes/{CODE}/")
        page.evaluate(WATCH)
        yield page
        browser.close()


def _on_page(page: Page, reader: Reader, chance: random.Random, total: int) -> float:
    """Sends at a moment of chance between two questions of the page, or it would always meet the same one."""
    Event().wait(chance.uniform(0, POLL))
    reader.send(report(chance, CODE))
    accepted = time.time()
    shown = page.wait_for_function("words => window.shown[words]", arg=f"{total} reports", timeout=PATIENCE * 1000)
    return float(shown.json_value()) - accepted
