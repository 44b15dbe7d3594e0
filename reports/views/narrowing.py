"""The filter that a reader put on the figures of a code: one payer, one line of business or one reason."""

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from codes.api.asking import said
from codes.models import Payer, Reason
from reports.aggregation import SLICED
from reports.presentation import Shown
from reports.remittance import CARC_SHAPE, parse_reason
from reports.vocabulary import LINES_OF_BUSINESS

LABELS: Final = {"payer": "the payer", "line_of_business": "the line of business", "reason": "the reason"}
LONGEST: Final = 60
UNKNOWN: Final = "an answer that is not known here"


class Filter(NamedTuple):
    field: str
    key: str

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def query(self) -> str:
        return urlencode({self.field: self.key})


class Narrowed(NamedTuple):
    """`figures` None: withheld or empty, which look alike. `about`: the page of what it is narrowed by, if any."""

    filter: Filter
    words: str
    about: str
    figures: Shown | None


def filter_of(query: Mapping[str, str]) -> Filter | None:
    """The first of those given; what cannot be an answer is none."""
    for field in SLICED:
        key = query.get(field, "").strip()
        if key and len(key) <= LONGEST and key.isprintable():
            return Filter(field, key)
    return None


def kept_of(query: QueryDict) -> dict[str, QueryDict]:
    """What the links of a code's page keep of its address: each changes one thing, by the tag `querystring`.

    Only what the page reads: it is kept for whoever asks the same, and must not show what else stood in an address.
    """
    by = filter_of(query)
    question, undated = said(query), said(query)
    for each in (question, undated):
        if by:
            each[by.field] = by.key
    for name in ("release", "date", "year"):
        undated.pop(name, None)
    return {"question": question, "unfiltered": said(query), "undated": undated}


def narrowed(by: Filter, figures: Shown | None) -> Narrowed:
    """In words of the reference alone: nothing that was typed is shown."""
    match by.field:
        case "payer":
            name = Payer.objects.filter(pk=by.key).values_list("name", flat=True).first()
            return Narrowed(by, name or UNKNOWN, reverse("payer", args=[by.key]) if name else "", figures)
        case "reason":
            group, carc = parse_reason(by.key)
            known = group and CARC_SHAPE.fullmatch(carc) and f"{group}-{carc}" == by.key
            words = Reason.objects.carcs().filter(code=carc).words().get(carc, "") if known else ""
            about = reverse("reason", args=[by.key]) if words else ""
            return Narrowed(by, f"{by.key} {words}".strip() if known else UNKNOWN, about, figures)
        case _:
            return Narrowed(by, LINES_OF_BUSINESS.get(by.key, UNKNOWN), "", figures)
