"""Where a service is given, and by which indices it is adjusted there: those of the year of the schedule, no other."""

import datetime
from dataclasses import dataclass
from typing import Final

from codes.models import Locality, Release, ZipCode
from codes.payment import Gpci, Refusal
from codes.quoting.asked import AskedLine

NATIONAL: Final = "national"
PLACES_SOURCE: Final = "gpci"


@dataclass(frozen=True, slots=True)
class Place:
    """A locality ("01112-05"), or the nation. `assumed`: what the choice of it rests on, in whole sentences."""

    key: str = NATIONAL
    name: str = ""
    gpci: Gpci | None = None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why no locality was found; `candidates` where the reader may choose one."""

    refusal: Refusal
    candidates: tuple[Locality, ...] = ()


def place_of(line: AskedLine, day: datetime.date) -> Place | Unplaced:
    """The place that `line` names in the year of `day`. No query if it names none, otherwise four at most."""
    if not line.locality and not line.zip:
        return Place()
    release = Release.objects.in_effect(PLACES_SOURCE, day)
    if release is None or not release.covers(day):
        return _unknown(
            f"The localities of {day.year} are not loaded, so there is no amount for a locality or a ZIP code. "
            "Ask without them for the national amount."
        )
    return _locality(release, line.locality) if line.locality else _by_zip(release, line.zip, day)


def _locality(release: Release, key: str, *, assumed: tuple[str, ...] = ()) -> Place | Unplaced:
    found = Locality.objects.of(release).called(key).first()
    if found is None:
        return _unknown(f"There is no Medicare locality {key} in {release.year}. See /localities/ for the list.")
    return Place(str(found), found.name, found.gpci(), assumed)


def _by_zip(release: Release, text: str, day: datetime.date) -> Place | Unplaced:
    listed = Release.objects.in_effect("zips", day)
    if listed is None:
        return _unknown("No table of ZIP codes is loaded. Give the locality itself, such as 01112-05.")
    places = ZipCode.objects.places_of(text, listed)
    if not places:
        return _unknown("That ZIP code is not in CMS's table. Check it, or give the locality, such as 01112-05.")
    if len(places) == 1:
        stands_in = f"The locality of the ZIP code is that of {listed.words}."
        return _locality(release, places[0], assumed=() if listed.covers(day) else (stands_in,))
    candidates = Locality.objects.of(release).among(places)
    return Unplaced(
        Refusal(
            "ambiguous_zip",
            "That ZIP code lies in more than one Medicare locality, and CMS decides by its last four digits, which "
            f"medpay holds no table of. Choose the locality: {', '.join(f'{one} {one.name}' for one in candidates)}.",
        ),
        tuple(candidates),
    )


def _unknown(message: str) -> Unplaced:
    return Unplaced(Refusal("unknown_locality", message))
