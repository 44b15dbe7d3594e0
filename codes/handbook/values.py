"""The parts of the handbook. Texts are plain, without markup; the `html` of a guide is our own text: safe as it is."""

import datetime
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from codes.shapes import CODE_SHAPE

STAKE_SHAPE: Final = re.compile(
    r"\A(?P<code>[0-9A-Z]{5})(?P<modifiers>(?:-[0-9A-Z]{2})*)(?P<setting>/facility)?\Z",
)


class Source(NamedTuple):
    """Where a statement can be read. `edition` or `date` is there, or both."""

    key: str  # its name within the file
    title: str
    edition: str
    date: datetime.date | None
    place: str  # chapter, section, page
    link: str


class Site(NamedTuple):
    place: str  # place-of-service code
    note: str


class Provider(NamedTuple):
    taxonomy: str  # NUCC
    note: str


class DiagnosisFamily(NamedTuple):
    family: str  # ICD-10-CM category, subcategory, or range: "R77", "D47.2", "D80-D84"
    words: str
    source: Source


class ModifierUse(NamedTuple):
    """What a modifier does on this code."""

    modifier: str
    use: str
    pitfall: str
    source: Source


class Relation(NamedTuple):
    code: str
    why: str


class PayerRule(NamedTuple):
    payer: str  # slug
    rule: str
    source: Source
    date: datetime.date


class Coverage(NamedTuple):
    kind: str  # NCD, LCD or article
    number: str
    title: str
    contractor: str
    source: Source
    date: datetime.date


class Tip(NamedTuple):
    text: str
    source: Source
    effective: datetime.date
    until: datetime.date | None
    at_stake: tuple[str, ...]  # one amount, or first minus second: see `stake`

    def holds_on(self, day: datetime.date) -> bool:
        return self.effective <= day and (self.until is None or day <= self.until)


class Stake(NamedTuple):
    """The national amount that a tip is about."""

    code: str
    modifiers: tuple[str, ...]
    facility: bool


class Heading(NamedTuple):
    id: str
    text: str


class Guide(NamedTuple):
    slug: str
    title: str
    summary: str
    codes: tuple[str, ...]
    reviewed: datetime.date
    sources: Mapping[str, Source]
    html: str
    contents: tuple[Heading, ...]  # its `##` headings in order


class Entry(NamedTuple):
    code: str
    reviewed: datetime.date
    summary: str
    clinical: str
    sites: tuple[Site, ...]
    providers: tuple[Provider, ...]
    diagnoses: tuple[DiagnosisFamily, ...]
    modifiers: tuple[ModifierUse, ...]
    related: tuple[Relation, ...]
    payers: tuple[PayerRule, ...]
    coverage: tuple[Coverage, ...]
    tips: tuple[Tip, ...]
    sources: Mapping[str, Source]
    guide: Guide | None

    def tips_on(self, day: datetime.date) -> tuple[Tip, ...]:
        return tuple(tip for tip in self.tips if tip.holds_on(day))


class Modifier(NamedTuple):
    """What a modifier is, on any code."""

    modifier: str
    name: str
    use: str
    effect: str
    pitfall: str
    source: str


class Specialty(NamedTuple):
    slug: str
    name: str
    codes: tuple[str, ...]


def stake(text: str) -> Stake:
    """Of `86320-26` or `27447/facility`: without a setting the amount is the non-facility one. Raises ValueError."""
    found = STAKE_SHAPE.fullmatch(text)
    if found is None or not CODE_SHAPE.fullmatch(found["code"]):
        raise ValueError(f"{text!r} is not a code with modifiers, such as 86320-26 or 27447/facility")
    return Stake(found["code"], tuple(found["modifiers"].split("-")[1:]), found["setting"] is not None)
