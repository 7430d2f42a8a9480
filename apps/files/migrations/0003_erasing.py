"""A file may be erased once: its name goes, the moment comes; everything else stays, and nothing else may change."""

from django.db import migrations, models
from django.db.models import Q

GUARD = """
CREATE FUNCTION files_storedfile_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
       AND to_jsonb(NEW) - 'name' - 'erased_at' = to_jsonb(OLD) - 'name' - 'erased_at' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER files_storedfile_frozen ON files_storedfile;
CREATE TRIGGER files_storedfile_frozen BEFORE UPDATE OR DELETE ON files_storedfile
  FOR EACH ROW EXECUTE FUNCTION files_storedfile_guard();
"""
GUARD_BACK = """
DROP TRIGGER files_storedfile_frozen ON files_storedfile;
CREATE TRIGGER files_storedfile_frozen BEFORE UPDATE OR DELETE ON files_storedfile
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION files_storedfile_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("files", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="xóa theo yêu cầu lúc"),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=Q(("erased_at", None), ("name", "tệp đã xóa theo yêu cầu"), _connector="OR"),
                name="files_storedfile_erased_has_no_name",
                violation_error_message="Tệp đã xóa theo yêu cầu thì không còn tên.",
            ),
        ),
        migrations.RunSQL(GUARD, GUARD_BACK),
    ]
