"""The first screen: what the reader may bill, each with its amount, and the four facts that decide most claims."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from codes import payment
from medpay.code_page.entry import LabAmount
from medpay.code_page.parts import Part, dollars

NAMES: Final = {"26": "Interpretation"}  # shorter than elsewhere, for a phone
NEVER_PAID: Final = "every unit is denied in this setting"
MAI_WORDS: Final = {
    "1": "per claim line (MAI 1)",
    "2": "per day, absolute (MAI 2)",
    "3": "per day, may be appealed (MAI 3)",
}


class Billable(NamedTuple):
    """One thing to bill: an amount in each setting, or one `anywhere`, or neither and `words` say why."""

    row: str  # "86320-26"
    name: str
    nonfacility: str = ""
    facility: str = ""
    anywhere: str = ""
    words: str = ""


class Chip(NamedTuple):
    name: str
    value: str
    words: str


class Limit(NamedTuple):
    """A unit limit: `mai` 1 to 3."""

    units: int
    mai: str


def billables_of(code: str, parts: Sequence[Part], lab: LabAmount | None) -> tuple[Billable, ...]:
    """The test itself where the laboratory schedule pays it, then each row of the physician schedule."""
    rows = [part for part in parts if part.modifier in {"", "26", "TC"} or part.priced]
    found = tuple(_billable(code, part) for part in rows if part.priced or not lab)
    if lab is None:
        return found
    return (Billable(code, f"The test, laboratory schedule {lab.year}", anywhere=dollars(lab.amount)), *found)


def _billable(code: str, part: Part) -> Billable:
    row = f"{code}-{part.modifier}" if part.modifier else code
    name = NAMES.get(part.modifier, part.name)
    if not part.priced:
        return Billable(row, name, words=_why(part))
    return Billable(row, name, *(_figure(part, setting) for setting in payment.SETTINGS))


def _figure(part: Part, setting: payment.Setting) -> str:
    found = part.prices[setting]
    return "NA" if isinstance(found, payment.Refusal) else dollars(found.allowed)


def _why(part: Part) -> str:
    return f"no price: status {part.status}, {part.status_words}"


def chips_of(parts: Sequence[Part], limit: Limit | None) -> tuple[Chip, ...]:
    """Of the first row that has a price, otherwise of the first."""
    chips = []
    part = next((part for part in parts if part.priced), parts[0] if parts else None)
    if part:
        row = part.row
        chips = [
            _status_chip(part, parts),
            Chip("Global period", row.global_days, payment.GLOBAL_WORDS.get(row.global_days, "not known here")),
            Chip("Parts (PC/TC)", row.pctc, payment.PCTC_WORDS.get(row.pctc, "not known here")),
        ]
    if limit:
        unit = "unit" if limit.units == 1 else "units"
        chips.insert(
            2, Chip("Unit limit", f"{limit.units} {unit}", MAI_WORDS.get(limit.mai, "") if limit.units else NEVER_PAID)
        )
    return tuple(chips)


def _status_chip(priced: Part, parts: Sequence[Part]) -> Chip:
    """The code's own status, and that of the part which has a price where the code itself has none."""
    whole = next((part for part in parts if not part.modifier), priced)
    words = whole.status_words
    if whole.status != priced.status:
        words = f"{words}; with {priced.modifier}: {priced.status}, {priced.status_words}"
    return Chip("Status", whole.status, words)
