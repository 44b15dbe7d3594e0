import uuid

from django.db import migrations, models

TABLES = (
    "addon", "anesthesiabase", "anesthesiafactor", "cappedamount", "code", "county", "diagnosis", "druglimit",
    "feeline", "labfee", "level2code", "listedmodifier", "listedreason", "locality", "outpatientrate",
    "partbservice", "payer", "placeofservice", "procedurepair", "reason", "release", "taxonomy", "unitlimit", "zipcode",
)  # fmt: skip

RENEW = """
CREATE FUNCTION codes_renew_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO codes_referenceversion (id, version) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version;
    RETURN NULL;
END
$$;
"""
WATCH = """
CREATE TRIGGER codes_renew_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON codes_{}
FOR EACH STATEMENT EXECUTE FUNCTION codes_renew_version();
"""
UNWATCH = "DROP TRIGGER codes_renew_version ON codes_{};"


class Migration(migrations.Migration):
    dependencies = [
        ("codes", "0007_withheld_denials"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.RunSQL(RENEW, "DROP FUNCTION codes_renew_version()"),
        *(migrations.RunSQL(WATCH.format(table), UNWATCH.format(table)) for table in TABLES),
    ]
