"""Counts that each refresh writes anew are stored as they are: compressing them took it a fifth of its time.

They take two fifths more room, 2.8 GB instead of 2 at ten million reports. What stands is stored so when next written.
"""

from typing import ClassVar

from django.db import migrations

STORE: dict[str, str] = {
    storage: f"""
ALTER TABLE reports_statistic ALTER COLUMN told SET STORAGE {storage};
ALTER TABLE reports_tally ALTER COLUMN cells SET STORAGE {storage};
"""
    for storage in ("EXTERNAL", "EXTENDED")
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0020_foremost_reasons")]

    operations: ClassVar = [migrations.RunSQL(STORE["EXTERNAL"], STORE["EXTENDED"])]
