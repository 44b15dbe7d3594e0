"""Reads the page of a code as a person would: its sections, and what the tables in them say."""

import html
import re

from django.test import Client

Row = tuple[str, ...]


def page(client: Client, path: str, status: int = 200) -> str:
    """With single spaces."""
    response = client.get(path)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def words(markup: str) -> str:
    """What is read of it: no tags, single spaces."""
    inline = re.sub(r"</?(?:a|b|span|strong)\b[^>]*>", "", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inline)).split())


def first_screen(markup: str) -> str:
    """From the name of the code to the button that reports."""
    found = re.search(r'<div class="entry">.*?</section>', markup)
    assert found
    return found[0]


def section(markup: str, name: str) -> str:
    """The section whose heading is called `name`; empty where there is none."""
    found = re.search(rf'<section class="[^"]*" aria-labelledby="{name}">.*?</section>', markup)
    return found[0] if found else ""


def sections(markup: str) -> list[str]:
    """The names of all headings of sections, in order."""
    return re.findall(r'<section class="chapter"[^>]*aria-labelledby="([\w-]+)"', markup)


def rows(markup: str) -> list[Row]:
    """The rows of every table in it, headings apart."""
    bodies = " ".join(re.findall(r"<tbody>.*?</tbody>", markup))
    return [
        tuple(words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))
        for row in re.findall(r"<tr>(.*?)</tr>", bodies)
    ]


def billables(markup: str) -> list[Row]:
    """What may be billed, and what it pays in an office and in a facility: the table of the first screen."""
    return rows(first_screen(markup))


def chips(markup: str) -> list[Row]:
    found = re.search(r'<dl class="chips">(.*?)</dl>', markup)
    return facts(found[1]) if found else []


def facts(markup: str) -> list[Row]:
    """Names and what is said of them."""
    return [(words(name), words(said)) for name, said in re.findall(r"<dt>(.*?)</dt> ?<dd>(.*?)</dd>", markup)]


def brief(markup: str) -> str:
    """What is denied and what got it paid, in words."""
    found = re.search(r'<div class="brief" id="brief">(.*?)</div>', markup)
    assert found
    return words(found[1])


def links(markup: str) -> list[str]:
    return [html.unescape(address) for address in re.findall(r'href="([^"]+)"', markup)]
