"""One file of `codes/content`: an entry on a code, with a guide where a body follows, or a guide to several codes.

The head of an entry, in YAML; * may be left out, and every item that makes a statement names one of the file's sources:

- code (the file's name too), reviewed (a date), summary, clinical;
- sites: place, note. providers: taxonomy, note. related: code, why;
- diagnoses: family ("R77", "D47.2", "D80-D84"), words, source. modifiers: modifier, use, pitfall*, source;
- payers*: payer (a slug), rule, source, date. coverage*: kind, number, title, contractor*, source, date;
- tips: text, source, effective, until*, at_stake* (one amount, or first minus second: see `values.stake`);
- sources: by name, title, edition or date or both, place*, link (https);
- guide, only with a body: slug, title, summary.

The head of a guide to several codes: slug (the file's name too), title, summary, codes, reviewed, sources.
"""

import datetime
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from codes.handbook.fields import Fields
from codes.handbook.markdown import opened, rendered
from codes.handbook.values import (
    Coverage,
    DiagnosisFamily,
    Entry,
    Guide,
    ModifierUse,
    PayerRule,
    Provider,
    Relation,
    Site,
    Source,
    Tip,
    stake,
)
from codes.shapes import CODE_SHAPE, MODIFIER_SHAPE

PLACE_SHAPE: Final = re.compile(r"\A[0-9]{2}\Z")
TAXONOMY_SHAPE: Final = re.compile(r"\A[0-9A-Z]{9}X\Z")
SLUG_SHAPE: Final = re.compile(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_DIAGNOSIS: Final = r"[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])(?:\.[0-9A-Z]{1,4})?"
FAMILY_SHAPE: Final = re.compile(rf"\A(?P<first>{_DIAGNOSIS})(?:-(?P<last>{_DIAGNOSIS}))?\Z")
HTTPS: Final = re.compile(r"\Ahttps://[^\s/]+\.[^\s/]+(?:/\S*)?\Z")
COVERAGE_KINDS: Final = frozenset({"NCD", "LCD", "article"})

Sources = Mapping[str, Source]


def read_entry(path: Path) -> Entry:
    """The entry in `path`. Raises ValueError."""
    head, body = opened(path)
    sources = read_sources(head)
    code = head.shaped("code", CODE_SHAPE, like="a code")
    if code != path.stem:
        raise head.wrong("code", f"{code!r} is not the name of the file")
    reviewed = head.date("reviewed")
    entry = Entry(
        code=code,
        reviewed=reviewed,
        summary=head.text("summary"),
        clinical=head.text("clinical"),
        sites=head.each("sites", _site),
        providers=head.each("providers", _provider),
        diagnoses=head.each("diagnoses", partial(_diagnoses, sources=sources)),
        modifiers=head.each("modifiers", partial(_modifier, sources=sources)),
        related=head.each("related", _relation),
        payers=head.each("payers", partial(_payer, sources=sources), required=False),
        coverage=head.each("coverage", partial(_coverage, sources=sources), required=False),
        tips=head.each("tips", partial(_tip, sources=sources)),
        sources=sources,
        guide=_guide(head, body, codes=(code,), reviewed=reviewed, sources=sources),
    )
    head.close()
    return entry


def read_sources(head: Fields) -> Sources:
    return MappingProxyType(head.named("sources", _source))


def _source(key: str, fields: Fields) -> Source:
    source = Source(
        key=key,
        title=fields.text("title"),
        edition=fields.text("edition", default=""),
        date=fields.date_if_any("date"),
        place=fields.text("place", default=""),
        link=fields.shaped("link", HTTPS, like="an https address"),
    )
    if not source.edition and source.date is None:
        raise fields.wrong("edition", "is missing, and so is a date")
    return source


def _cited(fields: Fields, sources: Sources) -> Source:
    key = fields.text("source")
    if key not in sources:
        raise fields.wrong("source", f"{key!r} is not among the sources of this file")
    return sources[key]


def _site(fields: Fields) -> Site:
    return Site(fields.shaped("place", PLACE_SHAPE, like="a place-of-service code, two digits"), fields.text("note"))


def _provider(fields: Fields) -> Provider:
    return Provider(fields.shaped("taxonomy", TAXONOMY_SHAPE, like="a taxonomy code"), fields.text("note"))


def _diagnoses(fields: Fields, *, sources: Sources) -> DiagnosisFamily:
    family = fields.shaped("family", FAMILY_SHAPE, like="ICD-10-CM categories, such as R77 or D80-D84")
    first, _, last = family.partition("-")
    if last and last <= first:
        raise fields.wrong("family", f"{family!r} ends before it begins")
    return DiagnosisFamily(family, fields.text("words"), _cited(fields, sources))


def _modifier(fields: Fields, *, sources: Sources) -> ModifierUse:
    return ModifierUse(
        modifier=fields.shaped("modifier", MODIFIER_SHAPE, like="a modifier"),
        use=fields.text("use"),
        pitfall=fields.text("pitfall", default=""),
        source=_cited(fields, sources),
    )


def _relation(fields: Fields) -> Relation:
    return Relation(fields.shaped("code", CODE_SHAPE, like="a code"), fields.text("why"))


def _payer(fields: Fields, *, sources: Sources) -> PayerRule:
    return PayerRule(
        payer=fields.shaped("payer", SLUG_SHAPE, like="a payer's slug"),
        rule=fields.text("rule"),
        source=_cited(fields, sources),
        date=fields.date("date"),
    )


def _coverage(fields: Fields, *, sources: Sources) -> Coverage:
    coverage = Coverage(
        kind=fields.text("kind"),
        number=fields.text("number"),
        title=fields.text("title"),
        contractor=fields.text("contractor", default=""),
        source=_cited(fields, sources),
        date=fields.date("date"),
    )
    if coverage.kind not in COVERAGE_KINDS:
        raise fields.wrong("kind", f"{coverage.kind!r} is none of {', '.join(sorted(COVERAGE_KINDS))}")
    return coverage


def _tip(fields: Fields, *, sources: Sources) -> Tip:
    tip = Tip(
        text=fields.text("text"),
        source=_cited(fields, sources),
        effective=fields.date("effective"),
        until=fields.date_if_any("until"),
        at_stake=fields.texts("at_stake"),
    )
    if tip.until is not None and tip.until < tip.effective:
        raise fields.wrong("until", f"{tip.until} is before {tip.effective}, from when on the tip holds")
    if len(tip.at_stake) > 2:
        raise fields.wrong("at_stake", "holds more than two amounts")
    for amount in tip.at_stake:
        try:
            stake(amount)
        except ValueError as error:
            raise fields.wrong("at_stake", str(error)) from error
    return tip


def _guide(
    head: Fields, body: str, *, codes: tuple[str, ...], reviewed: datetime.date, sources: Sources
) -> Guide | None:
    about = head.part("guide")
    if about is None:
        if body:
            raise head.wrong("guide", "is missing, though a body follows")
        return None
    if not body:
        raise head.wrong("guide", "is announced, but no body follows")
    guide = titled_guide(about, body, codes=codes, reviewed=reviewed, sources=sources)
    about.close()
    return guide


def titled_guide(
    about: Fields, body: str, *, codes: tuple[str, ...], reviewed: datetime.date, sources: Sources
) -> Guide:
    """The guide whose slug, title and summary are in `about`."""
    html, contents = rendered(body, wrong=about.wrong)
    return Guide(
        slug=about.shaped("slug", SLUG_SHAPE, like="a slug"),
        title=about.text("title"),
        summary=about.text("summary"),
        codes=codes,
        reviewed=reviewed,
        sources=sources,
        html=html,
        contents=contents,
    )


def read_guide(path: Path) -> Guide:
    """A file of `codes/content/guides`: a guide to several codes. Raises ValueError."""
    head, body = opened(path)
    sources = read_sources(head)
    codes = head.texts("codes")
    if not codes or not all(CODE_SHAPE.fullmatch(code) for code in codes):
        raise head.wrong("codes", f"{list(codes)} is not a list of codes")
    guide = titled_guide(head, body, codes=codes, reviewed=head.date("reviewed"), sources=sources)
    if guide.slug != path.stem:
        raise head.wrong("slug", f"{guide.slug!r} is not the name of the file")
    head.close()
    return guide
