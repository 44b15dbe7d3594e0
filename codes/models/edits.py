"""What Medicare does not pay together, how much of it in a day, and what needs a primary code: NCCI."""

from typing import ClassVar

from django.db import models


class ProcedurePair(models.Model):
    """A procedure-to-procedure edit: column 1 is paid, column 2 denied."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    column_1 = models.CharField(max_length=5)
    column_2 = models.CharField(max_length=5)
    effective = models.DateField(null=True)  # null: the file does not say
    deleted = models.DateField(null=True)  # the last day in force
    indicator = models.CharField(max_length=1)
    rationale = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes: ClassVar = [  # the release first: a table comes sorted by column 1, so its rows go in at one end
            models.Index(fields=["release", "column_1", "column_2"], name="pair_by_column_1"),
            models.Index(fields=["release", "column_2", "column_1"], name="pair_by_column_2"),
        ]

    def __str__(self) -> str:
        return f"{self.column_1}/{self.column_2}"


class UnitLimit(models.Model):
    """A medically unlikely edit: the most units of a code in a line or a day."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    units = models.PositiveIntegerField()
    mai = models.CharField(max_length=1)
    rationale = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_limit_per_code")]

    def __str__(self) -> str:
        return f"{self.code}: {self.units}"


class AddOn(models.Model):
    """An add-on code and one primary code it may be billed with."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    add_on = models.CharField(max_length=5)
    primary = models.CharField(max_length=5)
    kind = models.CharField(max_length=1)
    effective = models.DateField(null=True)
    deleted = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["add_on", "release"], name="add_on_by_code"),
            models.Index(fields=["primary", "release"], name="add_on_by_primary"),
        ]

    def __str__(self) -> str:
        return f"{self.add_on} with {self.primary}"
