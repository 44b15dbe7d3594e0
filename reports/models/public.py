"""What anybody may say about the site, and what the site says about itself."""

import uuid
from typing import ClassVar, Self

from django.db import models

from reports import vocabulary
from reports.models.report import today


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def unanswered(self) -> Self:
        return self.filter(answered=None)

    def about(self, path: str) -> Self:
        return self.filter(about=path)


class Objection(models.Model):
    """Somebody says that something here is wrong: a payer, a coder, a patient. Anonymous, answered by receipt."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_digest = models.CharField(max_length=64, unique=True)
    received = models.DateField(default=today)
    about = models.CharField(max_length=200)  # a path of this site
    kind = models.CharField(max_length=20, choices=vocabulary.OBJECTIONS)
    text = models.TextField()
    answer = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, choices=vocabulary.ANSWERS, blank=True)
    answered = models.DateField(null=True, blank=True)
    moderator = models.ForeignKey("auth.User", on_delete=models.PROTECT, null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["received", "key"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.about}"

    @property
    def waited(self) -> int:
        """Days until it was answered, or until today."""
        return ((self.answered or today()) - self.received).days


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def about(self, path: str) -> Self:
        return self.filter(about=path)


class Correction(models.Model):
    """One line of the public log of corrections: what stood here that was wrong, and what stands there now."""

    day = models.DateField(default=today)
    about = models.CharField(max_length=200)
    words = models.TextField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.about}, {self.day}"


class TransparencyQuerySet(models.QuerySet["Transparency"]):
    def newest(self) -> "Transparency | None":
        return self.order_by("-day").first()


class Transparency(models.Model):
    """How much came in and what became of it, as of a day: one row, renewed once a day by a job."""

    day = models.DateField(primary_key=True)
    content = models.JSONField()

    objects = TransparencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "transparency"

    def __str__(self) -> str:
        return str(self.day)
