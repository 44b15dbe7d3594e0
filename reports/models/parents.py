"""What all codes together hold of a payer, a line of business or a reason: the sums, and what the public may read."""

from collections.abc import Collection
from typing import ClassVar, Self

from django.conf import settings
from django.db import models


class Parent(models.Model):
    """What all codes together hold in one slice: the other parent of each code's slice (I3).

    `reports` and `let_out` move with every refresh; `cells` twice a minute, by the `ParentChange`s gathered since.
    """

    slice_field = models.CharField(max_length=20)
    slice_key = models.CharField(max_length=60)
    reports = models.IntegerField(default=0)
    in_open = models.IntegerField(default=0)  # of those, on codes that are open: there everybody can count them
    let_out = models.IntegerField(default=0)  # reports in slices that their codes let out
    withheld = models.BooleanField(default=False)  # whether one of those is kept back
    cells = models.JSONField(default=dict)  # field -> answer -> reports

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slice_field", "slice_key"], name="one_parent_per_slice"),
        ]

    def __str__(self) -> str:
        return f"{self.slice_field}={self.slice_key}: {self.reports}"


class ParentChange(models.Model):
    """What a refresh moved of a parent's cells or of its slices. Append-only, folded and deleted twice a minute."""

    slice_field = models.CharField(max_length=20)
    slice_key = models.CharField(max_length=60)
    moved = models.JSONField()  # field -> answer -> by how many; empty where only a slice came or went

    class Meta:
        indexes: ClassVar = [models.Index(fields=["slice_field", "slice_key"], name="parent_change")]

    def __str__(self) -> str:
        return f"{self.slice_field}={self.slice_key}"


class ParentStatisticQuerySet(models.QuerySet["ParentStatistic"]):
    def published(self) -> Self:
        """What may be shown; no row that was made with a lower threshold is, even before the next fold."""
        return self.filter(reports__gte=settings.THRESHOLD, threshold__gte=settings.THRESHOLD)

    def of(self, field: str, key: str) -> "ParentStatistic | None":
        return self.published().filter(slice_field=field, slice_key=key).first()

    def among(self, subjects: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those of them that have figures, shown or not."""
        fields, keys = {field for field, _ in subjects}, {key for _, key in subjects}
        rows = self.filter(slice_field__in=fields, slice_key__in=keys).values_list("slice_field", "slice_key")
        return [subject for subject in rows if subject in subjects]

    def most_reported(self, field: str, limit: int) -> Self:
        return self.published().filter(slice_field=field).order_by("-reports", "slice_key")[:limit]


class ParentStatistic(models.Model):
    """What the public may read of a payer or a reason over all codes, as of the last fold; no row where nothing may.

    It names no code whose slice is not published: a refresh that takes one off folds the parent before it ends.
    """

    slice_field = models.CharField(max_length=20)
    slice_key = models.CharField(max_length=60)
    reports = models.PositiveIntegerField()
    threshold = models.PositiveIntegerField()  # that it was made with
    content = models.JSONField()
    version = models.CharField(max_length=32)
    as_of = models.DateField()

    objects = ParentStatisticQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slice_field", "slice_key"], name="one_statistic_per_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.slice_field}={self.slice_key}"
