"""Chromium as the journeys use it, and what no page may do before their eyes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, WebError, expect

PATIENCE: Final = 15_000.0  # milliseconds, for whatever has no promise of its own
PROMISE: Final = 5_000.0  # milliseconds in which an open page follows a change
# The first is the same browser without a window's machinery: it opens a page in a third of the time.
PROGRAMS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS: Final = (
    "--no-sandbox",  # root cannot have one, and the pages are our own
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What another size or other colors can break; all else is the same in each look.
OF_A_LOOK: Final = (
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "scrollable-region-focusable",
    "meta-viewport",
)
LOOKS: Final = (("light", 1280, 900), ("dark", 390, 844))  # a desk by day, a phone by night

expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """The path of an installed Chromium."""
    return next((path for program in PROGRAMS if (path := shutil.which(program))), None)


class Visitor:
    """One person with a browser of their own: nobody else's cookies, and an eye on everything that is loaded."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        """`url` is the site's; `options` go to `Browser.new_context`, such as `java_script_enabled=False`."""
        self.url = url
        self.context = browser.new_context(base_url=url, **{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.cookies: list[str] = []
        self.context.on("console", self._console)
        self.context.on("weberror", self._error)
        self.context.on("request", self._request)
        self.context.on("response", self._response)

    def open(self, path: str) -> Page:
        """A new tab on `path`, which may be a 404."""
        page = self.context.new_page()
        page.goto(path)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        """Errors and broken promises of the content security policy. What failed to load is told by `_response`."""
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{message.type} on {message.location['url']}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error.message}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.url).netloc and not request.url.startswith("data:"):
            self.complaints.append(f"another host is asked: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} for {response.url}")
        if "set-cookie" in response.headers:
            self.cookies.append(response.url)


@contextmanager
def visiting(browser: Browser, url: str, **options: Any) -> Iterator[Visitor]:
    """A visitor to whom nothing has gone wrong by the end."""
    visitor = Visitor(browser, url, **options)
    yield visitor
    visitor.context.close()
    assert visitor.complaints == [], visitor.complaints


def accessibility(page: Page) -> list[str]:
    """What axe finds and what reaches beyond the screen, with every fold open, in both looks. Empty: nothing."""
    page.wait_for_load_state()  # a click only waits until the next page begins
    page.eval_on_selector_all("details", "all => all.forEach(details => { details.open = true })")
    found = []
    for scheme, width, height in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # a Literal
        page.set_viewport_size({"width": width, "height": height})
        only = (
            {"type": "tag", "values": RULES}
            if (scheme, width, height) == LOOKS[0]
            else {"type": "rule", "values": OF_A_LOOK}
        )
        found += [f"{scheme}, {width} px: {problem}" for problem in _axe(page, only)]
        if (reach := page.evaluate("document.scrollingElement.scrollWidth")) > width:
            found.append(f"{scheme}, {width} px: the page is {reach} px wide")
    return found


def _axe(page: Page, only: dict[str, Any]) -> list[str]:
    options: dict[str, Any] = {"runOnly": only, "resultTypes": ["violations"]}
    options["preload"] = False  # a sheet that another imports would be read by an inline style, against the policy
    if not page.evaluate("'axe' in window"):  # half a megabyte, once for all looks at a page
        page.evaluate(Axe().axe_script)
    results = page.evaluate("options => axe.run(options)", options)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]
