"""Published lists of codes of other kinds: HCPCS Level II, diagnoses, reasons, modifiers, kinds of providers."""

import datetime
from typing import ClassVar, Final, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, Q, Subquery, When
from django.db.models.functions import Length

from codes.finding import Query
from codes.models.releases import Release
from codes.models.wording import every_word, likest, vector

CATEGORY: Final = 3  # characters
CANDIDATES: Final = 400


class Level2Code(models.Model):
    """A HCPCS Level II code or modifier in CMS's words."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_row_per_level2_code")]

    def __str__(self) -> str:
        return self.code


class DiagnosisQuerySet(models.QuerySet["Diagnosis"]):
    def in_effect(self, day: datetime.date) -> Self:
        """Those of the edition that holds on `day`."""
        return self.filter(release=Subquery(Release.objects.until("icd10cm", day).values("pk")[:1]))

    def about(self, code: str) -> Self:
        """`code` itself, then those below it, then those above it. `code` is a category at least."""
        above = [code[:length] for length in range(len(code), CATEGORY - 1, -1)]
        place = Case(When(code=code, then=0), When(code__startswith=code, then=1), default=2)
        return self.filter(Q(code__in=above) | Q(code__startswith=code)).order_by(place, Length("code"), "code")

    def saying(self, query: Query, *, of: int = CANDIDATES) -> Self:
        """With every word of `query`, the broader ones first. Of very common words only some `of` are looked at."""
        some = self.alias(vector=vector("words")).filter(vector=every_word(query)).values("pk")[:of]
        return self.filter(pk__in=some).order_by(Length("code"), "code")

    def resembling(self, query: Query, limit: int) -> list["Diagnosis"]:
        """With words like those of `query`, the likest first. Inside a transaction, after `similar_enough`."""
        return list(likest(self, query, called=("words",), searched=("words",), key="code")[:limit])


class Diagnosis(models.Model):
    """An ICD-10-CM code without its dot, a category, or a range of categories."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=9)
    words = models.TextField(blank=True)

    objects = DiagnosisQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_row_per_diagnosis")]
        indexes: ClassVar = [
            models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="diagnosis_beginning"),
            GinIndex(vector("words"), name="diagnosis_words", fastupdate=False),
            GinIndex(OpClass("words", "gin_trgm_ops"), name="diagnosis_trigrams", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def written(self) -> str:
        """With its dot, as people write it; a range as it is."""
        if len(self.code) <= CATEGORY or "-" in self.code:
            return self.code
        return f"{self.code[:CATEGORY]}.{self.code[CATEGORY:]}"


class ListedReason(models.Model):
    """A CARC or RARC (its release's source says which) as X12 lists it: dates, never the text."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    start = models.DateField(null=True)
    modified = models.DateField(null=True)
    end = models.DateField(null=True)
    alert = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_row_per_listed_reason")]

    def __str__(self) -> str:
        return self.code


class ListedModifier(models.Model):
    """A modifier of CPT or HCPCS; words for HCPCS only."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    modifier = models.CharField(max_length=2)
    kind = models.CharField(max_length=5)
    category = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["modifier", "release"], name="one_row_per_modifier")]

    def __str__(self) -> str:
        return self.modifier


class Taxonomy(models.Model):
    """A kind of provider in NUCC's taxonomy."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=10)
    grouping = models.CharField(max_length=120)
    classification = models.CharField(max_length=120)
    specialization = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_row_per_taxonomy")]

    def __str__(self) -> str:
        return self.code
