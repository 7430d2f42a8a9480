"""The yearly assessment: sets of criteria, rounds, three scores side by side, decisions that stay."""

from apps.assessments.models.assessment import Assessment, GateAnswer, Score
from apps.assessments.models.criteria import CriteriaSet, Criterion, Gate, Grade, RatingClass
from apps.assessments.models.export import ScoreExport
from apps.assessments.models.round import AssessmentRound
from apps.assessments.models.steps import AssessmentStep, Decision, Evidence

__all__ = [
    "Assessment",
    "AssessmentRound",
    "AssessmentStep",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "Evidence",
    "Gate",
    "GateAnswer",
    "Grade",
    "RatingClass",
    "Score",
    "ScoreExport",
]
