"""The villages and street groups of a commune on a day, those without a branch first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Subquery

from apps.branches.models import Coverage, Village
from apps.branches.models.place import VillageQuerySet
from apps.core.ranges import in_words
from apps.units.models import UnitName

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class VillageRow:
    """`branch_id`: empty when no branch serves it on that day."""

    id: int
    name: str
    kind: str
    days: str
    branch_id: int | None
    branch: str
    is_open: bool


def with_branch(villages: VillageQuerySet, day: date) -> VillageQuerySet:
    """Adds `is_served`, `branch_id` and `branch`, the name of the branch on that day."""
    serving = Coverage.objects.filter(village=OuterRef("pk"), validity__contains=day)
    names = UnitName.objects.filter(unit=OuterRef("branch_id"), validity__contains=day)
    return villages.annotate(
        is_served=Exists(serving), branch_id=Subquery(serving.values("branch_id")[:1])
    ).annotate(branch=Subquery(names.values("name")[:1]))


def village_page(commune_id: int, day: date, page: Any = 1) -> Page:
    """One page of rows; two statements."""
    there = with_branch(Village.objects.there_on(day).filter(commune_id=commune_id), day)
    found: Page = Paginator(there.order_by("is_served", "sort_key", "pk"), ROWS_A_PAGE).get_page(page)
    found.object_list = [_row(village) for village in found.object_list]
    return found


def former_villages(commune_id: int, day: date) -> Sequence[Village]:
    """Names that ended before that day, the last ones first."""
    ended = Village.objects.filter(commune_id=commune_id, validity__endswith__lte=day)
    rows = list(ended.order_by("-validity")[:ROWS_A_PAGE])
    for row in rows:
        row.days = in_words(row.validity)  # type: ignore[attr-defined]
    return rows


def _row(village: Village) -> VillageRow:
    return VillageRow(
        id=village.pk,
        name=village.name,
        kind=village.get_kind_display(),
        days=in_words(village.validity),
        branch_id=village.branch_id,  # type: ignore[attr-defined]
        branch=village.branch or "",  # type: ignore[attr-defined]
        is_open=not village.validity.upper,
    )


def village_choices(commune_id: int, day: date) -> list[tuple[int, str]]:
    """(id, name and the branch that serves it) of every village of the commune on that day."""
    there = with_branch(Village.objects.there_on(day).filter(commune_id=commune_id), day)
    return [
        (village.pk, f"{village.name} · {village.branch or 'chưa có chi đoàn'}")  # type: ignore[attr-defined]
        for village in there.order_by("sort_key", "pk")
    ]
