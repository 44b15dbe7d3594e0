"""Where a service is given: Medicare localities, their counties, ZIP codes, places of service."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Subquery

from codes.models.releases import Release
from codes.payment import Gpci


class LocalityQuerySet(models.QuerySet["Locality"]):
    def of(self, release: Release) -> Self:
        return self.filter(release=release).order_by("name", "contractor", "number")

    def called(self, text: str) -> Self:
        """The locality "01112-05"."""
        contractor, _, number = text.partition("-")
        return self.filter(contractor=contractor, number=number)

    def in_effect(self, day: datetime.date) -> Self:
        """Those of the edition that holds on `day`."""
        return self.filter(release=Subquery(Release.objects.until("gpci", day).values("pk")[:1]))


class Locality(models.Model):
    """A Medicare payment locality in one year, with its indices."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+")
    contractor = models.CharField(max_length=5)
    number = models.CharField(max_length=2)
    state = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    work = models.DecimalField(max_digits=6, decimal_places=3)
    pe = models.DecimalField(max_digits=6, decimal_places=3)
    mp = models.DecimalField(max_digits=6, decimal_places=3)

    objects = LocalityQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "contractor", "number"], name="one_row_per_locality"),
        ]

    def __str__(self) -> str:
        return f"{self.contractor}-{self.number}"

    def gpci(self) -> Gpci:
        return Gpci(self.work, self.pe, self.mp, self.name)


class County(models.Model):
    """The counties of a locality, as CMS lists them."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+")
    contractor = models.CharField(max_length=5)
    number = models.CharField(max_length=2)
    state = models.CharField(max_length=40)
    area = models.CharField(max_length=160)
    counties = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["release", "contractor", "number"], name="county_place")]

    def __str__(self) -> str:
        return f"{self.contractor}-{self.number}"


class ZipCode(models.Model):
    """The locality of a ZIP code; `plus_four`: it lies in several."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+")
    zip = models.CharField(max_length=5)
    state = models.CharField(max_length=2)
    contractor = models.CharField(max_length=5)
    number = models.CharField(max_length=2)
    rural = models.CharField(max_length=1, blank=True)
    plus_four = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["release", "zip"], name="one_row_per_zip")]

    def __str__(self) -> str:
        return self.zip


class PlaceOfService(models.Model):
    """A place-of-service code, such as 11 (office)."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    facility = models.BooleanField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["release", "place"], name="one_row_per_place")]

    def __str__(self) -> str:
        return self.place
