"""What a decision freezes: the set as it was, the three scores of each criterion, the gates, the result."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from apps.assessments.models import Assessment, CriteriaSet, GateAnswer, Score


def frozen_content(
    assessment: Assessment, scores: Iterable[Score], answers: Iterable[GateAnswer], points: Decimal
) -> dict[str, Any]:
    """Everything that the result rests on, for canonical JSON; `scores` with their decided points still to be set."""
    return {
        "assessment": assessment.pk,
        "unit": assessment.unit_id,
        "round": {"id": assessment.round_id, "year": assessment.round.year, "title": assessment.round.title},
        "set": _set(assessment.round.set),
        "recorded_by_above": assessment.recorded_by_above,
        "scores": [_score(score) for score in scores],
        "gates": [_gate(answer) for answer in answers],
        "points": points,
    }


def _set(found: CriteriaSet) -> dict[str, Any]:
    return {
        "code": found.code,
        "version": found.version,
        "title": found.title,
        "classes": [
            {"code": each.code, "name": each.name, "min_points": each.min_points}
            for each in found.classes.all()
        ],
    }


def _score(score: Score) -> dict[str, Any]:
    decided = score.appraised_points if score.decided_points is None else score.decided_points
    return {
        "criterion": score.criterion.code,
        "text": score.criterion.text,
        "max_points": score.criterion.max_points,
        "measured": score.measured,
        "measured_points": score.measured_points,
        "self_points": score.self_points,
        "self_note": score.self_note,
        "appraised_points": score.appraised_points,
        "appraised_reason": score.appraised_reason,
        "decided_points": decided,
        "decided_reason": score.decided_reason,
    }


def _gate(answer: GateAnswer) -> dict[str, Any]:
    return {
        "gate": answer.gate.code,
        "text": answer.gate.text,
        "highest_class": answer.gate.highest_class,
        "measured": answer.measured,
        "is_hit": answer.is_hit,
        "appraised_hit": answer.appraised_hit,
        "holds": answer.holds,
    }
