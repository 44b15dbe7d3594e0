"""Why a claim was adjusted, as the remittance says it in codes."""

from typing import ClassVar, Self

from django.db import models


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
