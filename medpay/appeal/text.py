"""The paper as plain text, in lines that every program shows whole."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from codes.answering import in_words
from medpay.appeal.paper import Item, Letter, Paper, Section
from medpay.citing import Citation

WIDTH: Final = 78
TICK: Final = "[ ] "
BULLET: Final = "- "
YOURS: Final = "Checklist: for you, not a part of the letter"


def as_text(paper: Paper) -> bytes:
    lines = [*(_letter(paper.letter) if paper.letter else ()), *_checklist(paper)]
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def _letter(letter: Letter) -> Iterator[str]:
    for head in (letter.sender, (letter.date,), letter.recipient):
        yield from (line for item in head for line in _wrapped(item.words))
        yield ""
    yield from _wrapped(f"Re: {letter.subject}")
    width = max(len(field.name) for field in letter.about) + 2
    for field in letter.about:
        yield from _wrapped(field.value, f"    {f'{field.name}:':<{width}}")
    yield ""
    yield from _paragraphs(letter.opening)
    yield "Grounds"
    yield ""
    for number, ground in enumerate(letter.grounds, start=1):
        yield from _item(ground, f"{number}. ")
        yield ""
    if not letter.grounds:
        yield from _paragraphs((letter.unsourced,))
    yield from _paragraphs(letter.closing)
    yield from _paragraphs(letter.signature)
    yield "Enclosures"
    for enclosure in letter.enclosures:
        yield from _wrapped(enclosure.words, BULLET)
    yield ""
    yield "=" * WIDTH
    yield ""


def _checklist(paper: Paper) -> Iterator[str]:
    yield from _underlined(YOURS if paper.letter else paper.title, "=")
    if paper.letter:
        yield from _wrapped(paper.title)
        yield ""
    yield from _underlined(paper.way.heading, "-")
    yield from _items(paper.way.words, "")
    for answer in paper.brief:
        yield from _item(answer.item._replace(words=f"{answer.name}: {answer.item.words}"), "")
    yield ""
    for section in paper.sections:
        yield from _section(section)
    yield from _underlined("About this paper", "-")
    for notice in paper.notices:
        yield from _wrapped(notice)
    yield from _wrapped(f"Made {in_words(paper.made)}. The same with fresh figures:")
    yield paper.address


def _section(section: Section) -> Iterator[str]:
    yield from _underlined(section.heading, "-")
    if section.note:
        yield from _wrapped(section.note)
        yield ""
    items = [item._replace(source=None) for item in section.items] if section.source else section.items
    yield from _items(items, TICK if section.ticked else BULLET)
    if section.source:
        yield from _source(section.source, "")
        yield ""


def _items(items: Sequence[Item], mark: str) -> Iterator[str]:
    for item in items:
        yield from _item(item, mark)
    if items:
        yield ""


def _item(item: Item, mark: str) -> Iterator[str]:
    yield from _wrapped(item.words, mark)
    if item.source:
        yield from _source(item.source, " " * len(mark))


def _source(source: Citation, margin: str) -> Iterator[str]:
    yield from _wrapped(f"Source: {source.words}", margin)
    if source.link:
        yield f"{margin}{source.link}"


def _paragraphs(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        yield from _wrapped(item.words)
        yield ""


def _underlined(words: str, line: str) -> Iterator[str]:
    found = list(_wrapped(words))
    yield from found
    yield line * max(map(len, found))
    yield ""


def _wrapped(words: str, mark: str = "") -> Iterator[str]:
    """In lines, the first behind `mark`, the others below its end. Addresses are not broken."""
    yield from textwrap.wrap(
        words,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
