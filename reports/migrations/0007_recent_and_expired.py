"""Figures say how many reports are recent and how many expired: every code is counted anew, by the sweeper."""

from django.db import migrations

COUNT_ANEW = """
UPDATE reports_statistic SET content = content || '{"recent": null, "expired": null}'::jsonb;
INSERT INTO reports_dirtycode (code, month, report, guarded)
SELECT code, date_trunc('month', min(as_of))::date, gen_random_uuid(), false FROM reports_statistic GROUP BY code;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_comparing")]

    operations = [migrations.RunSQL(COUNT_ANEW, migrations.RunSQL.noop)]
