"""A snapshot, a text revision and a document never change."""

from django.db import migrations

TABLES = (
    "reviews_snapshot",
    "reviews_textrevision",
    "reviews_document",
    "reviews_reviewstep",
)
FROZEN = "".join(
    f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    for table in TABLES
)
FROZEN_BACK = "".join(f"DROP TRIGGER {table}_frozen ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_review"), ("audit", "0002_app_role_and_chain")]

    operations = [migrations.RunSQL(FROZEN, FROZEN_BACK)]
