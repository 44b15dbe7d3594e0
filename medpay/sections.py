"""What the page of a code says besides its price: each section from the reference, hidden where there is nothing."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Sum

from codes import handbook
from codes.api.asking import Tried
from codes.bundling import Verdict
from codes.models import (
    Code,
    FeeLine,
    LabFee,
    Locality,
    PartBService,
    Payer,
    PlaceOfService,
    Release,
    Sheet,
    Taxonomy,
    units,
)
from codes.models.bundling import CodeBundling, bundling_of
from codes.models.pairing import pairings
from codes.payment import modifiers_for
from codes.quoting import Quote
from codes.shapes import CODE_SHAPE
from medpay.code_page import calculator, course, stakes, strip
from medpay.code_page.first import Limit
from medpay.code_page.specialties import specialty_in_words
from reports.presentation import Row

if TYPE_CHECKING:
    from codes.sources.mpfs import FeeRow


def calculator_of(found: Quote, tried: Tried) -> Mapping[str, Any]:
    """What the reader filled in, what there is to choose from, and what comes of it."""
    sheet, line = found.sheet, found.line
    effects = modifiers_for(sheet.rows) if sheet.rows else ()
    written = handbook.entry(sheet.code.pk)
    usual = [use.modifier for use in written.modifiers] if written else []
    elsewhere = found.elsewhere
    row = "-".join([sheet.code.pk, *line.modifiers])
    return {
        "quote": found,
        "line": line,
        "problems": tried.problems,
        "choices": calculator.choices_of(sheet.rows, effects, usual, line.modifiers),
        "others": calculator.others_of(effects, line.modifiers),
        "anesthesia": any(each.status == "J" for each in sheet.rows),
        "answer": calculator.answered(found.found, words=row, warnings=found.warnings),
        "elsewhere": elsewhere
        and calculator.answered(
            elsewhere.price, words=elsewhere.words, warnings=elsewhere.price.warnings if elsewhere.price else ()
        ),
    }


def localities_of(release: Release | None) -> tuple[Locality, ...]:
    """All localities of the year of a release of the physician schedule; none where they are not loaded."""
    places = Release.objects.in_effect("gpci", release.effective) if release else None
    if release is None or places is None or not places.covers(release.effective):
        return ()
    return tuple(Locality.objects.of(places))


def strip_of(sheet: Sheet, localities: tuple[Locality, ...], here: str) -> strip.Strip | None:
    return strip.strip_of(sheet.rows, [strip.Spot(str(one), one.name, one.gpci()) for one in localities], here)


def course_of(code: str) -> course.Course | None:
    """Over every edition loaded for those that are no QPs."""
    lines = FeeLine.objects.filter(code=code, release__in=Release.objects.current().fee_schedules(qp=False))
    rows: dict[course.Edition, list[FeeRow]] = {}
    for line in lines.select_related("release"):
        rows.setdefault(course.Edition(line.release.label, line.release.effective), []).append(line.row())
    return course.course_of(code, rows)


def modifiers_of(sheet: Sheet) -> list[Mapping[str, Any]]:
    """Those our handbook names for the code first, then whatever else changes its price; each with what it does."""
    written = handbook.entry(sheet.code.pk)
    effects = {effect.modifier: effect for effect in (modifiers_for(sheet.rows) if sheet.rows else ())}
    uses = {use.modifier: use for use in (written.modifiers if written else ())}
    known = handbook.modifiers()
    moving = calculator.moving(sheet.rows, tuple(effects.values()))
    return [
        {"modifier": each, "name": known.get(each), "use": uses.get(each), "effect": effects.get(each)}
        for each in dict.fromkeys([*uses, *moving])
    ]


def handbook_of(sheet: Sheet, day: datetime.date) -> Mapping[str, Any]:
    """What is written about the code by hand, with the names that other lists have for what it mentions."""
    entry = handbook.entry(sheet.code.pk)
    guides = [guide for guide in handbook.guides().values() if sheet.code.pk in guide.codes]
    if entry is None:
        return {"entry": None, "guides": guides}
    tips = entry.tips_on(day)
    return {
        "entry": entry,
        "guides": guides,
        "tips": stakes.shown(tips, _known(stakes.codes_at_stake(tips), sheet)),
        "related": _related(entry),
        "sites": _sites(entry),
        "providers": _providers(entry),
        "rules": _rules(entry),
    }


def _known(codes: frozenset[str], sheet: Sheet) -> stakes.Known:
    release = sheet.answer.release
    rows: dict[str, list[FeeRow]] = {}
    if release and codes:
        for line in FeeLine.objects.filter(release=release, code__in=codes):
            rows.setdefault(line.code, []).append(line.row())
    lab = {sheet.lab.code: sheet.lab.amount} if sheet.lab else {}
    return stakes.Known(rows, lab)


def _related(entry: handbook.Entry) -> list[Mapping[str, Any]]:
    codes = Code.objects.in_bulk([relation.code for relation in entry.related])
    return [{"relation": relation, "code": codes.get(relation.code)} for relation in entry.related]


def _sites(entry: handbook.Entry) -> list[Mapping[str, Any]]:
    listed = Release.objects.current().of("places_of_service")
    held = PlaceOfService.objects.filter(release__in=listed, place__in=[site.place for site in entry.sites])
    names = dict(held.order_by("release__effective").values_list("place", "name"))
    return [{"site": site, "name": names.get(site.place, "")} for site in entry.sites]


def _providers(entry: handbook.Entry) -> list[Mapping[str, Any]]:
    listed = Release.objects.current().of("taxonomy")
    held = Taxonomy.objects.filter(release__in=listed, code__in=[one.taxonomy for one in entry.providers])
    names = dict(held.order_by("release__effective").values_list("code", "name"))
    return [{"provider": one, "name": names.get(one.taxonomy, "")} for one in entry.providers]


def _rules(entry: handbook.Entry) -> list[Mapping[str, Any]]:
    payers = Payer.objects.in_bulk([rule.payer for rule in entry.payers]) if entry.payers else {}
    return [{"rule": rule, "payer": payers.get(rule.payer)} for rule in entry.payers]


def limit_of(limits: Sequence[units.Limit]) -> Limit | None:
    """The practitioner's limit, for the first screen."""
    ours = next((one for one in limits if one.setting == "practitioner"), None)
    return None if ours is None or ours.units is None else Limit(ours.units, ours.mai)


def edits_of(code: str, day: datetime.date | None) -> Mapping[str, Any]:
    """Pairs, unit limits and add-on codes on `day`; None: of the tables nearest to today."""
    limits, added = units.units_of(code, day), units.add_ons_of(code, day)
    return {
        "bundling": bundling_of(code, day),
        "limits": limits if any(limit.table for limit in limits) else (),
        "added": added if added.found else None,
    }


class PairedReport(NamedTuple):
    """A code that reports name as the one it was denied beside, and what Medicare's table says of the pair."""

    other: str
    reports: int
    words: str
    is_edit: bool


def paired_of(code: str, paired: Sequence[Row], bundling: CodeBundling) -> tuple[PairedReport, ...]:
    """One query where reports name other codes, none else. `paired`: those other codes, with their reports.

    `bundling`: of the page, whose tables and day are asked.
    """
    named = [row for row in paired if CODE_SHAPE.fullmatch(row.key)]  # by psql the table takes any text
    others = [row.key for row in named]
    if not others:
        return ()
    verdicts = pairings(code, others, day=bundling.day, setting=bundling.setting, held=bundling.held)
    return tuple(
        PairedReport(row.key, row.reports, _ncci_words(verdicts[row.key]), verdicts[row.key].answer == "edit")
        for row in named
    )


def _ncci_words(verdict: Verdict) -> str:
    if verdict.answer == "edit":
        return f"Medicare has an edit: {verdict.words}"
    if verdict.table:
        return f"Medicare has no edit for this pair ({verdict.table.words})."
    return "We hold no table of Medicare's edits that says whether there is one."


def waived_of(sheet: Sheet) -> LabFee | None:
    """The laboratory line for the waived test, where it has one."""
    return LabFee.objects.waived(sheet.code.pk, sheet.answer.day) if sheet.lab else None


def part_b_of(code: str) -> Mapping[str, Any]:
    """What Medicare Part B denied of the code in the newest year, and what it allowed; each None if not known."""
    release = Release.objects.newest("psps")
    if release is None:
        return {"denials": None, "charges": None}
    denials = PartBService.objects.denials_in(release, code)
    return {
        "denials": denials,
        "by_specialty": [(specialty_in_words(one.key), one) for one in denials.by_specialty] if denials else [],
        "charges": _charges(release, code),
    }


def _charges(release: Release, code: str) -> Mapping[str, Any] | None:
    """The allowed share of what was submitted, in percent."""
    rows = PartBService.objects.filter(release=release, code=code, by="all", submitted_charge__gt=0)
    sums = rows.aggregate(submitted=Sum("submitted_charge"), allowed=Sum("allowed_charge"))
    submitted, allowed = sums["submitted"], sums["allowed"]
    if not submitted or not 0 < allowed <= submitted:
        return None
    return {"year": release.year, "share": 100 * allowed / submitted}
