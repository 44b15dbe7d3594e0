"""The trigger of I1 learns that an expired report is no longer counted: expiry moves figures like any other change."""

from django.db import migrations

GUARDED = ("code", "received", "state", "year", "place_of_service", "diagnosis_category", "network", "amount_band")
OLD = ", ".join(f"OLD.{name}" for name in GUARDED)
NEW = ", ".join(f"NEW.{name}" for name in GUARDED)

MARK_DIRTY = """
CREATE OR REPLACE FUNCTION reports_mark_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_counted boolean := TG_OP <> 'INSERT' AND {old_counts};
    is_counted boolean := TG_OP <> 'DELETE' AND {new_counts};
    touches_guarded boolean := true;
BEGIN
    IF NOT was_counted AND NOT is_counted THEN
        RETURN NULL;
    END IF;
    IF was_counted AND is_counted THEN
        IF OLD IS NOT DISTINCT FROM NEW THEN
            RETURN NULL;
        END IF;
        touches_guarded := ROW({old}) IS DISTINCT FROM ROW({new});
    END IF;
    IF was_counted THEN
        INSERT INTO reports_dirtycode (code, month, report, guarded)
        VALUES (OLD.code, date_trunc('month', OLD.received)::date, OLD.key, touches_guarded);
    END IF;
    IF is_counted THEN
        INSERT INTO reports_dirtycode (code, month, report, guarded)
        VALUES (NEW.code, date_trunc('month', NEW.received)::date, NEW.key, touches_guarded);
    END IF;
    RETURN NULL;
END
$$;
"""


def mark_dirty(counts: str) -> str:
    """The function, where `counts` says of a row {0} whether the figures count it."""
    return MARK_DIRTY.format(old_counts=counts.format("OLD"), new_counts=counts.format("NEW"), old=OLD, new=NEW)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_moderation")]

    operations = [
        migrations.RunSQL(
            mark_dirty("{0}.standing = 'counted' AND {0}.released AND NOT {0}.expired"),
            mark_dirty("{0}.standing = 'counted' AND {0}.released"),
        ),
    ]
