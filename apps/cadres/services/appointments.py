"""Acts on positions held: giữ chức, thôi giữ chức, chuyển – each from a day, on a decision – and sửa lỗi gõ.

History is not overwritten: an appointment ends, and another begins. Whoever acts keeps the cadre's file and the
unit of the position. Two holders of one seat, two main positions, the same position twice: refused by the database
(exclusion constraints), in its own words. Raises NotAllowed, ValidationError (a reason per field) or Stale.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.enums import DecisionKind, Ending
from apps.cadres.models import Appointment, Cadre, Position
from apps.cadres.permissions import check_can_edit, check_can_keep
from apps.cadres.services.decisions import Scan, keep_decision
from apps.cadres.services.people import check_version, clean, locked_cadre, unit_with_lineage
from apps.core.constraints import refused_in_words
from apps.core.ranges import first_day, from_day
from apps.core.vietnamese import day as written
from apps.units.models import Unit

# A day further ahead is taken for a mistyped year.
FURTHEST_AHEAD = timedelta(days=366)
SHOWN_AT = {
    "cadres_appointment_one_a_seat": "position",
    "cadres_appointment_one_main": "is_main",
    "cadres_appointment_once": "position",
}


class Post(TypedDict):
    """What an appointment is: where, what, how; `unit_id` and `position` say the seat."""

    unit_id: int
    position: Position
    engagement: str
    is_concurrent: bool
    is_main: bool
    group: str
    origin: str
    decision_number: str
    decision_on: date | None


@transaction.atomic
def appoint(
    *, actor: User, cadre_id: int, post: Post, starts_on: date, today: date, scan: Scan | None = None
) -> Appointment:
    """The cadre holds the position from that day on; `scan`: the decision."""
    cadre = locked_cadre(cadre_id, today)
    check_can_edit(actor, cadre)
    appointment = _begin(actor, cadre, post, starts_on, today)
    follow_main(cadre, today)
    change = {**post, "position": post["position"].pk, "validity": appointment.validity}
    change |= _paper(actor, appointment, DecisionKind.APPOINTING, scan)
    record(actor=actor, act="cadres.appoint", subject=appointment, chain=cadre.unit_id, change=change)
    return appointment


@transaction.atomic
def end_appointment(
    *,
    actor: User,
    appointment_id: int,
    ends_on: date,
    ending: str,
    decision_number: str,
    today: date,
    scan: Scan | None = None,
) -> Appointment:
    """`ends_on`: the first day without the position (Ending says how: trưởng thành Đoàn, bố trí công tác …)."""
    cadre, appointment = _held(actor, appointment_id, today)
    _end(appointment, ends_on, ending, decision_number, today)
    follow_main(cadre, today)
    change = {"validity": appointment.validity, "ending": ending, "ending_decision": decision_number}
    change |= _paper(actor, appointment, DecisionKind.ENDING, scan)
    record(actor=actor, act="cadres.end", subject=appointment, chain=cadre.unit_id, change=change)
    return appointment


@transaction.atomic
def move(
    *, actor: User, appointment_id: int, post: Post, starts_on: date, today: date, scan: Scan | None = None
) -> Appointment:
    """Ends the position on the day on which another one begins, in one act; what began is returned, with `scan`."""
    cadre, old = _held(actor, appointment_id, today)
    ending = Ending.LEFT if old.unit_id == post["unit_id"] else Ending.MOVED
    _end(old, starts_on, ending, post["decision_number"], today, field="starts_on")
    new = _begin(actor, cadre, post, starts_on, today)
    follow_main(cadre, today)
    change = {**post, "position": post["position"].pk, "validity": new.validity, "ended": old.pk}
    change |= _paper(actor, new, DecisionKind.APPOINTING, scan)
    record(actor=actor, act="cadres.move", subject=new, chain=cadre.unit_id, change=change)
    return new


@transaction.atomic
def correct(
    *,
    actor: User,
    appointment_id: int,
    version: int,
    post: Post,
    starts_on: date,
    ends_on: date | None,
    ending: str,
    ending_decision: str,
    today: date,
) -> Appointment:
    """Puts right what was mistyped, where it stands; the history keeps what it said before.

    `version`: that of the cadre's file as the page showed it.
    """
    cadre, row = _held(actor, appointment_id, today)
    check_version(cadre, version)
    unit = _unit(actor, post["unit_id"], today)
    check_post_days(cadre, unit, post, starts_on, today)
    _check_end(starts_on, ends_on, ending, today)
    values = {
        **_values(post),
        "validity": DateRange(starts_on, ends_on),
        "ending": ending,
        "ending_decision": clean(ending_decision),
    }
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        raise ValidationError("Chưa có gì thay đổi so với hiện tại.")
    for name, value in changed.items():
        setattr(row, name, value)
    _save(row)
    cadre.version += 1
    cadre.save(update_fields=["version"])
    follow_main(cadre, today)
    record(actor=actor, act="cadres.correct", subject=row, chain=cadre.unit_id, change=changed)
    return row


def follow_main(cadre: Cadre, today: date) -> None:
    """The file is kept by the unit of the main position held today, else of the last one that began, else as it was."""
    follow_mains(today=today, cadre_id=cadre.pk)
    cadre.refresh_from_db(fields=["unit"])


FOLLOW = """
UPDATE cadres_cadre c SET unit_id = main.unit_id
FROM (
  SELECT DISTINCT ON (cadre_id) cadre_id, unit_id FROM cadres_appointment
  WHERE is_main AND (lower(validity) <= %(today)s OR NOT EXISTS (
    SELECT 1 FROM cadres_appointment begun WHERE begun.cadre_id = cadres_appointment.cadre_id
      AND begun.is_main AND lower(begun.validity) <= %(today)s))
    AND (%(cadre)s::bigint IS NULL OR cadre_id = %(cadre)s)
  ORDER BY cadre_id, CASE WHEN lower(validity) <= %(today)s THEN lower(validity) END DESC, lower(validity)
) main
WHERE c.id = main.cadre_id AND c.unit_id <> main.unit_id AND c.merged_into_id IS NULL
"""


@transaction.atomic
def follow_mains(*, today: date, cadre_id: int | None = None) -> int:
    """The same for all files (a move that was recorded ahead comes into force); how many changed hands."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, {"today": today, "cadre": cadre_id})
        return int(cursor.rowcount)


def _held(actor: User, appointment_id: int, today: date) -> tuple[Cadre, Appointment]:
    """The appointment and its cadre, locked, when the actor keeps the file and the unit of the position."""
    cadre_id = Appointment.objects.values_list("cadre_id", flat=True).get(pk=appointment_id)
    cadre = locked_cadre(cadre_id, today)
    check_can_edit(actor, cadre)
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    _unit(actor, appointment.unit_id, today)
    return cadre, appointment


def _unit(actor: User, unit_id: int, today: date) -> Unit:
    unit = unit_with_lineage(unit_id, today)
    check_can_keep(actor, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    return unit


def _begin(actor: User, cadre: Cadre, post: Post, starts_on: date, today: date) -> Appointment:
    unit = _unit(actor, post["unit_id"], today)
    check_post_days(cadre, unit, post, starts_on, today)
    row = Appointment(cadre=cadre, validity=from_day(starts_on), recorded_by=actor, **_values(post))
    _save(row)
    return row


def _paper(actor: User, row: Appointment, kind: DecisionKind, scan: Scan | None) -> dict[str, Any]:
    """The decision kept, as the audit names it; nothing when none was handed in."""
    return {"file": keep_decision(actor, row, kind, scan).file.sha256} if scan else {}


def _values(post: Post) -> dict[str, Any]:
    position = post["position"]
    seat = position.code if position.is_single else ""
    return {**post, "seat": seat, "decision_number": clean(post["decision_number"])}


def _save(row: Appointment) -> None:
    row.full_clean(exclude={"cadre", "unit", "recorded_by"}, validate_constraints=False)
    with refused_in_words(Appointment, SHOWN_AT):
        row.save()


def _end(
    row: Appointment, ends_on: date, ending: str, decision_number: str, today: date, field: str = "ends_on"
) -> None:
    if row.validity.upper:
        raise ValidationError(f"Việc giữ chức này đã kết thúc từ ngày {written(row.validity.upper)}.")
    try:
        _check_end(first_day(row.validity), ends_on, ending, today)
    except ValidationError as refused:
        raise ValidationError({field: refused.messages}) from None
    row.validity = DateRange(first_day(row.validity), ends_on)
    row.ending, row.ending_decision = ending, clean(decision_number)
    _save(row)


def _check_end(starts_on: date, ends_on: date | None, ending: str, today: date) -> None:
    if bool(ends_on) != bool(ending):
        raise ValidationError({"ending": "Thôi giữ chức phải có ngày và lý do."})
    if ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": f"Giữ chức từ ngày {written(starts_on)}: chọn ngày sau đó."})
    _check_ahead("ends_on", ends_on, today)


def check_post_days(cadre: Cadre, unit: Unit, post: Mapping[str, Any], starts_on: date, today: date) -> None:
    """The unit must work on that day, the person must be born, the decision taken."""
    _check_ahead("starts_on", starts_on, today)
    if post["decision_on"] and post["decision_on"] > today:
        raise ValidationError({"decision_on": "Ngày quyết định không thể sau hôm nay."})
    if starts_on < unit.opened_on:
        raise ValidationError({"starts_on": f"Đơn vị hoạt động từ ngày {written(unit.opened_on)}."})
    if unit.closed_on and starts_on >= unit.closed_on:
        raise ValidationError(
            {"starts_on": f"Đơn vị đã kết thúc hoạt động từ ngày {written(unit.closed_on)}."}
        )
    if cadre.born_on and starts_on <= cadre.born_on:
        raise ValidationError({"starts_on": "Ngày giữ chức phải sau ngày sinh."})


def _check_ahead(field: str, day: date | None, today: date) -> None:
    if day and day > today + FURTHEST_AHEAD:
        raise ValidationError({field: "Ngày này cách hôm nay hơn một năm; kiểm tra lại năm."})
