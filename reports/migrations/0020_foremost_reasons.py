"""The reasons given most of a payer's line of business stand beside its counts: a refresh reads them of hundreds."""

from typing import ClassVar

from django.db import migrations

import reports.models.fields

FILL = """
UPDATE reports_tally SET foremost = (
  SELECT coalesce(json_object_agg(key, n)::text, '{}') FROM (
    SELECT key, value::int AS n FROM json_each_text(cells::json -> 'reason')
    ORDER BY n DESC, key COLLATE "C" LIMIT 3
  ) AS given
) WHERE slice_field = 'payer_line'
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0019_smallest_slices")]

    operations: ClassVar = [
        migrations.AddField("tally", "foremost", reports.models.fields.TextOfJson(default=dict)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
