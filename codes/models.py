"""What the reference says, and how to ask it. `actions` is the only writer."""

import datetime
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.utils import timezone

from codes import answering
from codes.nearest import one_slip_away
from codes.payment import Refusal, deleted_code, no_release, no_rows
from codes.sources import mpfs
from codes.sources.mpfs import FeeRow


class ReleaseQuerySet(models.QuerySet["Release"]):
    def current(self) -> Self:
        return self.filter(state=Release.State.CURRENT)

    def of(self, source: str, variant: str = "") -> Self:
        return self.filter(source=source, variant=variant)

    def complete(self) -> Self:
        return self.filter(complete=True)

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
        deletion = Code.objects.filter(pk=code).values("deleted")[:1]
        loaded: list[Any] = list(  # releases that also have `holds` and `deletion`
            self.current().fee_schedules(qp=qp).annotate(holds=Exists(held), deletion=Subquery(deletion))
        )
        found = {one.pk: one for one in loaded}
        deleted = next((one.deletion for one in loaded), None)
        editions = [answering.Edition(one.pk, one.label, one.effective, one.complete, one.holds) for one in loaded]
        if release:
            verdict = answering.on_label(editions, release, deleted, today)
        elif date:
            verdict = answering.on_day(editions, date, deleted)
        elif year is not None:
            verdict = answering.in_year(editions, year, deleted, today)
        else:
            verdict = answering.today(editions, today, deleted)
        return Answer(
            release=None if verdict.key is None else found[verdict.key],
            covers=verdict.covers,
            note=verdict.note,
            day=verdict.day,
            deleted=deleted is not None and deleted <= verdict.day,
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

    @property
    def words(self) -> str:
        return f"{self.effective:%B %Y}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The fee schedule that answers for a code, or None. `covers` False: an earlier one stands in, confidence low."""

    release: Release | None
    covers: bool
    note: str  # "July 2026", "October 2025; 2026 not loaded"
    day: datetime.date  # the day the question was taken to be about
    deleted: bool  # the code may not be billed on that day


class CodeQuerySet(models.QuerySet["Code"]):
    def named(self) -> Self:
        return self.exclude(name="")

    def matching(self, search: str) -> Self:
        """Codes that begin with `search`, then those whose words hold every word of it, names first."""
        words = search.split()
        says = Q()
        for word in words:
            says &= Q(name__icontains=word) | Q(synonyms__icontains=word) | Q(description__icontains=word)
        named = Q(*(Q(name__icontains=word) for word in words))
        known = Q(*(Q(name__icontains=word) | Q(synonyms__icontains=word) for word in words))
        begins = Q(pk__startswith=search.upper())
        rank = Case(When(begins, then=0), When(named, then=1), When(known, then=2), default=3)
        return self.filter(begins | says).order_by(rank, "pk")

    def nearest(self, code: str, limit: int = 6) -> list["Code"]:
        """Named codes: `code` itself, those one slip of the hand away, then its neighbors in the order of codes."""
        slips = list(self.named().filter(pk__in=one_slip_away(code) | {code}))
        slips = sorted(slips, key=lambda found: (found.pk != code, found.pk))[:limit]
        seen = {found.pk for found in slips}
        below = list(self.named().filter(pk__lt=code).order_by("-pk")[:limit])
        above = list(self.named().filter(pk__gt=code).order_by("pk")[:limit])
        beside = [found for pair in zip_longest(below, above) for found in pair if found and found.pk not in seen]
        return slips + sorted(beside[: limit - len(slips)], key=lambda found: found.pk)

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
    deleted = models.DateField(null=True, blank=True)  # first day on which it may not be billed
    successors = models.JSONField(default=list, blank=True)
    change_note = models.TextField(blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code

    def alive_on(self, day: datetime.date) -> bool:
        return self.deleted is None or day < self.deleted

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
        return Sheet(self, answer, tuple(line.row() for line in lines), LabFee.objects.newest(self.pk, answer.day.year))


class FeeLineQuerySet(models.QuerySet["FeeLine"]):
    def of(self, code: str, release: Release) -> Self:
        return self.filter(code=code, release=release).order_by("modifier")


class FeeLine(models.Model):
    """One row of the physician fee schedule in one release. Field for field a `FeeRow`."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="fee_lines")
    code = models.CharField(max_length=5)
    modifier = models.CharField(max_length=2, blank=True)
    status = models.CharField(max_length=1)
    not_used = models.BooleanField()
    work = models.DecimalField(max_digits=8, decimal_places=2)
    pe_nonfacility = models.DecimalField(max_digits=8, decimal_places=2)
    na_nonfacility = models.BooleanField()
    pe_facility = models.DecimalField(max_digits=8, decimal_places=2)
    na_facility = models.BooleanField()
    mp = models.DecimalField(max_digits=8, decimal_places=2)
    total_nonfacility = models.DecimalField(max_digits=8, decimal_places=2)
    total_facility = models.DecimalField(max_digits=8, decimal_places=2)
    pctc = models.CharField(max_length=1)
    global_days = models.CharField(max_length=3)
    pre = models.DecimalField(max_digits=6, decimal_places=4)
    intra = models.DecimalField(max_digits=6, decimal_places=4)
    post = models.DecimalField(max_digits=6, decimal_places=4)
    mult = models.CharField(max_length=1)
    bilat = models.CharField(max_length=1)
    asst = models.CharField(max_length=1)
    co = models.CharField(max_length=1)
    team = models.CharField(max_length=1)
    pric = models.CharField(max_length=1, blank=True)
    endo_base = models.CharField(max_length=5, blank=True)
    cf = models.DecimalField(max_digits=8, decimal_places=4)
    supervision = models.CharField(max_length=2)
    calc_flag = models.CharField(max_length=1)
    imaging_family = models.CharField(max_length=2)
    opps_pe_nonfacility = models.DecimalField(max_digits=8, decimal_places=2)
    opps_pe_facility = models.DecimalField(max_digits=8, decimal_places=2)
    opps_mp = models.DecimalField(max_digits=8, decimal_places=2)

    objects = FeeLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "release", "modifier"], name="one_row_per_code_modifier"),
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.modifier}" if self.modifier else self.code

    def row(self) -> FeeRow:
        return FeeRow(*(getattr(self, name) for name in FeeRow._fields))


class LabFeeQuerySet(models.QuerySet["LabFee"]):
    def of(self, code: str, year: int) -> Self:
        return self.filter(code=code, year=year)

    def newest(self, code: str, year: int) -> "LabFee | None":
        """The amount of `year`, or of the nearest year before it that is loaded."""
        return self.filter(code=code, year__lte=year).order_by("-year").first()


class LabFee(models.Model):
    """What the Clinical Laboratory Fee Schedule pays for a test in a year, in dollars."""

    code = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    source = models.CharField(max_length=80)

    objects = LabFeeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "year"], name="one_lab_fee_per_year")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}: {self.amount}"


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
        if release is None:
            return no_release(code.pk, asked=asked)
        return None if self.rows else no_rows(code.pk, release=release.words, complete=release.complete)


class PayerQuerySet(models.QuerySet["Payer"]):
    def called(self, text: str) -> Self:
        """The payer whose slug, name or alias is `text`, letter case aside. Never a guess."""
        wanted = " ".join(text.casefold().split())
        return self.filter(Q(slug=wanted) | Q(names__contains=[wanted]))


class Payer(models.Model):
    """Who pays or denies. `family` groups brands; statistics stay apart per payer."""

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=100)
    family = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    names = models.JSONField(default=list, blank=True)  # name and aliases, case-folded: what `called` looks in
    note = models.CharField(max_length=200, blank=True)

    objects = PayerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class ReasonQuerySet(models.QuerySet["Reason"]):
    def carcs(self) -> Self:
        return self.filter(kind=Reason.Kind.CARC)

    def rarcs(self) -> Self:
        return self.filter(kind=Reason.Kind.RARC)


class Reason(models.Model):
    """A CARC or RARC in our own words (X12's texts are not shipped)."""

    class Kind(models.TextChoices):
        CARC = "carc", "CARC"
        RARC = "rarc", "RARC"

    kind = models.CharField(max_length=4, choices=Kind.choices)
    code = models.CharField(max_length=5)
    paraphrase = models.CharField(max_length=240)
    first_check = models.CharField(max_length=240, blank=True)
    alert = models.BooleanField(default=False)  # a RARC that only informs

    objects = ReasonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "code"], name="one_reason_per_code")]

    def __str__(self) -> str:
        return self.code
