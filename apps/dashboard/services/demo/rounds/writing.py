"""Writing filled assessments down in bulk, in the order that the database's guards ask: scores, then the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from apps.accounts.models import User
from apps.assessments.enums import AssessmentAct, AssessmentState, Purpose
from apps.assessments.models import Assessment, AssessmentStep, Decision, Evidence, GateAnswer, Score
from apps.assessments.queries.frozen import frozen_content
from apps.assessments.queries.gaps import differs
from apps.assessments.queries.scoring import final_class, is_recognised, total
from apps.core.canonical import canonical, sha256

BATCH = 5000
# The acts on the way to a state.
ROAD = {
    AssessmentState.SUBMITTED: (AssessmentAct.SUBMIT,),
    AssessmentState.APPRAISED: (AssessmentAct.SUBMIT, AssessmentAct.APPRAISE),
    AssessmentState.DECIDED: (AssessmentAct.SUBMIT, AssessmentAct.APPRAISE, AssessmentAct.DECIDE),
}
WRITTEN = (
    "state", "self_points", "appraised_points", "decided_points", "difference_count", "proposed_class", "class_code",
    "is_recognised", "decision_number", "decision_on", "submitted_at", "version", "follower",
)  # fmt: skip


@dataclass
class Filled:
    """An assessment with its scores, gates and evidence, and how far it has come."""

    assessment: Assessment
    state: AssessmentState
    scores: list[Score]
    answers: list[GateAnswer]
    evidence: list[Evidence]


@dataclass(frozen=True)
class Hands:
    """Invented accounts that entered, appraised and decided, and when."""

    unit: User
    above: User
    at: datetime


def write_filled(filled: Sequence[Filled], hands: Hands) -> None:
    """All of one round."""
    for one in filled:
        _keep_to_turn(one)
    Score.objects.bulk_create((score for one in filled for score in one.scores), batch_size=BATCH)
    GateAnswer.objects.bulk_create((row for one in filled for row in one.answers), batch_size=BATCH)
    Evidence.objects.bulk_create((row for one in filled for row in one.evidence), batch_size=BATCH)
    _write_steps(filled, hands)
    decided = [one for one in filled if one.state == AssessmentState.DECIDED]
    results = {one.assessment.pk: _result(one) for one in decided}
    Decision.objects.bulk_create((_decision(one, results, hands) for one in decided), batch_size=500)
    for one in filled:
        _move(one, results, hands)
    Assessment.objects.bulk_update([one.assessment for one in filled], WRITTEN, batch_size=500)


def _keep_to_turn(one: Filled) -> None:
    """No column is filled before its turn."""
    for score in one.scores:
        if one.state in {AssessmentState.DRAFT, AssessmentState.SUBMITTED}:
            score.appraised_points, score.appraised_reason, score.appraised_by_id = None, "", None
        if one.state == AssessmentState.DECIDED:
            score.decided_points = score.appraised_points


def _write_steps(filled: Sequence[Filled], hands: Hands) -> None:
    AssessmentStep.objects.bulk_create(
        (
            AssessmentStep(
                assessment=one.assessment,
                act=act,
                by=hands.unit if act == AssessmentAct.SUBMIT else hands.above,
                at=hands.at,
            )
            for one in filled
            for act in ROAD.get(one.state, ())
        ),
        batch_size=BATCH,
    )


def _result(one: Filled) -> tuple[Decimal, str, bool | None]:
    """(points, class, recognised): by the same arithmetic as the services."""
    points = total(score.appraised_points for score in one.scores)
    assert points is not None
    gates = [answer.gate for answer in one.answers if answer.is_hit]
    if one.assessment.round.set.purpose == Purpose.RATING:
        return points, final_class(points, list(one.assessment.round.set.classes.all()), gates), None
    pairs = [(score.appraised_points, score.criterion.max_points) for score in one.scores]
    return points, "", is_recognised(pairs, gates)


def _decision(one: Filled, results: dict[int, tuple[Decimal, str, bool | None]], hands: Hands) -> Decision:
    points, class_code, recognised = results[one.assessment.pk]
    content = canonical(frozen_content(one.assessment, one.scores, one.answers, points))
    return Decision(
        assessment=one.assessment,
        ordinal=1,
        content=content,
        sha256=sha256(content),
        points=points,
        class_code=class_code,
        is_recognised=recognised,
        decision_number=_number(one.assessment),
        decision_on=hands.at.date(),
        by=hands.above,
        at=hands.at,
    )


def _number(assessment: Assessment) -> str:
    return f"{30 + assessment.decider_unit_id % 40}-QĐ/ĐTN"


def _move(one: Filled, results: dict[int, tuple[Decimal, str, bool | None]], hands: Hands) -> None:
    row = one.assessment
    row.state, row.version = one.state, 2
    if one.state == AssessmentState.DRAFT:
        return
    row.self_points = total(score.self_points for score in one.scores)
    row.difference_count = sum(differs(score.self_points, score.measured_points) for score in one.scores)
    row.submitted_at = hands.at
    if one.state == AssessmentState.SUBMITTED:
        return
    row.appraised_points = total(score.appraised_points for score in one.scores)
    points, row.proposed_class, recognised = results.get(row.pk) or _result(one)
    if one.state == AssessmentState.DECIDED:
        row.decided_points, row.class_code, row.is_recognised = points, row.proposed_class, recognised
        row.decision_number, row.decision_on = _number(row), hands.at.date()
