from django.db import migrations, models

SUM_UP = """
UPDATE reports_parent SET in_open = (
  SELECT coalesce(sum(tally.reports), 0)
  FROM reports_tally AS tally JOIN reports_statistic AS shown ON shown.code = tally.code AND shown.slice_field = ''
  WHERE tally.slice_field = reports_parent.slice_field AND tally.slice_key = reports_parent.slice_key
);
DELETE FROM reports_parentstatistic;
DELETE FROM reports_rulesfollowed;
"""


class Migration(migrations.Migration):
    """A payer's total is withheld, too, where its reports on closed codes are a few."""

    dependencies = [("reports", "0014_demonstration")]

    operations = [
        migrations.AddField("parent", "in_open", models.IntegerField(default=0)),
        migrations.RunSQL(SUM_UP, migrations.RunSQL.noop),
    ]
