"""Why an act on the tree is refused: each function raises ValidationError with a sentence beside its field."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q

from apps.core.ranges import first_day, from_day
from apps.core.vietnamese import day as written
from apps.units.models import Membership, Unit, UnitAncestry, UnitCode, UnitName
from apps.units.queries.tree import name_on

# A day further ahead is taken for a mistyped year.
FURTHEST_AHEAD = timedelta(days=366)
NAMED_AT_MOST = 3


def bad_order(number: str, decided_on: date | None, day: date, today: date) -> None:
    """A missing decision, a decision from the future, a day more than a year ahead."""
    if not number.strip():
        raise ValidationError({"decision_number": "Ghi số quyết định, ví dụ 12-QĐ/TĐTN-BTC."})
    if decided_on and decided_on > today:
        raise ValidationError({"decision_on": "Ngày quyết định không thể sau hôm nay."})
    if day > today + FURTHEST_AHEAD:
        raise ValidationError({"effective_on": "Ngày này cách hôm nay hơn một năm; kiểm tra lại năm."})


def closed(unit: Unit) -> None:
    if unit.closed_on:
        raise ValidationError(
            f"Đơn vị đã kết thúc hoạt động từ ngày {written(unit.closed_on)}; chỉ còn sửa được lỗi gõ."
        )


def before_opening(unit: Unit, day: date) -> None:
    if day < unit.opened_on:
        raise ValidationError({"effective_on": f"Đơn vị hoạt động từ ngày {written(unit.opened_on)}."})


def before_last_change(last_on: date, day: date, what: str) -> None:
    """A change must lie after the last one of its kind: history is not rewritten from its middle."""
    if day <= last_on:
        raise ValidationError(
            {
                "effective_on": f"{what} từ ngày {written(last_on)}: chọn ngày sau đó, "
                "hoặc dùng “Sửa lỗi gõ” nếu chỉ gõ nhầm."
            }
        )


def last_change_on(unit: Unit) -> date:
    """The first day of the newest dated row of the unit."""
    return max(
        first_day(row.validity)
        for rows in (unit.names, unit.codes, unit.parents)
        for row in rows.filter(validity__upper_inf=True)
    )


def nothing_changes(field: str, is_changed: bool) -> None:
    if not is_changed:
        raise ValidationError({field: "Chưa có gì thay đổi so với hiện tại."})


def parent_not_open(parent: Unit, day: date) -> None:
    """A unit stands below its parent without an end, so the parent must be open from that day on."""
    if parent.opened_on > day:
        raise ValidationError(
            {"parent_id": f"Đơn vị cấp trên mới hoạt động từ ngày {written(parent.opened_on)}."}
        )
    if parent.closed_on:
        raise ValidationError(
            {"parent_id": f"Đơn vị cấp trên đã kết thúc hoạt động từ ngày {written(parent.closed_on)}."}
        )


def cycle(unit: Unit, parent: Unit, validity: DateRange) -> None:
    """Nobody may come to stand below itself on any day of `validity`."""
    if UnitAncestry.objects.filter(ancestor=unit, descendant=parent, validity__overlap=validity).exists():
        raise ValidationError(
            {"parent_id": "Không chuyển được: đơn vị này đang đứng dưới chính đơn vị được chuyển."}
        )


def name_taken(name: str | None, unit_id: int, places: Iterable[tuple[int, DateRange]]) -> None:
    """No two units of one name below one parent on one day. Without `name`: the unit's own names."""
    for parent_id, validity in places:
        names = {name} if name else _names_within(unit_id, validity)
        wanted = {one.casefold() for one in names}
        for taken in _sibling_names(parent_id, unit_id, validity):
            if taken.casefold() in wanted:
                raise ValidationError(
                    {
                        "name" if name else "parent_id": f"{name_on(parent_id, first_day(validity))} đã có "
                        f"đơn vị tên “{taken}” trong thời gian này."
                    }
                )


def _sibling_names(parent_id: int, unit_id: int, validity: DateRange) -> Iterable[str]:
    """Names that others carry below this parent within the days (three ranges that meet pairwise share a day)."""
    rows = UnitName.objects.filter(
        Q(unit__parents__validity__overlap=validity) & Q(unit__parents__validity__overlap=F("validity")),
        unit__parents__parent_id=parent_id,
        validity__overlap=validity,
    )
    return rows.exclude(unit_id=unit_id).values_list("name", flat=True)


def _names_within(unit_id: int, validity: DateRange) -> set[str]:
    rows = UnitName.objects.filter(unit_id=unit_id, validity__overlap=validity)
    return set(rows.values_list("name", flat=True))


def code_taken(code: str, unit_id: int, validity: DateRange) -> None:
    rows = UnitCode.objects.filter(code=code, validity__overlap=validity).exclude(unit_id=unit_id)
    for row in rows:
        raise ValidationError(
            {
                "code": f"Mã {code} đang thuộc {name_on(row.unit_id, first_day(row.validity))} trong thời gian này."
            }
        )


def open_children(unit: Unit, day: date) -> None:
    below = Unit.objects.filter(parents__parent=unit, parents__validity__overlap=from_day(day)).named(day)
    names = [child.name for child in below]  # type: ignore[attr-defined]
    if names:
        raise ValidationError(
            f"Còn {len(names)} đơn vị trực thuộc: {_listed(names)}. Chuyển hoặc đóng các đơn vị này trước."
        )


def held_roles(unit: Unit, day: date) -> None:
    held = Membership.objects.filter(unit=unit, validity__overlap=from_day(day))
    people = [f"{one.user} ({one.get_role_display()})" for one in held.select_related("user").order_by("pk")]
    if people:
        raise ValidationError(
            f"Còn {len(people)} người giữ vai trò tại đơn vị: {_listed(people)}. "
            "Kết thúc các vai trò này trước."
        )


def _listed(names: list[str]) -> str:
    rest = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" và {rest} nữa" if rest > 0 else "")
