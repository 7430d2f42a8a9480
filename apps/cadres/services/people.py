"""Acts on a person's file: ghi mới, cập nhật, gộp. Each: permission, lock, change, audit (names of fields alone).

Raises NotAllowed (role), ValidationError (a reason per field) or Stale (somebody else has saved the file meanwhile).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.enums import LEVELS, QualificationKind
from apps.cadres.models import Cadre, Qualification, name_key
from apps.cadres.permissions import ANONYMISED, check_can_edit, check_can_keep
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc
from apps.units.models import Unit
from apps.units.queries import nearest_day

FACTS = (
    "full_name", "born_on", "sex", "ethnic_group", "home", "party_joined_on", "union_joined_on", "phone", "email",
)  # fmt: skip
YOUNGEST, OLDEST = 14, 90
MERGED = "Hồ sơ này đã gộp vào hồ sơ khác; hãy cập nhật ở hồ sơ ấy."
STALE = "Người khác vừa cập nhật hồ sơ này; điều đồng chí đã ghi vẫn còn bên dưới."


@dataclass(frozen=True)
class Held:
    """A level somebody holds, since when if known."""

    kind: str
    level: int
    obtained_on: date | None = None
    field: str = ""


@transaction.atomic
def record_cadre(
    *, actor: User, unit_id: int, facts: Mapping[str, Any], held: Sequence[Held], today: date
) -> Cadre:
    """A new file kept by the unit. `facts`: FACTS by name; `held`: at most one level of each kind and level."""
    unit = unit_with_lineage(unit_id, today)
    check_can_keep(actor, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    cadre = Cadre(unit=unit)
    changed = put_facts(cadre, facts, today)
    cadre.save(force_insert=True)
    changed |= put_qualifications(cadre, held, today)
    record(actor=actor, act="cadres.record", subject=cadre, chain=unit.pk, change=changed)
    return cadre


@transaction.atomic
def update_cadre(
    *, actor: User, cadre_id: int, version: int, facts: Mapping[str, Any], held: Sequence[Held], today: date
) -> Cadre:
    """The file as typed, its levels in the same act. Nothing changed: nothing written."""
    cadre = locked_cadre(cadre_id, today)
    check_can_edit(actor, cadre)
    check_version(cadre, version)
    changed = put_facts(cadre, facts, today) | put_qualifications(cadre, held, today)
    if changed:
        cadre.version += 1
        cadre.save()
        record(actor=actor, act="cadres.update", subject=cadre, chain=cadre.unit_id, change=changed)
    return cadre


def locked_cadre(cadre_id: int, today: date) -> Cadre:
    """The file with its lineage, locked until the end of the transaction; merged or anonymous, it takes no more acts.

    The lock also holds off new rows that would point to the file, so that a merge leaves none behind.
    """
    Cadre.objects.select_for_update().get(pk=cadre_id)
    cadre = Cadre.objects.with_lineage(today).get(pk=cadre_id)
    if cadre.merged_into_id:
        raise ValidationError(MERGED)
    if cadre.anonymised_at:
        raise ValidationError(ANONYMISED)
    return cadre


def check_version(cadre: Cadre, version: int) -> None:
    if cadre.version != version:
        raise Stale(STALE)


def unit_with_lineage(unit_id: int, today: date) -> Unit:
    """The unit with those above it today, or on the nearest day of its life."""
    try:
        day = nearest_day(Unit.objects.get(pk=unit_id), today)
    except Unit.DoesNotExist:
        raise ValidationError({"unit_id": "Không có đơn vị này; chọn lại trong danh sách."}) from None
    return Unit.objects.with_lineage(day).get(pk=unit_id)


def put_facts(cadre: Cadre, facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Sets what differs and returns it by field name; refuses what cannot be."""
    changed: dict[str, Any] = {}
    for name, value in facts.items():
        value = clean(value) if isinstance(value, str) else value
        if getattr(cadre, name) != value:
            setattr(cadre, name, value)
            changed[name] = value
    if not cadre.full_name:
        raise ValidationError({"full_name": "Ghi họ và tên."})
    cadre.sort_key = name_key(cadre.full_name)
    cadre.full_clean(exclude={"unit", "sort_key", "merged_into"}, validate_constraints=False)
    check_days(cadre, today)
    return changed


def check_days(cadre: Cadre, today: date) -> None:
    """A birth date that cannot be a cadre's, and days of joining before it or after today."""
    born = cadre.born_on
    if born and not OLDEST >= today.year - born.year >= YOUNGEST:
        raise ValidationError(
            {"born_on": f"Kiểm tra lại năm sinh: cán bộ phải từ {YOUNGEST} đến {OLDEST} tuổi."}
        )
    for name, what in (("party_joined_on", "vào Đảng"), ("union_joined_on", "vào Đoàn")):
        joined = getattr(cadre, name)
        if joined and joined > today:
            raise ValidationError({name: f"Ngày {what} không thể sau hôm nay."})
        if joined and born and joined <= born:
            raise ValidationError({name: f"Ngày {what} phải sau ngày sinh."})


def put_qualifications(cadre: Cadre, held: Sequence[Held], today: date) -> dict[str, Any]:
    """Makes the levels of the file those of `held`; what changed, by kind."""
    wanted = {(one.kind, one.level): one for one in held}
    if len(wanted) < len(held):
        raise ValidationError("Mỗi trình độ chỉ ghi một lần.")
    for one in held:
        _check_held(cadre, one, today)
    changed = {}
    for row in cadre.qualifications.all():
        if (row.kind, row.level) not in wanted:
            changed[row.kind] = ""
            row.delete()
    for one in held:
        if _put_level(cadre, one):
            changed[one.kind] = f"{one.level} {one.obtained_on} {one.field}"
    return changed


def _put_level(cadre: Cadre, one: Held) -> bool:
    """Whether the level was new or other than before."""
    values = {"obtained_on": one.obtained_on, "field": clean(one.field)}
    row, is_new = Qualification.objects.get_or_create(
        cadre=cadre, kind=one.kind, level=one.level, defaults=values
    )
    if not is_new and any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        return True
    return is_new


def _check_held(cadre: Cadre, one: Held, today: date) -> None:
    kind = QualificationKind(one.kind)
    if one.level not in LEVELS[kind].values:
        raise ValidationError({kind: "Giá trị không có trong danh mục."})
    day = one.obtained_on
    if day and (day > today or (cadre.born_on and day <= cadre.born_on)):
        raise ValidationError({kind: "Ngày có trình độ phải sau ngày sinh và không sau hôm nay."})
    if len(one.field) > 160:
        raise ValidationError({kind: "Chuyên ngành, nơi đào tạo: tối đa 160 ký tự."})


def clean(text: str) -> str:
    """Typed text in one Unicode form, single blanks inside."""
    return " ".join(nfc(text).split())
