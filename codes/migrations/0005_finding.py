from typing import Any

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.core.management.base import CommandError
from django.db import migrations, models, transaction
from django.db.utils import NotSupportedError, OperationalError, ProgrammingError


class Trigrams(TrigramExtension):
    """pg_trgm, by which misspelled words are found. Where it is there already, nothing is asked of the role.

    PostgreSQL trusts whoever may create in the database with it; elsewhere that is for an administrator.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        try:
            with transaction.atomic(using=connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)
        except (NotSupportedError, OperationalError, ProgrammingError) as problem:
            database = connection.settings_dict["NAME"]
            raise CommandError(
                f"PostgreSQL did not let this role create the extension pg_trgm in the database {database}, by which "
                f"misspelled words are found: {str(problem).splitlines()[0]}. Let an administrator of the server run "
                "CREATE EXTENSION pg_trgm in it once (its files come with PostgreSQL's contrib package); then migrate "
                "again."
            ) from problem


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0004_lean_pair_indexes"),
    ]

    operations = [
        Trigrams(),
        migrations.AddIndex(
            model_name="code",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        django.db.models.functions.text.Concat(
                            models.F("name"),
                            models.Value(" "),
                            models.F("synonyms"),
                            models.Value(" "),
                            models.F("description"),
                            models.Value(" "),
                            models.F("official"),
                            output_field=models.TextField(),
                        ),
                        models.Value("[^[:alnum:]]+"),
                        models.Value(" "),
                        models.Value("g"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    ),
                    config="simple",
                ),
                fastupdate=False,
                name="code_words",
            ),
        ),
        migrations.AddIndex(
            model_name="code",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Concat(
                        models.F("name"),
                        models.Value(" "),
                        models.F("synonyms"),
                        models.Value(" "),
                        models.F("official"),
                        output_field=models.TextField(),
                    ),
                    "gin_trgm_ops",
                ),
                fastupdate=False,
                name="code_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="diagnosis",
            index=models.Index(fields=["code"], name="diagnosis_beginning", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="diagnosis",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        models.F("words"),
                        models.Value("[^[:alnum:]]+"),
                        models.Value(" "),
                        models.Value("g"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    ),
                    config="simple",
                ),
                fastupdate=False,
                name="diagnosis_words",
            ),
        ),
        migrations.AddIndex(
            model_name="diagnosis",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("words", "gin_trgm_ops"),
                fastupdate=False,
                name="diagnosis_trigrams",
            ),
        ),
    ]
