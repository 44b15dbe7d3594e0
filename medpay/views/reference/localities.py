"""Medicare's payment localities: their indices, their counties, and which one a ZIP code lies in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from codes.caching import kept_a_minute
from codes.models import County, Locality, Release
from codes.models.places import ZIP
from codes.quoting import AskedLine, Unplaced, place_of
from codes.shapes import CODE_SHAPE
from medpay.views.trail import Crumb, trail

EXAMPLE: Final = "99213"  # priced where the reader names no code
LONGEST_SEARCH: Final = 100
NO_ZIP: Final = "A ZIP code has five digits, such as 90210."


class Listed(NamedTuple):
    """A locality; `counties` as CMS lists them, "" where no list of them is loaded."""

    locality: Locality
    counties: str

    def holds(self, words: Sequence[str]) -> bool:
        """Every one of `words`, in lower case, wherever it stands."""
        one = self.locality
        text = f"{one} {one.state} {one.name} {self.counties}".casefold()
        return all(word in text for word in words)


class Located(NamedTuple):
    """Where a ZIP code lies: in one of `places`. `words` say what is wrong, or which to choose."""

    zip: str
    places: Sequence[Listed]
    words: str = ""


@require_safe
@kept_a_minute
def localities(request: HttpRequest) -> HttpResponse:
    """All of the edition in effect; by `search` some; by `zip` one, or those to choose from; priced for `code`."""
    release = Release.objects.in_effect("gpci", timezone.now().date())
    search = _typed(request, "search")
    every = list(_listed(release)) if release else []
    code = _typed(request, "code").upper()
    zip_code = _typed(request, "zip")
    context = {
        "here": "localities",
        "trail": trail(request, Crumb("medpay", reverse("home")), here="Localities"),
        "release": release,
        "count": len(every),
        "localities": [one for one in every if one.holds(search.casefold().split())],
        "filter": search,  # not `search`: that is in the head of every page
        "zip": zip_code,
        "code": code if CODE_SHAPE.fullmatch(code) else EXAMPLE,
        "located": _located(zip_code, every, release) if release and zip_code else None,
    }
    return render(request, "reference/localities.html", context)


def _typed(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_SEARCH]


def _listed(release: Release) -> Iterator[Listed]:
    counties = _counties(release)
    for locality in Locality.objects.of(release):
        yield Listed(locality, counties.get(str(locality), ""))


def _counties(release: Release) -> Mapping[str, str]:
    """By locality ("01112-05"), from the list of its year or the nearest before it."""
    listed = Release.objects.in_effect("localities", release.effective)
    found: dict[str, list[str]] = defaultdict(list)
    for county in County.objects.filter(release=listed).order_by("pk") if listed else ():
        found[str(county)].append(county.counties)
    return {key: "; ".join(names) for key, names in found.items()}


def _located(zip_code: str, every: Sequence[Listed], release: Release) -> Located:
    if not ZIP.fullmatch(zip_code):
        return Located(zip_code, (), NO_ZIP)
    place = place_of(AskedLine(zip=zip_code), release.effective)
    if not isinstance(place, Unplaced):
        return Located(zip_code, [one for one in every if str(one.locality) == place.key], " ".join(place.assumed))
    if not place.candidates:
        return Located(zip_code, (), place.refusal.message)
    keys = {str(candidate) for candidate in place.candidates}
    return Located(
        zip_code,
        [one for one in every if str(one.locality) in keys],
        "It lies in more than one locality. Medicare decides by its last four digits, of which medpay holds no table: "
        "choose the locality.",
    )
