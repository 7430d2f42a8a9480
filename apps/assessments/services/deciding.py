"""Deciding many assessments by one document, each frozen; and opening one again after an appeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.assessments.enums import AssessmentAct, CapMode, Purpose
from apps.assessments.models import (
    Assessment,
    AssessmentRound,
    AssessmentStep,
    Decision,
    GateAnswer,
    Score,
)
from apps.assessments.permissions import check_can_appeal, check_can_decide, check_can_overrule
from apps.assessments.queries.deciding import caps
from apps.assessments.queries.frozen import frozen_content
from apps.assessments.queries.scoring import final_class, is_recognised, total
from apps.assessments.services.appraising import possible
from apps.assessments.services.common import (
    audited,
    check_version,
    criterion_of,
    locked,
    move,
    said,
    score_of,
    touch,
)
from apps.core.canonical import canonical, sha256


@dataclass(frozen=True)
class Document:
    """By which decision."""

    number: str
    on: date | None


@transaction.atomic
def overrule(
    *,
    actor: User,
    assessment_id: int,
    criterion_id: int,
    version: int,
    points: Decimal,
    reason: str,
    today: date,
) -> Score:
    """The decider's own score beside the appraised one; the same as appraised takes it off again."""
    assessment = locked(assessment_id, today)
    check_can_overrule(actor, assessment)
    criterion = criterion_of(assessment, criterion_id)
    row = score_of(assessment, criterion, version)
    points = possible(criterion, points)
    if points == row.appraised_points:
        row.decided_points, row.decided_reason = None, ""
    else:
        row.decided_points = points
        row.decided_reason = said(reason, "reason", "Quyết định khác điểm thẩm định thì ghi lý do.")
    row.save()
    touch(assessment)
    audited(
        assessment, actor, "overrule", {"criterion": criterion.code, "decided_points": row.decided_points}
    )
    return row


@transaction.atomic
def decide(
    *,
    actor: User,
    round_id: int,
    versions: dict[int, int],
    document: Document,
    now: datetime,
    today: date,
) -> list[Decision]:
    """All these assessments by one document; `versions`: of each, as the person saw them.

    Raises NotAllowed, Stale, or ValidationError (no number, no day, the cap on the top class where it blocks).
    """
    _check_document(document, today)
    if not versions:
        raise ValidationError("Chọn ít nhất một đơn vị.")
    within = AssessmentRound.objects.select_related("set").get(pk=round_id)
    chosen = [_to_decide(actor, pk, versions[pk], within, today) for pk in sorted(versions)]
    results = [_result(assessment) for assessment in chosen]
    _check_caps(within, results)
    return [_decide(actor, result, document, now) for result in results]


def _check_document(document: Document, today: date) -> None:
    said(document.number, "decision_number", "Ghi số quyết định.")
    if document.on is None:
        raise ValidationError({"decision_on": "Ghi ngày quyết định."})
    if document.on > today:
        raise ValidationError({"decision_on": "Ngày quyết định không thể sau hôm nay."})


def _to_decide(
    actor: User, assessment_id: int, version: int, within: AssessmentRound, today: date
) -> Assessment:
    assessment = locked(assessment_id, today)
    if assessment.round_id != within.pk:
        raise ValidationError("Đơn vị không thuộc đợt này.")
    check_can_decide(actor, assessment)
    check_version(assessment, version)
    return assessment


@dataclass(frozen=True)
class Result:
    """What the scores give; `is_recognised` for a title, `class_code` for a rating."""

    assessment: Assessment
    scores: list[Score]
    answers: list[GateAnswer]
    points: Decimal
    class_code: str
    is_recognised: bool | None


def _result(assessment: Assessment) -> Result:
    scores = list(assessment.scores.select_related("criterion"))
    answers = list(assessment.gate_answers.select_related("gate"))
    decided = [
        score.appraised_points if score.decided_points is None else score.decided_points for score in scores
    ]
    points = total(decided)
    assert points is not None
    gates = [answer.gate for answer in answers if answer.holds]
    code, recognised = "", None
    if assessment.round.set.purpose == Purpose.RATING:
        code = final_class(points, list(assessment.round.set.classes.all()), gates)
    else:
        most = [score.criterion.max_points for score in scores]
        recognised = is_recognised(zip(decided, most, strict=True), gates)
    return Result(assessment, scores, answers, points, code, recognised)


def _check_caps(within: AssessmentRound, results: Sequence[Result]) -> None:
    if within.set.top_cap_mode != CapMode.BLOCK:
        return
    given = [(result.assessment.decider_unit_id, result.class_code) for result in results]
    for cap in caps(within, given).values():
        if cap.is_over:
            raise ValidationError(
                f"Vượt mức trần {within.set.top_cap_percent} %: {cap.top}/{cap.decided} đơn vị được hạng cao nhất, "
                f"tối đa {cap.allowed}."
            )


def _decide(actor: User, result: Result, document: Document, now: datetime) -> Decision:
    assessment = result.assessment
    assessment.scores.update(
        decided_points=Coalesce("decided_points", "appraised_points"), version=F("version") + 1
    )
    content = canonical(frozen_content(result.assessment, result.scores, result.answers, result.points))
    outcome: dict[str, Any] = {"class_code": result.class_code, "is_recognised": result.is_recognised}
    paper: dict[str, Any] = {"decision_number": document.number, "decision_on": document.on}
    made = Decision.objects.create(
        assessment=assessment,
        ordinal=assessment.decisions.count() + 1,
        content=content,
        sha256=sha256(content),
        points=result.points,
        by=actor,
        at=now,
        **outcome,
        **paper,
    )
    move(assessment, AssessmentAct.DECIDE, actor, decided_points=result.points, **outcome, **paper)
    return made


@transaction.atomic
def appeal(*, actor: User, assessment_id: int, version: int, reason: str, today: date) -> AssessmentStep:
    """One decided assessment back to its appraiser. The decision stays; the next one gets the next ordinal."""
    assessment = locked(assessment_id, today)
    check_can_appeal(actor, assessment)
    check_version(assessment, version)
    reason = said(reason, "reason", "Ghi lý do xem xét lại.")
    step = move(
        assessment,
        AssessmentAct.APPEAL,
        actor,
        reason=reason,
        decided_points=None,
        class_code="",
        proposed_class="",
        is_recognised=None,
        decision_number="",
        decision_on=None,
    )
    assessment.scores.update(decided_points=None, decided_reason="", version=F("version") + 1)
    return step
