from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0008_version_of_the_reference"),
    ]

    operations = [
        migrations.AlterField(  # the unique constraint begins with it: no index of its own
            model_name="zipcode",
            name="release",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="+",
                to="codes.release",
            ),
        ),
        migrations.AddIndex(
            model_name="zipcode",
            index=models.Index(fields=["release", "state"], name="zips_of_a_state"),
        ),
    ]
