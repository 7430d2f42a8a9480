"""The branches of a unit in numbers: how many, led, large enough, handed over; villages that have none."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q

from apps.branches.enums import BRANCH_KINDS, EntryState
from apps.branches.models import Coverage, Village
from apps.branches.queries.branches import Filters, branch_list, judged, small
from apps.branches.queries.quarters import Asked
from apps.units.models import Unit, UnitAncestry

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class Counts:
    """Of branches at or below a unit; `unknown`: members that nobody has handed over."""

    branches: int = 0
    no_secretary: int = 0
    small: int = 0
    unknown: int = 0
    handed: int = 0
    villages: int = 0
    villages_without: int = 0

    @property
    def waiting(self) -> int:
        return self.branches - self.handed


@dataclass(frozen=True)
class UnitLine:
    """One unit directly below, with what stands at or below it."""

    id: int
    name: str
    is_branch: bool
    counts: Counts


@dataclass(frozen=True)
class Board:
    """A unit in numbers, and what stands directly below: `BranchRow`s where there is nothing but branches, else
    `UnitLine`s.
    """

    counts: Counts
    page: Page[Any]
    lists_branches: bool


def counts_below(
    user: Any, unit_ids: Sequence[int], day: date, asked: Asked | None, *, with_villages: bool = True
) -> dict[int, Counts]:
    """{unit id: counts} in two statements (one without villages), whatever the number of units."""
    found: dict[int, dict[str, int]] = {unit_id: {} for unit_id in unit_ids}
    villages = _village_counts(unit_ids, day) if with_villages else []
    for row in (*_branch_counts(user, unit_ids, day, asked), *villages):
        found[row.pop("unit_id")] |= row
    known = {one.name for one in fields(Counts)}
    return {
        unit_id: Counts(**{name: row[name] for name in known if name in row})
        for unit_id, row in found.items()
    }


def board_of(user: Any, unit_id: int, day: date, asked: Asked | None, page: Any = 1) -> Board:
    """The page asked for of what stands directly below, by kind and name."""
    below = Unit.objects.children_of(unit_id, day)
    if not below.exclude(kind_id__in=BRANCH_KINDS).exists():
        counts = counts_below(user, [unit_id], day, asked)[unit_id]
        return Board(
            counts, branch_list(user, Filters(unit_id=unit_id), day, asked, page), lists_branches=True
        )
    seen = below & Unit.objects.visible_to(user, day)
    shown: Page[Any] = Paginator(seen.named(day), ROWS_A_PAGE).get_page(page)
    units = list(shown.object_list)
    by_unit = counts_below(user, [unit_id, *(unit.pk for unit in units)], day, asked)
    shown.object_list = [
        UnitLine(unit.pk, unit.name, unit.kind_id in BRANCH_KINDS, by_unit[unit.pk]) for unit in units
    ]
    return Board(by_unit[unit_id], shown, lists_branches=False)


def _branch_counts(
    user: Any, unit_ids: Sequence[int], day: date, asked: Asked | None
) -> list[dict[str, int]]:
    above = Q(ancestors__ancestor_id__in=unit_ids, ancestors__validity__contains=day)
    seen = Unit.objects.visible_to(user, day).open_on(day).filter(kind_id__in=BRANCH_KINDS).filter(above)
    rule = asked.rule if asked else None
    rows = (
        judged(seen, day, asked)
        .values("ancestors__ancestor_id")
        .annotate(
            branches=Count("pk"),
            no_secretary=Count("pk", filter=Q(has_secretary=False)),
            small=Count("pk", filter=small(rule)),
            unknown=Count("pk", filter=Q(members=None)),
            handed=Count("pk", filter=Q(state=EntryState.HANDED_OVER)),
        )
    )
    return [{"unit_id": row.pop("ancestors__ancestor_id"), **row} for row in rows]


def _village_counts(unit_ids: Sequence[int], day: date) -> list[dict[str, int]]:
    serving = Coverage.objects.filter(village=OuterRef("pk"), validity__contains=day)
    above = UnitAncestry.objects.filter(ancestor_id__in=unit_ids, validity__contains=day)
    rows = (
        Village.objects.there_on(day)
        .filter(
            commune__ancestors__in=above,
        )
        .annotate(is_served=Exists(serving))
        .values("commune__ancestors__ancestor_id")
        .annotate(villages=Count("pk"), villages_without=Count("pk", filter=Q(is_served=False)))
    )
    return [{"unit_id": row.pop("commune__ancestors__ancestor_id"), **row} for row in rows]
