"""Acts on the villages and street groups of a commune: each from a day, nothing overwritten but a mistyped name."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.branches.models import Coverage, Village
from apps.branches.permissions import KEEP
from apps.branches.services.units import commune_for, unit_for
from apps.core.constraints import refused_in_words
from apps.core.ranges import begin, end, from_day
from apps.core.vietnamese import day as written
from apps.core.vietnamese import nfc, sort_key

WHAT = "thay đổi"
SHOWN_AT = {"branches_village_name_once": "name"}


@transaction.atomic
def add_village(
    *, actor: User, commune_id: int, kind: str, name: str, starts_on: date, today: date
) -> Village:
    """A thôn or tổ dân phố of the commune from that day on. Raises NotAllowed or ValidationError."""
    commune = commune_for(actor, KEEP, commune_id, today)
    if starts_on < commune.opened_on:
        raise ValidationError({"starts_on": f"Đơn vị hoạt động từ ngày {written(commune.opened_on)}."})
    village = Village(commune=commune, kind=kind, validity=from_day(starts_on))
    _name(village, name)
    change = {"name": village.name, "kind": kind, "starts_on": starts_on}
    record(actor=actor, act="branches.add_village", subject=village, chain=commune_id, change=change)
    return village


@transaction.atomic
def rename_village(
    *, actor: User, village_id: int, name: str, starts_on: date | None, today: date
) -> Village:
    """Another name from that day on: the old row ends, its branch goes along. Without a day: a mistyped name."""
    village = _open(actor, village_id, today)
    if _clean(name) == village.name:
        raise ValidationError({"name": "Tên mới giống tên đang dùng."})
    if starts_on is None:
        _name(village, name)
    else:
        village = _renamed(village, name, starts_on)
    change = {"name": village.name, "starts_on": starts_on}
    record(
        actor=actor, act="branches.rename_village", subject=village, chain=village.commune_id, change=change
    )
    return village


@transaction.atomic
def close_village(*, actor: User, village_id: int, ends_on: date, today: date) -> None:
    """No village any more from that day on (merged, dissolved); no branch serves it from then."""
    village = _open(actor, village_id, today)
    end(Coverage.objects.filter(village=village), ends_on, field="ends_on", what=WHAT)
    end(Village.objects.filter(pk=village.pk), ends_on, field="ends_on", what=WHAT)
    record(
        actor=actor,
        act="branches.close_village",
        subject=village,
        chain=village.commune_id,
        change={"ends_on": ends_on},
    )


def _renamed(village: Village, name: str, starts_on: date) -> Village:
    """The same village under its new name, served by the same branch."""
    served = Coverage.objects.filter(village=village, validity__upper_inf=True).first()
    end(Coverage.objects.filter(village=village), starts_on, what=WHAT)
    end(Village.objects.filter(pk=village.pk), starts_on, what=WHAT)
    renamed = Village(commune=village.commune, kind=village.kind, validity=from_day(starts_on))
    _name(renamed, name)
    if served:
        begin(Coverage(village=renamed, branch=served.branch), Coverage.objects.none(), starts_on)
    return renamed


def _open(actor: User, village_id: int, today: date) -> Village:
    village = Village.objects.select_for_update().get(pk=village_id)
    unit_for(actor, KEEP, village.commune_id, today)
    if village.validity.upper:
        raise ValidationError(f"“{village}” đã kết thúc từ ngày {written(village.validity.upper)}.")
    return village


def _name(village: Village, name: str) -> None:
    village.name = _clean(name)
    village.sort_key = sort_key(village.name)
    if not village.name:
        raise ValidationError({"name": "Ghi tên thôn, tổ dân phố."})
    with refused_in_words(Village, SHOWN_AT):
        village.save()


def _clean(name: str) -> str:
    return " ".join(nfc(name).split())
