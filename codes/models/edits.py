"""What Medicare does not pay together, how much of it in a day, and what needs a primary code: NCCI."""

import datetime
from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Q, When

from codes.bundling import NEVER_IN_FORCE
from codes.sources.ncci_addon import AddOnRow
from codes.sources.ncci_ptp import PairRow


class PairQuerySet(models.QuerySet["ProcedurePair"]):
    def of_releases(self, keys: Collection[int]) -> Self:
        return self.filter(release__in=keys)

    def between(self, code: str, other: str) -> Self:
        """In either direction."""
        return self.filter(Q(column_1=code, column_2=other) | Q(column_1=other, column_2=code))

    def between_any(self, code: str, others: Collection[str]) -> Self:
        """A code and any of the others, in either direction."""
        return self.filter(Q(column_1=code, column_2__in=others) | Q(column_1__in=others, column_2=code))

    def paid(self, code: str) -> Self:
        """In which `code` is paid and the other denied."""
        return self.filter(column_1=code)

    def denied(self, code: str) -> Self:
        return self.filter(column_2=code)

    def about(self, code: str) -> Self:
        """In which it stands in either column."""
        return self.filter(Q(column_1=code) | Q(column_2=code))

    def paid_first(self, code: str) -> Self:
        """Those in which `code` is paid before those in which it is denied, each by the other code."""
        return self.order_by(Case(When(column_1=code, then=0), default=1), "column_1", "column_2", "pk")

    def in_force(self, day: datetime.date) -> Self:
        """As `bundling.in_force` says of one row."""
        begun = Q(effective=None) | Q(effective__lte=day)
        return self.exclude(indicator=NEVER_IN_FORCE).filter(begun, Q(deleted=None) | Q(deleted__gte=day))


class ProcedurePair(models.Model):
    """A procedure-to-procedure edit: column 1 is paid, column 2 denied."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    column_1 = models.CharField(max_length=5)
    column_2 = models.CharField(max_length=5)
    effective = models.DateField(null=True)  # null: the file does not say
    deleted = models.DateField(null=True)  # the last day in force
    indicator = models.CharField(max_length=1)
    rationale = models.CharField(max_length=120, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [  # the release first: a table comes sorted by column 1, so its rows go in at one end
            models.Index(fields=["release", "column_1", "column_2"], name="pair_by_column_1"),
            models.Index(  # a column 2 may have 10,000 rows all over the table: counted in the index alone
                fields=["release", "column_2", "column_1"],
                include=["effective", "deleted", "indicator"],
                name="pair_by_column_2",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column_1}/{self.column_2}"

    def row(self) -> PairRow:
        return PairRow(*(getattr(self, name) for name in PairRow._fields))


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


class AddOnQuerySet(models.QuerySet["AddOn"]):
    def about(self, code: str) -> Self:
        """In which it is the add-on code, or a primary one."""
        return self.filter(Q(add_on=code) | Q(primary=code)).order_by("add_on", "primary")


class AddOn(models.Model):
    """An add-on code and one primary code it may be billed with."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    add_on = models.CharField(max_length=5)
    primary = models.CharField(max_length=5)
    kind = models.CharField(max_length=1)
    effective = models.DateField(null=True)
    deleted = models.DateField(null=True)  # the last day in force

    objects = AddOnQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["add_on", "release"], name="add_on_by_code"),
            models.Index(fields=["primary", "release"], name="add_on_by_primary"),
        ]

    def __str__(self) -> str:
        return f"{self.add_on} with {self.primary}"

    def row(self) -> AddOnRow:
        return AddOnRow(*(getattr(self, name) for name in AddOnRow._fields))
