"""What was handed in stays what it was: the row refuses change and removal."""

from django.db import migrations

FROZEN = """
CREATE TRIGGER files_storedfile_frozen BEFORE UPDATE OR DELETE ON files_storedfile
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
FROZEN_BACK = "DROP TRIGGER files_storedfile_frozen ON files_storedfile;"


class Migration(migrations.Migration):
    dependencies = [("files", "0001_stored_file"), ("audit", "0002_app_role_and_chain")]

    operations = [migrations.RunSQL(FROZEN, FROZEN_BACK)]
