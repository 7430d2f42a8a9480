"""What happened to a row is never changed."""

from django.db import migrations

FROZEN = """
CREATE TRIGGER reports_rowstep_frozen BEFORE UPDATE OR DELETE ON reports_rowstep
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
FROZEN_BACK = "DROP TRIGGER reports_rowstep_frozen ON reports_rowstep;"


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_hand_over"),
        ("audit", "0002_app_role_and_chain"),
    ]

    operations = [migrations.RunSQL(FROZEN, FROZEN_BACK)]
