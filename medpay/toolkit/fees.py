"""What is paid for each chosen code: a fixed number of queries, however many codes."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from codes import answering
from codes.models import Answer, Code, FeeLine, LabFee, Release, Sheet
from codes.payment import Price, Refusal
from codes.quoting import AskedLine, AskedSchedule, Place, Unplaced, place_of
from codes.sources.mpfs import FeeRow
from medpay.code_page.parts import Part, parts_of
from medpay.toolkit.facts import Paid
from medpay.toolkit.paper import Citation

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


def fees_of(codes: Sequence[Code], asked: AskedSchedule, line: AskedLine, day: datetime.date) -> Fees:
    """For services on `day`. Five queries, and those of the places."""
    answers = _answers(codes, asked, day)
    rows = FeeLine.objects.filter(
        code__in=[code.pk for code in codes],
        release__in={answer.release.pk for answer in answers.values() if answer.release},
    )
    lines = list(rows.order_by("code", "modifier"))
    labs = _labs(codes, day)
    sheets = tuple(
        Sheet(code, answers[code.pk], tuple(_rows(lines, code, answers[code.pk])), labs.get(code.pk)) for code in codes
    )
    days = {sheet.answer.release.effective for sheet in sheets if sheet.answer.release}
    return Fees(sheets, asked, {each: place_of(line, each) for each in sorted(days, reverse=True)})


def _answers(codes: Sequence[Code], asked: AskedSchedule, day: datetime.date) -> Mapping[str, Answer]:
    """As `Release.objects.answering`, for all codes at once. Two queries."""
    releases = {release.pk: release for release in Release.objects.current().fee_schedules(qp=asked.qp)}
    held = FeeLine.objects.filter(code__in=[code.pk for code in codes], release__in=releases)
    holding = set(held.values_list("release_id", "code").distinct())
    answers = {}
    for code in codes:
        editions = [
            answering.Edition(key, one.label, one.effective, one.complete, (key, code.pk) in holding)
            for key, one in releases.items()
        ]
        answered = answering.on_day if asked.year else answering.today
        verdict = answered(editions, day, code.deleted)
        answers[code.pk] = Answer(
            release=None if verdict.key is None else releases[verdict.key],
            covers=verdict.covers,
            note=verdict.note,
            day=verdict.day,
            deleted=code.deleted is not None and code.deleted <= verdict.day,
            silent=verdict.silent,
        )
    return answers


def _rows(lines: Sequence[FeeLine], code: Code, answer: Answer) -> Iterator[FeeRow]:
    if answer.release and not answer.deleted:
        release = answer.release.pk
        yield from (line.row() for line in lines if line.code == code.pk and line.release_id == release)


def _labs(codes: Sequence[Code], day: datetime.date) -> Mapping[str, LabFee]:
    """As `LabFee.objects.newest`, for all codes at once. Two queries."""
    held = LabFee.objects.filter(
        code__in=[code.pk for code in codes],
        modifier="",
        release__state=Release.State.CURRENT,
        release__effective__lte=day,
    ).select_related("release")
    newest = {fee.code: fee for fee in held.order_by("release__effective", "release__complete")}
    whole = Release.objects.complete().until("clfs", day).first()
    since = whole.effective if whole else datetime.date.min
    return {code: fee for code, fee in newest.items() if fee.amount and fee.release.effective >= since}


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
    office, facility = (_amount(part.prices[setting]) for setting in ("nonfacility", "facility"))
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
