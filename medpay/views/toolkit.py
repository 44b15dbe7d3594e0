"""The toolkit: a page to choose codes on, and two files made at once, without asking who wants them."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from codes import handbook
from codes.caching import kept_a_minute
from codes.quoting import Unplaced
from medpay.toolkit import MOST_CODES, Addresses, ToolkitForm, Wanted, as_pdf, as_workbook, gather, lay_out
from medpay.toolkit.paper import Paper


class Format(NamedTuple):
    write: Callable[[Paper], bytes]
    content_type: str


FORMATS: Final = {
    "pdf": Format(as_pdf, "application/pdf"),
    "xlsx": Format(as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@kept_a_minute
def toolkit(request: HttpRequest) -> HttpResponse:
    """The form. An address that already asks for something is checked, and its two files are offered."""
    return _page(request, ToolkitForm(request.GET or None))


@require_safe
@kept_a_minute
def toolkit_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """The file; or the form with what is wrong."""
    made_as = FORMATS.get(suffix)
    if made_as is None:
        raise Http404
    form = ToolkitForm(request.GET)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.BAD_REQUEST)
    wanted = form.wanted()
    found = gather(wanted, addresses=_addresses(request, wanted), threshold=settings.THRESHOLD)
    if isinstance(found, Unplaced):
        form.add_error("zip" if wanted.zip else "locality", found.refusal.message)
        return _page(request, form, HTTPStatus.BAD_REQUEST)
    answer = HttpResponse(made_as.write(lay_out(found)), content_type=made_as.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{_name(wanted)}-{found.made}.{suffix}"'
    return answer


def _addresses(request: HttpRequest, wanted: Wanted) -> Addresses:
    asked = request.GET.urlencode()
    return Addresses(
        toolkit=f"{request.build_absolute_uri(reverse('toolkit'))}?{asked}",
        code={code.pk: request.build_absolute_uri(reverse("code", args=[code.pk])) for code in wanted.codes},
    )


def _name(wanted: Wanted) -> str:
    first, *rest = (code.pk for code in wanted.codes)
    return f"medpay-toolkit-{first}-and-{len(rest)}-more" if rest else f"medpay-toolkit-{first}"


def _page(request: HttpRequest, form: ToolkitForm, status: int = HTTPStatus.OK) -> HttpResponse:
    chosen = form.cleaned_data["codes"] if form.is_bound and form.is_valid() else ()
    context = {
        "here": "toolkit",
        "form": form,
        "most_codes": MOST_CODES,
        "chosen": chosen,
        "asked": request.GET.urlencode() if chosen else "",
        "specialties": handbook.specialties().values(),
        "threshold": settings.THRESHOLD,
        "contributors": settings.MIN_CONTRIBUTORS,
    }
    return render(request, "toolkit/index.html", context, status=status)
