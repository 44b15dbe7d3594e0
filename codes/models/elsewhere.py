"""What schedules beside the physician's and the laboratory's pay, and what Medicare Part B allowed and denied."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import ClassVar, Final

from django.db import models
from django.db.models import Sum

from codes.models.releases import Release

FEWEST_SUBMITTED: Final = 1_000  # services, before a share of them is said
MOST_WITHHELD: Final = 10  # services in a cell whose count CMS withholds
TENTH: Final = Decimal("0.1")


class OutpatientRate(models.Model):
    """What the hospital outpatient schedule pays for a code (Addendum B), in dollars."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    status = models.CharField(max_length=2)
    apc = models.CharField(max_length=5, blank=True)
    weight = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    rate = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    copayment = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    minimum_copayment = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_outpatient_rate")]

    def __str__(self) -> str:
        return self.code


class DrugLimit(models.Model):
    """The payment limit of a drug for one dosage unit (ASP), in dollars."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    dosage = models.CharField(max_length=60)
    limit = models.DecimalField(max_digits=12, decimal_places=3)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_drug_limit")]

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Denied:
    """Services submitted and denied. The denied lie between two bounds, for CMS withholds counts below 11."""

    key: str  # "" for all; a specialty or a carrier as CMS numbers them
    submitted: Decimal
    denied: Decimal  # at least
    withheld: int  # rows of CMS's file whose denied count is withheld

    @property
    def at_most(self) -> Decimal:
        return min(self.submitted, self.denied + MOST_WITHHELD * self.withheld)

    @property
    def low(self) -> Decimal:
        """The least share denied, 0 to 1."""
        return self.denied / self.submitted

    @property
    def high(self) -> Decimal:
        """The greatest share denied, 0 to 1."""
        return self.at_most / self.submitted

    @property
    def percent(self) -> str:
        """As “12.3”, or “12.1 to 13.0” where what CMS withholds matters to a tenth."""
        if self.denied == self.at_most:
            return f"{100 * self.low:.1f}"
        low = (100 * self.low).quantize(TENTH, ROUND_FLOOR)
        high = (100 * self.high).quantize(TENTH, ROUND_CEILING)
        return f"{low} to {high}"

    @property
    def speaks(self) -> bool:
        """Whether there is enough to say a share of, and adjustments have not made nonsense of it."""
        return self.submitted >= FEWEST_SUBMITTED and 0 <= self.denied <= self.submitted


@dataclass(frozen=True, slots=True)
class Denials:
    """What Medicare Part B denied of one code in a year, whatever the cause; the most submitted first."""

    year: int
    release: Release
    total: Denied
    by_specialty: tuple[Denied, ...]
    by_carrier: tuple[Denied, ...]


class PartBServiceQuerySet(models.QuerySet["PartBService"]):
    def denials(self, code: str) -> Denials | None:
        """Of the newest year loaded, over all modifiers; None where that year says too little of the code.

        Groups of fewer than `FEWEST_SUBMITTED` services are left out. Two queries.
        """
        release = Release.objects.newest("psps")
        return self.denials_in(release, code) if release else None

    def denials_in(self, release: Release, code: str) -> Denials | None:
        """As `denials`, of the year of `release`. One query."""
        rows = self.filter(code=code, release=release, by__in=("all", "specialty", "carrier")).values("by", "key")
        sums = rows.annotate(of=Sum("submitted"), no=Sum("denied"), hidden=Sum("withheld")).order_by("-of", "key")
        found = [(one["by"], Denied(one["key"], one["of"], one["no"], one["hidden"])) for one in sums]
        total = next((one for by, one in found if by == "all" and one.speaks), None)
        if total is None:
            return None
        return Denials(
            year=release.year,
            release=release,
            total=total,
            by_specialty=tuple(one for by, one in found if by == "specialty" and one.speaks),
            by_carrier=tuple(one for by, one in found if by == "carrier" and one.speaks),
        )


class PartBService(models.Model):
    """Services of a code that Medicare Part B was billed and denied in a year (PSPS): in all, or of one key."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    modifier = models.CharField(max_length=2, blank=True)
    by = models.CharField(max_length=10)
    key = models.CharField(max_length=8, blank=True)
    submitted = models.DecimalField(max_digits=18, decimal_places=3)
    denied = models.DecimalField(max_digits=18, decimal_places=3)
    withheld = models.PositiveIntegerField()
    submitted_charge = models.DecimalField(max_digits=20, decimal_places=2)
    allowed_charge = models.DecimalField(max_digits=20, decimal_places=2)

    objects = PartBServiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "release", "modifier", "by", "key"], name="one_part_b_sum"),
        ]

    def __str__(self) -> str:
        return self.code
