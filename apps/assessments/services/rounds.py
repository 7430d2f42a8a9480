"""Acts on rounds: opened by the province for every unit of a kind, corrected, completed, closed; titles asked for."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from apps.accounts.models import User
from apps.assessments.enums import AssessmentAct, AssessmentState, Purpose, RoundState, SetState
from apps.assessments.models import Assessment, AssessmentRound, AssessmentStep, CriteriaSet
from apps.assessments.permissions import check_can_assign, check_can_manage, check_can_register
from apps.assessments.services.common import audited, check_version, locked, move
from apps.audit.services import SYSTEM_CHAIN, record
from apps.cadres.models import Cadre
from apps.core.constraints import refused_in_words
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc
from apps.units.models import Unit, UnitParent

STALE_ROUND = "Người khác vừa sửa đợt đánh giá này; điều đồng chí đã ghi vẫn còn bên dưới."
BESIDE = {
    "assessments_round_once": "year",
    "assessments_round_dates_in_order": "appraise_due_at",
    "assessments_round_named": "title",
}
# Every unit of the set's kind (and sector) that is open on the day, with the unit above it as appraiser and decider.
ENROL = """
INSERT INTO assessments_assessment
  (round_id, unit_id, state, appraiser_unit_id, decider_unit_id, recorded_by_above, difference_count,
   proposed_class, class_code, decision_number, version)
SELECT %(round)s, u.id, %(draft)s, p.parent_id, p.parent_id, FALSE, 0, '', '', '', 1
FROM units_unit u
JOIN units_unitparent p ON p.unit_id = u.id AND p.validity @> %(day)s::date
WHERE u.kind_id = %(kind)s AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
  AND (NOT %(residential)s OR EXISTS (
    SELECT FROM units_unitsector us JOIN units_sector s ON s.code = us.sector_id
    WHERE us.unit_id = u.id AND us.validity @> %(day)s::date AND s.is_residential))
ORDER BY u.id
ON CONFLICT (round_id, unit_id) DO NOTHING
"""


@dataclass(frozen=True)
class Calendar:
    """How the round is called and until when each part is due."""

    title: str
    self_due_at: datetime
    appraise_due_at: datetime
    decide_due_at: datetime
    is_proposed: bool = True


@transaction.atomic
def open_round(*, actor: User, set_id: int, year: int, opens_on: date, calendar: Calendar) -> AssessmentRound:
    """The round, and (for a rating) one assessment for every unit that is open on that day."""
    check_can_manage(actor)
    criteria = CriteriaSet.objects.get(pk=set_id)
    if criteria.state != SetState.PUBLISHED:
        raise ValidationError({"set_id": "Bộ tiêu chí chưa ban hành."})
    if criteria.starts_on_year > year:
        raise ValidationError({"year": f"Bộ tiêu chí này dùng từ năm {criteria.starts_on_year}."})
    within = AssessmentRound(set=criteria, year=year, opens_on=opens_on)
    _describe(within, calendar)
    count = _enrol(within, opens_on) if criteria.purpose == Purpose.RATING else 0
    change = {"set": str(criteria), "year": year, "units": count}
    record(actor=actor, act="assessments.open_round", subject=within, chain=SYSTEM_CHAIN, change=change)
    return within


@transaction.atomic
def set_calendar(*, actor: User, round_id: int, version: int, calendar: Calendar) -> AssessmentRound:
    within = _locked_round(actor, round_id, version)
    _describe(within, calendar)
    change = asdict(calendar)
    record(actor=actor, act="assessments.set_calendar", subject=within, chain=SYSTEM_CHAIN, change=change)
    return within


@transaction.atomic
def add_units(*, actor: User, round_id: int, version: int, today: date) -> int:
    """Units that were founded, or came into a residential sector, since the round was opened; how many."""
    within = _locked_round(actor, round_id, version)
    if within.set.purpose != Purpose.RATING:
        raise ValidationError("Đợt công nhận danh hiệu do đơn vị đăng ký.")
    count = _enrol(within, today)
    _save(within)
    change = {"units": count}
    record(actor=actor, act="assessments.add_units", subject=within, chain=SYSTEM_CHAIN, change=change)
    return count


@transaction.atomic
def close_round(*, actor: User, round_id: int, version: int) -> AssessmentRound:
    """Nothing goes on in it afterwards, except what an appeal opens again. Undecided stays undecided."""
    within = _locked_round(actor, round_id, version)
    within.state = RoundState.CLOSED
    _save(within)
    change = {"state": within.state}
    record(actor=actor, act="assessments.close_round", subject=within, chain=SYSTEM_CHAIN, change=change)
    return within


@transaction.atomic
def register(*, actor: User, round_id: int, unit_id: int, today: date) -> Assessment:
    """A unit asks for the title of the round."""
    within = AssessmentRound.objects.select_related("set").get(pk=round_id)
    unit = Unit.objects.with_lineage(today).get(pk=unit_id)
    check_can_register(actor, unit, within)
    if within.set.purpose != Purpose.RECOGNITION or unit.kind_id != within.set.unit_kind_id:
        raise ValidationError("Đơn vị không thuộc diện đăng ký đợt này.")
    above = UnitParent.objects.filter(unit=unit, validity__contains=today).values_list("parent_id", flat=True)
    made = Assessment(
        round=within,
        unit=unit,
        state=AssessmentState.REGISTERED,
        appraiser_unit_id=above[0],
        decider_unit_id=above[0],
    )
    with refused_in_words(Assessment):
        made.save()
    AssessmentStep.objects.create(assessment=made, act=AssessmentAct.REGISTER, by=actor)
    audited(made, actor, AssessmentAct.REGISTER, {"round": round_id, "state": made.state})
    return made


@transaction.atomic
def assign(*, actor: User, assessment_id: int, version: int, follower_id: int, today: date) -> AssessmentStep:
    """A cadre of the unit above follows the unit on its way to the title."""
    assessment = locked(assessment_id, today)
    check_can_assign(actor, assessment)
    check_version(assessment, version)
    seen = Cadre.objects.visible_to(actor, today).listed()
    if not (follower := seen.filter(pk=follower_id).first()):
        raise ValidationError({"follower_id": "Chọn cán bộ trong danh sách."})
    return move(assessment, AssessmentAct.ASSIGN, actor, follower=follower)


def _enrol(within: AssessmentRound, day: date) -> int:
    given: dict[str, Any] = {
        "round": within.pk,
        "draft": AssessmentState.DRAFT,
        "day": day,
        "kind": within.set.unit_kind_id,
        "residential": within.set.is_residential_only,
    }
    with connection.cursor() as cursor:
        cursor.execute(ENROL, given)
        return cursor.rowcount


def _locked_round(actor: User, round_id: int, version: int) -> AssessmentRound:
    check_can_manage(actor)
    within = AssessmentRound.objects.select_for_update(of=("self",)).select_related("set").get(pk=round_id)
    if within.version != version:
        raise Stale(STALE_ROUND)
    if not within.is_open:
        raise ValidationError("Đợt đánh giá đã đóng.")
    return within


def _describe(within: AssessmentRound, calendar: Calendar) -> None:
    for name, value in asdict(calendar).items():
        setattr(within, name, nfc(value) if isinstance(value, str) else value)
    _save(within)


def _save(within: AssessmentRound) -> None:
    within.version = within.version + 1 if within.pk else 1
    with refused_in_words(AssessmentRound, BESIDE):
        within.save()
