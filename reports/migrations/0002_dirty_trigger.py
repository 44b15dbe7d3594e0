"""The trigger of I1: whatever changes a counted report marks its code and month dirty, in the same transaction.

It looks at the table, not at our code, so bulk updates and psql are seen too. TRUNCATE would slip past
row triggers and is refused.
"""

from django.db import migrations

GUARDED = ("code", "received", "state", "year", "place_of_service", "diagnosis_category", "network", "amount_band")
OLD = ", ".join(f"OLD.{name}" for name in GUARDED)
NEW = ", ".join(f"NEW.{name}" for name in GUARDED)

MARK_DIRTY = f"""
CREATE FUNCTION reports_mark_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_counted boolean := TG_OP <> 'INSERT' AND OLD.standing = 'counted' AND OLD.released;
    is_counted boolean := TG_OP <> 'DELETE' AND NEW.standing = 'counted' AND NEW.released;
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

CREATE TRIGGER reports_mark_dirty AFTER INSERT OR UPDATE OR DELETE ON reports_report
FOR EACH ROW EXECUTE FUNCTION reports_mark_dirty();

CREATE FUNCTION reports_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reports_report cannot be truncated: the statistics would not notice. Use DELETE.';
END
$$;

CREATE TRIGGER reports_refuse_truncate BEFORE TRUNCATE ON reports_report
FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_truncate();
"""  # noqa: S608  # only the names above are put in

FORGET = """
DROP TRIGGER reports_refuse_truncate ON reports_report;
DROP FUNCTION reports_refuse_truncate();
DROP TRIGGER reports_mark_dirty ON reports_report;
DROP FUNCTION reports_mark_dirty();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_reports")]

    operations = [migrations.RunSQL(MARK_DIRTY, FORGET)]
