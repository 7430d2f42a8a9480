"""What is still missing before an assessment can be sent: each thing by name, so that a page can lead to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.assessments.models import Criterion, Gate, GateAnswer, Score


@dataclass(frozen=True)
class Gap:
    """`anchor`: of the criterion or gate on the page."""

    anchor: str
    text: str


def gaps(
    criteria: Iterable[Criterion],
    scores: Mapping[int, Score],
    gates: Iterable[Gate],
    answers: Mapping[int, GateAnswer],
    proven: Collection[int],
) -> list[Gap]:
    """By criterion and gate id; `proven`: criteria that have evidence."""
    found = [
        Gap(criterion.code, f"{criterion.code}: {reason}")
        for criterion in criteria
        if (reason := _gap(criterion, scores.get(criterion.pk), criterion.pk in proven))
    ]
    unanswered = [gate for gate in gates if gate.pk not in answers]
    return found + [Gap(gate.code, f"{gate.code}: chưa trả lời") for gate in unanswered]


def _gap(criterion: Criterion, score: Score | None, is_proven: bool) -> str:
    if score is None or score.self_points is None:
        return "chưa chấm"
    if differs(score) and not score.self_note:
        return "ghi thuyết minh vì khác số hệ thống tính"
    if criterion.needs_evidence and score.self_points > Decimal(0) and not is_proven:
        return "chưa có minh chứng"
    return ""


def differs(score: Score) -> bool:
    """Whether the unit's own score is another than what the registers give."""
    return score.measured_points is not None and score.self_points != score.measured_points
