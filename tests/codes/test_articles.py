"""The site's texts, from Markdown."""

import datetime
from pathlib import Path

import pytest

from codes import articles
from codes.articles import article


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(articles, "CONTENT", tmp_path)
    article.cache_clear()
    return tmp_path


def test_a_text_has_title_summary_date_and_html(content: Path) -> None:
    (content / "a.md").write_text("---\ntitle: One\nsummary: Two\ndate: 2026-11-21\n---\n## Three\n\n*four*\n")
    assert article("a") == ("One", "Two", datetime.date(2026, 11, 21), "<h2>Three</h2>\n<p><em>four</em></p>\n")


def test_a_date_in_quotes_is_a_date(content: Path) -> None:
    (content / "a.md").write_text("---\ntitle: One\ndate: '2026-11-21'\n---\n")
    assert article("a").date == datetime.date(2026, 11, 21)


def test_a_text_without_a_date_has_none(content: Path) -> None:
    (content / "a.md").write_text("---\ntitle: One\n---\n")
    assert article("a") == ("One", "", None, "")


def test_html_in_a_text_is_shown_not_obeyed(content: Path) -> None:
    (content / "a.md").write_text("---\ntitle: One\n---\n<script>alert(1)</script>\n")
    assert article("a").html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_text_that_does_not_exist_is_not_found(content: Path) -> None:
    with pytest.raises(FileNotFoundError):
        article("none")


@pytest.mark.parametrize("name", ["method", "privacy", "terms"])
def test_our_own_texts_have_a_title_and_a_date(name: str) -> None:
    article.cache_clear()
    text = article(name)
    assert text.title
    assert text.date is not None
