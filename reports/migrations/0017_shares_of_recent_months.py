"""The trend holds shares of the code: it is made anew with the next snapshot, and none stands until then.

The months that were told of a payer stay remembered, in the place where those of all figures are now.
"""

from typing import ClassVar

from django.db import migrations

REMEMBER = """
UPDATE reports_guardedsnapshot
SET recent = jsonb_set(recent - 'trend', '{told}', coalesce(recent #> '{trend,told}', '{}'::jsonb))
WHERE recent ? 'trend';
UPDATE reports_statistic SET content = content || '{"trend": null}'::jsonb, version = md5(version || 'trend')
WHERE content -> 'trend' IS DISTINCT FROM 'null'::jsonb;
DELETE FROM reports_rulesfollowed;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0016_unreleased_reports")]

    operations: ClassVar = [migrations.RunSQL(REMEMBER, migrations.RunSQL.noop)]
