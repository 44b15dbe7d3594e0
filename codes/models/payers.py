"""Who pays or denies, under which names."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q


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
