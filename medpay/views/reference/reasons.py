"""Why claims are denied, in the codes of the remittance: both lists, and the page of one code."""

import datetime
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from codes.caching import kept_a_minute
from codes.finding import reason_key
from codes.models import ListedReason, Reason, Release
from medpay.remedies import (
    CLAIM_AGAIN,
    FIXES_OF,
    GROUP_STEPS,
    HISTORIC_GROUP,
    REPORTED,
    cautions_of,
    fix_fits,
    notices_about,
    route_words,
)
from medpay.views.reference.reported import reported
from medpay.views.trail import Crumb, trail
from reports.remittance import CARC_SHAPE, CR_REFUSED, RARC_SHAPE, parse_reason
from reports.remittance import normalise_rarc as rarc_of
from reports.views import fresh_within_seconds
from reports.vocabulary import GROUPS

LONGEST_TYPED: Final = 12  # characters that may be a reason
NUMBERED: Final = re.compile(r"([A-Z]*)([0-9]*)")


class Asked(NamedTuple):
    """A reason as its page's address names it. `group`: "" where none was given, or for a remark."""

    kind: Reason.Kind
    code: str
    group: str = ""

    def __str__(self) -> str:
        return f"{self.group}-{self.code}" if self.group else self.code


class Described(NamedTuple):
    """A row of the list; `key` names its page."""

    reason: Reason
    key: str
    listed: ListedReason | None


class ReasonList(NamedTuple):
    """`release`: the list by which dates are given; None where none is loaded."""

    rows: list[Described]
    release: Release | None
    listed: int


@require_safe
@kept_a_minute
def reasons(request: HttpRequest) -> HttpResponse:
    today = timezone.now().date()
    found = list(Reason.objects.all())
    context = {
        "here": "reasons",
        "trail": trail(request, Crumb("medpay", reverse("home")), here="Denial reasons"),
        "carcs": reason_list(Reason.Kind.CARC, found, today),
        "rarcs": reason_list(Reason.Kind.RARC, found, today),
        "today": today,
    }
    return render(request, "reference/reasons.html", context)


def reason_list(kind: Reason.Kind, found: Sequence[Reason], today: datetime.date) -> ReasonList:
    """Those of `kind`, in the order of their numbers. Two queries, one where no list is loaded."""
    release = Release.objects.in_effect(kind, today)
    listed = {row.code: row for row in ListedReason.objects.filter(release=release)} if release else {}
    those = sorted((reason for reason in found if reason.kind == kind), key=lambda reason: place_of(reason.code))
    rows = [
        Described(reason, reason_key(reason.code, carc=kind == Reason.Kind.CARC), listed.get(reason.code))
        for reason in those
    ]
    return ReasonList(rows, release, len(listed))


def place_of(code: str) -> tuple[str, int]:
    """97 after 9, B7 after 97, N2 before N19."""
    found = NUMBERED.match(code)
    return (found[1], int(found[2] or 0)) if found else (code, 0)


@require_safe
@fresh_within_seconds
def reason(request: HttpRequest, code: str) -> HttpResponse:
    """A CARC with its group (CO-97) or by itself (97), or a RARC (N19). Other ways of writing it lead there."""
    asked = _asked(code)
    if asked is None:
        raise Http404
    if str(asked) != code:
        return redirect("reason", str(asked))
    release = Release.objects.in_effect(asked.kind, timezone.now().date())
    listed = ListedReason.objects.filter(release=release, code=asked.code).first() if release else None
    known = Reason.objects.filter(kind=asked.kind, code=asked.code).first()
    if known is None and listed is None:
        raise Http404
    carc = asked.kind == Reason.Kind.CARC
    route = known.route if known else ""
    context = {
        "here": "reasons",
        "trail": trail(
            request, Crumb("medpay", reverse("home")), Crumb("Denial reasons", reverse("reasons")), here=str(asked)
        ),
        "asked": asked,
        "key": str(asked),
        "is_carc": carc,
        "usual_key": str(asked) if asked.group else reason_key(asked.code, carc=carc),
        "groups": [(group, _after_colon(words)) for group, words in GROUPS.items()] if carc else [],
        "group_words": _group_words(asked.group),
        "reason": known,
        "historic": asked.group == HISTORIC_GROUP,
        "bearer": GROUP_STEPS.get(asked.group, ""),
        "fix_group": FIXES_OF.get(asked.code, "") if carc else "",
        "fix_fits": not carc or fix_fits(asked.code, asked.group),
        "notices": notices_about(asked.code) if carc else (),
        "causes": known.usual_causes if known else [],
        "route_words": route_words(route, asked.group),
        "cautions": list(
            cautions_of(asked.code, asked.group, carc=carc, route=route, alert=bool(known and known.alert))
        ),
        "modifiers": REPORTED if route in CLAIM_AGAIN else "",
        "listed": listed,
        "release": release,
        "today": timezone.now().date(),
        "reported": reported("reason", str(asked), str(asked)) if asked.group else None,
    }
    return render(request, "reference/reason.html", context)


def _asked(text: str) -> Asked | None:
    """None for what has the shape of no reason."""
    if len(text) > LONGEST_TYPED:
        return None
    group, carc = parse_reason(text)
    if CARC_SHAPE.fullmatch(carc):
        return Asked(Reason.Kind.CARC, carc, group)
    rarc = rarc_of(text)
    return Asked(Reason.Kind.RARC, rarc) if RARC_SHAPE.fullmatch(rarc) else None


def _group_words(group: str) -> str:
    if group == HISTORIC_GROUP:
        return CR_REFUSED
    return _after_colon(GROUPS[group]) if group else ""


def _after_colon(words: str) -> str:
    return words.partition(": ")[2]
