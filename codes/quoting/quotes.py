"""The quote: one line, one edition, one place."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from codes import payment
from codes.models import Release, Sheet
from codes.models.listed import known_modifiers
from codes.payment import SETTINGS, Confidence, Price, Refusal, Setting
from codes.quoting.anesthesia import AnesthesiaRates, is_anesthesia, rates_of
from codes.quoting.asked import AskedLine, AskedSchedule
from codes.quoting.elsewhere import (
    DRUG_CODE,
    PAID_ELSEWHERE,
    Elsewhere,
    OtherSchedules,
    elsewhere,
    other_schedules,
    told_of_drugs,
)
from codes.quoting.places import Place, Unplaced, place_of

SETTING_ASSUMED: Final = "No setting was given: this is the non-facility amount; in a facility it is another, or none."


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """`confidence` None: no price. `candidates`: localities to choose from, as keys and names, of an ambiguous ZIP.

    `place`: where `line` says, also if it has no price there; the nation where no place was found.
    """

    sheet: Sheet
    line: AskedLine
    place: Place
    found: Price | Refusal
    elsewhere: Elsewhere | None = None
    candidates: tuple[tuple[str, str], ...] = ()
    confidence: Confidence | None = None
    warnings: tuple[str, ...] = ()

    @property
    def setting(self) -> Setting:
        return self.line.setting or SETTINGS[0]


def quote(sheet: Sheet, asked: AskedSchedule, line: AskedLine) -> Quote:
    """What Medicare allows for `line`. What refuses the code comes before what refuses the place."""
    refusal = sheet.refusal(asked=asked.words(sheet.answer.day))
    if refusal:
        return refused(sheet, line, refusal)
    place = place_of(line, _release(sheet).effective)
    nationally = Place() if isinstance(place, Unplaced) else place
    rates = rates_of(_release(sheet), nationally, [sheet.code.pk]) if is_anesthesia(sheet) else None
    priceable = _Priceable(sheet, rates, known_modifiers(payment.without_rule(line.modifiers)))
    found = priceable.price(line, nationally)
    if isinstance(found, Refusal):
        return replace(refused(sheet, line, found), place=nationally)
    if isinstance(place, Unplaced):
        return unplaced(sheet, line, place)
    other = found if line.setting else priceable.price(line._replace(setting=SETTINGS[1]), place)
    assumed = (*setting_assumed(found, other), *(rates.assumed if rates else ()))
    return priced(sheet, line, place, found, assumed=assumed)


def setting_assumed(found: Price, other: Price | Refusal) -> tuple[str, ...]:
    """A setting that was not given is an assumption only where the `other` one pays another amount."""
    same = isinstance(other, Price) and other.allowed == found.allowed
    return () if same else (SETTING_ASSUMED,)


def refused(sheet: Sheet, line: AskedLine, refusal: Refusal, others: OtherSchedules | None = None) -> Quote:
    if refusal.reason not in PAID_ELSEWHERE:
        return Quote(sheet=sheet, line=line, place=Place(), found=refusal)
    if refusal.reason == "not_covered" and DRUG_CODE.fullmatch(sheet.code.pk):
        others = others or other_schedules([sheet.code.pk], sheet.answer.day)
        told = told_of_drugs(sheet.code.pk, others, sheet.answer.day)
        refusal = refusal._replace(message=f"{refusal.message} {told}")
    return Quote(sheet=sheet, line=line, place=Place(), found=refusal, elsewhere=elsewhere(sheet, line, others))


def unplaced(sheet: Sheet, line: AskedLine, place: Unplaced) -> Quote:
    candidates = tuple((str(one), one.name) for one in place.candidates)
    return Quote(sheet=sheet, line=line, place=Place(), found=place.refusal, candidates=candidates)


def priced(sheet: Sheet, line: AskedLine, place: Place, found: Price, *, assumed: tuple[str, ...]) -> Quote:
    """`assumed`: on what else than the place and the price itself the figure rests, in whole sentences."""
    release, answer = _release(sheet), sheet.answer
    assumptions = (*assumed, *place.assumed)
    stands_in = () if answer.covers else (f"{answer.note}.",)
    return Quote(
        sheet=sheet,
        line=line,
        place=place,
        found=found,
        confidence=payment.confidence(
            release=release.words,
            covers_date=answer.covers,
            complete=release.complete,
            locality=place.name,
            assumptions=(*assumptions, *found.assumptions),
        ),
        warnings=(*stands_in, *assumptions, *found.warnings),
    )


def _release(sheet: Sheet) -> Release:
    assert sheet.answer.release is not None, "rows come from a release"
    return sheet.answer.release


class _Priceable(NamedTuple):
    """`listed`: modifiers of the line that only a published list knows."""

    sheet: Sheet
    rates: AnesthesiaRates | None
    listed: frozenset[str]

    def price(self, line: AskedLine, place: Place) -> Price | Refusal:
        return payment.price(
            self.sheet.rows,
            modifiers=line.modifiers,
            setting=line.setting or SETTINGS[0],
            units=line.units,
            locality=place.gpci,
            participating=line.participating,
            charge=line.charge,
            deductible=line.deductible,
            anesthesia=self.rates.of(self.sheet.code.pk, line.minutes) if self.rates else None,
            listed=self.listed,
        )
