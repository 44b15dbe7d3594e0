import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reports wait in a table of their own to be compared; a code's days are counted whatever their standing."""

    dependencies = [("reports", "0005_what_was_judged_harmless")]

    operations = [
        migrations.CreateModel(
            name="Uncompared",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(model_name="report", name="report_code_received"),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["code", "received"], name="report_code_day"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("story", ""), _negated=True), fields=["received"], name="report_story_day"
            ),
        ),
    ]
