"""Published lists of codes of other kinds: HCPCS Level II, diagnoses, reasons, modifiers, kinds of providers."""

from typing import ClassVar

from django.db import models


class Level2Code(models.Model):
    """A HCPCS Level II code or modifier in CMS's words."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_row_per_level2_code")]

    def __str__(self) -> str:
        return self.code


class Diagnosis(models.Model):
    """An ICD-10-CM code without its dot, a category, or a range of categories."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=9)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_row_per_diagnosis")]

    def __str__(self) -> str:
        return self.code


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
