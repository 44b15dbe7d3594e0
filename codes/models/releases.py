"""Editions of what CMS publishes, and which fee schedule answers for a code on a day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from codes import answering
from codes.models.fees import FeeLine
from codes.sources import mpfs

CARRY_FACTORS: Final = frozenset({"mpfs", "anesthesia"})  # sources with conversion factors


class ReleaseQuerySet(models.QuerySet["Release"]):
    def current(self) -> Self:
        return self.filter(state=Release.State.CURRENT)

    def of(self, source: str, variant: str = "") -> Self:
        return self.filter(source=source, variant=variant)

    def complete(self) -> Self:
        return self.filter(complete=True)

    def in_effect(self, source: str, day: datetime.date, variant: str = "") -> "Release | None":
        """The edition of `source` in effect on `day`, or the nearest before it: see `covers`. A whole one first."""
        return self.until(source, day, variant).first()

    def until(self, source: str, day: datetime.date, variant: str = "") -> Self:
        """The editions that were in effect on `day` or before it, the one `in_effect` first."""
        return self.current().of(source, variant).filter(effective__lte=day).order_by("-effective", "-complete")

    def newest(self, source: str) -> "Release | None":
        """The latest edition of `source`, whichever day it is of."""
        return self.current().of(source).order_by("-effective", "-complete").first()

    def years(self) -> list[int]:
        """Those for which anything is loaded, the latest first."""
        return [first.year for first in self.dates("effective", "year", order="DESC")]

    def fee_schedules(self, *, qp: bool) -> Self:
        """Editions of the physician schedule for QPs or for the others; until 2025 one served both."""
        both = Q(variant="", effective__year__lt=mpfs.FIRST_YEAR_OF_TWO_FACTORS)
        return self.filter((Q(variant=mpfs.QP) | both) if qp else Q(variant=""), source="mpfs")

    def answering(
        self,
        code: str,
        *,
        release: str | None = None,
        date: datetime.date | None = None,
        year: int | None = None,
        qp: bool = False,
        today: datetime.date | None = None,
    ) -> "Answer":
        """Which fee schedule answers for `code`: `release` (label) beats `date` (of service) beats `year`; else today.

        One query. `today` is the calendar day in UTC unless given. Raises ValueError for a year outside 1 to 9999.
        """
        today = today or timezone.now().date()
        held = FeeLine.objects.filter(release=OuterRef("pk"), code=code)
        codes = apps.get_model("codes", "Code").objects  # by name: its module imports this one
        deletion = codes.filter(pk=code).values("deleted")[:1]
        loaded: list[Any] = list(  # releases that also have `holds` and `deletion`
            self.current().fee_schedules(qp=qp).annotate(holds=Exists(held), deletion=Subquery(deletion))
        )
        found = {one.pk: one for one in loaded}
        deleted = next((one.deletion for one in loaded), None)
        editions = [answering.Edition(one.pk, one.label, one.effective, one.complete, one.holds) for one in loaded]
        if release:
            verdict = answering.on_label(editions, release, deleted, today)
        else:
            verdict = answering.without_label(editions, date, year, deleted, today)
        return _answer(verdict, found, deleted)

    def answering_each(
        self,
        deletions: Mapping[str, datetime.date | None],
        *,
        date: datetime.date | None = None,
        year: int | None = None,
        today: datetime.date | None = None,
    ) -> "dict[str, Answer]":
        """As `answering`, for each code of `deletions`, which says when it was deleted. One query for all of them."""
        today = today or timezone.now().date()
        holding = FeeLine.objects.filter(release=OuterRef("pk"), code__in=list(deletions)).values("code").distinct()
        loaded: list[Any] = list(  # releases that also have `holding`
            self.current().fee_schedules(qp=False).annotate(holding=ArraySubquery(holding))
        )
        found = {one.pk: one for one in loaded}
        answers = {}
        for code, deleted in deletions.items():
            editions = [
                answering.Edition(one.pk, one.label, one.effective, one.complete, code in one.holding) for one in loaded
            ]
            verdict = answering.without_label(editions, date, year, deleted, today)
            answers[code] = _answer(verdict, found, deleted)
        return answers


def _answer(verdict: answering.Coverage, found: "Mapping[int, Release]", deleted: datetime.date | None) -> "Answer":
    return Answer(
        release=None if verdict.key is None else found[verdict.key],
        covers=verdict.covers,
        note=verdict.note,
        day=verdict.day,
        deleted=deleted is not None and deleted <= verdict.day,
        silent=verdict.silent,
    )


class Release(models.Model):
    """One edition of one published file. Current or absent, never half (I7)."""

    class State(models.TextChoices):
        IMPORTING = "importing"
        CURRENT = "current"
        REPLACED = "replaced"

    source = models.CharField(max_length=32)
    variant = models.CharField(max_length=32, blank=True)  # mpfs: "" (non-QP) or "qp"
    label = models.CharField(max_length=64)
    effective = models.DateField()
    digest = models.CharField(max_length=64)  # sha256 of the unpacked file
    complete = models.BooleanField()  # False: a hand-collected list; silent about codes it lacks
    rows = models.PositiveIntegerField(default=0)
    origin = models.URLField(blank=True)
    notes = models.TextField(blank=True)  # what of the file was left out and why, a sentence a line
    state = models.CharField(max_length=16, choices=State.choices, default=State.IMPORTING)
    imported_at = models.DateTimeField(auto_now_add=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "variant", "effective"],
                condition=Q(state="current"),
                name="one_current_release_per_day",
            ),
            models.UniqueConstraint(fields=["source", "variant", "digest"], name="same_bytes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.label}"

    @property
    def year(self) -> int:
        return self.effective.year

    def covers(self, day: datetime.date) -> bool:
        """Whether it speaks for `day`: from its own first day to the end of that year, or to a change by law."""
        changed = self.source in CARRY_FACTORS and answering.change_between(self.effective, day)
        return self.effective <= day and self.year == day.year and not changed

    @property
    def words(self) -> str:
        return f"{self.effective:%B %Y}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The fee schedule that answers for a code, or None. `covers` False: an earlier one stands in, confidence low.

    `silent`: where none answers, of what only a starter list is loaded that lacks the code ("2026").
    """

    release: Release | None
    covers: bool
    note: str  # "July 2026", "October 2025; 2026 not loaded"
    day: datetime.date  # the day the question was taken to be about
    deleted: bool  # the code may not be billed on that day
    silent: str = ""
