"""Each promise on /privacy/ names a test that exists; the page shows both."""

import ast
import html
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.test import Client

from medpay.promises import CHAPTERS
from reports import retention

PROMISES: Final = [promise for chapter in CHAPTERS for promise in chapter.promises]
RULES: Final = (*retention.DELETED, *retention.KEPT)
NAMED: Final = [name for promise in PROMISES for name in promise.kept_by] + [rule.kept_by for rule in RULES]


@cache
def named_in(path: str) -> frozenset[str]:
    """The names of a file's tests, as pytest writes them. Empty where there is no such file."""
    source = Path(settings.BASE_DIR) / path
    if not source.is_file() or not source.name.startswith("test_"):
        return frozenset()
    body = ast.parse(source.read_text()).body
    classes = [node for node in body if isinstance(node, ast.ClassDef) and node.name.startswith("Test")]
    inside = {f"{each.name}::{name}" for each in classes for name in functions(each.body)}
    return frozenset(functions(body) | inside)


def functions(body: list[ast.stmt]) -> set[str]:
    return {node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def exists(name: str) -> bool:
    path, _, test = name.partition("::")
    return test in named_in(path)


def test_there_are_promises_and_each_is_kept_by_a_test() -> None:
    assert len(PROMISES) > 15
    assert [promise.words for promise in PROMISES if not promise.kept_by] == []


@pytest.mark.parametrize("name", sorted(set(NAMED)))
def test_the_test_that_keeps_a_promise_exists(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize(
    "name",
    [
        "tests/medpay/test_promises.py::test_nothing_of_the_kind",
        "tests/medpay/test_promises.py::TestNobody::test_the_test_that_keeps_a_promise_exists",
        "tests/medpay/test_promises.py::exists",
        "tests/medpay/test_no_such_file.py::test_a",
        "medpay/promises.py::CHAPTERS",
    ],
)
def test_a_test_that_is_not_there_would_be_missed(name: str) -> None:
    assert not exists(name)


def test_no_test_is_skipped_for_good_that_keeps_a_promise() -> None:
    for path in {name.partition("::")[0] for name in NAMED}:
        assert not re.search(r"pytest\.mark\.(skip|xfail)\b", (Path(settings.BASE_DIR) / path).read_text()), path


def privacy(client: Client) -> str:
    return re.sub(r"\s+", " ", html.unescape(client.get("/privacy/").content.decode()).replace("<wbr>", ""))


@pytest.mark.django_db
class TestThePage:
    def test_it_shows_each_promise_with_its_tests(self, client: Client) -> None:
        page = privacy(client)
        for promise in PROMISES:
            kept = " ".join(f'<span class="kept-by">kept by <code>{name}</code></span>' for name in promise.kept_by)
            assert f"<li> {promise.words} {kept} </li>".replace("> <span", "><span") in page.replace(
                "> <span", "><span"
            )

    def test_it_shows_each_deadline_with_job_and_test(self, client: Client) -> None:
        page = privacy(client)
        for rule in RULES:
            job = f"by the job <code>{rule.job}</code>, " if rule.job else ""
            kept = f'<span class="kept-by">{job}kept by <code>{rule.kept_by}</code></span>'
            assert f"<dt>{rule.what}</dt> <dd> {rule.until} {kept} </dd>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/codes/", "/method/", "/privacy/", "/transparency/", "/report/", "/wrong/"])
def test_no_page_loads_anything_from_another_site(client: Client, path: str) -> None:
    """Neither by its own words, nor could it: the policy sent along names no other source."""
    response = client.get(path)
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {source for sources in policy.values() for source in sources.split()} == {"'none'", "'self'", "data:"}
    text = response.content.decode()
    loaded = re.findall(r'<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc="([^"]+)"', text)
    loaded += re.findall(r'<link\b[^>]*\srel="(?:stylesheet|icon|preload)"[^>]*\shref="([^"]+)"', text)
    assert loaded
    assert [address for address in loaded if not address.startswith("/static/")] == []
