"""What the page of a code says about its price: figures where there are some, words where there are none (I8).

Plain values in, plain values out. Amounts are national, in dollars, exact to the cent.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from codes import payment
from codes.answering import in_words
from codes.payment import Confidence, Price, Refusal, Setting, Step
from codes.sources.mpfs import FeeRow

LONGEST_LABEL: Final = 64
SETTINGS: Final[tuple[Setting, Setting]] = ("nonfacility", "facility")
PLACE_WORDS: Final[Mapping[Setting, str]] = {
    "nonfacility": "in an office (non-facility)",
    "facility": "in a facility",
}
PART_WORDS: Final[Mapping[str, str]] = {
    "": "Global",
    "26": "Professional interpretation",
    "TC": "Technical part",
    "53": "Discontinued",
}
PART_ORDER: Final = tuple(PART_WORDS)
INDICATORS: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("Parts", "pctc", payment.PCTC_WORDS),
    ("Global period", "global_days", payment.GLOBAL_WORDS),
    ("Multiple procedures", "mult", payment.MULT_WORDS),
    ("Both sides", "bilat", payment.BILAT_WORDS),
    ("Assistant at surgery", "asst", payment.ASST_WORDS),
    ("Two surgeons", "co", payment.CO_WORDS),
    ("Surgical team", "team", payment.TEAM_WORDS),
)


class Asked(NamedTuple):
    """Which release a reader asks for: `release` (a label) beats `date` (of service) beats `year`; none: today."""

    release: str | None = None
    date: datetime.date | None = None
    year: int | None = None
    problem: str = ""  # what could not be read, in words

    def words(self, day: datetime.date) -> str:
        """What was asked for, after "covers"."""
        return f"release {self.release}" if self.release else in_words(day) if self.date else str(day.year)


class Edition(NamedTuple):
    """The release of the physician fee schedule that answers, and how well."""

    label: str
    effective: datetime.date
    complete: bool  # False: a starter list collected by hand
    covers_date: bool  # False: an earlier release stands in

    @property
    def words(self) -> str:
        return f"{self.effective:%B %Y}"


class LabAmount(NamedTuple):
    """The Clinical Laboratory Fee Schedule's amount for a test."""

    year: int
    amount: Decimal
    source: str


class Amount(NamedTuple):
    dollars: str
    words: str
    row: str = ""  # "86320-26" where it is not the whole service


class Part(NamedTuple):
    """One row of the fee schedule: its price in both settings, or why there is none. RVUs None where CMS prints NA."""

    modifier: str
    name: str
    status: str
    status_words: str
    row: FeeRow
    prices: Mapping[Setting, Price | Refusal]
    pe_nonfacility: Decimal | None
    pe_facility: Decimal | None
    total_nonfacility: Decimal | None
    total_facility: Decimal | None

    @property
    def nonfacility(self) -> str:
        return _figure(self.prices["nonfacility"])

    @property
    def facility(self) -> str:
        return _figure(self.prices["facility"])

    @property
    def priced(self) -> tuple[tuple[Setting, Price], ...]:
        return tuple((setting, found) for setting, found in self.prices.items() if isinstance(found, Price))

    @property
    def has_rvus(self) -> bool:
        return any((self.row.work, self.row.pe_nonfacility, self.row.pe_facility, self.row.mp))

    @property
    def refusal(self) -> str:
        """Why there is no number in any setting; empty where there is one."""
        found = self.prices["nonfacility"]
        return "" if self.priced or isinstance(found, Price) else found.message


class WorkedStep(NamedTuple):
    rule: str
    factor: Decimal | None
    dollars: str
    source: str


class Working(NamedTuple):
    """How one amount is worked out, step by step (I8)."""

    words: str
    steps: tuple[WorkedStep, ...]


class Indicator(NamedTuple):
    name: str
    letter: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The answer, then what it rests on."""

    amounts: tuple[Amount, ...]
    sentence: str
    confidence: Confidence | None
    parts: tuple[Part, ...]
    indicators: tuple[Indicator, ...]
    workings: tuple[Working, ...]
    conversion_factor: Decimal | None
    warnings: tuple[str, ...]

    @property
    def has_rvus(self) -> bool:
        return any(part.has_rvus for part in self.parts)

    @property
    def unpriced_rvus(self) -> bool:
        return any(part.has_rvus and not part.priced for part in self.parts)


def describe(code: str, *, rows: Sequence[FeeRow], edition: Edition, lab: LabAmount | None, year: int) -> Entry:
    """Everything the page says of `code` from one release and the laboratory schedule, for a service in `year`."""
    parts = tuple(_part(row, rows) for row in sorted(rows, key=_place_of_part))
    shown = _headline_parts(parts)
    return Entry(
        amounts=(*_lab_amounts(lab), *(amount for part in shown for amount in _amounts(part))),
        sentence=_sentence(code, parts, shown, edition, lab),
        confidence=_confidence(shown, edition, lab, year),
        parts=parts,
        indicators=_indicators(parts),
        workings=tuple(working for part in parts for working in _workings(part)),
        conversion_factor=next((part.row.cf for part in parts if part.priced), None),
        warnings=tuple(dict.fromkeys(note for part in shown for _, found in part.priced for note in found.warnings)),
    )


def without_price(refusal: Refusal, lab: LabAmount | None = None, *, year: int = 0) -> Entry:
    """The page of a code that no fee schedule answers for; the laboratory schedule may, for a service in `year`."""
    return Entry(
        amounts=_lab_amounts(lab),
        sentence=refusal.message,
        confidence=payment.lab_confidence(loaded=lab.year, asked=year) if lab else None,
        parts=(),
        indicators=(),
        workings=(),
        conversion_factor=None,
        warnings=(),
    )


def asked_of(query: Mapping[str, str]) -> Asked:
    """What the address of the page asks for. What cannot be read is named, and today answers."""
    if release := query.get("release", "").replace("\x00", "").strip()[:LONGEST_LABEL]:
        return Asked(release=release)
    if date := query.get("date", ""):
        try:
            return Asked(date=datetime.date.fromisoformat(date))
        except ValueError:
            return Asked(problem="The date in the address is no date such as 2026-07-15. Today's answer is shown.")
    if year := query.get("year", ""):
        if re.fullmatch(r"[12][0-9]{3}", year):
            return Asked(year=int(year))
        return Asked(problem="The year in the address is no year such as 2026. Today's answer is shown.")
    return Asked()


def dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def _place_of_part(row: FeeRow) -> int:
    return PART_ORDER.index(row.modifier) if row.modifier in PART_ORDER else len(PART_ORDER)


def _part(row: FeeRow, rows: Sequence[FeeRow]) -> Part:
    modifiers = [row.modifier] if row.modifier else []
    whole = "Global" if any(other.modifier in {"26", "TC"} for other in rows) else "Whole service"
    return Part(
        modifier=row.modifier,
        name=PART_WORDS.get(row.modifier, row.modifier) if row.modifier else whole,
        status=row.status,
        status_words=payment.STATUS_WORDS.get(row.status, "a status medpay does not know"),
        row=row,
        prices={setting: payment.price(rows, modifiers=modifiers, setting=setting) for setting in SETTINGS},
        pe_nonfacility=None if row.na_nonfacility else row.pe_nonfacility,
        pe_facility=None if row.na_facility else row.pe_facility,
        total_nonfacility=None if row.na_nonfacility else row.total_nonfacility,
        total_facility=None if row.na_facility else row.total_facility,
    )


def _figure(found: Price | Refusal) -> str:
    if isinstance(found, Price):
        return dollars(found.allowed)
    return "NA" if found.reason == "not_applicable_in_setting" else "no price"


def _headline_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The whole service where it has a price; otherwise the parts that have one."""
    whole = tuple(part for part in parts if not part.modifier and part.priced)
    return whole or tuple(part for part in parts if part.priced)


def _lab_amounts(lab: LabAmount | None) -> tuple[Amount, ...]:
    return (Amount(dollars(lab.amount), f"the test, laboratory schedule {lab.year}"),) if lab else ()


def _amounts(part: Part) -> tuple[Amount, ...]:
    whose, row = (part.name.lower(), f"{part.row.code}-{part.modifier}") if part.modifier else ("", "")
    found = part.priced
    if len({price.allowed for _, price in found}) == 1 and len(found) == len(SETTINGS):
        return (Amount(dollars(found[0][1].allowed), whose or "in any setting", row),)
    return tuple(
        Amount(dollars(price.allowed), ", ".join(filter(None, (whose, PLACE_WORDS[setting]))), row)
        for setting, price in found
    )


def _workings(part: Part) -> tuple[Working, ...]:
    row = f"{part.row.code}-{part.modifier}" if part.modifier else part.row.code
    return tuple(
        Working(f"{row}, {PLACE_WORDS[setting]}", tuple(_worked(step) for step in price.steps))
        for setting, price in part.priced
    )


def _worked(step: Step) -> WorkedStep:
    return WorkedStep(step.rule, step.factor, dollars(step.amount), step.source)


def _sentence(
    code: str,
    parts: Sequence[Part],
    shown: Sequence[Part],
    edition: Edition,
    lab: LabAmount | None,
) -> str:
    if any(not part.modifier for part in shown):
        return _whole_sentence(code, parts, edition)
    year = edition.effective.year
    interpretation = " ".join(
        f"The {part.name.lower()}, {code}-{part.modifier}, pays {dollars(part.priced[0][1].allowed)} ({year})."
        for part in shown
    )
    if lab:
        laboratory = f"The laboratory schedule pays {dollars(lab.amount)} ({lab.year}) for the test."
        rest = interpretation or "There is no physician payment for it."
        return f"{code} itself is not on the physician fee schedule. {laboratory} {rest}"
    refusal = next((part.refusal for part in parts if part.refusal), "")
    if not interpretation:
        return refusal
    return f"{refusal or f'{code} by itself has no price on the physician fee schedule.'} {interpretation}"


def _whole_sentence(code: str, parts: Sequence[Part], edition: Edition) -> str:
    said = [f"The national amount for {code} in {edition.words}, before the locality's adjustment."]
    pieces = [
        f"{part.name.lower()} ({part.modifier}) {dollars(part.priced[0][1].allowed)}"
        for part in parts
        if part.modifier in {"26", "TC"} and part.priced
    ]
    if pieces:
        said.append(f"Of it: {', '.join(pieces)}.")
    said.extend(_missing(setting, code, parts) for setting in SETTINGS if setting not in dict(_whole(parts).priced))
    return " ".join(said)


def _missing(setting: Setting, code: str, parts: Sequence[Part]) -> str:
    """What holds in a setting in which the whole service has no price (NA)."""
    found = next((part.prices[setting] for part in parts if part.modifier == "26"), None)
    if isinstance(found, Price):
        return f"Only the interpretation, {code}-26, has a price {PLACE_WORDS[setting]}: {dollars(found.allowed)}."
    return f"It has no price {PLACE_WORDS[setting]}: CMS prints NA there."


def _whole(parts: Sequence[Part]) -> Part:
    return next(part for part in parts if not part.modifier)


def _confidence(shown: Sequence[Part], edition: Edition, lab: LabAmount | None, year: int) -> Confidence | None:
    """How far the figures above may be trusted: the lowest of their confidences, with every reason."""
    found = []
    if lab:
        found.append(payment.lab_confidence(loaded=lab.year, asked=year))
    if shown:
        assumptions = dict.fromkeys(words for part in shown for _, price in part.priced for words in price.assumptions)
        found.append(
            payment.confidence(
                release=edition.words,
                covers_date=edition.covers_date,
                complete=edition.complete,
                assumptions=list(assumptions),
            )
        )
    if not found:
        return None
    lowest = min(found, key=lambda one: ("low", "medium", "high").index(one.level))
    return Confidence(lowest.level, tuple(reason for one in found for reason in one.reasons))


def _indicators(parts: Sequence[Part]) -> tuple[Indicator, ...]:
    """Those of the row that has a price, else of the first; "does not apply" is left out."""
    chosen = next((part.row for part in parts if part.priced), parts[0].row)
    found = ((name, getattr(chosen, field), words) for name, field, words in INDICATORS)
    return tuple(
        Indicator(name, letter, words[letter])
        for name, letter, words in found
        if letter in words and words[letter] != "does not apply"
    )
