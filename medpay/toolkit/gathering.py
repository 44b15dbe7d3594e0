"""Everything a toolkit says of the chosen codes, from both rooms: a fixed number of queries, however many codes."""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils import timezone

from codes import handbook
from codes.answering import in_words
from codes.handbook import Entry
from codes.models import Code
from codes.quoting import AskedLine, AskedSchedule, Unplaced
from medpay.citing import cited
from medpay.toolkit.edits import limits_of, pairs_of
from medpay.toolkit.facts import Chosen, Pitfall, Toolkit, Trigger
from medpay.toolkit.fees import fees_of, paid_of
from medpay.toolkit.patterns import part_b_of, patterns_of, published_of, reasons_of


class Wanted(NamedTuple):
    """`year` None: today. A `locality` ("01112-05") beats a `zip`; none of them: national."""

    codes: tuple[Code, ...]
    year: int | None = None
    locality: str = ""
    zip: str = ""


class Addresses(NamedTuple):
    """`toolkit`: where the same is had anew. `code`: of the page of each code."""

    toolkit: str
    code: Mapping[str, str]


def gather(wanted: Wanted, *, addresses: Addresses, threshold: int) -> Toolkit | Unplaced:
    """The facts; or, where no amount can be given for the place that is asked for, why."""
    today = timezone.now().date()
    asked_day = None if wanted.year is None else _day_of(wanted.year, today)
    day = asked_day or today
    line = AskedLine(locality=wanted.locality, zip=wanted.zip)
    fees = fees_of(wanted.codes, AskedSchedule(year=wanted.year), line)
    if fees.unplaced:
        return fees.unplaced
    keys = [code.pk for code in wanted.codes]
    entries = [entry for key in keys if (entry := handbook.entry(key))]
    published = published_of(keys)
    return Toolkit(
        codes=tuple(_chosen(code, day, addresses.code[code.pk]) for code in wanted.codes),
        place=fees.place,
        day=day,
        made=today,
        address=addresses.toolkit,
        threshold=threshold,
        prices=paid_of(fees),
        limits=limits_of(keys, asked_day),
        pairs=pairs_of(keys, asked_day),
        pitfalls=_pitfalls(entries),
        triggers=_triggers(entries, day),
        reasons=reasons_of(published),
        patterns=patterns_of(published),
        part_b=part_b_of(keys),
    )


def _day_of(year: int, today: datetime.date) -> datetime.date:
    return today if year == today.year else datetime.date(year, 12, 31)


def _chosen(code: Code, day: datetime.date, address: str) -> Chosen:
    if code.deleted is None or code.deleted > day:
        return Chosen(code.pk, code.name or code.official, "yes", address)
    instead = f"; look at {', '.join(code.successors)}, none of them one to one" if code.successors else ""
    note = f"no: deleted since {in_words(code.deleted)}{instead}"
    return Chosen(code.pk, code.name or code.official, note, address)


def _pitfalls(entries: Sequence[Entry]) -> tuple[Pitfall, ...]:
    return tuple(
        Pitfall(entry.code, one.modifier, one.use, one.pitfall, cited(one.source))
        for entry in entries
        for one in entry.modifiers
    )


def _triggers(entries: Sequence[Entry], day: datetime.date) -> tuple[Trigger, ...]:
    return tuple(Trigger(entry.code, tip.text, cited(tip.source)) for entry in entries for tip in entry.tips_on(day))
