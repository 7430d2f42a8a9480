"""Acts on what is done with and for cadres: courses, days at the grassroots, ratings, placements, discipline, seats.

Whoever keeps a person's file acts. What is recorded stays with the unit where the person served that day. Raises
NotAllowed or ValidationError (a reason per field).
"""

from calendar import isleap
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model, Sum

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.enums import PlacementState, RatingClass
from apps.cadres.models import (
    Appointment,
    Cadre,
    CadreRating,
    Discipline,
    FieldVisit,
    Placement,
    PublicSeat,
    Training,
    TrainingParticipant,
)
from apps.cadres.permissions import check_can_edit
from apps.cadres.services.people import clean, locked_cadre
from apps.core.constraints import refused_in_words
from apps.core.vietnamese import day as written
from apps.core.vietnamese import number

# In which order a placement goes; a step may be left out, none is taken back.
PLACEMENT_ORDER = (PlacementState.DRAFTED, PlacementState.ASKED, PlacementState.DONE)


class Course(TypedDict):
    title: str
    kind: str
    organiser_id: int
    organised_by: str
    starts_on: date
    ends_on: date
    cost: Decimal | None


@transaction.atomic
def record_training(
    *, actor: User, course: Course, participants: Sequence[tuple[int, str]], today: date
) -> Training:
    """A course with (cadre, result) of those who took part, each once."""
    if course["starts_on"] > today:
        raise ValidationError({"starts_on": "Lớp chưa bắt đầu: ghi sau khi lớp khai giảng."})
    texts = {name: clean(course[name]) for name in ("title", "organised_by")}  # type: ignore[literal-required]
    training = Training(**(course | texts))
    training.full_clean(validate_constraints=False)
    with refused_in_words(Training, {"cadres_training_ends_after_start": "ends_on"}):
        training.save()
    _add(actor, training, participants, today, dict(course))
    return training


@transaction.atomic
def add_participants(
    *, actor: User, training_id: int, participants: Sequence[tuple[int, str]], today: date
) -> Training:
    """More people of a course that is recorded already."""
    training = Training.objects.select_for_update(no_key=True).get(pk=training_id)
    _add(actor, training, participants, today, {})
    return training


def _add(
    actor: User,
    training: Training,
    participants: Sequence[tuple[int, str]],
    today: date,
    change: Mapping[str, object],
) -> None:
    """One audit row in the chain of every unit that keeps some of the files; locks in ascending order."""
    if not participants:
        raise ValidationError({"participants": "Ghi ít nhất một người dự lớp."})
    ids = [cadre_id for cadre_id, _ in participants]
    if len(set(ids)) < len(ids):
        raise ValidationError({"participants": "Mỗi người chỉ ghi một lần trong danh sách lớp."})
    chains = set()
    for cadre_id, result in sorted(participants):
        cadre = _kept(actor, cadre_id, today)
        unit_id = serving_at(cadre, training.starts_on)
        row = TrainingParticipant(training=training, cadre=cadre, unit_id=unit_id, result=clean(result))
        with refused_in_words(TrainingParticipant, {"cadres_trainingparticipant_once": "participants"}):
            row.save()
        chains.add(cadre.unit_id)
    for chain in sorted(chains):
        named = {**change, "participants": ids}
        record(actor=actor, act="cadres.record_training", subject=training, chain=chain, change=named)


@transaction.atomic
def record_visit(
    *,
    actor: User,
    cadre_id: int,
    place_id: int,
    kind: str,
    starts_on: date,
    days: Decimal,
    note: str = "",
    today: date,
) -> FieldVisit:
    """Days at the grassroots, after they were spent; they count in the year in which they began."""
    cadre = _kept(actor, cadre_id, today)
    _check_days(cadre, starts_on, days, today)
    visit = FieldVisit(
        cadre=cadre,
        unit_id=serving_at(cadre, starts_on),
        place_id=place_id,
        kind=kind,
        starts_on=starts_on,
        days=days,
        note=clean(note),
    )
    visit.full_clean(exclude={"cadre", "unit"}, validate_constraints=False)
    visit.save()
    change = {"place": place_id, "kind": kind, "starts_on": starts_on, "days": days, "note": note}
    _record(actor, "cadres.record_visit", visit, cadre, change)
    return visit


def _check_days(cadre: Cadre, starts_on: date, days: Decimal, today: date) -> None:
    """No day that has not been yet, none of the next year, and not more in a year than it has."""
    if days <= 0:
        raise ValidationError({"days": "Số ngày phải lớn hơn 0."})
    left = (date(starts_on.year, 12, 31) - starts_on).days + 1
    if days > left:
        sentence = f"Từ {written(starts_on)} đến hết năm chỉ còn {left} ngày: phần sang năm ghi riêng."
        raise ValidationError({"days": sentence})
    if starts_on + timedelta(days=ceil(days) - 1) > today:
        raise ValidationError({"starts_on": "Chỉ ghi những ngày đã đi, không ghi trước."})
    whole_year = 366 if isleap(starts_on.year) else 365
    visits = FieldVisit.objects.filter(cadre=cadre, starts_on__year=starts_on.year)
    done = visits.aggregate(days=Sum("days"))["days"] or Decimal(0)
    if done + days > whole_year:
        sentence = f"Năm {starts_on.year} đã ghi {number(done, 1)} ngày, thêm nữa thì quá {whole_year} ngày."
        raise ValidationError({"days": sentence})


@transaction.atomic
def rate(
    *,
    actor: User,
    cadre_id: int,
    year: int,
    rating: str,
    guide: str,
    decided_on: date | None = None,
    today: date,
) -> CadreRating:
    """The class of a year, once, at the unit where the person last served in it."""
    cadre = _kept(actor, cadre_id, today)
    if rating not in RatingClass.values:
        raise ValidationError({"rating": "Chọn mức xếp loại."})
    if year > today.year:
        raise ValidationError({"year": "Chưa đến năm này."})
    if decided_on and not (year <= decided_on.year <= year + 1 and decided_on <= today):
        raise ValidationError({"decided_on": f"Ngày quyết định phải trong năm {year} hoặc năm sau."})
    unit_id = _served_in(cadre, year)
    row = CadreRating(
        cadre=cadre, unit_id=unit_id, year=year, rating=rating, guide=clean(guide), decided_on=decided_on
    )
    row.full_clean(exclude={"cadre", "unit"}, validate_constraints=False)
    with refused_in_words(CadreRating, {"cadres_cadrerating_once_a_year": "year"}):
        row.save()
    change = {"year": year, "rating": rating, "guide": guide, "decided_on": decided_on}
    _record(actor, "cadres.rate", row, cadre, change)
    return row


@transaction.atomic
def plan_placement(
    *, actor: User, cadre_id: int, proposal: str, due_on: date | None = None, today: date
) -> Placement:
    """A plan for an over-age cadre; one at a time."""
    cadre = _kept(actor, cadre_id, today)
    if Placement.objects.filter(cadre=cadre).exclude(state=PlacementState.DONE).exists():
        raise ValidationError("Đồng chí này đã có phương án đang làm: cập nhật phương án ấy.")
    unit_id = serving_at(cadre, today)
    placement = Placement(
        cadre=cadre, unit_id=unit_id, state=PlacementState.DRAFTED, proposal=clean(proposal), due_on=due_on
    )
    placement.full_clean(exclude={"cadre", "unit"}, validate_constraints=False)
    placement.save()
    _record(actor, "cadres.plan_placement", placement, cadre, {"proposal": proposal, "due_on": due_on})
    return placement


@transaction.atomic
def advance_placement(
    *,
    actor: User,
    placement_id: int,
    state: str,
    done_on: date | None = None,
    result: str = "",
    today: date,
) -> Placement:
    """One step on or several, none back; done is done, on a day that has been."""
    cadre_id = Placement.objects.values_list("cadre_id", flat=True).get(pk=placement_id)
    cadre = _kept(actor, cadre_id, today)
    placement = Placement.objects.select_for_update().get(pk=placement_id)
    if state not in PLACEMENT_ORDER[PLACEMENT_ORDER.index(PlacementState(placement.state)) + 1 :]:
        raise ValidationError({"state": f"Phương án {placement.get_state_display()}: chọn bước sau đó."})
    if (state == PlacementState.DONE) != bool(done_on):
        raise ValidationError({"done_on": "Đã bố trí thì phải có ngày, và chỉ khi đó."})
    if done_on and done_on > today:
        raise ValidationError({"done_on": "Ngày bố trí không thể sau hôm nay."})
    placement.state, placement.done_on, placement.result = state, done_on, clean(result)
    placement.save(update_fields=["state", "done_on", "result"])
    change = {"state": state, "done_on": done_on, "result": result}
    _record(actor, "cadres.advance_placement", placement, cadre, change)
    return placement


@transaction.atomic
def record_discipline(
    *, actor: User, cadre_id: int, decided_on: date, form: str, decision_number: str = "", today: date
) -> Discipline:
    cadre = _kept(actor, cadre_id, today)
    if decided_on > today:
        raise ValidationError({"decided_on": "Ngày quyết định không thể sau hôm nay."})
    unit_id, number_of = serving_at(cadre, decided_on), clean(decision_number)
    row = Discipline(
        cadre=cadre, unit_id=unit_id, decided_on=decided_on, form=clean(form), decision_number=number_of
    )
    row.full_clean(exclude={"cadre", "unit"}, validate_constraints=False)
    row.save()
    change = {"decided_on": decided_on, "form": form, "decision_number": decision_number}
    _record(actor, "cadres.record_discipline", row, cadre, change)
    return row


@transaction.atomic
def record_seat(
    *, actor: User, cadre_id: int, kind: str, body: str, starts_on: date, ends_on: date | None, today: date
) -> PublicSeat:
    """A seat in an elected body or a Party committee; `ends_on` is the first day without it."""
    cadre = _kept(actor, cadre_id, today)
    if ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": "Ngày kết thúc phải sau ngày bắt đầu."})
    seat = PublicSeat(cadre=cadre, kind=kind, body=clean(body), validity=DateRange(starts_on, ends_on))
    seat.full_clean(exclude={"cadre"}, validate_constraints=False)
    with refused_in_words(PublicSeat, {"cadres_publicseat_once": "body"}):
        seat.save()
    change = {"kind": kind, "body": body, "validity": seat.validity}
    _record(actor, "cadres.record_seat", seat, cadre, change)
    return seat


def serving_at(cadre: Cadre, day: date) -> int:
    """The unit of the main position on that day, of any other held then, else the one that keeps the file."""
    held = Appointment.objects.filter(cadre=cadre).held_on(day).order_by("-is_main", "position__rank")
    return held.values_list("unit_id", flat=True).first() or cadre.unit_id


def _served_in(cadre: Cadre, year: int) -> int:
    """The unit of the last main position held in the year."""
    whole = DateRange(date(year, 1, 1), date(year + 1, 1, 1))
    held = Appointment.objects.filter(cadre=cadre, validity__overlap=whole)
    unit_id = held.order_by("-is_main", "-validity").values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise ValidationError({"year": f"Năm {year} đồng chí này không giữ chức danh nào."})
    return unit_id


def _kept(actor: User, cadre_id: int, today: date) -> Cadre:
    cadre = locked_cadre(cadre_id, today)
    check_can_edit(actor, cadre)
    return cadre


def _record(actor: User, act: str, subject: Model, cadre: Cadre, change: Mapping[str, object]) -> None:
    record(actor=actor, act=act, subject=subject, chain=cadre.unit_id, change={"cadre": cadre.pk, **change})
