"""Search and browse the codes."""

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from codes.bundling import ASSOCIATED_WORDS
from codes.caching import kept_a_minute
from codes.forms import PairsForm
from codes.models import Code
from codes.models.bundling import held_tables, listing, pairing, partners
from codes.shapes import CODE_SHAPE, CODE_WITH_MODIFIERS, DENIAL_REASONS

PAGE_SIZE: Final = 40
PAIRS_OF_A_PAGE: Final = 100
SEARCH_LIMIT: Final = 100  # characters


@require_safe
@kept_a_minute
def index(request: HttpRequest) -> HttpResponse:
    search = " ".join(request.GET.get("search", "").replace("\x00", "").split())[:SEARCH_LIMIT]
    service_type = request.GET.get("type", "").replace("\x00", "")
    typed = _without_modifiers(search.upper())
    if Code.objects.filter(pk=typed).exists():
        return redirect("code", typed)
    if search:
        codes = Code.objects.matching(search)
    elif service_type:
        codes = Code.objects.named().of_type(service_type)
    else:
        codes = Code.objects.named()
    page = Paginator(codes, PAGE_SIZE).get_page(request.GET.get("page"))
    looks_like_a_code = bool(CODE_SHAPE.fullmatch(typed))
    context = {
        "here": "codes",
        "search": search,
        "service_type": "" if search else service_type,
        "service_types": Code.objects.service_types(),
        "page": page,
        "today": timezone.now().date(),
        "well_formed": typed if looks_like_a_code else "",
        "is_denial_reason": bool(DENIAL_REASONS.fullmatch(typed)),
        "nearest": Code.objects.nearest(typed) if looks_like_a_code and not page.paginator.count else [],
    }
    return render(request, "codes/index.html", context)


def _without_modifiers(typed: str) -> str:
    """The code of a line as billers paste it; anything else as it is."""
    found = CODE_WITH_MODIFIERS.fullmatch(typed)
    return found["code"] if found else typed


@require_safe
@kept_a_minute
def pairs(request: HttpRequest, code: str) -> HttpResponse:
    """The NCCI pairs of a code: one of them answered for, and the list of all, by page."""
    if not code.isalnum():
        raise Http404
    if code != code.upper():
        return redirect("bundling", code.upper())
    known = get_object_or_404(Code, pk=code)
    asked, held = PairsForm(request.GET).asked(), held_tables()
    found = listing(code, day=asked.day, setting=asked.setting, wanted=asked.wanted, held=held)
    page = Paginator(found.pairs, PAIRS_OF_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    if not query.get("date"):
        query["date"] = found.day.isoformat()
    answered = asked.other and asked.other != code
    context = {
        "here": "codes",
        "code": known,
        "form": PairsForm(query),
        "associated": ASSOCIATED_WORDS,
        "asked": asked,
        "listing": found,
        "page": page,
        "total": f"{page.paginator.count:,}",
        "partners": partners(code, [found.edit(pair) for pair in page]),
        "pairing": pairing(
            code, asked.other, day=found.day, setting=asked.setting, modifiers=asked.modifiers, held=held
        )
        if answered
        else None,
    }
    return render(request, "codes/bundling.html", context)
