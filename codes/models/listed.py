"""Whether a list that is loaded lacks a code or a reason. Where no list speaks for it, nothing is said.

- A complete relative value file holds every CPT code of its year, but laboratory analyses (U, M) and immunizations (A);
  a complete HCPCS list every code of Level II, but dental codes (D). Any list of the year may hold a code; the two say
  that it does not exist.
- A list of CARCs or RARCs holds the codes that ended, too: they stay good for services before their end. X12 numbers
  new ones on, so a number a little above the highest may have come since the list.
"""

import datetime
import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from django.db import models
from django.utils import timezone

from codes.models.fees import FeeLine, LabFee
from codes.models.lists import Level2Code, ListedModifier, ListedReason
from codes.models.reasons import Reason
from codes.models.releases import Release

HOLDERS: Final[Mapping[str, type[models.Model]]] = {"mpfs": FeeLine, "hcpcs": Level2Code, "clfs": LabFee}
SPEAKS_FOR: Final[Mapping[str, re.Pattern[str]]] = {
    "mpfs": re.compile(r"[0-9]{4}[0-9FT]"),
    "hcpcs": re.compile(r"[ABCE-V][0-9]{4}"),
}
# How many numbers X12 gives in a year, at most, in the series that grow. Counted in the lists of 2019 to 2024.
GIVEN_A_YEAR: Final[Mapping[str, Mapping[str, int]]] = {"carc": {"": 5, "P": 2}, "rarc": {"N": 25}}
DAYS_OF_A_YEAR: Final = 365
NUMBERED: Final = re.compile(r"([A-Z]*)([0-9]+)")


def unlisted_codes(codes: Collection[str], year: int) -> frozenset[str]:
    """Those of `codes` that the complete lists of a year of service lack. At most four queries."""
    lists = list(Release.objects.current().filter(source__in=HOLDERS, effective__year=year))
    speaking = [SPEAKS_FOR[one.source] for one in lists if one.complete and one.source in SPEAKS_FOR]
    asked = {code for code in codes if any(spoken.fullmatch(code) for spoken in speaking)}
    for source, holder in HOLDERS.items():
        releases = [one.pk for one in lists if one.source == source]
        if asked and releases:
            held = holder._default_manager.filter(code__in=asked, release__in=releases)
            asked.difference_update(held.values_list("code", flat=True))
    return frozenset(asked)


class Unlisted(NamedTuple):
    """A CARC or RARC that the list of a day lacks, or that ended before the year of service."""

    as_of: datetime.date
    ended: datetime.date | None  # None: the list lacks it


def unlisted_reasons(source: str, codes: Collection[str], year: int) -> Mapping[str, Unlisted]:
    """Those of `codes` that may not be given for services of `year`; `source`: "carc" or "rarc". Two queries."""
    newest = Release.objects.current().complete().of(source).order_by("-effective").first() if codes else None
    if newest is None:
        return {}
    listed = dict(ListedReason.objects.filter(release=newest).values_list("code", "end"))
    first_day = datetime.date(year, 1, 1)
    found = {}
    for code in codes:
        ended = listed.get(code)
        if code in listed and (ended is None or ended > first_day):
            continue
        if code in listed or not _may_be_newer(source, code, listed, newest.effective):
            found[code] = Unlisted(newest.effective, ended)
    return found


def known_reasons(source: str, codes: Collection[str]) -> frozenset[str]:
    """Those of `codes` that our own list or one that is loaded holds. `source`: "carc" or "rarc"."""
    ours = Reason.objects.filter(kind=source, code__in=codes).values_list("code")
    loaded = Release.objects.current().of(source)
    theirs = ListedReason.objects.filter(release__in=loaded, code__in=codes).values_list("code")
    return frozenset(code for (code,) in ours.union(theirs))


def known_modifiers(modifiers: Collection[str]) -> frozenset[str]:
    """Those of `modifiers` that a loaded list holds, whichever its day. One query, none for none."""
    if not modifiers:
        return frozenset()
    current = Release.objects.current()
    listed = ListedModifier.objects.filter(release__in=current.of("modifiers"), modifier__in=modifiers)
    coded = Level2Code.objects.filter(release__in=current.of("hcpcs"), code__in=modifiers)
    found = listed.values_list("modifier").union(coded.values_list("code"))
    return frozenset(modifier for (modifier,) in found)


def _may_be_newer(source: str, code: str, listed: Collection[str], as_of: datetime.date) -> bool:
    series, number = _numbered(code)
    given = GIVEN_A_YEAR[source].get(series)
    if given is None:
        return False
    highest = max((its for one in listed for its_series, its in [_numbered(one)] if its_series == series), default=0)
    since = given * (timezone.now().date() - as_of).days // DAYS_OF_A_YEAR
    return highest < number <= highest + since


def _numbered(code: str) -> tuple[str, int]:
    found = NUMBERED.fullmatch(code)
    return (found[1], int(found[2])) if found else ("", 0)
