"""What a branch serves, where it meets, to which sector it belongs: dated rows, each new one ends the one before it."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.branches.models import Coverage, MeetingPlace, Village
from apps.branches.models.place import VillageQuerySet
from apps.branches.permissions import KEEP, check_can_keep
from apps.branches.services.units import branch_for
from apps.core.ranges import begin, end, first_day
from apps.core.vietnamese import day as written
from apps.core.vietnamese import nfc
from apps.units import services as tree
from apps.units.models import Sector, Unit, UnitParent

WHAT = "thay đổi"


@transaction.atomic
def set_coverage(
    *, actor: User, branch_id: int, village_ids: Collection[int], starts_on: date, today: date
) -> None:
    """From that day on the branch serves these villages of its commune and no others.

    Raises NotAllowed, or ValidationError: another commune's village, one that another branch serves.
    """
    branch = branch_for(actor, KEEP, branch_id, today)
    _check_open(branch, starts_on)
    cover(branch, village_ids, starts_on)
    change = {"villages": sorted(village_ids), "starts_on": starts_on}
    record(actor=actor, act="branches.set_coverage", subject=branch, chain=branch.pk, change=change)


@transaction.atomic
def set_meeting_place(
    *, actor: User, branch_id: int, kind: str, description: str, starts_on: date, today: date
) -> None:
    """Where the branch meets from that day on. Raises NotAllowed or ValidationError."""
    branch = branch_for(actor, KEEP, branch_id, today)
    _check_open(branch, starts_on)
    meet_at(branch, kind, description, starts_on)
    change = {"kind": kind, "description": description, "starts_on": starts_on}
    record(actor=actor, act="branches.set_meeting_place", subject=branch, chain=branch.pk, change=change)


@transaction.atomic
def set_sector(*, actor: User, branch_id: int, sector: Sector, starts_on: date, today: date) -> None:
    """The branch belongs to another khối from that day on. Raises NotAllowed or ValidationError."""
    branch = branch_for(actor, KEEP, branch_id, today)
    _check_open(branch, starts_on)
    tree.set_sector(
        unit_id=branch_id, sector=sector, starts_on=starts_on, actor=actor, today=today, may=check_can_keep
    )


def cover(branch: Unit, village_ids: Collection[int], starts_on: date) -> None:
    """Without a permission check, for acts that have asked: what is new begins, what is left out ends."""
    wanted = set(village_ids)
    villages = list(_villages_at(branch, starts_on).filter(pk__in=wanted).select_for_update())
    if {village.pk for village in villages} != wanted:
        raise ValidationError({"villages": "Chọn thôn, tổ dân phố của chính Đoàn cơ sở này trong ngày ấy."})
    _check_last_change(branch, starts_on)
    held = Coverage.objects.filter(branch=branch, validity__upper_inf=True)
    kept = set(held.values_list("village_id", flat=True))
    end(held.exclude(village_id__in=wanted), starts_on, what=WHAT)
    for village in villages:
        if village.pk not in kept:
            _serve(branch, village, starts_on)


def meet_at(branch: Unit, kind: str, description: str, starts_on: date) -> None:
    place = MeetingPlace(branch=branch, kind=kind, description=" ".join(nfc(description).split()))
    begin(place, MeetingPlace.objects.filter(branch=branch), starts_on, what=WHAT)


def _check_last_change(branch: Unit, starts_on: date) -> None:
    """A change before one that is recorded already would leave that one without sense."""
    for row in Coverage.objects.filter(branch=branch):
        changed = row.validity.upper or first_day(row.validity)
        if changed >= starts_on and not (row.validity.upper and changed == starts_on):
            raise ValidationError(
                {"starts_on": f"Đã có {WHAT} từ ngày {written(changed)}: chọn ngày sau đó."}
            )


def _serve(branch: Unit, village: Village, starts_on: date) -> None:
    """Refused with the name of the branch that serves the village on that day or later."""
    others = Coverage.objects.filter(village=village)
    for row in others.filter(validity__endswith__gt=starts_on) | others.filter(validity__upper_inf=True):
        name = Unit.objects.named(first_day(row.validity)).get(pk=row.branch_id)
        raise ValidationError(
            {
                "villages": f"{village} đang thuộc {name} (từ ngày {written(first_day(row.validity))}): "
                "bỏ ở chi đoàn ấy trước."
            }
        )
    begin(Coverage(village=village, branch=branch), Coverage.objects.none(), starts_on)


def _villages_at(branch: Unit, day: date) -> VillageQuerySet:
    above = UnitParent.objects.filter(unit=branch, validity__contains=day).values("parent_id")
    return Village.objects.there_on(day).filter(commune_id__in=above)


def _check_open(branch: Unit, day: date) -> None:
    if branch.closed_on:
        raise ValidationError(f"Chi đoàn đã kết thúc hoạt động từ ngày {written(branch.closed_on)}.")
    if day < branch.opened_on:
        raise ValidationError({"starts_on": f"Chi đoàn hoạt động từ ngày {written(branch.opened_on)}."})
