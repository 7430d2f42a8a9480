"""Loading the start values about branches, all "đề xuất". Runs again without effect."""

from datetime import date
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.branches.models import BranchRule
from apps.core.reference import rows

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
NUMBERS = ("meetings_a_quarter", "small_below", "silent_quarters", "due_day")


def load_reference() -> None:
    """The proposed rule, when there is none; what the client entered stays."""
    if BranchRule.objects.exists():
        return
    for row in rows(REFERENCE, "rules.csv"):
        numbers = {name: int(row[name]) for name in NUMBERS}
        validity = DateRange(date.fromisoformat(row["valid_from"]), None)
        BranchRule.objects.create(validity=validity, source=row["source"], **numbers)
