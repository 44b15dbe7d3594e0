"""What Medicare's schedules pay: rows of the physician fee schedule, amounts of the laboratory one."""

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from codes.sources.mpfs import FeeRow

if TYPE_CHECKING:
    from codes.models.releases import Release


class FeeLineQuerySet(models.QuerySet["FeeLine"]):
    def of(self, code: str, release: "Release") -> Self:
        return self.filter(code=code, release=release).order_by("modifier")


class FeeLine(models.Model):
    """One row of the physician fee schedule in one release. Field for field a `FeeRow`."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="fee_lines")
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
    def newest(self, code: str, day: datetime.date) -> "LabFee | None":
        """The amount in effect on `day`, or of the nearest release before it that holds the code; never the QW line.

        None where a complete release nearer to `day` lacks the code, or leaves its amount to the contractors.
        """
        return self._in_effect(code, "", day)

    def waived(self, code: str, day: datetime.date) -> "LabFee | None":
        """As `newest`, of the line for the test as a waived one (QW, under CLIA)."""
        return self._in_effect(code, "QW", day)

    def newest_of_each(self, codes: Collection[str], day: datetime.date) -> dict[str, "LabFee"]:
        """As `newest`, by code; a code without amount is left out. One query."""
        newest = self._held(codes, "", day).order_by("code", "-release__effective", "-release__complete")
        return {fee.code: fee for fee in newest.distinct("code") if fee.amount}

    def _in_effect(self, code: str, modifier: str, day: datetime.date) -> "LabFee | None":
        found = self._held([code], modifier, day)
        fee = found.order_by("-release__effective", "-release__complete").first()
        return fee if fee and fee.amount else None

    def _held(self, codes: Collection[str], modifier: str, day: datetime.date) -> Self:
        releases = apps.get_model("codes", "Release").objects  # by name: its module imports this one
        nearer = releases.current().complete().of("clfs").filter(effective__lte=day)
        nearer = nearer.filter(effective__gt=OuterRef("release__effective"))
        held = self.filter(code__in=codes, modifier=modifier, release__state="current", release__effective__lte=day)
        return held.filter(~Exists(nearer)).select_related("release")


class LabFee(models.Model):
    """What the Clinical Laboratory Fee Schedule pays for a test, in dollars."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="lab_fees", db_index=False)
    code = models.CharField(max_length=5)
    modifier = models.CharField(max_length=2, blank=True)
    since = models.DateField(null=True)
    indicator = models.CharField(max_length=1, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2)

    objects = LabFeeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "release", "modifier"], name="one_lab_fee_per_code_modifier"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"

    @property
    def year(self) -> int:
        return self.release.year

    @property
    def source(self) -> str:
        return f"CMS file of {self.release.words}"


class CappedAmount(models.Model):
    """An amount under the outpatient cap as CMS prints it. Only ever compared with ours: never a price."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    modifier = models.CharField(max_length=2, blank=True)
    status = models.CharField(max_length=1)  # of C, which contractors price, there is none of ours to compare with
    contractor = models.CharField(max_length=5)
    number = models.CharField(max_length=2)
    facility = models.DecimalField(max_digits=10, decimal_places=2)
    nonfacility = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "release", "modifier", "contractor", "number"], name="one_cap_per_place"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AnesthesiaFactorQuerySet(models.QuerySet["AnesthesiaFactor"]):
    def national(self, release: "Release") -> "AnesthesiaFactor | None":
        return self.filter(release=release, contractor="", number="").first()

    def at(self, place: str, release: "Release") -> "AnesthesiaFactor | None":
        """That of the locality "01112-05"."""
        contractor, _, number = place.partition("-")
        return self.filter(release=release, contractor=contractor, number=number).first()


class AnesthesiaFactor(models.Model):
    """Dollars per anesthesia unit in a locality; nationally where contractor and number are empty."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    contractor = models.CharField(max_length=5, blank=True)
    number = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=120)
    factor = models.DecimalField(max_digits=8, decimal_places=4)

    objects = AnesthesiaFactorQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "contractor", "number"], name="one_anesthesia_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.factor}"


class AnesthesiaBaseQuerySet(models.QuerySet["AnesthesiaBase"]):
    def of(self, code: str, release: "Release") -> "AnesthesiaBase | None":
        return self.filter(code=code, release=release).first()


class AnesthesiaBase(models.Model):
    """Base units of an anesthesia code."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    units = models.PositiveSmallIntegerField()

    objects = AnesthesiaBaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "release"], name="one_anesthesia_base")]

    def __str__(self) -> str:
        return f"{self.code}: {self.units}"
