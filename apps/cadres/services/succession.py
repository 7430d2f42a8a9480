"""Acts on quy hoạch: open a plan, who is in it and how ready, the yearly review (Quy chế 289, Điều 16).

Whoever keeps the unit's cadres acts. Raises NotAllowed or ValidationError (a reason per field).
"""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.models import User
from apps.audit.services import record
from apps.cadres.enums import Readiness
from apps.cadres.models import Position, SuccessionCandidate, SuccessionPlan, SuccessionReview
from apps.cadres.permissions import check_can_keep, check_can_view
from apps.cadres.services.people import clean, locked_cadre, unit_with_lineage
from apps.core.constraints import refused_in_words
from apps.core.ranges import first_day
from apps.core.vietnamese import day as written
from apps.units.models import Unit

LONGEST_TERM = 11  # years: a mistyped year is not a term


@transaction.atomic
def open_plan(
    *, actor: User, unit_id: int, position: Position, starts_on: date, ends_on: date, today: date
) -> SuccessionPlan:
    """The plan of a position for a term; `ends_on` is the first day after it. No two of one position overlap."""
    unit = _locked_unit(actor, unit_id, today)
    if not position.needs_plan:
        raise ValidationError({"position": "Chức danh này không lập quy hoạch."})
    if not starts_on < ends_on <= _years_later(starts_on, LONGEST_TERM):
        raise ValidationError({"ends_on": "Ngày kết thúc phải sau ngày bắt đầu, trong cùng một nhiệm kỳ."})
    term = DateRange(starts_on, ends_on)
    if SuccessionPlan.objects.filter(unit=unit, position=position, term__overlap=term).exists():
        raise ValidationError({"starts_on": "Đã có quy hoạch chức danh này trong thời gian ấy."})
    plan = SuccessionPlan.objects.create(unit=unit, position=position, term=term)
    change = {"position": position.pk, "term": term}
    record(actor=actor, act="cadres.open_plan", subject=plan, chain=unit.pk, change=change)
    return plan


@transaction.atomic
def add_candidate(
    *, actor: User, plan_id: int, cadre_id: int, readiness: str, starts_on: date, note: str = "", today: date
) -> SuccessionCandidate:
    """Puts a person whom the actor may see into the plan. Age is no refusal here: `queries.age_warning` tells it."""
    plan = _locked_plan(actor, plan_id, today)
    cadre = locked_cadre(cadre_id, today)
    check_can_view(actor, cadre)
    if starts_on > today:
        raise ValidationError({"starts_on": "Ngày đưa vào quy hoạch không thể sau hôm nay."})
    if plan.term.upper and starts_on >= plan.term.upper:
        raise ValidationError({"starts_on": f"Quy hoạch này kết thúc ngày {written(plan.term.upper)}."})
    candidate = SuccessionCandidate(
        plan=plan,
        cadre=cadre,
        readiness=_known(readiness),
        validity=DateRange(starts_on, None),
        note=clean(note),
    )
    with refused_in_words(SuccessionCandidate, {"cadres_successioncandidate_once": "cadre_id"}):
        candidate.save()
    change = {"cadre": cadre.pk, "readiness": readiness, "validity": candidate.validity, "note": note}
    record(actor=actor, act="cadres.add_candidate", subject=candidate, chain=plan.unit_id, change=change)
    return candidate


@transaction.atomic
def set_readiness(
    *, actor: User, candidate_id: int, readiness: str, note: str = "", today: date
) -> SuccessionCandidate:
    """How ready somebody in the plan is now."""
    candidate = _locked_candidate(actor, candidate_id, today)
    candidate.readiness, candidate.note = _known(readiness), clean(note)
    candidate.save(update_fields=["readiness", "note"])
    _record(actor, "cadres.set_readiness", candidate, {"readiness": readiness, "note": note})
    return candidate


@transaction.atomic
def remove_candidate(
    *, actor: User, candidate_id: int, ends_on: date, note: str = "", today: date
) -> SuccessionCandidate:
    """Out of the plan from `ends_on` on; that the person was in it stays."""
    candidate = _locked_candidate(actor, candidate_id, today)
    since = first_day(candidate.validity)
    if ends_on <= since:
        raise ValidationError({"ends_on": f"Ngày đưa ra phải sau ngày đưa vào ({written(since)})."})
    if ends_on > today:
        raise ValidationError({"ends_on": "Ngày đưa ra không thể sau hôm nay."})
    candidate.validity = DateRange(since, ends_on)
    candidate.note = clean(note) or candidate.note
    candidate.save(update_fields=["validity", "note"])
    _record(actor, "cadres.remove_candidate", candidate, {"validity": candidate.validity, "note": note})
    return candidate


@transaction.atomic
def record_review(
    *, actor: User, unit_id: int, reviewed_on: date, decision_number: str, note: str, today: date
) -> SuccessionReview:
    """That the unit's plans were reviewed that day."""
    unit = _locked_unit(actor, unit_id, today)
    if reviewed_on > today:
        raise ValidationError({"reviewed_on": "Ngày rà soát không thể sau hôm nay."})
    review = SuccessionReview(
        unit=unit, reviewed_on=reviewed_on, decision_number=clean(decision_number), note=clean(note)
    )
    with refused_in_words(SuccessionReview, {"cadres_successionreview_once": "reviewed_on"}):
        review.save()
    change = {"reviewed_on": reviewed_on, "decision_number": decision_number, "note": note}
    record(actor=actor, act="cadres.record_review", subject=review, chain=unit.pk, change=change)
    return review


def _locked_unit(actor: User, unit_id: int, today: date) -> Unit:
    """The unit, seen to be one whose cadres the actor keeps; of two acts on its plans the second waits."""
    unit = unit_with_lineage(unit_id, today)
    check_can_keep(actor, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    return unit


def _locked_plan(actor: User, plan_id: int, today: date) -> SuccessionPlan:
    plan = SuccessionPlan.objects.select_for_update(no_key=True).get(pk=plan_id)
    unit = unit_with_lineage(plan.unit_id, today)
    check_can_keep(actor, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    return plan


def _locked_candidate(actor: User, candidate_id: int, today: date) -> SuccessionCandidate:
    """Somebody who is in a plan; who has left it takes no more acts."""
    candidate = SuccessionCandidate.objects.select_for_update().get(pk=candidate_id)
    _locked_plan(actor, candidate.plan_id, today)
    if candidate.validity.upper:
        left_on = written(candidate.validity.upper)
        raise ValidationError(f"Đồng chí này đã ra khỏi quy hoạch từ ngày {left_on}.")
    return candidate


def _record(actor: User, act: str, candidate: SuccessionCandidate, change: Mapping[str, object]) -> None:
    record(actor=actor, act=act, subject=candidate, chain=candidate.plan.unit_id, change=change)


def _known(readiness: str) -> str:
    if readiness not in Readiness.values:
        raise ValidationError({"readiness": "Chọn mức sẵn sàng."})
    return readiness


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))
