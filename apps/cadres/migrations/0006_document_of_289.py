"""Day and issuer of Quy chế 289 where it was loaded before they were asked for (source: docs/facts.md)."""

from django.db import migrations

ISSUED = """UPDATE cadres_standardset SET issued_on = '2010-02-08', issued_by = 'Ban Bí thư Trung ương'
WHERE code = '289-QĐ/TW' AND issued_on IS NULL"""


class Migration(migrations.Migration):
    dependencies = [("cadres", "0005_congress")]

    operations = [migrations.RunSQL(ISSUED, migrations.RunSQL.noop)]
