"""The unit's own score, one criterion at a time, and what proves it. Raises NotAllowed, Stale or ValidationError."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from apps.accounts.models import User
from apps.assessments.enums import AssessmentState, Method
from apps.assessments.models import Assessment, Criterion, Evidence, Gate, GateAnswer, Score
from apps.assessments.permissions import check_can_score
from apps.assessments.queries.scoring import points_of_ratio, rounded
from apps.assessments.services.common import (
    STALE_ROW,
    audited,
    check_version,
    criterion_of,
    locked,
    score_of,
    touch,
)
from apps.core.exceptions import NotAllowed, Stale
from apps.core.vietnamese import nfc
from apps.files.models import StoredFile
from apps.files.services import store

RETURNED_ALONE = "Chỉ sửa những mục được trả lại; các mục khác đã thẩm định."


@dataclass(frozen=True)
class Answer:
    """What was chosen or typed: a grade, a share (0 to 1), points, yes or no. Nothing of these: as measured."""

    grade_id: int | None = None
    ratio: Decimal | None = None
    points: Decimal | None = None
    is_met: bool | None = None
    note: str = ""


@transaction.atomic
def score(
    *, actor: User, assessment_id: int, criterion_id: int, version: int, answer: Answer, today: date
) -> Score:
    """The unit's score of one criterion; `version` is that of the score (0 when there was none)."""
    assessment = locked(assessment_id, today)
    check_can_score(actor, assessment)
    criterion = criterion_of(assessment, criterion_id)
    row = score_of(assessment, criterion, version)
    _check_open(assessment, row)
    _put(row, criterion, answer, actor)
    row.save()
    touch(assessment)
    audited(assessment, actor, "score", {"criterion": criterion.code, "self_points": row.self_points})
    return row


@transaction.atomic
def score_list(
    *,
    actor: User,
    assessment_id: int,
    version: int,
    answers: Mapping[Criterion, Answer],
    hits: Mapping[Gate, bool],
    today: date,
) -> None:
    """Several criteria (with their grades) and gates at once; `version` is that of the assessment."""
    assessment = locked(assessment_id, today)
    check_can_score(actor, assessment)
    check_version(assessment, version)
    change: dict[str, Any] = {}
    held = {row.criterion_id: row for row in assessment.scores.all()}
    for criterion, answer in answers.items():
        row = held.get(criterion.pk) or Score(assessment=assessment, criterion=criterion, version=0)
        _check_open(assessment, row)
        _put(row, criterion, answer, actor)
        row.version += 1
        row.save()
        change[criterion.code] = row.self_points
    told = {row.gate_id: row for row in assessment.gate_answers.all()} if hits else {}
    for gate, is_hit in hits.items():
        _put_hit(told.get(gate.pk) or GateAnswer(assessment=assessment, gate=gate, version=0), is_hit, actor)
        change[gate.code] = is_hit
    touch(assessment)
    audited(assessment, actor, "score_list", change)


def _put(row: Score, criterion: Criterion, answer: Answer, actor: User) -> None:
    row.self_grade_id, row.self_value = answer.grade_id, answer.ratio
    row.self_points = points_of(criterion, answer)
    row.self_note, row.self_by = nfc(answer.note), actor


def points_of(criterion: Criterion, answer: Answer) -> Decimal | None:
    """By the criterion's method; points typed by hand are for any method where the registers measure."""
    if answer.points is not None and (criterion.method == Method.FREE or criterion.measure):
        if not 0 <= answer.points <= criterion.max_points:
            raise ValidationError({"points": f"Điểm từ 0 đến {criterion.max_points.normalize():f}."})
        return rounded(answer.points)
    if criterion.method == Method.GRADED and answer.grade_id:
        return _points_of_grade(criterion, answer.grade_id)
    if criterion.method == Method.RATIO and answer.ratio is not None:
        return points_of_ratio(answer.ratio, criterion.max_points)
    if criterion.method == Method.YES_NO and answer.is_met is not None:
        return criterion.max_points if answer.is_met else Decimal(0)
    if criterion.measure:
        return None
    raise ValidationError("Chọn mức, hoặc ghi điểm của tiêu chí này.")


def _points_of_grade(criterion: Criterion, grade_id: int) -> Decimal:
    found = next((grade.points for grade in criterion.grades.all() if grade.pk == grade_id), None)
    if found is None:
        raise ValidationError("Mức này không thuộc tiêu chí.")
    return found


def _check_open(assessment: Assessment, row: Score) -> None:
    """After a return the appraised criteria stay as they are."""
    if assessment.state == AssessmentState.RETURNED and row.pk and not row.is_returned:
        raise NotAllowed(RETURNED_ALONE)


@transaction.atomic
def answer_gate(
    *,
    actor: User,
    assessment_id: int,
    gate_id: int,
    version: int,
    is_hit: bool,
    note: str = "",
    today: date,
) -> GateAnswer:
    """Whether the gate applies, as the unit says."""
    assessment = locked(assessment_id, today)
    check_can_score(actor, assessment)
    gate = Gate.objects.get(pk=gate_id, set_id=assessment.round.set_id)
    found = GateAnswer.objects.filter(assessment=assessment, gate=gate).first()
    row = found or GateAnswer(assessment=assessment, gate=gate, version=0)
    if row.version != version:
        raise Stale(STALE_ROW)
    row.note = nfc(note)
    _put_hit(row, is_hit, actor)
    touch(assessment)
    audited(assessment, actor, "answer_gate", {"gate": gate.code, "is_hit": is_hit})
    return row


def _put_hit(row: GateAnswer, is_hit: bool, actor: User) -> None:
    if row.appraised_hit is not None:
        raise NotAllowed(RETURNED_ALONE)
    row.is_hit, row.by, row.version = is_hit, actor, row.version + 1
    row.save()


@dataclass(frozen=True)
class Proof:
    """A file, or a document by its number and day."""

    upload: UploadedFile | None = None
    document_number: str = ""
    document_on: date | None = None
    title: str = ""


@transaction.atomic
def attach_evidence(
    *, actor: User, assessment_id: int, criterion_id: int | None, proof: Proof, now: datetime, today: date
) -> Evidence:
    """One more piece of evidence, while the unit still scores."""
    assessment = locked(assessment_id, today)
    check_can_score(actor, assessment)
    number = nfc(proof.document_number)
    if not (proof.upload or number):
        raise ValidationError({"upload": "Chọn tệp, hoặc ghi số, ký hiệu văn bản."})
    row = Evidence.objects.create(
        assessment=assessment,
        criterion=criterion_of(assessment, criterion_id) if criterion_id else None,
        file=_stored(actor, proof.upload, now),
        document_number=number,
        document_on=proof.document_on,
        title=nfc(proof.title),
        added_by=actor,
        added_at=now,
    )
    touch(assessment)
    audited(assessment, actor, "attach_evidence", {"evidence": row.pk, "criterion": criterion_id})
    return row


@transaction.atomic
def withdraw_evidence(*, actor: User, evidence_id: int, now: datetime, today: date) -> Evidence:
    """Shown no more; that it was there stays."""
    row = Evidence.objects.get(pk=evidence_id)
    assessment = locked(row.assessment_id, today)
    check_can_score(actor, assessment)
    row.refresh_from_db()
    if row.withdrawn_at:
        raise ValidationError("Minh chứng này đã được gỡ.")
    row.withdrawn_by, row.withdrawn_at = actor, now
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    touch(assessment)
    audited(assessment, actor, "withdraw_evidence", {"evidence": row.pk})
    return row


@transaction.atomic
def attach_minutes(
    *, actor: User, assessment_id: int, upload: UploadedFile, now: datetime, today: date
) -> Assessment:
    """The branch's minutes, from which the unit above records its score."""
    assessment = locked(assessment_id, today)
    check_can_score(actor, assessment)
    touch(assessment, minutes=_stored(actor, upload, now))
    audited(assessment, actor, "attach_minutes", {"minutes": assessment.minutes_id})
    return assessment


def _stored(actor: User, upload: UploadedFile | None, now: datetime) -> StoredFile | None:
    if upload is None:
        return None
    try:
        return store(user=actor, upload=upload, now=now)
    except ValidationError as refused:
        raise ValidationError({"upload": refused.messages}) from None
