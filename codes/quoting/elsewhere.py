"""Where a code is paid that the physician schedule does not pay, and how much."""

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from codes import payment
from codes.models import DrugLimit, OutpatientRate, Release, Sheet
from codes.models.listed import known_modifiers
from codes.payment import Confidence, LabPrice, Reason, Refusal
from codes.quoting.asked import AskedLine

WHOLE: Final = AskedLine()
DRUGS: Final = "asp"
OUTPATIENT: Final = "opps_addendum_b"

DRUG_CODE: Final = re.compile(r"J[0-9]{4}")

# These say that the physician schedule is not where the service is paid; others are about the line or the code.
PAID_ELSEWHERE: Final[frozenset[Reason]] = frozenset(
    {"not_on_schedule", "bundled", "other_code_used", "not_covered", "no_release"}
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An amount of another schedule, in dollars; `words` say for what.

    Where the laboratory schedule pays: `price` is that of the whole line, or `refusal` says why the line has none.
    """

    schedule: str
    amount: Decimal
    year: int
    source: str
    confidence: Confidence
    words: str
    price: LabPrice | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class OtherSchedules:
    """What the schedules of drugs and of hospitals that cover one day say of some codes."""

    drugs: Release | None
    limits: Mapping[str, DrugLimit]
    outpatient: Release | None
    rates: Mapping[str, OutpatientRate]


def other_schedules(codes: Collection[str], day: datetime.date) -> OtherSchedules:
    """Three queries at most, however many codes."""
    covering = _releases_covering(day)
    drugs, outpatient = covering.get(DRUGS), covering.get(OUTPATIENT)
    limits = DrugLimit.objects.filter(release=drugs, code__in=codes) if drugs else ()
    rates = OutpatientRate.objects.filter(release=outpatient, code__in=codes) if outpatient else ()
    return OtherSchedules(drugs, {one.code: one for one in limits}, outpatient, {one.code: one for one in rates})


def elsewhere(sheet: Sheet, line: AskedLine = WHOLE, others: OtherSchedules | None = None) -> Elsewhere | None:
    """The first of: laboratory schedule, drug limits, hospital outpatient schedule. Never for a deleted code.

    `others` at hand save their queries.
    """
    if sheet.answer.deleted:
        return None
    laboratory = _laboratory(sheet, line)
    if laboratory:
        return laboratory
    held = others or other_schedules([sheet.code.pk], sheet.answer.day)
    return _drug(sheet.code.pk, held) or _outpatient(sheet.code.pk, held)


def _laboratory(sheet: Sheet, line: AskedLine) -> Elsewhere | None:
    """In a year without physician schedule only its own year's amount."""
    lab, answer = sheet.lab, sheet.answer
    if lab is None or (answer.release is None and lab.year != answer.day.year):
        return None
    sure = payment.lab_confidence(loaded=lab.year, asked=answer.day.year)
    paid = payment.price_lab(
        sheet.code.pk,
        lab.amount,
        modifiers=line.modifiers,
        units=line.units,
        charge=line.charge,
        listed=known_modifiers(payment.without_rule(line.modifiers)),
    )
    found = Elsewhere("CLFS", lab.amount, lab.year, lab.source, sure, "the test, laboratory schedule")
    return replace(found, refusal=paid) if isinstance(paid, Refusal) else replace(found, price=paid)


def _drug(code: str, held: OtherSchedules) -> Elsewhere | None:
    limit = held.limits.get(code)
    if held.drugs is None or limit is None:
        return None
    words = f"one unit of {limit.dosage}, drug payment limit" if limit.dosage else "one unit, drug payment limit"
    year, source = held.drugs.year, held.drugs.label
    return Elsewhere("ASP", payment.cents(limit.limit), year, source, _in_year(held.drugs), words)


def told_of_drugs(code: str, held: OtherSchedules, day: datetime.date) -> str:
    """Where Medicare pays a drug of Part B, and whether it is loaded: in sentences. SSA §1847A."""
    law = "Medicare pays drugs under Part B by the limits from average sales prices (ASP), not on this schedule."
    if held.drugs is None:
        return f"{law} No table of these limits for {day.year} is loaded."
    if code in held.limits:
        return f"{law} The limit of {held.drugs.words} is beside."
    return f"{law} The table of {held.drugs.words} is loaded and has no limit for {code}."


def _outpatient(code: str, held: OtherSchedules) -> Elsewhere | None:
    rate = held.rates.get(code)
    if held.outpatient is None or rate is None or rate.rate is None:
        return None
    words = "to a hospital, outpatient schedule, national"
    year, source = held.outpatient.year, held.outpatient.label
    return Elsewhere("OPPS", rate.rate, year, source, _in_year(held.outpatient), words)


def _releases_covering(day: datetime.date) -> Mapping[str, Release]:
    """By source, the edition in effect; none that stands in. One query."""
    of_the_year = datetime.date(day.year, 1, 1), day
    held = Release.objects.current().filter(source__in=(DRUGS, OUTPATIENT), variant="", effective__range=of_the_year)
    return {one.source: one for one in held.order_by("effective", "complete")}


def _in_year(release: Release) -> Confidence:
    return Confidence("high", (f"The amount is that of {release.words}.",))
