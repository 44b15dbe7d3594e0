"""Markdown with front matter: the head as fields, the body as HTML whose `##` headings can be linked to."""

import re
from collections.abc import Callable, Hashable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import frontmatter
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from yaml import CSafeLoader, MappingNode, YAMLError
from yaml.constructor import ConstructorError

from codes.handbook.fields import Fields
from codes.handbook.values import Heading

MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
NO_LETTER_OR_DIGIT: Final = re.compile(r"[^a-z0-9]+")


class StrictLoader(CSafeLoader):
    """YAML that says a name once: the plain loader keeps the last of two and drops the other unseen."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, object]:  # noqa: FBT001, FBT002 - its form
        names = [str(name.value) for name, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise ConstructorError(None, None, f"{name!r} stands there twice", node.start_mark)
        return super().construct_mapping(node, deep)


class StrictHandler(YAMLHandler):
    def load(self, fm: str, **kwargs: Any) -> Any:
        return super().load(fm, Loader=StrictLoader)


def opened(path: Path) -> tuple[Fields, str]:
    """The head and the body of a file. Raises ValueError."""
    try:
        text = frontmatter.loads(path.read_text(encoding="utf-8"), handler=StrictHandler())
    except (YAMLError, ValueError) as error:
        raise ValueError(f"{path.name}, front matter: {' '.join(str(error).split())}") from error
    return Fields(text.metadata, file=path.name), text.content


def rendered(body: str, *, wrong: Callable[[str, str], ValueError]) -> tuple[str, tuple[Heading, ...]]:
    """The HTML of `body` and its table of contents. Raises what `wrong` makes of two headings with one id."""
    tokens = MARKDOWN.parse(body)
    headings: dict[str, Heading] = {}
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            heading = Heading(_id_of(inside.content), _without_marks(inside.content))
            if heading.id in headings or not heading.id:
                raise wrong("body", f"the heading {inside.content!r} stands twice, or has no letter")
            opening.attrSet("id", heading.id)
            headings[heading.id] = heading
    return MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}), tuple(headings.values())


def _id_of(heading: str) -> str:
    return NO_LETTER_OR_DIGIT.sub("-", heading.lower()).strip("-")


def _without_marks(heading: str) -> str:
    return re.sub(r"[*_`]", "", heading)
