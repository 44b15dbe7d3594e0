"""Search and browse the codes; everything else that a search may mean is found beside them."""

from typing import Final, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from codes.bundling import ASSOCIATED_WORDS
from codes.caching import kept_a_minute
from codes.finding import Group, Hit, Kind, Query, Tier, read
from codes.forms import PairsForm
from codes.models import Code, Found, find
from codes.models.bundling import held_tables, listing, partners
from codes.models.pairing import pairing

PAGE_SIZE: Final = 40
PAIRS_OF_A_PAGE: Final = 100
EACH_KIND: Final = 12
SUGGESTED_OF_EACH_KIND: Final = 5
SUGGESTION_KEPT: Final = 300  # seconds, by browsers too: typing and deleting asks again and again
PAGES: Final = {Kind.CODE: "code", Kind.REASON: "reason", Kind.PAYER: "payer", Kind.GUIDE: "guide"}


class Row(NamedTuple):
    """A hit, and the page it leads to; "" for what this page says already."""

    hit: Hit
    address: str


class Listed(NamedTuple):
    kind: Kind
    rows: list[Row]
    more: bool


@require_safe
@kept_a_minute
def index(request: HttpRequest) -> HttpResponse:
    query = read(request.GET.get("search", ""))
    if query.code and Code.objects.filter(pk=query.code).exists():
        return redirect("code", query.code)
    return _results(request, find(query.text)) if query.text else _browse(request)


def _browse(request: HttpRequest) -> HttpResponse:
    service_type = request.GET.get("type", "").replace("\x00", "")
    codes = Code.objects.named().of_type(service_type) if service_type else Code.objects.named()
    context = {
        "here": "codes",
        "service_type": service_type,
        "service_types": Code.objects.service_types(),
        "page": Paginator(codes, PAGE_SIZE).get_page(request.GET.get("page")),
        "today": timezone.now().date(),
    }
    return render(request, "codes/index.html", context)


def _results(request: HttpRequest, found: Found) -> HttpResponse:
    page = Paginator(found.codes, PAGE_SIZE).get_page(request.GET.get("page"))
    codes = list(page)
    others = [_listed(group, found.query) for group in found.groups_beside(EACH_KIND)] if page.number == 1 else []
    best = codes[0].tier if codes else Tier.SAID
    context = {
        "here": "codes",
        "search": found.instead_of or found.query.text,
        "instead": found.query.text if found.instead_of else "",
        "page": page,
        "codes": [(code, found.families.get(code.pk)) for code in codes],
        "before": [group for group in others if group.rows[0].hit.tier < best or not codes],
        "after": [group for group in others if group.rows[0].hit.tier >= best and codes],
        "today": timezone.now().date(),
        "well_formed": found.query.code,
        "nearest": Code.objects.nearest(found.query.code) if found.query.code else [],
    }
    return render(request, "codes/results.html", context)


@require_safe
@cache_control(public=True, max_age=SUGGESTION_KEPT, s_maxage=SUGGESTION_KEPT)
def suggestions(request: HttpRequest) -> HttpResponse:
    """A list for the search box, as somebody types."""
    found = find(request.GET.get("q", ""))
    groups = [_listed(group) for group in found.groups(SUGGESTED_OF_EACH_KIND)]
    context = {
        "groups": groups,
        "count": sum(len(group.rows) for group in groups),
        "instead": found.query.text if found.instead_of else "",
    }
    return render(request, "partials/suggestions.html", context)


def _listed(group: Group, searched: Query | None = None) -> Listed:
    """With addresses. A page of results has itself said all there is of the modifier or diagnosis `searched`."""
    rows = [Row(hit, "" if searched and _is_said_here(hit) else _address(hit)) for hit in group.hits]
    return Listed(group.kind, rows, group.more)


def _is_said_here(hit: Hit) -> bool:
    return hit.tier == Tier.EXACT and hit.kind in {Kind.MODIFIER, Kind.DIAGNOSIS}


def _address(hit: Hit) -> str:
    match hit.kind:
        case Kind.MODIFIER:
            return _searched(f"modifier {hit.key}")
        case Kind.DIAGNOSIS:
            return _searched(hit.key)
        case Kind.LOCALITY:
            return f"{reverse('localities')}#{hit.key}"
        case _:
            return reverse(PAGES[hit.kind], args=[hit.key])


def _searched(text: str) -> str:
    return f"{reverse('codes')}?{urlencode({'search': text})}"


@require_safe
@kept_a_minute
def pairs(request: HttpRequest, code: str) -> HttpResponse:
    """The NCCI pairs of a code: one of them answered for, and the list of all, by page."""
    if not code.isalnum():
        raise Http404
    if code != code.upper():
        return redirect("bundling", code.upper())
    known = get_object_or_404(Code, pk=code)
    form, held = PairsForm(request.GET), held_tables()
    asked = form.asked()
    found = listing(code, day=asked.day, setting=asked.setting, wanted=asked.wanted, held=held)
    page = Paginator(found.pairs, PAIRS_OF_A_PAGE).get_page(request.GET.get("page"))
    answered = asked.other and asked.other != code
    context = {
        "here": "codes",
        "code": known,
        "form": form,
        "associated": ASSOCIATED_WORDS,
        "asked": asked,
        "listing": found,
        "page": page,
        "total": f"{page.paginator.count:,}",
        "partners": partners(code, [found.edit(pair) for pair in page]),
        "pairing": pairing(
            code, asked.other, day=asked.day, setting=asked.setting, modifiers=asked.modifiers, held=held
        )
        if answered
        else None,
    }
    return render(request, "codes/bundling.html", context)
