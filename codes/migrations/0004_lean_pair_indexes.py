from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0003_lab_fees_by_release"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="procedurepair", name="pair_by_column_1"),
        migrations.RemoveIndex(model_name="procedurepair", name="pair_by_column_2"),
        migrations.AddIndex(
            model_name="procedurepair",
            index=models.Index(fields=["release", "column_1", "column_2"], name="pair_by_column_1"),
        ),
        migrations.AddIndex(
            model_name="procedurepair",
            index=models.Index(
                fields=["release", "column_2", "column_1"],
                include=["effective", "deleted", "indicator"],
                name="pair_by_column_2",
            ),
        ),
    ]
