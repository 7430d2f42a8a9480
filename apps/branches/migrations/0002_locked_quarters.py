"""What a branch has handed over refuses changes in the database too, until it is sent back; the first time stays."""

from django.db import migrations

LOCK = """
CREATE FUNCTION branches_refuse_when_handed_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.first_handed_over_at IS DISTINCT FROM OLD.first_handed_over_at AND OLD.first_handed_over_at IS NOT NULL THEN
    RAISE EXCEPTION 'the first hand-over of quarter % stays', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.state = 'handed' AND NEW.state = 'handed'
     AND to_jsonb(NEW) - 'version' - 'recorded_at' - 'recorded_by_id'
      <> to_jsonb(OLD) - 'version' - 'recorded_at' - 'recorded_by_id' THEN
    RAISE EXCEPTION 'quarter % is handed over', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER branches_branchquarter_lock BEFORE UPDATE ON branches_branchquarter
  FOR EACH ROW EXECUTE FUNCTION branches_refuse_when_handed_over();

CREATE FUNCTION branches_refuse_row_of_handed_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM branches_branchquarter WHERE id = OLD.quarter_id AND state = 'handed') THEN
    RAISE EXCEPTION 'quarter % is handed over', OLD.quarter_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER branches_branchmeeting_lock BEFORE UPDATE OR DELETE ON branches_branchmeeting
  FOR EACH ROW EXECUTE FUNCTION branches_refuse_row_of_handed_over();
CREATE TRIGGER branches_youthwork_lock BEFORE UPDATE OR DELETE ON branches_youthwork
  FOR EACH ROW EXECUTE FUNCTION branches_refuse_row_of_handed_over();
"""
LOCK_BACK = """
DROP TRIGGER branches_branchmeeting_lock ON branches_branchmeeting;
DROP TRIGGER branches_youthwork_lock ON branches_youthwork;
DROP TRIGGER branches_branchquarter_lock ON branches_branchquarter;
DROP FUNCTION branches_refuse_row_of_handed_over();
DROP FUNCTION branches_refuse_when_handed_over();
"""


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_register")]

    operations = [migrations.RunSQL(LOCK, LOCK_BACK)]
