"""Rows of a report that is not open refuse changes in the database too; receipts and frozen versions never change."""

from django.db import migrations

LOCK = """
CREATE FUNCTION reports_refuse_when_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  report bigint;
  is_open boolean;
BEGIN
  IF TG_TABLE_NAME = 'reports_reportvalue' THEN
    SELECT report_id INTO report FROM reports_reportrow
      WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.row_id ELSE NEW.row_id END;
  ELSE
    report := CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
  END IF;
  SELECT state IN ('draft', 'returned') INTO is_open FROM reports_report WHERE id = report;
  IF NOT is_open THEN
    RAISE EXCEPTION 'report % is locked', report USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_reportvalue_lock BEFORE INSERT OR UPDATE OR DELETE ON reports_reportvalue
  FOR EACH ROW EXECUTE FUNCTION reports_refuse_when_locked();
CREATE TRIGGER reports_reporttext_lock BEFORE INSERT OR UPDATE OR DELETE ON reports_reporttext
  FOR EACH ROW EXECUTE FUNCTION reports_refuse_when_locked();
"""
LOCK_BACK = """
DROP TRIGGER reports_reportvalue_lock ON reports_reportvalue;
DROP TRIGGER reports_reporttext_lock ON reports_reporttext;
DROP FUNCTION reports_refuse_when_locked();
"""

FROZEN_TABLES = ("reports_reportversion", "reports_submission", "reports_reportstep")
FROZEN = "".join(
    f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    for table in FROZEN_TABLES
)
FROZEN_BACK = "".join(f"DROP TRIGGER {table}_frozen ON {table};" for table in FROZEN_TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_quarterly_report"),
        ("audit", "0002_app_role_and_chain"),
    ]

    operations = [
        migrations.RunSQL(LOCK, LOCK_BACK),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
    ]
