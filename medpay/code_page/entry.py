"""The answer: amounts, one sentence that says what they are, and how far to trust them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from codes import payment
from codes.payment import SETTINGS, Confidence, Gpci, Price, Refusal, Setting
from codes.sources.mpfs import FeeRow
from medpay.code_page.parts import (
    PLACE_WORDS,
    Indicator,
    Part,
    Working,
    dollars,
    indicators_of,
    parts_of,
    workings_of,
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said of the rows of one release, how far it may be trusted, and what it rests on."""

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


def describe(  # one argument for each source of the answer
    code: str,
    *,
    rows: Sequence[FeeRow],
    edition: Edition,
    lab: LabAmount | None,
    year: int,
    locality: Gpci | None = None,
) -> Entry:
    """Everything the page says of `code` from one release and the laboratory schedule, for a service in `year`.

    `locality` None: national amounts.
    """
    parts = parts_of(rows, locality)
    shown = _headline_parts(parts)
    return Entry(
        sentence=_sentence(code, parts, shown, _Frame(edition, lab, locality)),
        confidence=_confidence(shown, _Frame(edition, lab, locality), year),
        parts=parts,
        indicators=indicators_of(parts),
        workings=tuple(working for part in parts for working in workings_of(part)),
        conversion_factor=next((part.row.cf for part in parts if part.priced), None),
        warnings=tuple(dict.fromkeys(note for part in shown for _, found in part.priced for note in found.warnings)),
    )


def without_price(refusal: Refusal, lab: LabAmount | None = None, *, year: int = 0) -> Entry:
    """The page of a code that no fee schedule answers for; the laboratory schedule may, for a service in `year`."""
    return Entry(
        sentence=refusal.message,
        confidence=payment.lab_confidence(loaded=lab.year, asked=year) if lab else None,
        parts=(),
        indicators=(),
        workings=(),
        conversion_factor=None,
        warnings=(),
    )


def _headline_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The whole service where it has a price; otherwise the parts that have one."""
    whole = tuple(part for part in parts if not part.modifier and part.priced)
    return whole or tuple(part for part in parts if part.priced)


class _Frame(NamedTuple):
    edition: Edition
    lab: LabAmount | None
    locality: Gpci | None


def _sentence(code: str, parts: Sequence[Part], shown: Sequence[Part], frame: _Frame) -> str:
    if any(not part.modifier for part in shown):
        return _whole_sentence(code, parts, frame)
    year, lab = frame.edition.effective.year, frame.lab
    place = f" in {frame.locality.name}" if frame.locality else ""
    interpretation = " ".join(
        f"The {part.name.lower()}, {code}-{part.modifier}, pays {dollars(part.priced[0][1].allowed)}{place} ({year})."
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


def _whole_sentence(code: str, parts: Sequence[Part], frame: _Frame) -> str:
    month = frame.edition.words
    said = [
        f"The amount for {code} in {frame.locality.name}, {month}."
        if frame.locality
        else f"The national amount for {code} in {month}, before the locality's adjustment."
    ]
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


def _confidence(shown: Sequence[Part], frame: _Frame, year: int) -> Confidence | None:
    """How far the figures above may be trusted: the lowest of their confidences, with every reason."""
    edition, lab = frame.edition, frame.lab
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
                locality=frame.locality.name if frame.locality else "",
                assumptions=list(assumptions),
            )
        )
    if not found:
        return None
    lowest = min(found, key=lambda one: ("low", "medium", "high").index(one.level))
    return Confidence(lowest.level, tuple(reason for one in found for reason in one.reasons))
