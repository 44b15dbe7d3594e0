from django.db import migrations, models

import reports.models.report


class Migration(migrations.Migration):
    """A withdrawn report stays withdrawn while the form that brought it may be sent again."""

    dependencies = [("reports", "0009_rules_followed")]

    operations = [
        migrations.CreateModel(
            name="WithdrawnReceipt",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("day", models.DateField(default=reports.models.report.today)),
            ],
        ),
    ]
