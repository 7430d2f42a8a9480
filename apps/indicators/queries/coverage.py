"""Which quarters a unit has approved figures for, and from how many of the units directly below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.directives.models import Period
from apps.indicators.models import Fact
from apps.units.models import UnitParent

REPORTED_LAYOUT = "BC-QUY"


@dataclass(frozen=True)
class Coverage:
    """`given` of `expected` units directly below (a unit without any: itself) have approved figures of the quarter."""

    period: Period
    given: int
    expected: int

    @property
    def is_full(self) -> bool:
        return self.given == self.expected

    @property
    def words(self) -> str:
        """đủ 11/11, tạm tính 5/11"""
        return f"{'đủ' if self.is_full else 'tạm tính'} {self.given}/{self.expected}"


def coverage(unit_id: int) -> list[Coverage]:
    """The quarters with any approved figure below the unit, oldest first, on each quarter's own tree; one statement."""
    edges = UnitParent.objects.filter(parent_id=unit_id, validity__contains=OuterRef("end_on")).filter(
        Q(unit__closed_on=None) | Q(unit__closed_on__gt=OuterRef("end_on"))
    )
    facts = Fact.objects.filter(period_id=OuterRef("pk"), layout__code=REPORTED_LAYOUT)
    below = facts.filter(
        unit__parents__parent_id=unit_id, unit__parents__validity__contains=F("period__end_on")
    )
    periods = (
        Period.objects.quarters()
        .annotate(children=_count(edges), below=_count(below), own=_count(facts.filter(unit_id=unit_id)))
        .filter(Q(below__gt=0) | Q(children=0, own__gt=0))
        .order_by("start_on")
    )
    return [_coverage(period) for period in periods]


def _coverage(row: Any) -> Coverage:
    return Coverage(row, row.below if row.children else row.own, row.children or 1)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """The number of rows of a correlated query; 0 when there is none."""
    total = rows.order_by().annotate(all_rows=Func(F("pk"), function="count")).values("all_rows")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())


def last_full(covered: Sequence[Coverage]) -> Coverage | None:
    """The last quarter for which every unit is in; where there is none, the last one with any figure."""
    full = [item for item in covered if item.is_full] or list(covered)
    return full[-1] if full else None


def chosen(covered: Sequence[Coverage], slug: str) -> Coverage | None:
    """The quarter of that slug, without a slug the last full one; None when there is no such quarter."""
    if not slug:
        return last_full(covered)
    return next((item for item in covered if item.period.slug == slug), None)


def switch(covered: Sequence[Coverage]) -> list[Coverage]:
    """The two sides of the switch: the last full quarter, and the running one while it is incomplete."""
    full = last_full(covered)
    running = covered[-1] if covered else None
    return [item for item in dict.fromkeys([full, running]) if item]
