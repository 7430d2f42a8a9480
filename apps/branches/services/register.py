"""Founding, renaming and closing a branch: the tree's own acts, with the branch's places, in one transaction.

The right that is asked for is this register's (`KEEP`): a commune founds its branches, though the tree is the
province's. Each returns the line in the unit's history; raises NotAllowed or ValidationError.
"""

from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.branches.models import Coverage, MeetingPlace
from apps.branches.permissions import KEEP, check_can_keep
from apps.branches.services.places import cover, meet_at
from apps.branches.services.units import branch_for, commune_for
from apps.cadres.models import Appointment
from apps.core.ranges import end, from_day
from apps.units import services as tree
from apps.units.models import Sector, Unit, UnitEvent, UnitKind, UnitSector

WHAT = "thay đổi"
BRANCH = "BRANCH"
PREFIX = "Chi đoàn "


class Order(TypedDict):
    """Who orders it, on which decision, from which day on; `today` is the local day."""

    actor: User
    decision_number: str
    decision_on: date | None
    effective_on: date
    today: date


@transaction.atomic
def found_branch(
    *,
    commune_id: int,
    name: str,
    sector: Sector,
    village_ids: Collection[int],
    place_kind: str,
    place_description: str,
    **order: Unpack[Order],
) -> UnitEvent:
    """A chi đoàn of the commune from the day on, with its sector, its villages and its meeting place."""
    commune_for(order["actor"], KEEP, commune_id, order["today"])
    kind = UnitKind.objects.get(pk=BRANCH)
    day, actor = order["effective_on"], order["actor"]
    event = tree.found(
        kind=kind, name=name, short_name=short_name(name), parent_id=commune_id, may=check_can_keep, **order
    )
    branch = event.unit
    tree.set_sector(
        unit_id=branch.pk, sector=sector, starts_on=day, actor=actor, today=order["today"], may=check_can_keep
    )
    cover(branch, village_ids, day)
    if place_kind:
        meet_at(branch, place_kind, place_description, day)
    change = {"villages": sorted(village_ids), "place_kind": place_kind, "sector": sector.pk}
    record(actor=actor, act="branches.found", subject=branch, chain=branch.pk, change=change)
    return event


@transaction.atomic
def rename_branch(*, branch_id: int, name: str, **order: Unpack[Order]) -> UnitEvent:
    """Another name from the day on; the quarters before keep the old one."""
    branch_for(order["actor"], KEEP, branch_id, order["today"])
    return tree.rename(unit_id=branch_id, name=name, short_name=short_name(name), may=check_can_keep, **order)


@transaction.atomic
def close_branch(*, branch_id: int, **order: Unpack[Order]) -> UnitEvent:
    """No branch any more from the day on: its villages are without one, its meeting place and sector end.

    Refused while somebody holds a position in it: who leaves, and why, is told in the cadres' register.
    """
    branch, day = branch_for(order["actor"], KEEP, branch_id, order["today"]), order["effective_on"]
    _check_nobody_serves(branch, day)
    rows = (
        Coverage.objects.filter(branch=branch),
        MeetingPlace.objects.filter(branch=branch),
        UnitSector.objects.filter(unit=branch),
    )
    for dated in rows:
        end(dated, day, field="effective_on", what=WHAT)
    return tree.close(unit_id=branch_id, may=check_can_keep, **order)


def short_name(name: str) -> str:
    """ "Chi đoàn thôn An Bình" is "Thôn An Bình" among its own."""
    rest = " ".join(name.split()).removeprefix(PREFIX)
    return (rest[:1].upper() + rest[1:])[:80]


def _check_nobody_serves(branch: Unit, day: date) -> None:
    held = Appointment.objects.filter(unit=branch, validity__overlap=from_day(day))
    people = [f"{row.cadre.full_name} ({row.position})" for row in held.select_related("cadre", "position")]
    if people:
        raise ValidationError(
            f"Còn người giữ chức tại chi đoàn: {', '.join(people)}. Ghi thôi giữ chức trong sổ cán bộ trước."
        )
