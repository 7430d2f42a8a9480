"""Loading the proposed form of the province's documents."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.core.reference import rows
from apps.reviews.models import DocumentStyle
from apps.units.models import UnitCode

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


@transaction.atomic
def load_reference() -> None:
    """The styles of the file for units that have none; what exists is left as it is."""
    for row in rows(REFERENCE, "document_styles.csv"):
        since = date.fromisoformat(row.pop("valid_from"))
        code = UnitCode.objects.filter(code=row.pop("unit_code"), validity__contains=since).first()
        if code and not DocumentStyle.objects.filter(unit_id=code.unit_id).exists():
            row["recipients"] = row["recipients"].replace("; ", "\n")
            is_proposed = row.pop("is_proposed") == "1"
            DocumentStyle.objects.create(
                unit_id=code.unit_id, validity=DateRange(since, None), is_proposed=is_proposed, **row
            )
