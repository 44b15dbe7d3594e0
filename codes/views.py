"""Search and browse the codes."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from codes.caching import kept_a_minute
from codes.models import Code
from codes.shapes import CODE_SHAPE, CODE_WITH_MODIFIERS, DENIAL_REASONS

PAGE_SIZE: Final = 40
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
