"""What a moderator takes out of a story. Nothing is put in but the mark of what was there.

A place is the name of a finding in a form: "12-20", the characters from 12 up to 20 of the stored story.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from reports.screening import KIND_WORDS, screen


class Suspect(NamedTuple):
    """What could identify a person: a hard one surely, a soft one (a name, a place) perhaps."""

    start: int
    end: int
    kind: str
    hard: bool

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"

    @property
    def words(self) -> str:
        return KIND_WORDS[self.kind]


class Part(NamedTuple):
    """A piece of a story, and what it may be."""

    text: str
    suspect: Suspect | None


class Span(NamedTuple):
    start: int
    end: int
    mark: str


class NotThere(ValueError):
    """Words to be taken out stand nowhere in the story; `line` counts them from 1, and nothing repeats them."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def suspects(story: str) -> list[Suspect]:
    """Everything found in a story, in order, none overlapping; where both kinds overlap, the hard one stands."""
    found = screen(story)
    each = [(one, True) for one in found.hard] + [(one, False) for one in found.soft]
    return sorted(Suspect(one.start, one.end, one.kind, hard=hard) for one, hard in each)


def parts(story: str) -> list[Part]:
    """The story in pieces, each suspect one of its own."""
    pieces, kept = [], 0
    for suspect in suspects(story):
        pieces += [Part(story[kept : suspect.start], None), Part(story[suspect.start : suspect.end], suspect)]
        kept = suspect.end
    return [piece for piece in [*pieces, Part(story[kept:], None)] if piece.text]


def cut(story: str, places: Collection[str], words: Sequence[str]) -> str:
    """The story without the suspects at `places`, and without each of `words` wherever it stands.

    Raises `NotThere`.
    """
    spans = [Span(one.start, one.end, one.words) for one in suspects(story) if one.place in places]
    for line, phrase in enumerate(words, start=1):
        found = list(occurrences(story, phrase))
        if not found:
            raise NotThere(line)
        spans += found
    return _without(story, spans)


def occurrences(story: str, phrase: str) -> Iterator[Span]:
    """Where the phrase stands as whole words; where it never does, wherever its letters stand. Spaces may be any."""
    letters = r"\s+".join(re.escape(word) for word in phrase.split())
    if not letters:
        return
    whole = re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)
    pattern = whole if whole.search(story) else re.compile(letters, re.IGNORECASE)
    for match in pattern.finditer(story):
        yield Span(match.start(), match.end(), "")


def unsettled(story: str, cleared: Collection[str]) -> list[Suspect]:
    """What still stands in a story and was not judged harmless: `cleared` holds the texts that were."""
    return [
        one
        for one in suspects(story)
        if one.hard or not any(story[one.start : one.end] in harmless for harmless in cleared)
    ]


def _without(story: str, spans: Sequence[Span]) -> str:
    """Overlapping spans become one, which is named only if all agree."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last and span.start < last.end:
            merged[-1] = Span(last.start, max(last.end, span.end), last.mark if last.mark == span.mark else "")
        else:
            merged.append(span)
    pieces, kept = [], 0
    for start, end, mark in merged:
        pieces += [story[kept:start], f"[{mark} removed]" if mark else "[removed]"]
        kept = end
    return "".join([*pieces, story[kept:]])
