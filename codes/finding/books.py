"""What the handbook knows of a query: modifiers, guides, and the entries that name a diagnosis."""

from collections.abc import Iterator, Mapping
from typing import Final

from codes import handbook
from codes.finding.hits import Hit, Kind, Tier
from codes.finding.matching import tier_of
from codes.finding.query import Query
from codes.handbook import DiagnosisFamily

# Modifiers that share their letters with a far more usual denial reason or word.
RARELY_MEANT: Final = frozenset({"27", "96", "97", "CT"})


def modifiers_on(query: Query) -> Iterator[Hit]:
    for modifier in handbook.modifiers().values():
        if modifier.modifier == query.modifier:
            tier: Tier | None = Tier.KNOWN if modifier.modifier in RARELY_MEANT else Tier.EXACT
        elif query.is_number:
            tier = None
        else:
            tier = tier_of(query, names=(modifier.name,), text=modifier.use)
        if tier is not None:
            yield Hit(Kind.MODIFIER, modifier.modifier, modifier.modifier, modifier.name, tier, modifier.effect)


def guides_on(query: Query) -> Iterator[Hit]:
    for guide in handbook.guides().values():
        about = Tier.EXACT if query.code in guide.codes else tier_of(query, names=(guide.title,), text=guide.summary)
        if about is not None and not query.is_number:
            yield Hit(Kind.GUIDE, guide.slug, "", guide.title, about, guide.summary)


def named_by_entries(diagnosis: str) -> Mapping[str, DiagnosisFamily]:
    """The codes whose entry names a family with this diagnosis ("D472", at least a category), by code."""
    if not diagnosis:
        return {}
    found = ((code, _family(entry.diagnoses, diagnosis)) for code, entry in handbook.entries().items())
    return {code: family for code, family in found if family}


def diagnosis_families(diagnosis: str) -> Iterator[Hit]:
    """The families themselves, as the entries word them, each once, the narrowest first."""
    families = {family.family: family for family in named_by_entries(diagnosis).values()}
    for name in sorted(families, key=lambda family: ("-" in family, -len(family), family)):
        plain = name.replace(".", "")
        yield Hit(Kind.DIAGNOSIS, name, name, families[name].words, Tier.EXACT if plain == diagnosis else Tier.BEGINS)


def _family(families: tuple[DiagnosisFamily, ...], diagnosis: str) -> DiagnosisFamily | None:
    holding = [family for family in families if _holds(family.family, diagnosis)]
    return min(holding, key=lambda family: ("-" in family.family, -len(family.family)), default=None)


def _holds(family: str, diagnosis: str) -> bool:
    """Whether the diagnosis lies in the category, subcategory or range; or the family in the category typed."""
    first, _, last = family.replace(".", "").partition("-")
    if not last:
        return diagnosis.startswith(first) or first.startswith(diagnosis)
    return first <= diagnosis[: len(first)] and diagnosis[: len(last)] <= last
