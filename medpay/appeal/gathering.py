"""Everything that is known of a denial, from both rooms: the same number of queries, however much there is."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.utils import timezone

from codes import bundling, handbook
from codes.answering import in_words
from codes.bundling import Setting, Verdict
from codes.models import Reason
from codes.models.bundling import held_tables, of_setting
from codes.models.pairing import pairings
from codes.models.units import Limit, units_of
from codes.shapes import CODE_SHAPE
from medpay.appeal.checklist import BUNDLED, COVERED_BY_POLICY, OVER_A_LIMIT
from medpay.appeal.facts import Denial, Described, Facts, Pair, Published, Share, Units, Written
from medpay.appeal.paper import Item
from medpay.citing import MUE, PTP, Citation, cited
from reports.presentation import Outcome, Row, Shown
from reports.views import Filter, figures_of
from reports.vocabulary import OTHER_PAYER

FIRST: Final = 3  # routes, tactics, modifiers and reported pairs
SETTINGS: Final[dict[Setting, str]] = {"practitioner": "Practitioner", "hospital": "Outpatient hospital"}
STANDS_IN: Final = "No table for today is loaded: a later one may differ."


class Addresses(NamedTuple):
    """`appeal`: where the same is had anew. The others: of the pages that say more."""

    appeal: str
    code: str
    reason: str
    bundling: str


class Figures(NamedTuple):
    """`about`: of which reports."""

    shown: Shown
    about: str
    of_reason: bool = False


def gather(denial: Denial, addresses: Addresses) -> Facts:
    today = timezone.now().date()
    figures = _figures(denial)
    return Facts(
        denial=denial,
        described=_described(denial, addresses),
        published=_published(figures, addresses) if figures else None,
        pairs=tuple(_pairs(denial, figures, today)),
        units=tuple(_units(denial)),
        written=_written(denial, today),
        bundling=Citation(f"{denial.code} with other codes", addresses.bundling),
        address=addresses.appeal,
        made=today,
    )


def reasons_reported(code: str) -> tuple[Row, ...]:
    """Those reported most on a code, where that is published."""
    shown = figures_of(code)
    return tuple(shown.top_reasons) if shown else ()


def _described(denial: Denial, addresses: Addresses) -> Described | None:
    known = Reason.objects.carcs().filter(code=denial.carc).first()
    if known is None:
        return None
    return Described(
        known.paraphrase,
        known.first_check,
        tuple(known.usual_causes),
        known.fix,
        known.route,
        Citation(f"medpay's own words on {denial.key}", addresses.reason),
    )


def _figures(denial: Denial) -> Figures | None:
    """Of the code with the reason; else of the code and the payer; else of the code. The first that is published."""
    code, payer = denial.code, denial.payer
    if denial.group and (shown := figures_of(code, Filter("reason", denial.key))):
        return Figures(shown, f"reports on {code} with {denial.key}", of_reason=True)
    if payer and payer.slug != OTHER_PAYER and (shown := figures_of(code, Filter("payer", payer.slug))):
        return Figures(shown, f"reports on {code} of {payer.name}, whatever the reason")
    shown = figures_of(code)
    return Figures(shown, f"reports on {code}, whatever the reason") if shown else None


def _published(figures: Figures, addresses: Addresses) -> Published:
    shown = figures.shown
    source = Citation(f"Reports on {shown.code}, as of {in_words(shown.as_of)}", f"{addresses.code}#denials")
    return Published(
        about=f"{shown.reports} {figures.about}",
        of_reason=figures.of_reason,
        decided=share_words(shown.recovery) if shown.recovery else "",
        routes=_ranked(shown, "action"),
        tactics=_ranked(shown, "tactic"),
        modifiers=_ranked(shown, "fix_modifier"),
        source=source,
    )


def _ranked(shown: Shown, field: str) -> tuple[Share, ...]:
    """The first of those that are compared with one another."""
    sections = (section for section in shown.worked.sections if section.key == f"worked-{field}")
    return tuple(
        Share(row.label, share_words(row), row.reports) for section in sections for row in section.rows[:FIRST]
    )


def share_words(share: Row | Outcome) -> str:
    """In percent only where there are enough to speak of percent."""
    if share.few:
        return share.words
    return f"{share.percent} % ({share.words}; 95 % interval {share.low_percent} to {share.high_percent} %)"


def _pairs(denial: Denial, figures: Figures | None, today: datetime.date) -> Iterator[Pair]:
    """Of the code that was named, in each setting; for a bundled line, of those that reports name most as well."""
    reported = _reported_beside(denial, figures) if denial.carc in BUNDLED else ()
    others = tuple(dict.fromkeys((*([denial.other] if denial.other else []), *reported)))
    if not others:
        return
    held = held_tables()
    for setting in SETTINGS:
        day = bundling.day_to_show(of_setting(held, setting), setting, today)
        found = pairings(denial.code, others, day=day, setting=setting, held=held)
        for other, verdict in found.items():
            asked = other == denial.other
            if setting == "practitioner" or (asked and verdict.answer != "no_table"):
                yield _pair(other, setting, verdict, asked=asked, stands_in=day != today)


def _reported_beside(denial: Denial, figures: Figures | None) -> Sequence[str]:
    rows = figures.shown.paired if figures else []
    return [row.key for row in rows if CODE_SHAPE.fullmatch(row.key) and row.key != denial.code][:FIRST]


def _pair(other: str, setting: Setting, verdict: Verdict, *, asked: bool, stands_in: bool) -> Pair:
    edit = next(iter(verdict.edits), None)
    of_which = f"{SETTINGS[setting]}: " if edit else ""
    later = f" {STANDS_IN}" if stands_in and verdict.table else ""
    return Pair(
        other=other,
        asked=asked,
        setting=SETTINGS[setting],
        answer=verdict.answer,
        denied=edit.denied if edit else "",
        indicator=edit.row.indicator if edit else "",
        words=f"{of_which}{verdict.words}{later}",
        source=Citation(verdict.table.words, PTP) if verdict.table else None,
    )


def _units(denial: Denial) -> Iterator[Units]:
    """Of each setting for which a table is held; a supplier's only where it has a limit."""
    limits = units_of(denial.code) if denial.carc in OVER_A_LIMIT else ()
    yield from (_limit(each) for each in limits if each.table and (each.setting != "dme" or each.units is not None))


def _limit(limit: Limit) -> Units:
    source = Citation(f"NCCI Medically Unlikely Edits, {limit.table}", MUE)
    words = f"{limit.setting_words[:1].upper()}{limit.setting_words[1:]}"
    return Units(words, limit.units, limit.mai, limit.words, source)


def _written(denial: Denial, today: datetime.date) -> Written:
    entry = handbook.entry(denial.code)
    if entry is None:
        return Written()
    ours = denial.payer.slug if denial.payer else ""
    documents = entry.coverage if denial.carc in COVERED_BY_POLICY else ()
    return Written(
        tips=tuple(Item(tip.text, cited(tip.source)) for tip in _tips(entry, denial, today)),
        coverage=tuple(_document(each) for each in documents),
        rules=tuple(
            Item(f"As of {in_words(rule.date)}: {rule.rule}", cited(rule.source))
            for rule in entry.payers
            if rule.payer == ours
        ),
    )


def _tips(entry: handbook.Entry, denial: Denial, today: datetime.date) -> Sequence[handbook.Tip]:
    """Those about the other code first."""
    return sorted(entry.tips_on(today), key=lambda tip: not denial.other or denial.other not in tip.text)


def _document(each: handbook.Coverage) -> Item:
    contractor = f" of {each.contractor}" if each.contractor else ""
    return Item(f"{each.kind} {each.number}{contractor}, {each.title}.", cited(each.source))
