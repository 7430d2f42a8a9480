"""What the acts on an assessment share: lock, version, one step of the table, the audit."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from apps.accounts.models import User
from apps.assessments.enums import ASSESSMENT_STEPS, AssessmentAct
from apps.assessments.models import Assessment, AssessmentStep, Criterion, Score
from apps.audit.services import record
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc
from apps.core.workflow import advance

STALE = "Người khác vừa sửa bản đánh giá này; đồng chí xem lại rồi làm tiếp."
STALE_ROW = "Mục này vừa được sửa ở nơi khác; điều đồng chí đã ghi vẫn còn bên dưới."
NOT_NOW = "Bản đánh giá không ở bước làm được việc này."


def locked(assessment_id: int, today: date) -> Assessment:
    return Assessment.objects.locked(assessment_id, today)


def check_version(assessment: Assessment, version: int) -> None:
    if assessment.version != version:
        raise Stale(STALE)


def criterion_of(assessment: Assessment, criterion_id: int) -> Criterion:
    """A criterion of the assessment's own set, with its grades."""
    criteria = Criterion.objects.prefetch_related("grades")
    return criteria.get(pk=criterion_id, set_id=assessment.round.set_id)


def score_of(assessment: Assessment, criterion: Criterion, version: int) -> Score:
    """The row as the person saw it: version 0 when there was none yet."""
    found = Score.objects.filter(assessment=assessment, criterion=criterion).first()
    row = found or Score(assessment=assessment, criterion=criterion, version=0)
    if row.version != version:
        raise Stale(STALE_ROW)
    row.version += 1
    return row


def move(
    assessment: Assessment, act: AssessmentAct, actor: User, *, reason: str = "", **changes: Any
) -> AssessmentStep:
    """One step of the table, with whatever the act changes beside the state; the log row and the audit."""
    step = advance(ASSESSMENT_STEPS, state=assessment.state, act=act, refusal=NOT_NOW)
    touch(assessment, state=step.next_state, **changes)
    log = AssessmentStep.objects.create(assessment=assessment, act=act, reason=reason, by=actor)
    audited(assessment, actor, act, {"state": step.next_state, **changes})
    return log


def touch(assessment: Assessment, **changes: Any) -> None:
    """Writes the changes and one more version; the object at hand follows."""
    Assessment.objects.filter(pk=assessment.pk).update(version=F("version") + 1, **changes)
    for name, value in changes.items():
        setattr(assessment, name, value)
    assessment.version += 1


def audited(assessment: Assessment, actor: User, act: str, change: Mapping[str, Any]) -> None:
    record(
        actor=actor,
        act=f"assessments.{act}",
        subject=assessment,
        chain=assessment.unit_id,
        change=change,
    )


def said(text: str, field: str, sentence: str) -> str:
    """The text, cleaned; refused beside its field when there is none."""
    if not (cleaned := nfc(text)):
        raise ValidationError({field: sentence})
    return cleaned
