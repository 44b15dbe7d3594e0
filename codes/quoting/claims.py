"""Several lines of one patient, one day and one practice: each as the others leave it, from one edition of a schedule.

The number of queries does not depend on the number of lines.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import F, Q

from codes import payment
from codes.models import Answer, Code, FeeLine, LabFee, Release, Sheet
from codes.models.listed import known_modifiers
from codes.payment import SETTINGS, ClaimLine, Price, Refusal, Setting
from codes.payment.days import without_figure
from codes.quoting.anesthesia import AnesthesiaRates, is_anesthesia, rates_of
from codes.quoting.asked import NOTHING, AskedLine, AskedSchedule
from codes.quoting.elsewhere import OtherSchedules, other_schedules
from codes.quoting.places import Place, Unplaced, place_of
from codes.quoting.quotes import Quote, priced, refused, setting_assumed, unplaced
from codes.sources.mpfs import FeeRow

MEETING: Final = frozenset("234567")  # multiple procedure indicators under which lines of a day act on each other


class CodedLine(NamedTuple):
    """A line of a claim. Its `deductible` is not looked at: the claim has one."""

    code: str
    line: AskedLine


class AskedClaim(NamedTuple):
    """All lines are of one place. `schedule` names no release: the date of service, or its year, says it."""

    schedule: AskedSchedule
    lines: tuple[CodedLine, ...]
    deductible: Decimal = NOTHING

    @property
    def codes(self) -> tuple[str, ...]:
        """Each once, in the order of the lines."""
        return tuple(dict.fromkeys(coded.code for coded in self.lines))


@dataclass(frozen=True, slots=True)
class Sheets:
    """All there is to price the lines by, on `day`. `unknown`: codes that no list here has."""

    day: datetime.date
    release: Release | None  # the one that answers for the claim
    by_code: Mapping[str, Sheet]
    bases: Mapping[str, tuple[FeeRow, ...]]  # of endoscopy families, in the same release
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClaimQuotes:
    """One quote for each line, in order. `placed` False: no locality was found. `pricing` prices some lines alone."""

    day: datetime.date
    release: Release | None
    quotes: tuple[Quote, ...]
    placed: bool
    unknown: frozenset[str]
    pricing: "Pricing"


def quote_claim(asked: AskedClaim) -> ClaimQuotes:
    """What Medicare allows for each line beside the others. Sixteen queries at most. Raises ValueError for no lines."""
    if not asked.lines:
        raise ValueError("a claim has at least one line")
    sheets = sheets_of(asked)
    place = place_of(asked.lines[0].line, sheets.release.effective) if sheets.release else Place()
    nationally = Place() if isinstance(place, Unplaced) else place
    said = [modifier for coded in asked.lines for modifier in coded.line.modifiers]
    listed = known_modifiers(payment.without_rule(said))
    pricing = Pricing(asked, sheets, nationally, _rates(sheets, nationally), listed)
    others = other_schedules(asked.codes, sheets.day)
    every = range(len(asked.lines))
    found, in_a_facility = pricing.prices(every), pricing.prices(every, unsaid=SETTINGS[1])
    quotes = tuple(
        _quote(coded, _Found(found[index], in_a_facility[index]), place=place, pricing=pricing, others=others)
        for index, coded in enumerate(asked.lines)
    )
    return ClaimQuotes(sheets.day, sheets.release, quotes, not isinstance(place, Unplaced), sheets.unknown, pricing)


def sheets_of(asked: AskedClaim) -> Sheets:
    """Four queries. The newest release that answers for a line answers for all: amounts of two must not be ranked."""
    known = Code.objects.in_bulk(asked.codes)
    codes = {code: known.get(code) or Code(code=code) for code in asked.codes}
    deletions = {code: one.deleted for code, one in codes.items()}
    answers = Release.objects.answering_each(deletions, date=asked.schedule.date, year=asked.schedule.year)
    chosen = max(answers.values(), key=_how_new)
    release, day = chosen.release, chosen.day
    rows = _rows(codes, release)
    labs = LabFee.objects.newest_of_each(asked.codes, day)
    sheets = {code: _sheet(one, answers[code], chosen, rows, labs.get(code)) for code, one in codes.items()}
    named = {row.endo_base for sheet in sheets.values() for row in sheet.rows if row.endo_base}
    bases = {base: rows[base] for base in named if base in rows}
    unknown = frozenset(code for code, one in codes.items() if code not in known and not sheets[code].rows)
    return Sheets(day, release, sheets, bases, unknown - set(labs))


def _rows(codes: Collection[str], release: Release | None) -> dict[str, tuple[FeeRow, ...]]:
    """Of the codes and of the endoscopies they are based on. One query."""
    if release is None:
        return {}
    held = FeeLine.objects.filter(release=release)
    bases = held.filter(code__in=codes).exclude(endo_base="").values(base=F("endo_base"))
    found: dict[str, list[FeeRow]] = {}
    for line in held.filter(Q(code__in=codes) | Q(code__in=bases)).order_by("code", "modifier"):
        found.setdefault(line.code, []).append(line.row())
    return {code: tuple(rows) for code, rows in found.items()}


def _how_new(answer: Answer) -> tuple[datetime.date, bool]:
    release = answer.release
    return (release.effective, release.complete) if release else (datetime.date.min, False)


def _sheet(
    code: Code, answer: Answer, chosen: Answer, rows: Mapping[str, tuple[FeeRow, ...]], lab: LabFee | None
) -> Sheet:
    """Of the release that answers for the whole claim, whichever would answer for the code by itself."""
    answer = replace(chosen, deleted=answer.deleted)
    return Sheet(code, answer, () if answer.deleted else rows.get(code.pk, ()), lab)


def _rates(sheets: Sheets, place: Place) -> AnesthesiaRates | None:
    codes = [code for code, sheet in sheets.by_code.items() if is_anesthesia(sheet)]
    return rates_of(sheets.release, place, codes) if codes and sheets.release else None


@dataclass(frozen=True, slots=True)
class Pricing:
    """The claim, ready to be priced with all of its lines or some: arithmetic alone, no queries.

    `listed`: modifiers of its lines that only a published list knows.
    """

    asked: AskedClaim
    sheets: Sheets
    place: Place
    rates: AnesthesiaRates | None
    listed: frozenset[str] = frozenset()

    def refusal(self, code: str) -> Refusal | None:
        """Why no row answers for a code."""
        return self.sheets.by_code[code].refusal(asked=self.asked.schedule.words(self.sheets.day))

    def prices(self, lines: Collection[int], *, unsaid: Setting = SETTINGS[0]) -> dict[int, Price | Refusal]:
        """By position of the line. `unsaid`: the setting of lines that name none."""
        refusals = {index: self.refusal(self.asked.lines[index].code) for index in lines}
        meeting = [index for index, refusal in refusals.items() if refusal is None]
        claim = [self._line(self.asked.lines[index], unsaid) for index in meeting]
        found = payment.price_claim(claim, deductible=self.asked.deductible)
        return {index: refusal for index, refusal in refusals.items() if refusal} | dict(
            zip(meeting, found, strict=True)
        )

    def without_row(self) -> tuple[str, ...]:
        """Codes that may be paid beside the others, but of which no row is held: nobody can rank them."""
        refusals = {code: self.refusal(code) for code in self.asked.codes}
        return tuple(code for code, refusal in refusals.items() if refusal and refusal.reason == "no_release")

    def _line(self, coded: CodedLine, unsaid: Setting) -> ClaimLine:
        line, sheet = coded.line, self.sheets.by_code[coded.code]
        base = next((row.endo_base for row in sheet.rows if row.endo_base), "")
        return ClaimLine(
            rows=sheet.rows,
            modifiers=line.modifiers,
            setting=line.setting or unsaid,
            units=line.units,
            locality=self.place.gpci,
            participating=line.participating,
            charge=line.charge,
            base_rows=self.sheets.bases.get(base, ()),
            anesthesia=self.rates.of(coded.code, line.minutes) if self.rates and is_anesthesia(sheet) else None,
            listed=self.listed,
        )


class _Found(NamedTuple):
    """`in_a_facility`: with the lines that leave their setting open in a facility.

    A line that says its own may depend on theirs: then it, too, rests on what was assumed of them.
    """

    price: Price | Refusal
    in_a_facility: Price | Refusal


def _quote(
    coded: CodedLine, found: _Found, *, place: Place | Unplaced, pricing: Pricing, others: OtherSchedules
) -> Quote:
    sheet, price = pricing.sheets.by_code[coded.code], found.price
    if isinstance(price, Refusal):
        return refused(sheet, coded.line, price, others)
    if isinstance(place, Unplaced):
        return unplaced(sheet, coded.line, place)
    unranked = without_figure(pricing.without_row() if price.row.mult in MEETING else ())
    rates = pricing.rates.assumed if pricing.rates and is_anesthesia(sheet) else ()
    assumed = (*setting_assumed(price, found.in_a_facility), *unranked, *rates)
    return priced(sheet, coded.line, place, price, assumed=assumed)
