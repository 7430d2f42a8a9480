"""The branches below a unit on a day: who leads them, how many members, how the asked quarter stands.

Members are those of the last quarter that was handed over; a branch that never handed one over has an unknown number.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, Subquery, TextChoices, Value

from apps.branches.enums import BRANCH_KINDS, SECRETARY
from apps.branches.models import BranchQuarter, BranchRule
from apps.branches.queries.quarters import Asked, Standing, quarter_column, standing
from apps.cadres.models import Appointment
from apps.units.models import Unaccent, Unit, UnitName, UnitParent, UnitQuerySet, UnitSector

ROWS_A_PAGE = 50


class Lacking(TextChoices):
    """What the list shows alone, as the address says it."""

    SECRETARY = "khuyet-bi-thu", "khuyết bí thư"
    MEMBERS = "it-doan-vien", "ít đoàn viên"
    ENTRY = "chua-gui", "chưa gửi số liệu quý"


@dataclass(frozen=True)
class Filters:
    """What the address asks for; `unit_id`: the commune, district or province whose branches are listed."""

    unit_id: int
    sector: str = ""
    lacking: str = ""
    text: str = ""


@dataclass(frozen=True)
class BranchRow:
    id: int
    name: str
    commune_id: int
    commune: str
    sector: str
    secretary: str
    members: int | None
    is_small: bool
    standing: Standing | None
    state: str | None


def branches_below(user: Any, unit_id: int, day: date) -> UnitQuerySet:
    """The branches that the user sees and that stood at or below the unit on that day."""
    seen = Unit.objects.visible_to(user, day).under(unit_id, day).open_on(day)
    return seen.filter(kind_id__in=BRANCH_KINDS)


def judged(branches: UnitQuerySet, day: date, asked: Asked | None) -> UnitQuerySet:
    """Adds `members`, `has_secretary`, `is_small`, and of the asked quarter `state` and `first_at`."""
    known = BranchQuarter.objects.handed_over().filter(branch=OuterRef("pk"), period__start_on__lte=day)
    held = Appointment.objects.held_on(day).filter(unit=OuterRef("pk"), position_id=SECRETARY)
    return branches.annotate(
        members=Subquery(known.order_by("-period__start_on").values("members")[:1]),
        has_secretary=Exists(held),
        state=quarter_column(asked, "state"),
        first_at=quarter_column(asked, "first_handed_over_at"),
    )


def small(rule: BranchRule | None) -> Q:
    """Fewer members than the rule says; nobody is small without a rule, or with an unknown number."""
    return Q(members__lt=rule.small_below) if rule else Q(pk__in=[])


def lacking(what: str, rule: BranchRule | None) -> Q:
    """The condition on judged branches."""
    return {
        Lacking.SECRETARY.value: Q(has_secretary=False),
        Lacking.MEMBERS.value: small(rule),
        Lacking.ENTRY.value: ~Q(state="handed") | Q(state=None),
    }.get(what, Q())


def branch_list(
    user: Any, filters: Filters, day: date, asked: Asked | None, page: Any = 1, size: int = ROWS_A_PAGE
) -> Page[Any]:
    """One page of rows, by commune and name; four statements, whatever the number of rows."""
    found: Page[Any] = Paginator(_listed(user, filters, day, asked), size).get_page(page)
    found.object_list = branch_rows(found.object_list, day, asked)
    return found


def all_branches(user: Any, filters: Filters, day: date, asked: Asked | None) -> list[BranchRow]:
    """The same rows without pages, for a file."""
    return branch_rows(_listed(user, filters, day, asked), day, asked)


def _listed(user: Any, filters: Filters, day: date, asked: Asked | None) -> UnitQuerySet:
    rule = asked.rule if asked else None
    found = judged(branches_below(user, filters.unit_id, day), day, asked)
    found = found.filter(lacking(filters.lacking, rule))
    if filters.sector:
        held = UnitSector.objects.filter(sector_id=filters.sector, validity__contains=day)
        found = found.filter(pk__in=held.values("unit_id"))
    if filters.text:
        names = UnitName.objects.filter(validity__contains=day)
        found = found.filter(
            pk__in=names.filter(search_key__contains=Unaccent(Value(filters.text))).values("unit_id")
        )
    above = UnitParent.objects.filter(unit=OuterRef("pk"), validity__contains=day).values("parent_id")
    placed = found.named(day).annotate(commune_id=Subquery(above[:1]))
    names = UnitName.objects.filter(unit=OuterRef("commune_id"), validity__contains=day)
    placed = placed.annotate(commune_key=Subquery(names.values("sort_key")[:1]))
    return placed.order_by("commune_key", "sort_key", "pk")


def branch_rows(branches: Any, day: date, asked: Asked | None) -> list[BranchRow]:
    """Rows of branches that carry what `judged` and `named` add, and `commune_id`."""
    names = UnitName.objects.filter(unit=OuterRef("commune_id"), validity__contains=day)
    sectors = UnitSector.objects.filter(unit=OuterRef("pk"), validity__contains=day)
    held = Appointment.objects.held_on(day).filter(unit=OuterRef("pk"), position_id=SECRETARY)
    told = branches.annotate(
        commune=Subquery(names.values("name")[:1]),
        sector=Subquery(sectors.values("sector__name")[:1]),
        secretary=Subquery(held.values("cadre__full_name")[:1]),
    )
    return [_row(branch, asked) for branch in told]


def _row(branch: Any, asked: Asked | None) -> BranchRow:
    rule = asked.rule if asked else None
    return BranchRow(
        id=branch.pk,
        name=branch.name,
        commune_id=branch.commune_id,
        commune=branch.commune or "",
        sector=branch.sector or "",
        secretary=branch.secretary or "",
        members=branch.members,
        is_small=bool(rule and branch.members is not None and branch.members < rule.small_below),
        standing=standing(branch.state, branch.first_at, asked) if asked else None,
        state=branch.state,
    )
