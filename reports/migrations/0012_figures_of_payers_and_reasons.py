"""The public figures of a payer or a reason over all codes, and the orders in which published codes are listed.

They are made when the changes of a parent are folded; at the next start all are, since the rules that figures follow
are forgotten here.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0011_tallies_that_follow_changes")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ParentStatistic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slice_field", models.CharField(max_length=20)),
                ("slice_key", models.CharField(max_length=60)),
                ("reports", models.PositiveIntegerField()),
                ("threshold", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("version", models.CharField(max_length=32)),
                ("as_of", models.DateField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="parentstatistic",
            constraint=models.UniqueConstraint(fields=("slice_field", "slice_key"), name="one_statistic_per_parent"),
        ),
        migrations.AddIndex(
            model_name="parentchange",
            index=models.Index(fields=["slice_field", "slice_key"], name="parent_change"),
        ),
        migrations.AddIndex(
            model_name="statistic",
            index=models.Index(fields=["-as_of", "code"], condition=Q(slice_field=""), name="statistic_latest"),
        ),
        migrations.AddIndex(
            model_name="statistic",
            index=models.Index(
                F("content__recovery__low").desc(),
                F("code"),
                condition=Q(slice_field="", content__recovery__decided__gte=20),
                name="statistic_most_overturned",
            ),
        ),
        migrations.RunSQL("DELETE FROM reports_rulesfollowed", migrations.RunSQL.noop),
    ]
