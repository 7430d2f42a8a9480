"""Loading the unit list of 2021 as Youth Union units. Runs again without effect."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.core.reference import rows
from apps.core.vietnamese import sort_key
from apps.units.models import Sector, Unit, UnitCode, UnitKind, UnitName, UnitParent
from apps.units.services.ancestry import rebuild_ancestry

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
# The first day that figures are kept for; the units themselves are older.
KNOWN_FROM = date(2019, 1, 1)


@transaction.atomic
def load_reference() -> int:
    """Kinds and sectors that are missing (one that was renamed stays), and the 173 units of 2021 when there is none.

    Returns the number of units added.
    """
    for row in rows(REFERENCE, "unit_kinds.csv"):
        UnitKind.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"], "rank": int(row["rank"])}
        )
    for row in rows(REFERENCE, "sectors.csv"):
        facts = {
            "name": row["name"],
            "rank": int(row["rank"]),
            "is_residential": row["is_residential"] == "1",
        }
        Sector.objects.get_or_create(code=row["code"], defaults=facts)
    return 0 if Unit.objects.exists() else _load_units(list(rows(REFERENCE, "units_2021.csv")))


def _load_units(listed: list[dict[str, str]]) -> int:
    known = DateRange(KNOWN_FROM, None)
    units = Unit.objects.bulk_create([Unit(kind_id=row["kind"], opened_on=KNOWN_FROM) for row in listed])
    by_code = {row["code"]: unit for row, unit in zip(listed, units, strict=True)}
    UnitCode.objects.bulk_create(
        [UnitCode(unit=unit, code=code, validity=known) for code, unit in by_code.items()]
    )
    UnitName.objects.bulk_create(
        [
            UnitName(
                unit=by_code[row["code"]],
                name=row["name"],
                short_name=row["short_name"],
                sort_key=sort_key(row["short_name"]),
                validity=known,
            )
            for row in listed
        ]
    )
    UnitParent.objects.bulk_create(
        [
            UnitParent(unit=by_code[row["code"]], parent=by_code[row["parent_code"]], validity=known)
            for row in listed
            if row["parent_code"]
        ]
    )
    rebuild_ancestry()
    return len(units)
