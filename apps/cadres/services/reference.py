"""Loading positions, the standards of Quy chế 289 and the proposed counting of ages (sources: docs/facts.md)."""

from datetime import date
from pathlib import Path

from django.db import transaction

from apps.cadres.enums import AgeCounting
from apps.cadres.models import AgeRule, Position, Standard, StandardSet
from apps.core.ranges import from_day
from apps.core.reference import rows

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
IN_FORCE_SINCE = date(2010, 2, 8)
FLAGS = ("is_single", "in_committee", "in_standing", "needs_plan", "is_cadre")
LIMITS = ("first_age_max", "age_max", "education_min", "theory_min")
NOTE = (
    "Có tin Quy chế 1289-QĐ/TWĐTN-CTĐ (15/5/2026) thay Quy chế này; tin chưa được xác nhận. "
    "Khi có văn bản, đồng chí cho bộ này hết hiệu lực từ ngày ấy và nhập bộ mới."
)


@transaction.atomic
def load_reference() -> None:
    """Positions that are missing, and the first set of standards when there is none; what exists stays as it is."""
    for row in rows(REFERENCE, "positions.csv"):
        flags = {flag: row[flag] == "1" for flag in FLAGS}
        defaults = {"name": row["name"], "rank": int(row["rank"])} | flags
        Position.objects.get_or_create(code=row["code"], defaults=defaults)
    if not StandardSet.objects.exists():
        _load_standards()
    if not AgeRule.objects.exists():
        AgeRule.objects.create(
            counting=AgeCounting.FULL_YEARS,
            validity=from_day(IN_FORCE_SINCE),
            source="Quy chế không nói cách tính; đề xuất: tuổi tròn đến ngày xét",
        )


def _load_standards() -> None:
    regulation = StandardSet.objects.create(
        code="289-QĐ/TW",
        short_name="Quy chế 289",
        title="Quy chế cán bộ Đoàn, ban hành kèm theo Quyết định 289-QĐ/TW ngày 08/02/2010 của Ban Bí thư",
        issued_on=IN_FORCE_SINCE,
        issued_by="Ban Bí thư Trung ương",
        validity=from_day(IN_FORCE_SINCE),
        note=NOTE,
    )
    Standard.objects.bulk_create(
        Standard(
            set=regulation,
            position_id=row["position"],
            unit_kind_id=row["unit_kind"],
            group=row["group"],
            first_age_basis=row["first_age_basis"],
            source=row["source"],
            is_proposed=row["is_proposed"] == "1",
            **{limit: int(row[limit]) if row[limit] else None for limit in LIMITS},
        )
        for row in rows(REFERENCE, "standards.csv")
    )
    regulation.is_published = True
    regulation.save(update_fields=["is_published"])
