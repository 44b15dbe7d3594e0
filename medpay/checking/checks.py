"""The claim check, joined: prices, edits, units, add-on codes, and the figures that are published.

Nothing of a claim is stored or logged. The number of queries does not depend on the number of lines.
"""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from codes.answering import in_words
from codes.bundling.claims import BilledLine, LineEdits, edits_of, meetings_of, units_counted
from codes.models import Release
from codes.models.claims import pairs_among
from codes.models.units import add_on_list, limits_of_each
from codes.payment import Confidence, Price, Step
from codes.quoting import Place, Quote
from codes.quoting.claims import AskedClaim, ClaimQuotes, quote_claim
from medpay.checking.verdicts import (
    AddOnCheck,
    Counted,
    Denials,
    Total,
    UnitsCheck,
    Verdict,
    add_on_check,
    counted_of,
    denials_of,
    dollars,
    total_of,
    units_check,
    verdict_of,
)
from reports.models import Statistic


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line, and everything that is known of it. `edits` None: no other code is on the claim.

    `counted`: beside all lines. `after_edits`: beside those that nothing denies; None for one of the denied.
    """

    billed: BilledLine
    name: str
    quote: Quote
    counted: Counted | None
    after_edits: Counted | None
    edits: LineEdits | None
    units: UnitsCheck
    add_on: AddOnCheck
    denials: Denials | None
    verdict: Verdict
    warnings: tuple[str, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """How the amount that counts comes about."""
        paid = self.quote.elsewhere.price if self.quote.elsewhere else None
        return self.quote.found.steps if isinstance(self.quote.found, Price) else paid.steps if paid else ()

    @property
    def confidence(self) -> Confidence | None:
        """Of the amount that counts."""
        paid = self.quote.elsewhere
        return self.quote.confidence or (paid.confidence if paid and paid.price else None)

    @property
    def notes(self) -> tuple[str, ...]:
        """Each thing to know once."""
        return tuple(dict.fromkeys((*self.quote.warnings, *self.warnings)))


@dataclass(frozen=True, slots=True)
class Checked:
    """The lines in their order. `after_edits`: without those denied, priced anew; None where none is denied."""

    day: datetime.date
    release: Release | None
    place: Place
    lines: tuple[CheckedLine, ...]
    total: Total
    after_edits: Total | None
    warnings: tuple[str, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """Of NCCI, in which the lines were looked up."""
        named = (
            name
            for line in self.lines
            for name in (
                line.edits.table.words if line.edits and line.edits.table else "",
                line.units.limit.table,
                line.add_on.table,
            )
        )
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def common(self) -> tuple[str, ...]:
        """What is to be known of the claim, and of more than one of its lines."""
        times = Counter(note for line in self.lines for note in line.notes)
        return (*self.warnings, *(note for note, lines in times.items() if lines > 1))


def check(asked: AskedClaim) -> Checked:
    """Twenty-two queries at most. Raises ValueError for no lines."""
    quoted = quote_claim(asked)
    lines = _after_edits(_lines(asked, quoted), quoted)
    denied = [line.billed.number for line in lines if line.verdict.standing == "denied"]
    return Checked(
        day=quoted.day,
        release=quoted.release,
        place=next((quote.place for quote in quoted.quotes if isinstance(quote.found, Price)), Place()),
        lines=lines,
        total=total_of([line.counted for line in lines]),
        after_edits=_total_after_edits(lines, denied) if denied else None,
        warnings=_warnings(asked, quoted),
    )


def _lines(asked: AskedClaim, quoted: ClaimQuotes) -> tuple[CheckedLine, ...]:
    day, codes = quoted.day, asked.codes
    named = bool(asked.schedule.date or asked.schedule.year)
    billed = [
        BilledLine(number, coded.code, coded.line.modifiers, coded.line.units)
        for number, coded in enumerate(asked.lines, start=1)
    ]
    tabled = pairs_among(codes, day)
    meetings = meetings_of(billed, tabled)
    limits = limits_of_each(codes, day, asked=named)
    add_ons = add_on_list(codes, day, asked=named)
    denials = _denials(codes)
    lines = []
    for line, quote in zip(billed, quoted.quotes, strict=True):
        limit = limits[line.code]
        edits = edits_of(line, billed, meetings, tabled)
        units = units_check(line, units_counted(line, billed, limit.mai), limit)
        add_on = add_on_check(line.code, add_ons, codes)
        counted = _counted(quote)
        lines.append(
            CheckedLine(
                billed=line,
                name=quote.sheet.code.name or quote.sheet.code.official,
                quote=quote,
                counted=counted,
                after_edits=None,
                edits=edits,
                units=units,
                add_on=add_on,
                denials=denials.get(line.code),
                verdict=verdict_of(line, quote, counted, edits=edits, units=units, add_on=add_on),
                warnings=_line_warnings(quote, edits, units, add_on, unknown=line.code in quoted.unknown),
            )
        )
    return tuple(lines)


def _counted(quote: Quote) -> Counted | None:
    """Of the physician schedule, or of the laboratory schedule where that pays the whole line."""
    return counted_of(quote.found) or counted_of(quote.elsewhere.price if quote.elsewhere else None)


def _denials(codes: Sequence[str]) -> Mapping[str, Denials]:
    """What is published, as the page of each code shows it. Below the threshold there is nothing."""
    return {code: denials_of(one.shown, one.as_of) for code, one in Statistic.objects.of_each(codes).items()}


def _line_warnings(
    quote: Quote, edits: LineEdits | None, units: UnitsCheck, add_on: AddOnCheck, *, unknown: bool
) -> tuple[str, ...]:
    """What is odd, and what was not checked."""
    code = quote.sheet.code.pk
    laboratory = quote.elsewhere.price.warnings if quote.elsewhere and quote.elsewhere.price else ()
    stands_in = (
        quote.elsewhere.confidence.reasons if quote.elsewhere and quote.elsewhere.confidence.level == "low" else ()
    )
    return (
        *([f"No list that is loaded has {code}. Check it for typing errors."] if unknown else []),
        *laboratory,
        *stands_in,
        *([f"Bundling was not checked: {edits.words}"] if edits and edits.answer == "no_table" else []),
        *([units.doubt or f"Units were not checked: {units.limit.words}"] if units.over is None else []),
        *([] if units.limit.covers or units.over is None else [f"Units: {units.limit.words}"]),
        *(["Whether it is an add-on code was not checked: no list is held."] if add_on.is_add_on is None else []),
    )


def _after_edits(lines: Sequence[CheckedLine], quoted: ClaimQuotes) -> tuple[CheckedLine, ...]:
    """A line that is denied does not reduce the others."""
    left = [index for index, line in enumerate(lines) if line.verdict.standing != "denied"]
    prices = quoted.pricing.prices(left) if quoted.placed else {}
    return tuple(
        line
        if line.verdict.standing == "denied"
        else replace(
            line,
            after_edits=after,
            verdict=line.verdict if after == line.counted else _said_anew(line, after),
        )
        for index, line in enumerate(lines)
        for after in [counted_of(prices.get(index)) or line.counted]
    )


def _said_anew(line: CheckedLine, after: Counted | None) -> Verdict:
    if after is None:
        return line.verdict
    words = f"{line.verdict.words} Without the lines that are denied it pays {dollars(after.allowed)}."
    return line.verdict._replace(words=words)


def _total_after_edits(lines: Sequence[CheckedLine], denied: Sequence[int]) -> Total:
    left = [line.after_edits for line in lines if line.billed.number not in denied]
    numbers = ", ".join(map(str, denied))
    return total_of(left, what=f"without line{'s' if len(denied) > 1 else ''} {numbers}, denied: ")


def _warnings(asked: AskedClaim, quoted: ClaimQuotes) -> tuple[str, ...]:
    if asked.schedule.date:
        return ()
    day = in_words(quoted.day)
    if asked.schedule.year:
        return (f"Only the year of service was given: edits and limits are those of {day}.",)
    return (f"No date of service was given: {day} was taken.",)
