from django.db import migrations, models


class Migration(migrations.Migration):
    """The site remembers which rules its figures follow, so that changed ones reach them at the next start."""

    dependencies = [("reports", "0008_words_of_verdicts")]

    operations = [
        migrations.CreateModel(
            name="RulesFollowed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("threshold", models.PositiveIntegerField()),
                ("min_contributors", models.PositiveIntegerField()),
            ],
        ),
    ]
