"""Whether anything of the reference changed since a page was made."""

import uuid

from django.db import connection, models
from django.db.models.functions import Cast, Coalesce


class ReferenceVersionManager(models.Manager["ReferenceVersion"]):
    def now(self) -> str:
        """Equal as long as no table of the reference was written to; empty before the first was."""
        with connection.cursor() as cursor:  # every page that is kept asks: models take three times as long
            cursor.execute("SELECT version::text FROM codes_referenceversion")
            row = cursor.fetchone()
        return row[0] if row else ""

    def beside(self) -> Coalesce:
        """The same, beside each row of another query."""
        now = models.Subquery(self.values(now=Cast("version", models.TextField()))[:1])
        return Coalesce(now, models.Value(""), output_field=models.TextField())


class ReferenceVersion(models.Model):
    """One row with a random version, renewed by triggers in the transaction that writes to any table of the reference.

    Triggers, so that writers other than our code count too. Two writers wait for each other, as imports do anyway.
    """

    version = models.UUIDField(default=uuid.uuid4)

    objects = ReferenceVersionManager()

    def __str__(self) -> str:
        return str(self.version)
