"""Marks the positions that were loaded before the flag existed."""

from django.db import migrations

NAMED = "UPDATE cadres_position SET is_cadre = true WHERE code IN ('SECRETARY', 'DEPUTY_SECRETARY', 'STAFF')"


class Migration(migrations.Migration):
    dependencies = [("cadres", "0002_position_is_cadre")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
