"""What of a file was left out, kept with its release."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codes", "0005_finding")]

    operations = [
        migrations.AddField(
            model_name="release", name="notes", field=models.TextField(blank=True), preserve_default=True
        ),
    ]
