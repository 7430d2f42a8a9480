"""What the appraiser does with a submitted assessment: own scores with reasons, returns by criterion, the result."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.assessments.enums import AssessmentAct, Method
from apps.assessments.models import Assessment, AssessmentStep, Criterion, Gate, GateAnswer, Score
from apps.assessments.permissions import check_can_appraise, check_can_take_back
from apps.assessments.queries.scoring import final_class, rounded, total
from apps.assessments.services.common import (
    STALE_ROW,
    audited,
    check_version,
    criterion_of,
    locked,
    move,
    said,
    score_of,
    touch,
)
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc


@transaction.atomic
def appraise_score(
    *,
    actor: User,
    assessment_id: int,
    criterion_id: int,
    version: int,
    points: Decimal,
    reason: str,
    today: date,
) -> Score:
    """The appraiser's own score beside the unit's; another one needs its reason. A return of it is taken off."""
    assessment = locked(assessment_id, today)
    check_can_appraise(actor, assessment)
    criterion = criterion_of(assessment, criterion_id)
    row = score_of(assessment, criterion, version)
    points = possible(criterion, points)
    differs = points != row.self_points
    sentence = "Chấm khác điểm tự chấm thì ghi lý do."
    row.appraised_reason = said(reason, "reason", sentence) if differs else ""
    row.appraised_points, row.appraised_by = points, actor
    row.is_returned, row.return_note = False, ""
    row.save()
    touch(assessment)
    audited(assessment, actor, "appraise_score", {"criterion": criterion.code, "appraised_points": points})
    return row


def possible(criterion: Criterion, points: Decimal) -> Decimal:
    """Points that the criterion can give; raises ValidationError beside `points`."""
    points = rounded(points)
    if not 0 <= points <= criterion.max_points:
        raise ValidationError({"points": f"Điểm từ 0 đến {criterion.max_points.normalize():f}."})
    given = {grade.points for grade in criterion.grades.all()}
    if criterion.method == Method.YES_NO:
        given = {Decimal(0), criterion.max_points}
    if criterion.method in (Method.GRADED, Method.YES_NO) and points not in given:
        choices = ", ".join(f"{each.normalize():f}" for each in sorted(given, reverse=True))
        raise ValidationError({"points": f"Tiêu chí này chỉ có các mức điểm: {choices}."})
    return points


@transaction.atomic
def accept_rest(*, actor: User, assessment_id: int, version: int, today: date) -> int:
    """The unit's own score stands in every criterion that is neither appraised nor returned; how many they were."""
    assessment = locked(assessment_id, today)
    check_can_appraise(actor, assessment)
    check_version(assessment, version)
    rest = assessment.scores.filter(appraised_points=None, is_returned=False)
    count = rest.update(
        appraised_points=F("self_points"), appraised_by=actor, return_note="", version=F("version") + 1
    )
    touch(assessment)
    audited(assessment, actor, "accept_rest", {"scores": count})
    return count


@transaction.atomic
def appraise_gate(
    *,
    actor: User,
    assessment_id: int,
    gate_id: int,
    version: int,
    is_hit: bool,
    reason: str = "",
    today: date,
) -> GateAnswer:
    """Whether the gate applies, as the appraiser finds."""
    assessment = locked(assessment_id, today)
    check_can_appraise(actor, assessment)
    row = assessment.gate_answers.select_related("gate").get(gate_id=gate_id)
    if row.version != version:
        raise Stale(STALE_ROW)
    sentence = "Kết luận khác đơn vị thì ghi lý do."
    row.appraised_reason = said(reason, "reason", sentence) if is_hit != row.is_hit else ""
    row.appraised_hit, row.version = is_hit, version + 1
    row.save()
    touch(assessment)
    audited(assessment, actor, "appraise_gate", {"gate": row.gate.code, "appraised_hit": is_hit})
    return row


@transaction.atomic
def mark_return(
    *, actor: User, assessment_id: int, criterion_id: int, version: int, note: str, today: date
) -> Score:
    """This criterion is to be scored anew, and why. It goes back together with the others that are marked."""
    assessment = locked(assessment_id, today)
    check_can_appraise(actor, assessment)
    criterion = criterion_of(assessment, criterion_id)
    row = score_of(assessment, criterion, version)
    row.is_returned, row.return_note = True, said(note, "note", "Ghi cần sửa gì.")
    row.appraised_points, row.appraised_reason, row.appraised_by = None, "", None
    row.save()
    touch(assessment)
    audited(assessment, actor, "mark_return", {"criterion": criterion.code, "is_returned": True})
    return row


@transaction.atomic
def send_back(
    *, actor: User, assessment_id: int, version: int, reason: str = "", today: date
) -> AssessmentStep:
    """Back to the unit, with the criteria that are marked; the others keep what the appraiser gave."""
    assessment = locked(assessment_id, today)
    check_can_appraise(actor, assessment)
    check_version(assessment, version)
    if not assessment.scores.filter(is_returned=True).exists():
        raise ValidationError("Đánh dấu ít nhất một mục cần sửa, kèm điều cần sửa.")
    return move(assessment, AssessmentAct.SEND_BACK, actor, reason=nfc(reason))


@transaction.atomic
def appraise(*, actor: User, assessment_id: int, version: int, today: date) -> AssessmentStep:
    """All criteria appraised: the total, and the class that it proposes."""
    assessment = locked(assessment_id, today)
    check_can_appraise(actor, assessment)
    check_version(assessment, version)
    scores = list(assessment.scores.select_related("criterion"))
    _check_appraised(scores)
    points = total(score.appraised_points for score in scores)
    assert points is not None
    proposed = final_class(points, list(assessment.round.set.classes.all()), held_gates(assessment))
    return move(assessment, AssessmentAct.APPRAISE, actor, appraised_points=points, proposed_class=proposed)


def _check_appraised(scores: Iterable[Score]) -> None:
    listed = list(scores)
    returned = [score.criterion.code for score in listed if score.is_returned]
    if returned:
        raise ValidationError(
            f"Đang đánh dấu trả lại {', '.join(returned)}: trả lại đơn vị, hoặc chấm các mục ấy."
        )
    left = [score.criterion.code for score in listed if score.appraised_points is None]
    if left:
        raise ValidationError(f"Chưa thẩm định: {', '.join(left)}.")


def held_gates(assessment: Assessment) -> list[Gate]:
    """The gates that apply."""
    answers = assessment.gate_answers.select_related("gate")
    return [answer.gate for answer in answers if answer.holds]


@transaction.atomic
def take_back(*, actor: User, assessment_id: int, version: int, reason: str, today: date) -> AssessmentStep:
    """Appraised, not yet decided: open for the appraiser again."""
    assessment = locked(assessment_id, today)
    check_can_take_back(actor, assessment)
    check_version(assessment, version)
    reason = said(reason, "reason", "Ghi lý do mở lại.")
    overruled = assessment.scores.exclude(decided_points=None)
    overruled.update(decided_points=None, decided_reason="", version=F("version") + 1)
    return move(assessment, AssessmentAct.TAKE_BACK, actor, reason=reason, proposed_class="")
