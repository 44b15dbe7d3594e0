"""Private counts that follow the changes of reports instead of counting a month anew.

A change carries the answers that it takes away or adds. Tallies begin empty: a code without them is recounted by its
next refresh, and all codes are at the next start, since the rules that figures follow are forgotten here.
"""

from importlib import import_module
from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

GUARDED = ("code", "received", "state", "year", "place_of_service", "diagnosis_category", "network", "amount_band")
OLD = ", ".join(f"OLD.{name}" for name in GUARDED)
NEW = ", ".join(f"NEW.{name}" for name in GUARDED)
COLUMNS = (
    "received", "payer", "line_of_business", "kind", "group", "carc", "rarcs", "modifiers", "year", "paired_code",
    "fix_modifier", "actions", "tactics", "outcome", "resolution_band", "claim_type", "stage", "decided_by", "state",
    "place_of_service", "diagnosis_category", "network", "amount_band",
)  # fmt: skip
ANSWERS = ", ".join(f"'{name}', r.\"{name}\"" for name in COLUMNS)
COUNTS = "{0}.standing = 'counted' AND {0}.released AND NOT {0}.expired"

KEEP_ANSWERS = f"""
CREATE FUNCTION reports_answers(r reports_report) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object({ANSWERS})
$$;

CREATE OR REPLACE FUNCTION reports_mark_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_counted boolean := TG_OP <> 'INSERT' AND {COUNTS.format("OLD")};
    is_counted boolean := TG_OP <> 'DELETE' AND {COUNTS.format("NEW")};
    touches_guarded boolean := true;
BEGIN
    IF NOT was_counted AND NOT is_counted THEN
        RETURN NULL;
    END IF;
    IF was_counted AND is_counted THEN
        IF OLD IS NOT DISTINCT FROM NEW THEN
            RETURN NULL;
        END IF;
        touches_guarded := ROW({OLD}) IS DISTINCT FROM ROW({NEW});
    END IF;
    IF was_counted THEN
        INSERT INTO reports_dirtycode (code, report, guarded, sign, answers)
        VALUES (OLD.code, OLD.key, touches_guarded, -1, reports_answers(OLD));
    END IF;
    IF is_counted THEN
        INSERT INTO reports_dirtycode (code, report, guarded, sign, answers)
        VALUES (NEW.code, NEW.key, touches_guarded, 1, reports_answers(NEW));
    END IF;
    RETURN NULL;
END
$$;

DELETE FROM reports_statistic WHERE slice_field <> '';
DELETE FROM reports_rulesfollowed;
"""  # noqa: S608  # only the names above are put in
FORGET = (
    import_module("reports.migrations.0004_expired_reports_are_not_counted").mark_dirty(COUNTS)
    + """
DROP FUNCTION reports_answers(reports_report);
DELETE FROM reports_dirtycode;
DELETE FROM reports_rulesfollowed;
"""
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0010_withdrawn_receipts")]

    operations: ClassVar = [
        migrations.DeleteModel(name="Tally"),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=5)),
                ("slice_field", models.CharField(blank=True, max_length=20)),
                ("slice_key", models.CharField(blank=True, max_length=90)),
                ("reports", models.PositiveIntegerField()),
                ("cells", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "slice_field", "slice_key"), name="one_tally_per_group")
                ],
            },
        ),
        migrations.CreateModel(
            name="Parent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slice_field", models.CharField(max_length=20)),
                ("slice_key", models.CharField(max_length=60)),
                ("reports", models.IntegerField(default=0)),
                ("let_out", models.IntegerField(default=0)),
                ("withheld", models.BooleanField(default=False)),
                ("cells", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("slice_field", "slice_key"), name="one_parent_per_slice")
                ],
            },
        ),
        migrations.CreateModel(
            name="ParentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slice_field", models.CharField(max_length=20)),
                ("slice_key", models.CharField(max_length=60)),
                ("moved", models.JSONField()),
            ],
        ),
        migrations.AddField("dirtycode", "sign", models.SmallIntegerField(default=0)),
        migrations.AddField("dirtycode", "answers", models.JSONField(null=True)),
        migrations.RemoveField("dirtycode", "month"),
        migrations.AddIndex(
            "report",
            models.Index(
                fields=["code", "contributor"],
                condition=Q(standing="counted", released=True, expired=False),
                name="report_code_contributors",
            ),
        ),
        migrations.AddIndex(
            "report",
            models.Index(fields=["code"], condition=Q(story_state="accepted"), name="report_code_stories"),
        ),
        migrations.AddIndex(
            "report", models.Index(fields=["code"], condition=Q(expired=True), name="report_code_expired")
        ),
        migrations.RunSQL(KEEP_ANSWERS, FORGET),
    ]
