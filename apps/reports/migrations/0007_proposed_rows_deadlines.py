"""Deadlines that are still proposed get the proposed hand-over of the communes: 17:00 on the 5th of the month after."""

from django.db import migrations

PROPOSE = """
UPDATE reports_deadline d
SET rows_due_at = (
  date_trunc('month', p.end_on::timestamp) + interval '1 month 4 days 17 hours'
) AT TIME ZONE 'Asia/Ho_Chi_Minh'
FROM directives_period p
WHERE p.id = d.period_id AND d.is_proposed AND d.rows_due_at IS NULL
  AND (date_trunc('month', p.end_on::timestamp) + interval '1 month 4 days 17 hours')
      AT TIME ZONE 'Asia/Ho_Chi_Minh' <= d.due_at;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_row_steps_frozen"),
        ("directives", "0002_rows_deadline"),
    ]

    operations = [migrations.RunSQL(PROPOSE, migrations.RunSQL.noop)]
