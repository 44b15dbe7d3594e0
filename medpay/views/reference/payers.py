"""Who pays or denies: all of them, and the page of one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from codes import handbook
from codes.caching import kept_a_minute
from codes.handbook import PayerRule
from codes.models import Code, Payer
from medpay.views.reference.reported import reported
from medpay.views.trail import Crumb, trail
from reports.views import fresh_within_seconds

KIND_WORDS: Final[Mapping[str, str]] = {
    "national": "National insurers",
    "blue": "Blue Cross Blue Shield plans",
    "regional": "Regional plans",
    "tpa": "Administrators of self-funded plans",
    "medicare_contractor": "Medicare and its contractors",
    "medicaid": "Medicaid",
    "tricare": "TRICARE",
    "va": "Veterans Affairs",
    "": "Any other",
}
KIND_ORDER: Final = tuple(KIND_WORDS)


class PayerGroup(NamedTuple):
    id: str
    words: str
    payers: list[Payer]


class RuleOnCode(NamedTuple):
    code: str
    name: str
    rule: PayerRule


@require_safe
@kept_a_minute
def payers(request: HttpRequest) -> HttpResponse:
    found = list(Payer.objects.all())
    groups = _grouped(found)
    families = Counter(payer.family for payer in found if payer.family)
    context = {
        "here": "payers",
        "trail": trail(request, Crumb("medpay", reverse("home")), here="Payers"),
        "groups": groups,
        "families": {family for family, members in families.items() if members > 1},
        "count": len(found),
    }
    return render(request, "reference/payers.html", context)


def _grouped(found: Iterable[Payer]) -> list[PayerGroup]:
    """Kind by kind, in the order of `KIND_WORDS`, then any kind that it lacks."""
    ordered = sorted(found, key=lambda payer: (_place_of(payer.kind), payer.kind, payer.name))
    groups = [(_kind_words(kind), list(those)) for kind, those in groupby(ordered, key=lambda payer: payer.kind)]
    return [PayerGroup(slugify(words), words, those) for words, those in groups]


def _place_of(kind: str) -> int:
    return KIND_ORDER.index(kind) if kind in KIND_WORDS else len(KIND_ORDER)


def _kind_words(kind: str) -> str:
    return KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())


@require_safe
@fresh_within_seconds
def payer(request: HttpRequest, slug: str) -> HttpResponse:
    """A payer by its slug; another name that it goes by leads to its page."""
    known = Payer.objects.called(slug.replace("\x00", "")).first()
    if known is None:
        raise Http404
    if known.slug != slug:
        return redirect("payer", known.slug)
    context = {
        "here": "payers",
        "trail": trail(request, Crumb("medpay", reverse("home")), Crumb("Payers", reverse("payers")), here=known.name),
        "payer": known,
        "kind_words": _kind_words(known.kind) if known.kind else "",
        "family": Payer.objects.filter(family=known.family).exclude(pk=known.pk) if known.family else (),
        "rules": _rules(known),
        "reported": reported("payer", known.slug, known.name),
    }
    return render(request, "reference/payer.html", context)


def _rules(of: Payer) -> list[RuleOnCode]:
    """What the handbook says of this payer, code by code."""
    found = [(entry.code, rule) for entry in handbook.entries().values() for rule in entry.payers]
    found = [(code, rule) for code, rule in found if rule.payer == of.slug]
    names = dict(Code.objects.filter(pk__in={code for code, _ in found}).values_list("code", "name")) if found else {}
    return [RuleOnCode(code, names.get(code, ""), rule) for code, rule in found]
