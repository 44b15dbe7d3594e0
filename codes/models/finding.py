"""Everything that what was typed may mean: codes, modifiers, reasons, diagnoses, payers, localities, guides."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import Length
from django.utils import timezone

from codes.finding import (
    REASON_NAMES,
    Group,
    Hit,
    Kind,
    Query,
    Tier,
    diagnosis_families,
    grouped,
    guides_on,
    modifiers_on,
    named_by_entries,
    read,
    reason_key,
    respelled,
    tier_of,
    words_of,
)
from codes.handbook import DiagnosisFamily
from codes.models.codes import Code, CodeQuerySet
from codes.models.lists import Diagnosis, ListedReason
from codes.models.payers import Payer
from codes.models.places import Locality
from codes.models.reasons import Reason
from codes.models.releases import Release
from codes.models.wording import similar_enough

HISTORIC_GROUP: Final = "CR"
MOST_DIAGNOSES: Final = 20
SPELLED_AFTER: Final = 10  # codes, and diagnoses, among whose words a misspelled one is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, as far as it is kept: `codes` are in order, not yet read, and may be very many."""

    query: Query
    codes: CodeQuerySet
    others: tuple[Hit, ...]
    families: Mapping[str, DiagnosisFamily]  # by code: the family in its entry that holds the diagnosis typed
    instead_of: str = ""  # what was typed, where nothing fits it and `query` is spelled otherwise

    def groups(self, each: int) -> tuple[Group, ...]:
        """Kind by kind, codes too: the best first, at most `each` of a kind."""
        return grouped([*map(_code, self.codes[: each + 1]), *self.others], each=each)

    def groups_beside(self, each: int) -> tuple[Group, ...]:
        """The same without the codes."""
        return grouped(self.others, each=each)


def find(text: str, *, today: datetime.date | None = None) -> Found:
    """Whatever fits `text`, or where nothing does, `text` with its words spelled like some that are known here.

    Four queries, one more where only codes may fit, six more where nothing does, two more for a reason without words
    here; and those that read `codes`.
    """
    query = read(text)
    if not query.words:
        return Found(query, Code.objects.none(), (), {})
    lists = _Lists(today or timezone.now().date())
    found = lists.fitting(query)
    if query.is_number or found.others or found.codes.exists():
        return found
    spelled = respelled(query, lists.vocabulary(query))
    return replace(lists.fitting(read(spelled)), instead_of=query.text) if spelled else found


class _Lists:
    """The short lists, read once, and the diagnoses in effect."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.reasons = tuple(Reason.objects.order_by("kind", Length("code"), "code"))
        self.payers = tuple(Payer.objects.all())
        self.localities = tuple(Locality.objects.in_effect(today).order_by("name", "contractor", "number"))
        self.diagnoses = Diagnosis.objects.in_effect(today)

    def fitting(self, query: Query) -> Found:
        families = named_by_entries(query.diagnosis)
        named = () if query.is_number else (*self._payers(query), *self._localities(query), *guides_on(query))
        others = (*modifiers_on(query), *self._reasons(query), *self._diagnoses(query), *named)
        return Found(query, Code.objects.matching(query, also=families), others, families)

    def vocabulary(self, query: Query) -> Iterator[str]:
        """Words that one of the query may have been meant to be."""
        with transaction.atomic():
            similar_enough()
            codes = Code.objects.resembling(query, SPELLED_AFTER)
            diagnoses = self.diagnoses.resembling(query, SPELLED_AFTER)
        for code in codes:
            yield from words_of(f"{code.name} {code.synonyms} {code.official}")
        for diagnosis in diagnoses:
            yield from words_of(diagnosis.words)
        for payer in self.payers:
            yield from words_of(" ".join(payer.names))
        for locality in self.localities:
            yield from words_of(locality.name)
        for names in REASON_NAMES.values():
            yield from words_of(" ".join(names))

    def _reasons(self, query: Query) -> Iterator[Hit]:
        typed = {code: group for group, _, code in (reason.rpartition("-") for reason in query.reasons)}
        for reason in self.reasons:
            names = REASON_NAMES.get(reason.code, ())
            text = f"{reason.first_check} {reason.causes}"
            tier = None if query.is_number else tier_of(query, names=names, synonyms=(reason.paraphrase,), text=text)
            if reason.code in typed:
                yield _reason(reason, Tier.EXACT, group=typed[reason.code])
            elif tier is not None:
                yield _reason(reason, tier)
        if unknown := typed.keys() - {reason.code for reason in self.reasons}:
            yield from self._unworded(unknown, typed)

    def _unworded(self, codes: Collection[str], groups: Mapping[str, str]) -> Iterator[Hit]:
        """Reasons that a loaded list has and we have no words for."""
        for kind in Reason.Kind:
            release = Release.objects.until(kind, self.today).values("pk")[:1]
            for row in ListedReason.objects.filter(release=Subquery(release), code__in=codes).order_by("code"):
                yield _reason(Reason(kind=kind, code=row.code), Tier.EXACT, group=groups[row.code])

    def _diagnoses(self, query: Query) -> Iterator[Hit]:
        """By its code: the listed ones, and the families that entries name. By its words: the listed ones."""
        if not query.diagnosis:
            for row in () if query.is_number else self.diagnoses.saying(query)[:MOST_DIAGNOSES]:
                yield Hit(Kind.DIAGNOSIS, row.written, row.written, row.words, Tier.SAID)
            return
        families = {hit.key: hit for hit in diagnosis_families(query.diagnosis)}
        for row in self.diagnoses.about(query.diagnosis)[:MOST_DIAGNOSES]:
            own = families.pop(row.written, None)
            tier = Tier.EXACT if row.written == query.text.upper() and row.code != row.written else Tier.BEGINS
            yield Hit(Kind.DIAGNOSIS, row.written, row.written, row.words or (own.words if own else ""), tier)
        yield from families.values()

    def _payers(self, query: Query) -> Iterator[Hit]:
        for payer in self.payers:
            tier = tier_of(query, names=(payer.name,), synonyms=payer.aliases)
            if tier is not None:
                alias = next((name for name in payer.aliases if tier_of(query, names=(name,)) is not None), "")
                note = f"also {alias}" if alias and tier_of(query, names=(payer.name,)) is None else ""
                yield Hit(Kind.PAYER, payer.slug, "", payer.name, tier, note)

    def _localities(self, query: Query) -> Iterator[Hit]:
        for locality in self.localities:
            tier = tier_of(query, names=(locality.name, str(locality)), synonyms=(locality.state,))
            if tier is not None:
                yield Hit(Kind.LOCALITY, str(locality), str(locality), locality.name, tier)


def _code(code: Code) -> Hit:
    """Of a code as `matching` found it."""
    return Hit(Kind.CODE, code.pk, code.pk, code.name or code.official, Tier(code.tier))


def _reason(reason: Reason, tier: Tier, *, group: str = "") -> Hit:
    carc = reason.kind == Reason.Kind.CARC
    key = reason_key(reason.code, carc=carc, group="" if group == HISTORIC_GROUP else group)
    return Hit(Kind.REASON, key, key, reason.paraphrase, tier)
