from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0015_reports_in_open_codes")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["code"], condition=Q(standing="counted", released=False), name="report_unreleased"
            ),
        ),
    ]
