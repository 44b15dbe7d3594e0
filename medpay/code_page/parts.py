"""The rows of the fee schedule for one code: what each pays, how that is worked out, and what governs it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from codes import payment
from codes.payment import SETTINGS, Gpci, Price, Refusal, Setting, Step
from codes.sources.mpfs import FeeRow

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


def dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def parts_of(rows: Sequence[FeeRow], locality: Gpci | None = None) -> tuple[Part, ...]:
    """Each row with its prices in a locality (None: national), the whole service first."""
    return tuple(_part(row, rows, locality) for row in sorted(rows, key=_place_of_part))


def _place_of_part(row: FeeRow) -> int:
    return PART_ORDER.index(row.modifier) if row.modifier in PART_ORDER else len(PART_ORDER)


def _part(row: FeeRow, rows: Sequence[FeeRow], locality: Gpci | None) -> Part:
    modifiers = [row.modifier] if row.modifier else []
    whole = "Global" if any(other.modifier in {"26", "TC"} for other in rows) else "Whole service"
    return Part(
        modifier=row.modifier,
        name=PART_WORDS.get(row.modifier, row.modifier) if row.modifier else whole,
        status=row.status,
        status_words=payment.STATUS_WORDS.get(row.status, "a status medpay does not know"),
        row=row,
        prices={
            setting: payment.price(rows, modifiers=modifiers, setting=setting, locality=locality)
            for setting in SETTINGS
        },
        pe_nonfacility=None if row.na_nonfacility else row.pe_nonfacility,
        pe_facility=None if row.na_facility else row.pe_facility,
        total_nonfacility=None if row.na_nonfacility else row.total_nonfacility,
        total_facility=None if row.na_facility else row.total_facility,
    )


def _figure(found: Price | Refusal) -> str:
    if isinstance(found, Price):
        return dollars(found.allowed)
    return "NA" if found.reason == "not_applicable_in_setting" else "no price"


def workings_of(part: Part) -> tuple[Working, ...]:
    row = f"{part.row.code}-{part.modifier}" if part.modifier else part.row.code
    return tuple(
        Working(f"{row}, {PLACE_WORDS[setting]}", tuple(_worked(step) for step in price.steps))
        for setting, price in part.priced
    )


def _worked(step: Step) -> WorkedStep:
    return WorkedStep(step.rule, step.factor, dollars(step.amount), step.source)


def indicators_of(parts: Sequence[Part]) -> tuple[Indicator, ...]:
    """Those of the row that has a price, else of the first; "does not apply" is left out."""
    chosen = next((part.row for part in parts if part.priced), parts[0].row)
    found = ((name, getattr(chosen, field), words) for name, field, words in INDICATORS)
    return tuple(
        Indicator(name, letter, words[letter])
        for name, letter, words in found
        if letter in words and words[letter] != "does not apply"
    )
