"""Texts that try to become markup, code or a formula, and what an answer must be for them to have stayed text."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

MARK: Final = "zqx"  # stands in whatever a text would create
SUM: Final = "94011"  # 31337 * 3, which no page has a reason to show

MARKUP: Final = (
    "<script>zqx()</script>",
    "</script><script>zqx()</script>",
    "<ScRiPt\x0c>zqx()</sCrIpT >",
    "<img src=zqx onerror=zqx()>",
    '"><img src=zqx onerror=zqx()>',
    "'><svg onload=zqx()>",
    "<svg><script href=data:,zqx() />",
    '" onfocus="zqx()" autofocus="zqx',
    "' onmouseover='zqx()' id='zqx",
    "x onpointerenter=zqx() zqx=1 ",
    "`onclick=zqx()`",
    "</textarea><script>zqx()</script>",
    "</title><script>zqx()</script>",
    "</option></select><zqx>",
    "</blockquote><zqx>",
    "</style><style>.zqx{}</style>",
    "--><script>zqx()</script><!-- zqx",
    "<!-- zqx",
    "]]><zqx>",
    "<?zqx ?>",
    '<a href="javascript:zqx()">zqx</a>',
    "<iframe srcdoc='<script>zqx()</script>'>",
    "<form action=//zqx><input name=zqx>",
    "<base href=//zqx/>",
    "<meta http-equiv=refresh content=0;url=//zqx>",
    "<link rel=stylesheet href=//zqx>",
    "<math><mtext><zqx>",
    "<details open ontoggle=zqx()>",
    "&lt;script&gt;zqx()&lt;/script&gt;",
    "&#60;img src=zqx onerror=zqx()&#62;",
    "%3Cscript%3Ezqx()%3C/script%3E",
    "\\u003cscript\\u003ezqx()\\u003c/script\\u003e",
    "\uff1cscript\uff1ezqx()\uff1c/script\uff1e",
    "*/zqx/*",
    '<a href=" \x01javascript:zqx()">zqx',
    "javascript:zqx()//",
    "data:text/html,<script>zqx()</script>",
    "//zqx/",
    "\\\\zqx\\..\\",
    "../../zqx",
)
TEMPLATES: Final = (
    "{{31337*3}} zqx",
    '{{ 7|add:"zqx" }}',
    '{% include "admin/login.html" %} zqx',
    "{% load zqx %}",
    "${31337*3} #{zqx} <%= zqx %>",
    "%(zqx)s %s {zqx} {0}",
)
STYLES: Final = ("zqx{background:url(//zqx)}", ";background:url(javascript:zqx())", '@import "zqx";')
QUERIES: Final = ("zqx' OR '1'='1", 'zqx"; --', "zqx\\", "%zqx_%")
HEADERS: Final = ("zqx\r\nSet-Cookie: zqx=1", "zqx%0d%0aSet-Cookie:%20zqx=1", "zqx\nLocation: //zqx")
CHARACTERS: Final = (
    "\x00zqx",
    "zqx\x07\x08\x1b[31mzqx\x1b[0m",
    "\x1b]0;zqx\x07",
    "\u202ezqx\u2066\u202d",
    "\u200b\u200dz\u200bqx\ufeff",
    "zqx\u0085\u2028\u2029",
    "z\u0300\u0301\u0302\u0303\u0304qx zqx",
    "zqx\ufffe\uffff",
    "zqx \ud800",
    "zqx \U0001f469\u200d\U0001f4bb",
    "zqx " * 2000,
    "(" * 3000 + "zqx",
)
FORMULAS: Final = (
    "=cmd|' /C calc'!zqx",
    '=HYPERLINK("//zqx","zqx")',
    "+1+1+zqx",
    "-1+zqx",
    "@SUM(zqx)",
    "\t=zqx",
    "\r=zqx",
    "\n=zqx",
    "%0A=zqx",
    '",=zqx',
    "\uff1dzqx",
)
HOSTILE: Final = (*MARKUP, *TEMPLATES, *STYLES, *QUERIES, *HEADERS, *CHARACTERS, *FORMULAS)
FEW: Final = (  # one of each kind, where every field is tried by itself
    MARKUP[1],
    "\"'><img src=zqx onerror=zqx()>",
    "javascript:zqx()//",
    "{{31337*3}}{% zqx %}",
    "zqx\r\nSet-Cookie: zqx=1",
    "\x00zqx",
    "zqx \ud800",
    "=cmd|' /C calc'!zqx",
)

SHOWS: Final = {"id", "value", "content", "title", "alt", "placeholder", "aria-label", "data-filter"}
LEADS: Final = {"href", "action", "formaction", "hx-get", "hx-post", "data-url", "data-live"}
HERE: Final = "http://testserver/"
DATA: Final = {"application/ld+json", "application/json"}
FORMULA: Final = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")


def storable(texts: Iterable[str]) -> list[str]:
    """Those that a database of UTF-8 text can hold, in 5,000 characters."""
    return [text for text in texts if not re.search("[\x00\ud800-\udfff]", text) and len(text) <= 5000]


def ask(client: Client, path: str, **parameters: str) -> HttpResponse:
    """`path` and parameters as a browser, or something less polite, would send them."""
    asked = urlencode(parameters, doseq=True, errors="surrogatepass")
    return client.get(f"{path}?{asked}" if asked else path)  # type: ignore[return-value]


def segment(text: str) -> str:
    """A text as one part of a path."""
    return quote(text[:300], safe="", errors="surrogatepass")


def fill(client: Client, path: str, fields: dict[str, str]) -> HttpResponse:
    body = urlencode(fields, doseq=True, errors="surrogatepass")
    return client.post(path, body, content_type="application/x-www-form-urlencoded")  # type: ignore[return-value]


def tell(client: Client, path: str, sent: object) -> HttpResponse:
    return client.post(path, json.dumps(sent), content_type="application/json")  # type: ignore[return-value]


def problems(answers: Iterable[tuple[object, HttpResponse]]) -> dict[str, list[str]]:
    """What is wrong with answers, each under what it was asked with; nothing."""
    return {f"{asked!r:.120}": wrong for asked, answer in answers if (wrong := made_of(answer))}


def made_of(response: HttpResponse) -> list[str]:
    """What in an answer came from a hostile text and is more than text; none."""
    kind = response["Content-Type"].partition(";")[0] if response.has_header("Content-Type") else ""
    found = [f"status {response.status_code}"] if response.status_code >= 500 else []
    found += [f"header {name}" for name, value in response.items() if _is_forged(name, value)]
    found += [f"cookie {name}" for name in response.cookies if MARK in name]
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("no nosniff")
    if kind == "text/html":
        found += elements_of(response.getvalue().decode())
    elif kind == "application/json":
        json.loads(response.getvalue())
    elif kind == "text/csv":
        found += [f"formula {cell!r}" for cell in formulas_in(response.getvalue().decode())]
    elif response.getvalue():
        found += [f"content of type {kind!r}"] if MARK in response.getvalue().decode(errors="replace") else []
    return found


def formulas_in(table: str) -> list[str]:
    rows = csv.reader(io.StringIO(table, newline=""), strict=True)
    return [cell for row in rows for cell in row if FORMULA.match(cell)]


def _is_forged(name: str, value: str) -> bool:
    """A header may carry a text only as an encoded part of an address of this site."""
    if re.search(r"[\r\n]", value):
        return True
    if name in {"Location", "HX-Push-Url"}:
        return not _stays_here(value)
    return MARK in value.casefold()


def elements_of(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page + "-->")  # a comment left open is one too
    reader.close()
    return [*reader.found, *(["a template was evaluated"] if SUM in page else [])]


def texts_of(page: str, tag: str) -> list[str]:
    """What a reader sees in each element of a kind."""
    reader = _Reader(tag)
    reader.feed(page)
    reader.close()
    return reader.texts


class _Reader(HTMLParser):
    def __init__(self, tag: str = "") -> None:
        super().__init__()
        self.found: list[str] = []
        self.texts: list[str] = []
        self._tag, self._inside, self._script = tag, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += _strange(tag, attrs)
        self._script = (dict(attrs).get("type") or "script") if tag == "script" else ""
        if tag == self._tag:
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""
        if tag == self._tag:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data
        if self._script in DATA:
            json.loads(data)
        elif self._script and data.strip():
            self.found.append(f"inline script {data[:40]!r}")

    def handle_comment(self, data: str) -> None:
        self._hidden("comment", data)

    def handle_decl(self, decl: str) -> None:
        self._hidden("declaration", decl)

    def handle_pi(self, data: str) -> None:
        self._hidden("instruction", data)

    def unknown_decl(self, data: str) -> None:
        self._hidden("section", data)

    def _hidden(self, kind: str, data: str) -> None:
        if MARK in data:
            self.found.append(f"{kind} {data[:40]!r}")


def _strange(tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[str]:
    if MARK in tag or tag in {"style", "iframe", "object", "embed", "base"} or "http-equiv" in dict(attrs):
        yield f"<{tag[:20]}>"
    for name, value in attrs:
        if MARK in name or name.startswith("on") or name in {"style", "srcdoc"} or _leads_astray(name, value or ""):
            yield f"<{tag} {name[:20]}={value!r:.60}>"


def _leads_astray(name: str, value: str) -> bool:
    bare = re.sub(r"[\x00-\x20]", "", value).casefold()
    if name in LEADS and bare.startswith(("javascript:", "vbscript:", "data:", "//", "\\")):
        return True
    if MARK not in value:
        return False
    return not _stays_here(value) if name in LEADS else name not in SHOWS


def _stays_here(address: str) -> bool:
    """As a browser reads it: backslashes are slashes."""
    led = urlsplit(urljoin(HERE, address.strip().replace("\\", "/")))
    return f"{led.scheme}://{led.netloc}/" == HERE
