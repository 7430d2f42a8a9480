"""Whose score a person may enter in a round: the own unit's, and those that are recorded from minutes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from apps.assessments.models import Assessment, AssessmentRound, GateAnswer, Score
from apps.assessments.permissions import SCORE
from apps.core.vietnamese import sort_key
from apps.units.enums import Relation
from apps.units.models import UnitAncestry
from apps.units.queries import acting

MOST = 300


@dataclass(frozen=True)
class Scorable:
    """An assessment with its scores by criterion and its answers by gate; `is_own`: of the person's own unit."""

    assessment: Assessment
    scores: dict[int, Score]
    answers: dict[int, GateAnswer]
    is_own: bool


def scorable(user: Any, within: AssessmentRound, today: date) -> list[Scorable]:
    """In any state, by name; three statements."""
    own, above = (_units(user, relation) for relation in (Relation.OWN, Relation.BELOW))
    below = UnitAncestry.objects.filter(ancestor_id__in=above, depth__gt=0, validity__contains=today)
    chosen = Q(unit_id__in=own) | Q(unit_id__in=below.values("descendant_id"))
    found = within.assessments.filter(chosen).with_name()[:MOST]
    papers = {paper.pk: paper for paper in sorted(found, key=lambda paper: sort_key(paper.unit_name))}
    scores: dict[int, dict[int, Score]] = {pk: {} for pk in papers}
    for score in Score.objects.filter(assessment__in=papers).order_by():
        scores[score.assessment_id][score.criterion_id] = score
    answers: dict[int, dict[int, GateAnswer]] = {pk: {} for pk in papers}
    for answer in GateAnswer.objects.filter(assessment__in=papers).order_by():
        answers[answer.assessment_id][answer.gate_id] = answer
    return [Scorable(paper, scores[pk], answers[pk], paper.unit_id in own) for pk, paper in papers.items()]


def _units(user: Any, relation: Relation) -> set[int]:
    return {unit_id for unit_id, role in acting(user) if relation in SCORE.grants.get(role, ())}
