"""The smallest slice of a payer, line or reason is found without looking at the others, and so are those kept back."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0018_counts_that_are_told")]

    operations: ClassVar = [
        migrations.RemoveIndex("statistic", "statistic_slice"),
        migrations.AddIndex(
            "statistic",
            models.Index(fields=["slice_field", "slice_key", "reports", "code"], name="statistic_slice"),
        ),
        migrations.AddIndex(
            "statistic",
            models.Index(fields=["slice_field", "slice_key"], condition=Q(published=False), name="statistic_kept_back"),
        ),
    ]
