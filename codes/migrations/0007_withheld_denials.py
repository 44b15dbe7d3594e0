from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0006_notes_of_a_release"),
    ]

    operations = [
        migrations.AddField(
            model_name="partbservice",
            name="withheld",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="partbservice",
            name="submitted",
            field=models.DecimalField(decimal_places=3, max_digits=18),
        ),
        migrations.AlterField(
            model_name="partbservice",
            name="denied",
            field=models.DecimalField(decimal_places=3, max_digits=18),
        ),
    ]
