"""Where a page stands on the site: the links that lead to it, for readers and for search engines."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

# What could end the block that the data stands in.
ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


class Crumb(NamedTuple):
    words: str
    address: str


class Trail(NamedTuple):
    """`data`: the same as a schema.org BreadcrumbList, ready to stand in a page."""

    crumbs: Sequence[Crumb]
    here: str
    data: SafeString


def trail(request: HttpRequest, *crumbs: Crumb, here: str) -> Trail:
    """The way over `crumbs`, the outermost first, to the page of `request`, which is called `here`."""
    places = [*crumbs, Crumb(here, request.path)]
    data = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": place.words,
                "item": request.build_absolute_uri(place.address),
            }
            for position, place in enumerate(places, start=1)
        ],
    }
    return Trail(crumbs, here, in_block(data))


def in_block(data: Mapping[str, Any]) -> SafeString:
    """As JSON that cannot end the block of a page in which it stands."""
    return mark_safe(json.dumps(data).translate(ESCAPES))  # noqa: S308 - escaped for its block
