"""The acts on the tree: thêm, đổi tên, chuyển cấp trên, đóng – each from a day, on a decision – and sửa lỗi gõ.

Every act: permission, lock, refusals (`tree_refusals`), dated rows (the old one is cut at the day, the new one begins
there), ancestry, one `UnitEvent`, the audit last. It returns the event; its `summary` is the sentence people read.
Raises NotAllowed (role) or ValidationError with a reason per field. A unit is never deleted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.audit.services import record
from apps.core.ranges import first_day, from_day
from apps.core.vietnamese import day as written
from apps.core.vietnamese import nfc, sort_key
from apps.units.enums import UnitAct
from apps.units.models import Unit, UnitCode, UnitEvent, UnitKind, UnitName, UnitParent
from apps.units.permissions import MANAGE_UNITS, check
from apps.units.queries.tree import name_on, nearest_day
from apps.units.services import tree_refusals as refuse
from apps.units.services.ancestry import rebuild_ancestry

TREE_LOCK = 8245
NOBODY = 0  # the id of a unit that is still to be founded
# An upper floor's trigger refuses with this SQLSTATE and a Vietnamese sentence when approved figures would be lost.
TREE_IN_USE = "23T01"


def manages(actor: User, unit: Unit) -> None:
    """What the tree's own pages ask of the actor; `unit` carries its `lineage`."""
    check(MANAGE_UNITS, actor, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]


class Order(TypedDict):
    """Who orders an act, on which decision, from which day on; `today` is the local day.

    `may(actor, unit)` raises NotAllowed: an upper floor, whose acts change the tree too, asks for its own right.
    """

    actor: User
    decision_number: str
    decision_on: date | None
    effective_on: date
    today: date
    may: NotRequired[Callable[[User, Unit], None]]


def preview(act: Callable[..., UnitEvent], **given: Any) -> str:
    """What the act would write into the unit's history. The act really runs, then everything is rolled back."""
    with transaction.atomic():
        event = act(**given)
        transaction.set_rollback(True)
    return event.summary


@transaction.atomic
def found(
    *, kind: UnitKind, name: str, short_name: str, code: str = "", parent_id: int, **order: Unpack[Order]
) -> UnitEvent:
    """A new unit below `parent_id` from the day on; `code` may be missing."""
    name, short_name, code = clean(name), clean(short_name), clean(code)
    day, parent = order["effective_on"], _parent(parent_id, order)
    lock_tree()
    refuse.bad_order(order["decision_number"], order["decision_on"], day, order["today"])
    refuse.parent_not_open(parent, day)
    refuse.name_taken(name, NOBODY, [(parent.pk, from_day(day))])
    refuse.code_taken(code, NOBODY, from_day(day))
    unit = Unit.objects.create(kind=kind, opened_on=day)
    _add_name(unit, name, short_name, day)
    _add_code(unit, code, day)
    UnitParent.objects.create(unit=unit, parent=parent, validity=from_day(day))
    parts = f"{kind.name}, mã {code}" if code else kind.name
    summary = f"Thành lập “{name}” ({parts}), trực thuộc {name_on(parent.pk, day)}, từ ngày {written(day)}."
    return _finish(unit, UnitAct.FOUND, summary, order, name=name, code=code, parent=parent.pk)


@transaction.atomic
def rename(*, unit_id: int, name: str, short_name: str, code: str = "", **order: Unpack[Order]) -> UnitEvent:
    """Another name from the day on, and another code when `code` is given; the rows before the day stay."""
    name, short_name, code = clean(name), clean(short_name), clean(code)
    unit, day = _open(unit_id, order), order["effective_on"]
    old = unit.names.get(validity__upper_inf=True)
    old_code = unit.codes.filter(validity__upper_inf=True).first()
    is_new_name = (name, short_name) != (old.name, old.short_name)
    is_new_code = bool(code) and code != (old_code.code if old_code else "")
    refuse.nothing_changes("name", is_new_name or is_new_code)
    if is_new_name:
        refuse.before_last_change(first_day(old.validity), day, "Tên đang dùng có")
        refuse.name_taken(name, unit.pk, parents_from(unit, day))
        _cut(unit.names, day)
        _add_name(unit, name, short_name, day)
    if is_new_code:
        if old_code:
            refuse.before_last_change(first_day(old_code.validity), day, "Mã đang dùng có")
        refuse.code_taken(code, unit.pk, from_day(day))
        _cut(unit.codes, day)
        _add_code(unit, code, day)
    changes = [
        *_changes(is_new_name, "tên", old.name, name),
        *_changes(is_new_name and short_name != old.short_name, "tên gọn", old.short_name, short_name),
        *_changes(is_new_code, "mã", old_code.code if old_code else "", code),
    ]
    summary = f"Đổi {'; '.join(changes)}, từ ngày {written(day)}."
    return _finish(unit, UnitAct.RENAME, summary, order, name=name, short_name=short_name, code=code)


@transaction.atomic
def move(*, unit_id: int, parent_id: int, **order: Unpack[Order]) -> UnitEvent:
    """Another parent from the day on; everything below moves along."""
    unit, day = _open(unit_id, order), order["effective_on"]
    parent = _parent(parent_id, order)
    old = unit.parents.filter(validity__upper_inf=True).first()
    if old:
        refuse.nothing_changes("parent_id", old.parent_id != parent.pk)
        refuse.before_last_change(first_day(old.validity), day, "Cấp trên hiện tại có")
    refuse.parent_not_open(parent, day)
    refuse.cycle(unit, parent, from_day(day))
    refuse.name_taken(None, unit.pk, [(parent.pk, from_day(day))])
    _cut(unit.parents, day)
    with in_words():
        UnitParent.objects.create(unit=unit, parent=parent, validity=from_day(day))
    below = Unit.objects.under(unit.pk, day).open_on(day).exclude(pk=unit.pk).count()
    source = f" từ {name_on(old.parent_id, day)}" if old else ""
    along = f", cùng {below} đơn vị cấp dưới" if below else ""
    summary = (
        f"Chuyển {name_on(unit.pk, day)}{source} sang trực thuộc {name_on(parent.pk, day)}"
        f"{along}, từ ngày {written(day)}."
    )
    return _finish(unit, UnitAct.MOVE, summary, order, parent=parent.pk)


@transaction.atomic
def close(*, unit_id: int, **order: Unpack[Order]) -> UnitEvent:
    """The unit works no more from the day on. Refused while units stand below it or people hold roles in it."""
    unit, day = _open(unit_id, order), order["effective_on"]
    refuse.before_last_change(refuse.last_change_on(unit), day, "Đơn vị có")
    refuse.open_children(unit, day)
    refuse.held_roles(unit, day)
    name = name_on(unit.pk, day)
    for rows in (unit.names, unit.codes, unit.parents):
        _cut(rows, day)
    unit.closed_on = day
    with in_words():
        unit.save(update_fields=["closed_on"])
    summary = f"{name} kết thúc hoạt động từ ngày {written(day)}."
    return _finish(unit, UnitAct.CLOSE, summary, order, closed_on=day)


@transaction.atomic
def correct(
    *,
    unit_id: int,
    name: str,
    short_name: str,
    code: str = "",
    actor: User,
    decision_number: str = "",
    decision_on: date | None = None,
    today: date,
) -> UnitEvent:
    """Corrects the text of the last name and code where they stand: no new dated row, no day from which it counts."""
    name, short_name, code = clean(name), clean(short_name), clean(code)
    allowed(actor, unit_id, today)
    lock_tree()
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    row, code_row = unit.names.latest("validity"), unit.codes.order_by("validity").last()
    changes = [
        *_changes(name != row.name, "tên", row.name, name),
        *_changes(short_name != row.short_name, "tên gọn", row.short_name, short_name),
        *_changes(bool(code_row and code and code != code_row.code), "mã", str(code_row or ""), code),
    ]
    refuse.nothing_changes("name", bool(changes))
    refuse.name_taken(name, unit.pk, parents_within(unit, row.validity))
    UnitName.objects.filter(pk=row.pk).update(name=name, short_name=short_name, sort_key=sort_key(short_name))
    if code_row and code:
        refuse.code_taken(code, unit.pk, code_row.validity)
        UnitCode.objects.filter(pk=code_row.pk).update(code=code)
    order = Order(
        actor=actor, decision_number=decision_number, decision_on=decision_on, effective_on=today, today=today
    )
    summary = f"Sửa lỗi gõ: {'; '.join(changes)}."
    return _finish(unit, UnitAct.CORRECT, summary, order, name=name, short_name=short_name, code=code)


def clean(text: str) -> str:
    """Typed text in one Unicode form, single blanks inside."""
    return " ".join(nfc(text).split())


def lock_tree() -> None:
    """One change of the tree at a time: two moves at once could close a cycle that neither sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [TREE_LOCK])


def parents_from(unit: Unit, day: date) -> list[tuple[int, DateRange]]:
    return parents_within(unit, from_day(day))


def parents_within(unit: Unit, validity: DateRange) -> list[tuple[int, DateRange]]:
    """(parent id, days below it within `validity`)."""
    rows = unit.parents.filter(validity__overlap=validity)
    return [(row.parent_id, _common(row.validity, validity)) for row in rows]


def _common(first: Any, second: Any) -> DateRange:
    ends = [end for end in (first.upper, second.upper) if end]
    return DateRange(max(first.lower, second.lower), min(ends) if ends else None)


def allowed(actor: User, unit_id: int, today: date, may: Callable[[User, Unit], None] = manages) -> Unit:
    """The unit, when the actor's role covers it; with the lineage of today or of the nearest day of its life."""
    day = nearest_day(Unit.objects.get(pk=unit_id), today)
    unit = Unit.objects.with_lineage(day).get(pk=unit_id)
    may(actor, unit)
    return unit


def _parent(parent_id: int, order: Order) -> Unit:
    """The unit that is to stand above, when the actor's role covers it too."""
    try:
        return allowed(order["actor"], parent_id, order["today"], order.get("may", manages))
    except Unit.DoesNotExist:
        raise ValidationError({"parent_id": "Không có đơn vị này; chọn lại trong danh sách."}) from None


def _open(unit_id: int, order: Order) -> Unit:
    """The unit, locked together with the tree, when it still works and the order is whole."""
    allowed(order["actor"], unit_id, order["today"], order.get("may", manages))
    lock_tree()
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    refuse.closed(unit)
    refuse.bad_order(order["decision_number"], order["decision_on"], order["effective_on"], order["today"])
    refuse.before_opening(unit, order["effective_on"])
    return unit


def _cut(rows: Any, day: date) -> None:
    """Ends the open row on the day before `day`."""
    for row in rows.filter(validity__upper_inf=True):
        row.validity = DateRange(first_day(row.validity), day)
        with in_words():
            row.save(update_fields=["validity"])


@contextmanager
def in_words() -> Iterator[None]:
    """An upper floor's refusal (`TREE_IN_USE`) beside the day that it speaks of."""
    try:
        yield
    except IntegrityError as error:
        cause: Any = error.__cause__
        if getattr(cause, "pgcode", None) != TREE_IN_USE:
            raise
        raise ValidationError({"effective_on": cause.diag.message_primary}) from error


def _add_name(unit: Unit, name: str, short_name: str, day: date) -> None:
    UnitName.objects.create(
        unit=unit, name=name, short_name=short_name, sort_key=sort_key(short_name), validity=from_day(day)
    )


def _add_code(unit: Unit, code: str, day: date) -> None:
    if code:
        UnitCode.objects.create(unit=unit, code=code, validity=from_day(day))


def _changes(is_changed: bool, what: str, old: str, new: str) -> list[str]:
    return [f"{what} “{old or '—'}” thành “{new}”"] if is_changed else []


def _finish(unit: Unit, act: UnitAct, summary: str, order: Order, **change: Any) -> UnitEvent:
    """Ancestry, the line in the unit's history, and last the audit."""
    rebuild_ancestry(root_id=unit.pk)
    event = UnitEvent.objects.create(
        unit=unit,
        act=act,
        effective_on=order["effective_on"],
        decision_number=clean(order["decision_number"]),
        decision_on=order["decision_on"],
        summary=summary,
        recorded_by=order["actor"],
    )
    decision = {"decision_number": event.decision_number, "effective_on": event.effective_on}
    record(
        actor=order["actor"], act=f"units.{act}", subject=unit, chain=unit.pk, change={**change, **decision}
    )
    return event
