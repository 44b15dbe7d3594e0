"""Whether anything of the reference changed since a page was made."""

import uuid

from django.db import models


class ReferenceVersionManager(models.Manager["ReferenceVersion"]):
    def now(self) -> str:
        """Equal as long as no table of the reference was written to; empty before the first was."""
        return str(self.values_list("version", flat=True).first() or "")


class ReferenceVersion(models.Model):
    """One row with a random version, renewed by triggers in the transaction that writes to any table of the reference.

    Triggers, so that writers other than our code count too. Two writers wait for each other, as imports do anyway.
    """

    version = models.UUIDField(default=uuid.uuid4)

    objects = ReferenceVersionManager()

    def __str__(self) -> str:
        return str(self.version)
