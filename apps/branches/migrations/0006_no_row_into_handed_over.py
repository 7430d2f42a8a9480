"""What a branch has handed over takes no further meeting or work, be it a new one or one of another quarter."""

from django.db import migrations

# By the index even where many rows were written since the table was last looked at.
LOCK = """
CREATE FUNCTION branches_refuse_row_into_handed_over() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM branches_branchquarter WHERE id = NEW.quarter_id AND state = 'handed') THEN
    RAISE EXCEPTION 'quarter % is handed over', NEW.quarter_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER branches_branchmeeting_closed BEFORE INSERT OR UPDATE OF quarter_id ON branches_branchmeeting
  FOR EACH ROW EXECUTE FUNCTION branches_refuse_row_into_handed_over();
CREATE TRIGGER branches_youthwork_closed BEFORE INSERT OR UPDATE OF quarter_id ON branches_youthwork
  FOR EACH ROW EXECUTE FUNCTION branches_refuse_row_into_handed_over();
"""
LOCK_BACK = """
DROP TRIGGER branches_branchmeeting_closed ON branches_branchmeeting;
DROP TRIGGER branches_youthwork_closed ON branches_youthwork;
DROP FUNCTION branches_refuse_row_into_handed_over();
"""


class Migration(migrations.Migration):
    dependencies = [("branches", "0005_plan_ends_whole")]

    operations = [migrations.RunSQL(LOCK, LOCK_BACK)]
