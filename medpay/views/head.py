"""What the page of a code tells to programs: search engines, and sites that show a link to it."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from codes import handbook
from codes.models import Code, Sheet
from codes.sources import SOURCES
from medpay.code_page import structured
from medpay.code_page.picture import SIZE
from medpay.views.trail import Crumb, Trail, in_block, trail


class Head(NamedTuple):
    """`page` and `figures` are JSON-LD; `figures` may be shown only beside published figures (I3)."""

    title: str
    description: str
    address: str
    picture: str
    size: tuple[int, int]
    page: SafeString
    figures: SafeString


def head_of(request: HttpRequest, sheet: Sheet, *, year: int) -> Head:
    """Of the page at its canonical address; `year`: of the amounts on it."""
    code = sheet.code
    written = handbook.entry(code.pk)
    page = structured.Page(
        address=request.build_absolute_uri(reverse("code", args=[code.pk])),
        site=request.build_absolute_uri(reverse("home")),
        terms=request.build_absolute_uri(reverse("terms")),
        title=" ".join(filter(None, (code.pk, code.name))) + ": what it pays, why it is denied",
        description=_description(code, year),
        picture=request.build_absolute_uri(reverse("card", args=[code.pk])),
        subject=structured.Subject(code.pk, code.name or code.official, code.service_type),
        bases=_bases(sheet),
        reviewed=written.reviewed if written else None,
    )
    tables = [
        structured.Table(request.build_absolute_uri(reverse(name, args=[code.pk])), media_type)
        for name, media_type in (("api_statistics_csv", "text/csv"), ("api_statistics", "application/json"))
    ]
    return Head(
        title=page.title,
        description=page.description,
        address=page.address,
        picture=page.picture,
        size=SIZE,
        page=in_block(structured.page_of(page, timezone.now().date())),
        figures=in_block(structured.figures_of(page, tables)),
    )


def trail_of(request: HttpRequest, code: Code) -> Trail:
    codes = reverse("codes")
    crumbs = [Crumb("medpay", reverse("home")), Crumb("Codes", codes)]
    if code.service_type:
        crumbs.append(Crumb(code.service_type, f"{codes}?{urlencode({'type': code.service_type})}"))
    return trail(request, *crumbs, here=code.pk)


def _description(code: Code, year: int) -> str:
    name = f", {code.name}" if code.name else ""
    return f"{code.pk}{name}: what Medicare pays ({year}), why claims are denied, and what gets them paid."


def _bases(sheet: Sheet) -> list[structured.Basis]:
    """The editions that the amounts come from."""
    release, lab = sheet.answer.release, sheet.lab
    editions = [("mpfs", release), ("clfs", lab.release if lab else None)]
    return [
        structured.Basis(SOURCES[source].title, edition.label, SOURCES[source].address, edition.effective)
        for source, edition in editions
        if edition is not None
    ]
