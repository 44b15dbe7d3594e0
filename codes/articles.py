"""Texts in `codes/content`: Markdown with a head of title, summary and date, to HTML."""

import datetime
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import frontmatter
from markdown_it import MarkdownIt

CONTENT: Final = Path(__file__).resolve().parent / "content"


class Article(NamedTuple):
    title: str
    summary: str
    date: datetime.date | None
    html: str  # of our own text: safe as it is


@cache
def article(name: str) -> Article:
    """The text called `name` ("method"). Raises FileNotFoundError where there is none."""
    text = frontmatter.loads((CONTENT / f"{name}.md").read_text(encoding="utf-8"))
    return Article(
        title=str(text["title"]),
        summary=str(text.get("summary", "")),
        date=_date(text.get("date")),
        html=MarkdownIt("commonmark", {"html": False, "typographer": True}).enable("table").render(text.content),
    )


def _date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.date) or value is None:
        return value
    return datetime.date.fromisoformat(str(value))
