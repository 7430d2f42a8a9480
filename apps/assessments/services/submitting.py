"""Sending the unit's own score to the appraiser: the registers are asked once more, and what they say is frozen."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.assessments.enums import AssessmentAct
from apps.assessments.models import Assessment, AssessmentStep, Criterion, Gate, GateAnswer, Score
from apps.assessments.permissions import check_can_score
from apps.assessments.queries.gaps import differs, gap
from apps.assessments.queries.measures import Measures, measures_of
from apps.assessments.queries.scoring import measured_points, total
from apps.assessments.services.common import check_version, locked, move
from apps.units.models import Membership, UnitParent

NO_MINUTES = "Đoàn cấp trên ghi hộ thì phải có biên bản của chi đoàn."


@transaction.atomic
def submit(*, actor: User, assessment_id: int, version: int, now: datetime, today: date) -> AssessmentStep:
    """Freezes the measures, adds up, and gives the assessment to its appraiser.

    After a return only what was returned is measured anew. Raises NotAllowed, Stale, or ValidationError with one
    sentence for each thing that is missing.
    """
    assessment = locked(assessment_id, today)
    check_can_score(actor, assessment)
    check_version(assessment, version)
    known = measures_of(assessment, now)
    criteria = list(assessment.round.set.criteria.prefetch_related("grades"))
    scores = _freeze_scores(assessment, criteria, known, actor)
    answers = _freeze_gates(assessment, known)
    handlers = _handlers(assessment, actor, today)
    _check_whole(assessment, criteria, scores, answers, recorded=handlers["recorded_by_above"])
    Score.objects.filter(assessment=assessment, is_returned=True).update(
        is_returned=False, version=F("version") + 1
    )
    points = total(score.self_points for score in scores.values())
    differing = sum(differs(score.self_points, score.measured_points) for score in scores.values())
    return move(
        assessment,
        AssessmentAct.SUBMIT,
        actor,
        self_points=points,
        difference_count=differing,
        submitted_at=now,
        **handlers,
    )


def _freeze_scores(
    assessment: Assessment, criteria: Sequence[Criterion], known: Measures, actor: User
) -> dict[int, Score]:
    """A score that follows its measure gets the new one; a score of the unit's own stays beside it."""
    scores = {score.criterion_id: score for score in assessment.scores.all()}
    for criterion in criteria:
        row = scores.get(criterion.pk) or Score(assessment=assessment, criterion=criterion, version=0)
        if not criterion.measure or (row.pk and row.appraised_points is not None):
            continue
        measured = known.get(criterion.measure)
        points = measured_points(criterion, measured)
        follows = row.self_points is None or row.self_points == row.measured_points
        row.measured, row.measured_points = measured, points
        if follows and points is not None:
            row.self_points, row.self_by = points, row.self_by or actor
        row.version += 1
        row.save()
        scores[criterion.pk] = row
    return scores


def _freeze_gates(assessment: Assessment, known: Measures) -> dict[int, GateAnswer]:
    """A gate with a measure answers itself; what the appraiser found stays."""
    answers = {answer.gate_id: answer for answer in assessment.gate_answers.all()}
    for gate in assessment.round.set.gates.all():
        measured = known.get(gate.measure) if gate.measure else None
        held = answers.get(gate.pk)
        if measured is None or (held and held.appraised_hit is not None):
            continue
        row = held or GateAnswer(assessment=assessment, gate=gate, version=0)
        row.measured, row.is_hit, row.version = measured, is_reached(gate, measured), row.version + 1
        row.save()
        answers[gate.pk] = row
    return answers


def is_reached(gate: Gate, measured: Decimal) -> bool:
    return gate.at_least is not None and measured >= gate.at_least


def _handlers(assessment: Assessment, actor: User, today: date) -> dict[str, Any]:
    """Who appraises and decides: the unit above; the next one up appraises what somebody of the unit above scored."""
    above = _parent(assessment.unit_id, today) or assessment.decider_unit_id
    scorers = {actor.pk, *assessment.scores.exclude(self_by=None).values_list("self_by_id", flat=True)}
    held = Membership.objects.current(today).filter(
        user_id__in=scorers, unit_id__in=[assessment.unit_id, above]
    )
    own: set[int] = set()
    from_above: set[int] = set()
    for user_id, unit_id in held.values_list("user_id", "unit_id"):
        (own if unit_id == assessment.unit_id else from_above).add(user_id)
    appraiser = (_parent(above, today) or above) if from_above else above
    return {
        "recorded_by_above": bool(scorers - own),
        "decider_unit_id": above,
        "appraiser_unit_id": appraiser,
    }


def _parent(unit_id: int, today: date) -> int | None:
    parents = UnitParent.objects.filter(unit_id=unit_id, validity__contains=today)
    return parents.values_list("parent_id", flat=True).first()


def _check_whole(
    assessment: Assessment,
    criteria: Sequence[Criterion],
    scores: dict[int, Score],
    answers: dict[int, GateAnswer],
    *,
    recorded: bool,
) -> None:
    proven = set(assessment.evidence.shown().values_list("criterion_id", flat=True))
    sentences = [
        f"{criterion.code}: {reason}"
        for criterion in criteria
        if (reason := _gap(criterion, scores.get(criterion.pk), criterion.pk in proven))
    ]
    gates = assessment.round.set.gates.all()
    sentences += [f"{gate.code}: chưa trả lời" for gate in gates if gate.pk not in answers]
    if recorded and not assessment.minutes_id:
        sentences.append(NO_MINUTES)
    if sentences:
        raise ValidationError(sentences)


def _gap(criterion: Criterion, score: Score | None, is_proven: bool) -> str:
    if score is None:
        return gap(criterion, None, None, "", is_proven=is_proven)
    return gap(criterion, score.self_points, score.measured_points, score.self_note, is_proven=is_proven)
