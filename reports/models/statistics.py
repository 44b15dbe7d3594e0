"""From a change that waits to be counted, over private counts, to what the public may read."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class DirtyCode(models.Model):
    """A change the figures have not seen yet, written by a trigger in the same transaction (I1).

    Append-only, without a unique key: a refresh deletes what it saw and nothing else.
    """

    code = models.CharField(max_length=5, db_index=True)
    month = models.DateField()
    report = models.UUIDField()
    guarded = models.BooleanField()
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.code


class TallyQuerySet(models.QuerySet["Tally"]):
    def on(self, code: str) -> Self:
        return self.filter(code=code)

    def sizes(self, field: str, key: str) -> Self:
        """How many reports each code holds in one slice, month by month."""
        return self.filter(slice_field=field, slice_key=key, field="reports")


class Tally(models.Model):
    """Private counts: reports of a code in a month of receipt, whole and by slice, per field and answer."""

    code = models.CharField(max_length=5)
    month = models.DateField()
    slice_field = models.CharField(max_length=20, blank=True)
    slice_key = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=20)
    key = models.CharField(max_length=60, blank=True)
    reports = models.PositiveIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "month", "slice_field", "slice_key", "field", "key"],
                name="one_tally_per_cell",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["slice_field", "slice_key", "code"],
                condition=Q(field="reports"),
                name="tally_slice_sizes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.field}={self.key}: {self.reports}"


class GuardedSnapshot(models.Model):
    """Guarded cells of a code as they stood when last renewed, and which reports changed since (I4)."""

    code = models.CharField(max_length=5, primary_key=True)
    reports = models.PositiveIntegerField(default=0)
    cells = models.JSONField(default=dict)  # field -> answer -> reports
    changed = ArrayField(models.UUIDField(), default=list)  # at most THRESHOLD of them

    def __str__(self) -> str:
        return self.code


class StatisticQuerySet(models.QuerySet["Statistic"]):
    def published(self) -> Self:
        """What may be shown; a row that a raised threshold has outdated is not, even before its refresh."""
        return self.filter(published=True, reports__gte=settings.THRESHOLD)

    def whole(self) -> Self:
        return self.filter(slice_field="")

    def slices(self, field: str, key: str) -> Self:
        return self.filter(slice_field=field, slice_key=key)

    def of(self, code: str, field: str = "", key: str = "") -> "Statistic | None":
        return self.published().filter(code=code, slice_field=field, slice_key=key).first()

    def most_reported(self, limit: int) -> Self:
        return self.published().whole().order_by("-reports", "code")[:limit]


class Statistic(models.Model):
    """What the public may read of a code, whole (`slice_field` empty) or by one slice.

    A slice row with `published` false is one that disclosure withholds for the sake of another code.
    """

    code = models.CharField(max_length=5)
    slice_field = models.CharField(max_length=20, blank=True)
    slice_key = models.CharField(max_length=60, blank=True)
    published = models.BooleanField()
    reports = models.PositiveIntegerField()
    content = models.JSONField()
    version = models.CharField(max_length=32)
    as_of = models.DateField()

    objects = StatisticQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "slice_field", "slice_key"], name="one_statistic_per_subject"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["slice_field", "slice_key"], name="statistic_slice"),
            models.Index(fields=["-reports", "code"], condition=Q(slice_field=""), name="statistic_most_reported"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.slice_field}={self.slice_key}" if self.slice_field else self.code


class PublishedStoryQuerySet(models.QuerySet["PublishedStory"]):
    def texts(self, code: str) -> list[str]:
        """In an order unrelated to arrival: that of their digests."""
        return list(self.filter(code=code).order_by("digest", "key").values_list("text", flat=True))


class PublishedStory(models.Model):
    """A story that a moderator accepted: its text and its code, nothing that leads back to the report."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=5, db_index=True)
    digest = models.CharField(max_length=64)
    text = models.TextField()

    objects = PublishedStoryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code
