"""Loading the start sets of criteria, all "đề xuất". Runs again without effect."""

from decimal import Decimal
from pathlib import Path

from django.db import transaction

from apps.assessments.enums import SetState
from apps.assessments.models import CriteriaSet, Criterion, Gate, Grade, RatingClass
from apps.core.reference import rows

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


@transaction.atomic
def load_reference() -> None:
    """The proposed sets, published; a code that is there already stays as it is."""
    known = set(CriteriaSet.objects.values_list("code", flat=True))
    sets = {row["code"]: _set(row) for row in rows(REFERENCE, "sets.csv") if row["code"] not in known}
    _load_classes(sets)
    _load_criteria(sets)
    _load_gates(sets)
    CriteriaSet.objects.filter(pk__in=[each.pk for each in sets.values()]).update(state=SetState.PUBLISHED)


def _set(row: dict[str, str]) -> CriteriaSet:
    return CriteriaSet.objects.create(
        code=row["code"],
        version=int(row["version"]),
        title=row["title"],
        purpose=row["purpose"],
        unit_kind_id=row["unit_kind"],
        is_residential_only=row["is_residential_only"] == "1",
        starts_on_year=int(row["starts_on_year"]),
        top_cap_percent=int(row["top_cap_percent"]) if row["top_cap_percent"] else None,
        top_cap_mode=row["top_cap_mode"],
        source=row["source"],
    )


def _load_classes(sets: dict[str, CriteriaSet]) -> None:
    RatingClass.objects.bulk_create(
        RatingClass(
            set=sets[row["set"]],
            code=row["code"],
            name=row["name"],
            min_points=Decimal(row["min_points"]),
            rank=int(row["rank"]),
        )
        for row in rows(REFERENCE, "classes.csv")
        if row["set"] in sets
    )


def _load_criteria(sets: dict[str, CriteriaSet]) -> None:
    given = [row for row in rows(REFERENCE, "criteria.csv") if row["set"] in sets]
    criteria = Criterion.objects.bulk_create(
        Criterion(
            set=sets[row["set"]],
            code=row["code"],
            section=row["section"],
            text=row["text"],
            max_points=Decimal(row["max_points"]),
            method=row["method"],
            measure=row["measure"],
            needs_evidence=row["needs_evidence"] == "1",
            evidence=row["evidence"],
            origin=row["origin"],
            rank=10 * place,
        )
        for place, row in enumerate(given, 1)
    )
    _load_grades({(criterion.set.code, criterion.code): criterion for criterion in criteria})


def _load_grades(criteria: dict[tuple[str, str], Criterion]) -> None:
    given = [row for row in rows(REFERENCE, "grades.csv") if (row["set"], row["criterion"]) in criteria]
    Grade.objects.bulk_create(
        Grade(
            criterion=criteria[row["set"], row["criterion"]],
            rank=10 * place,
            text=row["text"],
            points=Decimal(row["points"]),
            at_least=_number(row["at_least"]),
        )
        for place, row in enumerate(given, 1)
    )


def _load_gates(sets: dict[str, CriteriaSet]) -> None:
    Gate.objects.bulk_create(
        Gate(
            set=sets[row["set"]],
            code=row["code"],
            text=row["text"],
            measure=row["measure"],
            at_least=_number(row["at_least"]),
            highest_class=row["highest_class"],
            source=row["source"],
        )
        for row in rows(REFERENCE, "gates.csv")
        if row["set"] in sets
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
