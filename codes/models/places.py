"""Where a service is given: Medicare localities, their counties, ZIP codes, places of service."""

import datetime
import re
from collections.abc import Collection
from typing import ClassVar, Final, Self

from django.contrib.postgres.aggregates import BoolOr
from django.db import models
from django.db.models import Q, Subquery, Value
from django.db.models.functions import Concat

from codes.models.neighbors import NEIGHBORS
from codes.models.releases import Release
from codes.payment import Gpci

ZIP: Final = re.compile(r"[0-9]{5}(?:-?[0-9]{4})?")


class LocalityQuerySet(models.QuerySet["Locality"]):
    def of(self, release: Release) -> Self:
        return self.filter(release=release).order_by("name", "contractor", "number")

    def called(self, text: str) -> Self:
        """The locality "01112-05"."""
        contractor, _, number = text.partition("-")
        return self.filter(contractor=contractor, number=number)

    def among(self, keys: Collection[str]) -> Self:
        """Those called one of `keys` ("01112-05")."""
        called = self.annotate(key=Concat("contractor", Value("-"), "number"))
        return called.filter(key__in=keys)

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


class ZipCodeQuerySet(models.QuerySet["ZipCode"]):
    def places_of(self, text: str, release: Release) -> tuple[str, ...]:
        """Localities ("01112-05") in which the ZIP code `text`, of five or nine digits, may lie, by an edition of ZIP5.

        One: it lies there. None: the edition lacks it. Several: it lies in one of them, and only its last four digits
        tell in which; those given change nothing, for no table of them is held. Then a candidate is the locality that
        the edition gives for the five digits, which comes first, and each that the edition gives for ZIP codes with the
        same first three digits in the same state or one that borders on it. Where that names no second one, every
        locality of these states is a candidate, those of its own state before the others. A candidate is a likely
        place, not a proof: another one stays possible.

        One query, two for several. Raises ValueError for a text that is no ZIP code.
        """
        if not ZIP.fullmatch(text.strip()):
            raise ValueError("a ZIP code has five digits, or nine")
        found = self.filter(release=release, zip=text.strip()[:5]).first()
        if found is None:
            return ()
        return self._candidates(found) if found.plus_four else (found.place,)

    def _candidates(self, found: "ZipCode") -> tuple[str, ...]:
        near = Q(zip__range=(f"{found.zip[:3]}00", f"{found.zip[:3]}99"))
        others = NEIGHBORS.get(found.state)
        around = self.filter(release=found.release_id)
        if others:  # Alaska, Hawaii and the territories border on none: there any locality may be the other one
            around = around.filter(state__in=[found.state, *others])
        held = around.values_list("contractor", "number").annotate(
            near=BoolOr(near), abroad=~BoolOr(Q(state=found.state))
        )
        ordered = held.order_by("abroad", "contractor", "number")
        places = {f"{contractor}-{number}": close for contractor, number, close, _ in ordered}
        close_by = [place for place, close in places.items() if close]
        named = close_by if len(close_by) > 1 else list(places)
        return (found.place, *(place for place in named if place != found.place))


class ZipCode(models.Model):
    """The locality of a ZIP code; `plus_four`: it lies in several."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    zip = models.CharField(max_length=5)
    state = models.CharField(max_length=2)
    contractor = models.CharField(max_length=5)
    number = models.CharField(max_length=2)
    rural = models.CharField(max_length=1, blank=True)
    plus_four = models.BooleanField()

    objects = ZipCodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["release", "zip"], name="one_row_per_zip")]
        indexes: ClassVar = [models.Index(fields=["release", "state"], name="zips_of_a_state")]  # for the candidates

    def __str__(self) -> str:
        return self.zip

    @property
    def place(self) -> str:
        """Its locality, or of several the first to look at: "01112-05"."""
        return f"{self.contractor}-{self.number}"


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
