"""What schedules beside the physician's and the laboratory's pay, and what Medicare Part B allowed and denied."""

from typing import ClassVar

from django.db import models


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


class PartBService(models.Model):
    """Services of a code that Medicare Part B was billed and denied in a year (PSPS): in all, or of one key."""

    release = models.ForeignKey("codes.Release", on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=5)
    modifier = models.CharField(max_length=2, blank=True)
    by = models.CharField(max_length=10)
    key = models.CharField(max_length=8, blank=True)
    submitted = models.DecimalField(max_digits=18, decimal_places=1)
    denied = models.DecimalField(max_digits=18, decimal_places=1)
    submitted_charge = models.DecimalField(max_digits=20, decimal_places=2)
    allowed_charge = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "release", "modifier", "by", "key"], name="one_part_b_sum"),
        ]

    def __str__(self) -> str:
        return self.code
