"""A change that waits to be counted, and the private counts that it moves."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now

from reports.models.fields import TextOfJson
from reports.tallies import MONTH


class DirtyCode(models.Model):
    """A change the figures have not seen yet, written by a trigger in the same transaction (I1).

    Append-only, without a unique key: a refresh deletes what it saw and nothing else. `answers` are those of the report
    as it counts from now on (`sign` 1) or as it counted until now (-1); null asks for the whole code to be recounted.
    """

    code = models.CharField(max_length=5, db_index=True)
    report = models.UUIDField()
    guarded = models.BooleanField()
    sign = models.SmallIntegerField(default=0)
    answers = models.JSONField(null=True)
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.code


class TallyQuerySet(models.QuerySet["Tally"]):
    def on(self, code: str) -> Self:
        return self.filter(code=code)

    def whole(self) -> Self:
        return self.filter(slice_field="")

    def months(self) -> Self:
        return self.filter(slice_field=MONTH)


class Tally(models.Model):
    """Private counts of a code, whole (`slice_field` empty) or of one group of `tallies.FIELDS`."""

    code = models.CharField(max_length=5)
    slice_field = models.CharField(max_length=20, blank=True)
    slice_key = models.CharField(max_length=90, blank=True)
    reports = models.PositiveIntegerField()
    cells = TextOfJson()  # field -> answer -> reports
    foremost = TextOfJson(default=dict)  # of a payer's line of business, the reasons given most -> reports

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "slice_field", "slice_key"], name="one_tally_per_group"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.slice_field}={self.slice_key}: {self.reports}"

    @property
    def subject(self) -> tuple[str, str]:
        return self.slice_field, self.slice_key
