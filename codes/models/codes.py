"""Codes in our own words, and all there is to price one by."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Length
from django.utils import timezone

from codes import answering
from codes.finding import Query, Tier, is_prefix_of_word, read, stem
from codes.models.fees import FeeLine, LabFee
from codes.models.releases import Answer, Release
from codes.models.wording import every_word, likest, together, vector
from codes.nearest import BEGINNING, neighborhood, number_of, one_slip_away
from codes.payment import Refusal, deleted_code, no_release, no_rows
from codes.sources.mpfs import FeeRow

SEARCHED: Final = ("name", "synonyms", "description", "official")
CALLED: Final = ("name", "synonyms", "official")
NONE: Final = Q(pk__in=())


class CodeQuerySet(models.QuerySet["Code"]):
    def named(self) -> Self:
        return self.exclude(name="")

    def matching(self, search: str | Query, *, also: Collection[str] = ()) -> Self:
        """Codes that begin with `search` or that hold every word of it, what a biller means first; and those of `also`.

        See `finding.Tier` for the order. Of two that fit alike, the one that may still be billed comes first.
        """
        query = search if isinstance(search, Query) else read(search)
        if not query.words:
            return self.none()
        begins = Q(pk__startswith=query.beginning) if query.beginning else NONE
        says = Q(words=every_word(query)) if query.code or not query.is_number else NONE  # "59" is no word of a text
        found = self.alias(words=vector(*SEARCHED)).filter(begins | says | Q(pk__in=(query.code, *also)))
        gone = Case(When(deleted__lte=timezone.now().date(), then=1), default=0)
        undescribed = Case(When(name="", then=1), default=0)
        told = Case(When(name="", tier__gt=Tier.BEGINS, then=Length("official")), default=0)  # CMS's words: the shorter
        return found.annotate(tier=_tier(query, begins)).order_by("tier", gone, undescribed, told, "pk")

    def resembling(self, query: Query, limit: int) -> list["Code"]:
        """Codes with words like those of `query`, the likest first. Inside a transaction, after `similar_enough`."""
        return list(likest(self, query, called=CALLED, searched=SEARCHED, key="pk")[:limit])

    def nearest(self, code: str, limit: int = 6) -> list["Code"]:
        """Named codes: `code` itself, those one slip of the hand away, then its neighbors, in the order of codes.

        What has not the form of a code has no neighbors: those that begin like it stand in.
        """
        slips = list(self.named().filter(pk__in=one_slip_away(code) | {code}))
        slips = sorted(slips, key=lambda found: (found.pk != code, found.pk))[:limit]
        seen = {found.pk for found in slips}
        beside = [found for found in self._beside(code, limit) if found.pk not in seen]
        return slips + sorted(beside[: limit - len(slips)], key=lambda found: found.pk)

    def _beside(self, code: str, limit: int) -> list["Code"]:
        """At least `limit` beyond those one slip away, where there are so many, the closest number first."""
        around = neighborhood(code)
        if around is None:
            return list(self.named().filter(pk__startswith=code[:BEGINNING]).order_by("pk")[: 2 * limit])
        near = self.named().filter(pk__regex=around.pattern, pk__range=(around.first, around.last))
        below = near.filter(pk__lt=code).order_by("-pk")[: 2 * limit]
        above = near.filter(pk__gt=code).order_by("pk")[: 2 * limit]
        return sorted([*below, *above], key=lambda found: (abs(number_of(found.pk) - number_of(code)), found.pk))

    def of_type(self, service_type: str) -> Self:
        return self.filter(service_type=service_type)

    def service_types(self) -> list[str]:
        named = self.named().exclude(service_type="").order_by("service_type")
        return list(named.values_list("service_type", flat=True).distinct())


class Code(models.Model):
    """A CPT or HCPCS code. Name and description are our own words, never AMA's."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    service_type = models.CharField(max_length=40, blank=True)
    synonyms = models.CharField(max_length=300, blank=True)
    official = models.TextField(blank=True)  # CMS's own words, for HCPCS Level II codes only
    deleted = models.DateField(null=True, blank=True)  # first day on which it may not be billed
    successors = models.JSONField(default=list, blank=True)
    change_note = models.TextField(blank=True)

    tier: int  # only of what `matching` found: `finding.Tier`

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            GinIndex(vector(*SEARCHED), name="code_words", fastupdate=False),
            GinIndex(OpClass(together(*CALLED), "gin_trgm_ops"), name="code_trigrams", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.code

    def sheet(
        self,
        *,
        release: str | None = None,
        date: datetime.date | None = None,
        year: int | None = None,
        qp: bool = False,
    ) -> "Sheet":
        """All there is to price this code by, as `Release.objects.answering` finds it. Three queries at most."""
        answer = Release.objects.answering(self.pk, release=release, date=date, year=year, qp=qp)
        lines = FeeLine.objects.of(self.pk, answer.release) if answer.release and not answer.deleted else ()
        return Sheet(self, answer, tuple(line.row() for line in lines), LabFee.objects.newest(self.pk, answer.day))


def _tier(query: Query, begins: Q) -> Case:
    """`finding.Tier` in SQL."""
    whole = r"[^[:alnum:];]*".join(query.spelled)
    called = (
        Q(name__iregex=rf"^{whole}s?$")
        | Q(synonyms__iregex=rf"(^|;) *{whole}s? *(;|$)")
        | Q(name="", official__iregex=rf"^{whole}s?$")
    )
    named = Q(*(Q(name__iregex=_beginning(word)) for word in query.words))
    known = Q()
    for word in map(_beginning, query.words):
        known &= Q(name__iregex=word) | Q(synonyms__iregex=word) | Q(official__iregex=word)
    return Case(
        When(pk=query.code, then=Tier.EXACT),
        When(called, then=Tier.CALLED),
        When(begins, then=Tier.BEGINS),
        When(named, then=Tier.NAMED),
        When(known, then=Tier.KNOWN),
        default=Tier.SAID,
    )


def _beginning(word: str) -> str:
    return rf"\m{stem(word)}" if is_prefix_of_word(word) else rf"\m{word}\M"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a code's price: the rows of the schedule that answers, and the laboratory schedule's amount."""

    code: Code
    answer: Answer
    rows: tuple[FeeRow, ...]  # none if the code is deleted on that day, or nothing answers
    lab: LabFee | None

    def refusal(self, *, asked: str) -> Refusal | None:
        """Why there is no row; None where there is one. `asked` says in words what was asked for ("March 1, 2027")."""
        code, release = self.code, self.answer.release
        if self.answer.deleted and code.deleted:
            since = answering.in_words(code.deleted)
            return deleted_code(code.pk, since=since, successors=tuple(code.successors))
        if release is None and self.answer.silent:
            return no_rows(code.pk, release=self.answer.silent, complete=False)
        if release is None:
            return no_release(code.pk, asked=asked)
        return None if self.rows else no_rows(code.pk, release=release.words, complete=release.complete)


def sheets_of_each(codes: Sequence[Code], *, year: int | None = None) -> tuple[Sheet, ...]:
    """As `Code.sheet`, in the order of `codes`. Three queries, however many they are."""
    answers = Release.objects.answering_each({code.pk: code.deleted for code in codes}, year=year)
    releases = {answer.release.pk for answer in answers.values() if answer.release}
    rows: dict[tuple[str, int], list[FeeRow]] = {}
    for line in FeeLine.objects.filter(code__in=list(answers), release__in=releases).order_by("modifier"):
        rows.setdefault((line.code, line.release_id), []).append(line.row())
    day = next((answer.day for answer in answers.values()), timezone.now().date())  # all are about the same
    labs = LabFee.objects.newest_of_each(answers, day)
    return tuple(_sheet(code, answers[code.pk], rows, labs.get(code.pk)) for code in codes)


def _sheet(code: Code, answer: Answer, rows: Mapping[tuple[str, int], Sequence[FeeRow]], lab: LabFee | None) -> Sheet:
    held = rows.get((code.pk, answer.release.pk), ()) if answer.release and not answer.deleted else ()
    return Sheet(code, answer, tuple(held), lab)
