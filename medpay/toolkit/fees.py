"""What is paid for each chosen code: a fixed number of queries, however many codes."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from codes.models import Code, Sheet, sheets_of_each
from codes.payment import SETTINGS, Price, Refusal
from codes.quoting import AskedLine, AskedSchedule, Place, Unplaced, place_of
from medpay.citing import Citation
from medpay.code_page.parts import Part, parts_of
from medpay.toolkit.facts import Paid

PHYSICIAN: Final = "https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files"
LABORATORY: Final = "https://www.cms.gov/medicare/payment/fee-schedules/clinical-laboratory-fee-schedule-clfs/files"


@dataclass(frozen=True, slots=True)
class Fees:
    """The sheet of each code, and the place by which the rows of a release are adjusted."""

    sheets: tuple[Sheet, ...]
    asked: AskedSchedule
    places: Mapping[datetime.date, Place | Unplaced]  # by the first day of the release

    @property
    def unplaced(self) -> Unplaced | None:
        """Why there is no amount for the place asked about."""
        return next((place for place in self.places.values() if isinstance(place, Unplaced)), None)

    @property
    def place(self) -> str:
        found = next((place for place in self.places.values() if isinstance(place, Place) and place.name), None)
        return f"{found.name}, locality {found.key}" if found else "national amounts"


def fees_of(codes: Sequence[Code], asked: AskedSchedule, line: AskedLine) -> Fees:
    """Three queries, and those of the places."""
    sheets = sheets_of_each(codes, year=asked.year)
    days = {sheet.answer.release.effective for sheet in sheets if sheet.answer.release}
    return Fees(sheets, asked, {each: place_of(line, each) for each in sorted(days, reverse=True)})


def paid_of(fees: Fees) -> tuple[Paid, ...]:
    return tuple(paid for sheet in fees.sheets for paid in _paid(sheet, fees))


def _paid(sheet: Sheet, fees: Fees) -> Iterator[Paid]:
    """The laboratory's amount, then each row that is priced; where there is neither, why."""
    lab = _laboratory(sheet)
    if lab:
        yield lab
    refusal = sheet.refusal(asked=fees.asked.words(sheet.answer.day))
    if refusal:
        if not lab:
            yield _unpaid(sheet, refusal.message)
        return
    parts = _parts(sheet, fees)
    for part in parts:
        if part.priced:
            yield _priced(sheet, part)
        elif not lab and not part.modifier:
            yield _unpaid(sheet, part.refusal)


def _parts(sheet: Sheet, fees: Fees) -> tuple[Part, ...]:
    release = sheet.answer.release
    assert release is not None, "rows come from a release"
    place = fees.places[release.effective]
    return parts_of(sheet.rows, place.gpci if isinstance(place, Place) else None)


def _laboratory(sheet: Sheet) -> Paid | None:
    """In a year without physician schedule only its own year's amount; never for a deleted code."""
    lab, answer = sheet.lab, sheet.answer
    if lab is None or answer.deleted or (answer.release is None and lab.year != answer.day.year):
        return None
    stands_in = "" if lab.year == answer.day.year else f"; that of {answer.day.year} is not loaded"
    source = Citation(f"Clinical Laboratory Fee Schedule {lab.year}, {lab.source}", LABORATORY)
    note = f"Laboratory schedule {lab.year}{stands_in}. The patient owes nothing."
    return Paid(sheet.code.pk, "The test", lab.amount, lab.amount, source, note)


def _priced(sheet: Sheet, part: Part) -> Paid:
    row = f"{sheet.code.pk}-{part.modifier}" if part.modifier else sheet.code.pk
    office, facility = (_amount(part.prices[setting]) for setting in SETTINGS)
    stands_in = "" if sheet.answer.covers else f"{sheet.answer.note}."
    assumptions = dict.fromkeys(words for _, price in part.priced for words in price.assumptions)
    note = " ".join((stands_in, *assumptions)).strip()
    return Paid(row, part.name, office, facility, _schedule(sheet), note)


def _amount(found: Price | Refusal) -> Decimal | None:
    return found.allowed if isinstance(found, Price) else None


def _unpaid(sheet: Sheet, why: str) -> Paid:
    return Paid(sheet.code.pk, "No price", None, None, _schedule(sheet), why)


def _schedule(sheet: Sheet) -> Citation:
    release = sheet.answer.release
    if release is None:
        return Citation("")
    return Citation(f"Medicare Physician Fee Schedule, {release.words}, release {release.label}", PHYSICIAN)
