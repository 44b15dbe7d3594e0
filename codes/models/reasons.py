"""Why a claim was adjusted, as the remittance says it in codes."""

from typing import ClassVar, Self

from django.db import models


class ReasonQuerySet(models.QuerySet["Reason"]):
    def carcs(self) -> Self:
        return self.filter(kind=Reason.Kind.CARC)

    def rarcs(self) -> Self:
        return self.filter(kind=Reason.Kind.RARC)

    def words(self) -> dict[str, str]:
        """Code -> paraphrase, of one kind."""
        return dict(self.values_list("code", "paraphrase"))


class Reason(models.Model):
    """A CARC or RARC in our own words (X12's texts are not shipped)."""

    class Kind(models.TextChoices):
        CARC = "carc", "CARC"
        RARC = "rarc", "RARC"

    class Route(models.TextChoices):
        """How a denial for this reason usually gets paid."""

        CORRECTED_CLAIM = "corrected_claim", "Corrected claim"
        NEW_CLAIM = "new_claim", "New claim"
        APPEAL = "appeal", "Appeal"
        REOPENING = "reopening", "Reopening"
        ELIGIBILITY = "eligibility", "Eligibility"
        CONTRACT = "contract", "Contract"
        PATIENT = "patient", "Patient"
        NONE = "none", "None"
        DEPENDS = "depends", "Depends"

    kind = models.CharField(max_length=4, choices=Kind.choices)
    code = models.CharField(max_length=5)
    paraphrase = models.CharField(max_length=240)
    first_check = models.CharField(max_length=240, blank=True)
    causes = models.CharField(max_length=300, blank=True)  # usual ones, "; " between them
    fix = models.CharField(max_length=300, blank=True)
    route = models.CharField(max_length=20, choices=Route.choices, blank=True)
    alert = models.BooleanField(default=False)  # a RARC that only informs

    objects = ReasonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "code"], name="one_reason_per_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def usual_causes(self) -> list[str]:
        return [cause.strip() for cause in self.causes.split(";") if cause.strip()]
