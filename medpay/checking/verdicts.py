"""What becomes of one line of a claim, in a word and in a sentence; and what the lines come to. Nothing is guessed."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from codes.bundling.add_ons import AddOns
from codes.bundling.claims import BilledLine, LineEdits, Meeting, primary_on
from codes.models.units import AddOnList, Limit
from codes.payment import LabPrice, Price, Refusal
from codes.quoting import Quote

Standing = Literal["paid", "priced", "denied", "unknown"]
LISTED_ALONE: Final = "1"  # of add-on codes: CMS lists every primary code
TOP_REASONS: Final = 3
PARTS_AND_ROLES: Final = frozenset({"26", "TC", "55", "80", "81", "82", "AS"})
NOTHING: Final = Decimal("0.00")


class Verdict(NamedTuple):
    """paid: no edit of the tables held denies it. priced: not every table is held. unknown: there is no amount."""

    standing: Standing
    words: str


class Counted(NamedTuple):
    """What of a line is in the totals, in dollars."""

    schedule: Literal["PFS", "CLFS"]
    allowed: Decimal
    medicare_share: Decimal
    patient_share: Decimal
    after_sequestration: Decimal


class UnitsCheck(NamedTuple):
    """`over` None: no limit is known, or there is `doubt`. `lines`: whose units are counted together, by number."""

    billed: int
    counted: int
    lines: tuple[int, ...]
    over: bool | None
    limit: Limit
    doubt: str = ""


class AddOnCheck(NamedTuple):
    """`is_add_on` None: no list is held. `missing` None: no add-on code, or the contractor decides."""

    is_add_on: bool | None
    table: str
    add_ons: AddOns | None = None
    primary: str = ""  # of the claim
    missing: bool | None = None
    words: str = ""


class Reported(NamedTuple):
    """A reason, its share of the reports (0 to 1), and how far that may lie off."""

    key: str
    label: str
    reports: int
    share: float
    low: float
    high: float

    @property
    def words(self) -> str:
        percent, low, high = (int(100 * share + 0.5) for share in (self.share, self.low, self.high))
        return f"{percent} % ({low} to {high} %)"


class Denials(NamedTuple):
    """What is published of the code: how many reports, and the reasons most often reported."""

    reports: int
    as_of: datetime.date
    reasons: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What `priced` of `lines` come to. None of them: no amounts."""

    lines: int
    priced: int
    allowed: Decimal | None
    medicare_share: Decimal | None
    patient_share: Decimal | None
    after_sequestration: Decimal | None
    words: str


def dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def counted_of(price: Price | LabPrice | Refusal | None) -> Counted | None:
    if price is None or isinstance(price, Refusal):
        return None
    return Counted(
        "CLFS" if isinstance(price, LabPrice) else "PFS",
        price.allowed,
        price.medicare_share,
        price.patient_share,
        price.after_sequestration,
    )


def units_check(line: BilledLine, counted: Sequence[BilledLine], limit: Limit) -> UnitsCheck:
    """Parts and roles are held against the limit each by itself; CMS's table does not say whether they add up."""
    units = sum(each.units for each in counted)
    found = UnitsCheck(line.units, units, tuple(each.number for each in counted), None, limit)
    if limit.units is None:
        return found
    if units <= limit.units:
        return found._replace(over=False)
    by_part: Counter[frozenset[str]] = Counter()
    for each in counted:
        by_part[PARTS_AND_ROLES.intersection(each.modifiers)] += each.units
    if max(by_part.values()) > limit.units:
        return found._replace(over=True)
    doubt = f"{units} units are over the limit only if lines with 26, TC, 55, 80, 81, 82 or AS count with the others."
    return found._replace(doubt=f"{doubt} CMS's table does not say so.")


def add_on_check(code: str, held: AddOnList, codes: Sequence[str]) -> AddOnCheck:
    """`codes`: of the claim."""
    add_ons = held.by_code.get(code)
    if add_ons is None:
        known = bool(held.table) and held.whole and held.covers
        return AddOnCheck(is_add_on=False if known else None, table=held.table)
    said = AddOnCheck(is_add_on=True, add_ons=add_ons, primary=primary_on(add_ons, codes), table=held.table)
    if said.primary:
        words = f"{code} is an add-on code, and its primary code {said.primary} is on the claim."
        return said._replace(missing=False, words=words)
    if add_ons.kind != LISTED_ALONE:
        return said._replace(words=f"{code} is an add-on code: {add_ons.kind_words}.")
    words = (
        f"{code} is an add-on code, and none of its primary codes is on this claim: Medicare pays it only beside one "
        "that the same practice bills for the same patient."
    )
    return said._replace(missing=True, words=words)


def denials_of(content: Mapping[str, Any], as_of: datetime.date) -> Denials:
    """From the content of a published Statistic."""
    reasons = content["breakdowns"]["reason"][:TOP_REASONS]
    shown = tuple(Reported(*(row[name] for name in Reported._fields)) for row in reasons)
    return Denials(content["reports"], as_of, shown)


def verdict_of(
    line: BilledLine,
    quote: Quote,
    counted: Counted | None,
    *,
    edits: LineEdits | None,
    units: UnitsCheck,
    add_on: AddOnCheck,
) -> Verdict:
    """What denies a line comes before what it would pay."""
    name = "-".join([line.code, *line.modifiers])
    meetings = _denying(line, edits)
    reasons = [
        *(_denied_by(meeting) for meeting in meetings if not meeting.bypassed),
        *([_over(units)] if units.over else []),
        *([add_on.words] if add_on.missing else []),
    ]
    if reasons:
        return Verdict("denied", f"{name} is denied. {' '.join(reasons)}")
    if counted is None:
        message = quote.found.message if isinstance(quote.found, Refusal) else ""
        return Verdict("unknown", f"{_elsewhere(quote)}{message}")
    pays = f"{name} pays {dollars(counted.allowed)}"
    if counted.schedule == "CLFS":
        pays += ", by the laboratory schedule"
    bypassed = [meeting for meeting in meetings if meeting.bypassed]
    unchecked = unchecked_of(edits, units, add_on)
    not_checked = [f"Not checked, since no table is held: {', '.join(unchecked)}."] if unchecked else []
    words = " ".join([f"{pays}.", *map(_only_if, bypassed), *not_checked])
    return Verdict("priced" if unchecked else "paid", words)


def unchecked_of(edits: LineEdits | None, units: UnitsCheck, add_on: AddOnCheck) -> tuple[str, ...]:
    """What may deny the line for all that is known here."""
    said = {
        "bundling": edits is not None and edits.answer == "no_table",
        "units": not units.limit.table,
        "add-on code": add_on.is_add_on is None,
    }
    return tuple(what for what, unknown in said.items() if unknown)


def _denying(line: BilledLine, edits: LineEdits | None) -> list[Meeting]:
    return [meeting for meeting in edits.meetings if meeting.denied.number == line.number] if edits else []


def _denied_by(meeting: Meeting) -> str:
    paid = f"{meeting.paid.code} (line {meeting.paid.number}) is paid instead"
    if meeting.edit.row.indicator == "0":
        return f"{paid}, and no modifier changes that."
    tried = [one.words for one in meeting.bypasses]
    rest = "An NCCI-associated modifier on this line would let both be paid, where the record supports it."
    return " ".join([f"{paid}.", *tried, rest])


def _only_if(meeting: Meeting) -> str:
    return (
        f"Only if the record supports {', '.join(meeting.by)}: an edit denies it beside {meeting.paid.code} "
        f"(line {meeting.paid.number})."
    )


def _over(units: UnitsCheck) -> str:
    several = f" on lines {', '.join(map(str, units.lines))}" if len(units.lines) > 1 else ""
    return f"{units.counted} units{several} are over the limit: {units.limit.words}"


def _elsewhere(quote: Quote) -> str:
    found = quote.elsewhere
    return f"Paid elsewhere: {dollars(found.amount)} for {found.words} ({found.year}). " if found else ""


def total_of(counted: Sequence[Counted | None], *, what: str = "") -> Total:
    """`what`: which lines these are, said before the count."""
    known = [one for one in counted if one]
    lines = len(counted)
    said = f"{what}of {lines} line{'' if lines == 1 else 's'}, {len(known)} priced"
    words = said[0].upper() + said[1:]
    if not known:
        return Total(lines, 0, None, None, None, None, f"{words}: there is nothing to add up.")
    unknown = lines - len(known)
    left_out = f" Not in the sum: {unknown} without an amount." if unknown else ""
    return Total(
        lines,
        len(known),
        sum((one.allowed for one in known), NOTHING),
        sum((one.medicare_share for one in known), NOTHING),
        sum((one.patient_share for one in known), NOTHING),
        sum((one.after_sequestration for one in known), NOTHING),
        f"{words}.{left_out}",
    )
