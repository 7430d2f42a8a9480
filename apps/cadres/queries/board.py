"""A unit's board: who holds what and until when, what is empty since when, and who comes next."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from apps.cadres.enums import Engagement, Readiness, Verdict
from apps.cadres.models import Cadre, Position, SuccessionCandidate
from apps.cadres.permissions import sees_private
from apps.cadres.queries.forecast_page import lasted
from apps.cadres.queries.judging import Judged, judged
from apps.cadres.queries.person import state
from apps.cadres.queries.staffing import Posts, Seats, SeatsBelow, posts, seats, seats_below
from apps.units.models import Unit

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class Holder:
    """`over_age_on`: only for those who may know; None as well when no limit or no birth date is known."""

    cadre_id: int
    name: str
    since: date
    until: date | None
    engagement: str
    is_concurrent: bool
    state: dict[str, str]
    is_private: bool
    over_age_on: date | None


@dataclass(frozen=True)
class Gap:
    """Seats that are empty since the same day."""

    count: int
    since: date
    lasted: str


@dataclass(frozen=True)
class Next:
    cadre_id: int
    name: str
    readiness: str


@dataclass(frozen=True)
class Row:
    """One line under its position: a holder or a gap."""

    group: "Group"
    holder: Holder | None
    gap: Gap | None


@dataclass(frozen=True)
class Group:
    """A position: its counts and the people in its plan."""

    name: str
    seats: Seats
    next: tuple[Next, ...]
    needs_plan: bool


@dataclass(frozen=True)
class Below:
    unit: Unit
    seats: SeatsBelow
    lasted: str


@dataclass(frozen=True)
class Board:
    groups: tuple[Group, ...]
    page: Page[Any]
    posts: Posts
    below: Page[Any]

    @property
    def present(self) -> int:
        return sum(group.seats.present for group in self.groups)

    @property
    def vacant(self) -> int:
        return sum(group.seats.vacant or 0 for group in self.groups)

    @property
    def has_quota(self) -> bool:
        return any(group.seats.quota is not None for group in self.groups)

    @property
    def read(self) -> list[int]:
        """Whose age the page tells."""
        return sorted({row.holder.cadre_id for row in self.page if row.holder and row.holder.over_age_on})


def board(user: Any, unit: Unit, day: date, *, page: Any = 1, below_page: Any = 1) -> Board:
    """Ten statements at most, whatever the size of the unit."""
    held = _held(user, unit.pk, day)
    plans = _plans(unit.pk, day)
    positions = {position.code: position for position in Position.objects.all()}
    groups = [_group(found, positions[found.position_id], plans) for found in seats(unit.pk, day)]
    rows = [row for group in groups for row in _rows(group, held[group.seats.position_id], day)]
    return Board(
        groups=tuple(groups),
        page=Paginator(rows, ROWS_A_PAGE).get_page(page),
        posts=posts(unit.pk, day),
        below=_below(user, unit.pk, day, below_page),
    )


def _held(user: Any, unit_id: int, day: date) -> dict[str, list[Holder]]:
    rows = judged(day, "a.unit_id = %(unit)s", {"unit": unit_id})
    people = Cadre.objects.with_lineage(day).in_bulk([row.cadre_id for row in rows])
    found = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.since, people[row.cadre_id].sort_key)):
        found[row.position_id].append(_holder(row, people[row.cadre_id], user))
    return found


def _holder(row: Judged, cadre: Cadre, user: Any) -> Holder:
    is_private = sees_private(user, cadre)
    return Holder(
        cadre_id=cadre.pk,
        name=cadre.full_name,
        since=row.since,
        until=row.until,
        engagement=str(Engagement(row.engagement).label),
        is_concurrent=row.is_concurrent,
        state=state(row.verdict, "Quá tuổi giữ chức" if row.age_test == Verdict.NOT_MET else ""),
        is_private=is_private,
        over_age_on=row.over_age_on if is_private else None,
    )


def _plans(unit_id: int, day: date) -> dict[str, list[Next]]:
    """Who is in the plans of the day, the readiest first."""
    found = defaultdict(list)
    in_plan = SuccessionCandidate.objects.filter(
        plan__unit=unit_id, plan__term__contains=day, validity__contains=day
    )
    order = list(Readiness)
    rows = in_plan.select_related("cadre", "plan").order_by("cadre__sort_key", "pk")
    for row in sorted(rows, key=lambda row: order.index(Readiness(row.readiness))):
        found[row.plan.position_id].append(
            Next(row.cadre_id, row.cadre.full_name, row.get_readiness_display())
        )
    return found


def _group(found: Seats, position: Position, plans: Mapping[str, list[Next]]) -> Group:
    return Group(position.name, found, tuple(plans.get(position.code, ())), position.needs_plan)


def _rows(group: Group, held: list[Holder], day: date) -> list[Row]:
    since: dict[date, int] = defaultdict(int)
    for first in group.seats.empty_since:
        since[first] += 1
    gaps = [Gap(count, first, lasted(first, day)) for first, count in since.items()]
    return [Row(group, holder, None) for holder in held] + [Row(group, None, gap) for gap in gaps]


def _below(user: Any, unit_id: int, day: date, page: Any) -> Page[Any]:
    counts = seats_below(unit_id, day)
    units = Unit.objects.children_of(unit_id, day).filter(pk__in=counts).named(day)
    found: Page[Any] = Paginator(units, ROWS_A_PAGE).get_page(page)
    found.object_list = [_line(unit, counts[unit.pk], day) for unit in found.object_list]
    return found


def _line(unit: Unit, counts: SeatsBelow, day: date) -> Below:
    return Below(unit, counts, lasted(counts.oldest_since, day) if counts.oldest_since else "")
