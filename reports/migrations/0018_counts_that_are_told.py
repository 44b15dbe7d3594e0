"""Figures are kept as the counts that may be shown; words, shares and intervals are made by whoever reads.

Those that stand are taken down, of payers and reasons too. `follow_rules` or `refresh_statistics --all`, whichever the
site begins with, makes them anew before it answers.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

import reports.models.fields

TAKE_DOWN = """
DELETE FROM reports_statistic;
DELETE FROM reports_parentstatistic;
UPDATE reports_parent SET in_open = 0, let_out = 0, withheld = false;
DELETE FROM reports_rulesfollowed;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0017_shares_of_recent_months")]

    operations: ClassVar = [
        migrations.RunSQL(TAKE_DOWN, migrations.RunSQL.noop),
        migrations.RemoveIndex("statistic", "statistic_most_overturned"),
        migrations.RemoveField("statistic", "content"),
        migrations.AddField(
            "statistic", "told", reports.models.fields.TextOfJson(default=dict), preserve_default=False
        ),
        migrations.AddField("statistic", "decided", models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.AddField("statistic", "low", models.FloatField(default=0), preserve_default=False),
        migrations.AddIndex(
            "statistic",
            models.Index(
                fields=["-low", "code"],
                condition=Q(slice_field="", decided__gte=20),
                name="statistic_most_overturned",
            ),
        ),
        migrations.AlterField("tally", "cells", reports.models.fields.TextOfJson()),
        migrations.AlterField("guardedsnapshot", "cells", reports.models.fields.TextOfJson(default=dict)),
        migrations.AlterField("guardedsnapshot", "recent", reports.models.fields.TextOfJson(default=dict)),
    ]
