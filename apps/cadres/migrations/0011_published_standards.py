"""A set of standards that was once in force keeps its rows and its text: the database refuses to change them too.

Its last day, the reason of it and the correction that takes its place are what may still come (ADR 0015).
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION cadres_standard_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cadres_standardset
             WHERE id IN (OLD.set_id, NEW.set_id) AND (is_published OR is_corrected)) THEN
    RAISE EXCEPTION 'rows of a set of standards that was in force stay as they are'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER cadres_standard_guard BEFORE INSERT OR UPDATE OR DELETE ON cadres_standard
  FOR EACH ROW EXECUTE FUNCTION cadres_standard_guard();

CREATE FUNCTION cadres_standardset_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open text[] := ARRAY['validity', 'end_reason', 'version', 'is_published', 'is_corrected'];
BEGIN
  IF NOT (OLD.is_published OR OLD.is_corrected) THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.is_published AND NEW.is_published <> NEW.is_corrected
       AND lower(NEW.validity) IS NOT DISTINCT FROM lower(OLD.validity)
       AND to_jsonb(NEW) - open = to_jsonb(OLD) - open THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'a set of standards that was in force stays as it is'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cadres_standardset_guard BEFORE UPDATE OR DELETE ON cadres_standardset
  FOR EACH ROW EXECUTE FUNCTION cadres_standardset_guard();
"""
GUARD_BACK = """
DROP TRIGGER cadres_standardset_guard ON cadres_standardset;
DROP FUNCTION cadres_standardset_guard();
DROP TRIGGER cadres_standard_guard ON cadres_standard;
DROP FUNCTION cadres_standard_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("cadres", "0010_list_import")]

    operations = [migrations.RunSQL(GUARD, GUARD_BACK)]
