from django.db import migrations, models


class Migration(migrations.Migration):
    """A site whose reports are generated says so on every page; one row tells which site that is."""

    dependencies = [("reports", "0013_figures_of_two_answers")]

    operations = [
        migrations.CreateModel(
            name="Demonstration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
            ],
        ),
    ]
