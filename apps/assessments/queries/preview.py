"""What a draft would have made of the last decided results: who would be in another class, from which to which.

Computed by the code that scores (`scoring.py`). A criterion is followed by its code: where the registers measured it,
the measure is scored by the draft's rule; else the decided share of its points, or its grade. Where the draft asks what
nobody answered, both ends are computed, and a result that depends on the answer is called unknown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator

from apps.assessments.enums import Method, Purpose
from apps.assessments.models import (
    Assessment,
    AssessmentRound,
    CriteriaSet,
    Criterion,
    Gate,
    GateAnswer,
    RatingClass,
    Score,
)
from apps.assessments.queries.scoring import final_class, is_recognised, measured_points, rounded

ROWS_A_PAGE = 50
UNKNOWN = "?"


@dataclass(frozen=True)
class Move:
    before: str
    after: str
    count: int


@dataclass(frozen=True)
class Changed:
    """A unit whose class would be another; `after` UNKNOWN: it depends on what the draft asks anew."""

    assessment_id: int
    name: str
    before: str
    before_points: Decimal
    after: str
    after_points: Decimal | None


@dataclass(frozen=True)
class Preview:
    """`round`: the last one of the same code with decided results; None: there is nothing to compare with."""

    round: AssessmentRound | None
    count: int
    moves: list[Move]
    changed: int
    unknown: int
    page: Page[Any] | None

    @property
    def title(self) -> str:
        if not self.count:
            return "chưa có kết quả nào để so"
        if not self.changed:
            return f"không đơn vị nào trong {self.count} đổi kết quả"
        return f"{self.changed}/{self.count} đơn vị đổi kết quả"


@dataclass(frozen=True)
class Rule:
    """The draft, read once."""

    purpose: str
    criteria: list[Criterion]
    classes: list[RatingClass]
    gates: list[Gate]


def preview(draft: CriteriaSet, page: Any) -> Preview:
    """Over all decided assessments of the last such round; a fixed number of statements."""
    within = _last_round(draft)
    if within is None:
        return Preview(None, 0, [], 0, 0, None)
    rule = Rule(
        draft.purpose,
        list(draft.criteria.prefetch_related("grades")),
        list(draft.classes.all()),
        list(draft.gates.all()),
    )
    outcomes = _outcomes(rule, within)
    changed = [each for each in outcomes if each.before != each.after]
    counts = Counter((each.before, each.after) for each in outcomes)
    moves = [Move(before, after, count) for (before, after), count in counts.most_common()]
    moves.sort(key=lambda move: move.before == move.after)
    unknown = sum(each.after == UNKNOWN for each in changed)
    return Preview(
        within, len(outcomes), moves, len(changed), unknown, Paginator(changed, ROWS_A_PAGE).get_page(page)
    )


def _last_round(draft: CriteriaSet) -> AssessmentRound | None:
    rounds = AssessmentRound.objects.filter(set__code=draft.code, assessments__state="decided")
    return rounds.select_related("set").order_by("-year", "-pk").first()


def _outcomes(rule: Rule, within: AssessmentRound) -> list[Changed]:
    decided = within.assessments.decided().with_name().order_by("unit_name", "pk")
    scores = _grouped(
        Score.objects.filter(assessment__in=within.assessments.decided()).select_related("criterion")
    )
    answers = _grouped(
        GateAnswer.objects.filter(assessment__in=within.assessments.decided()).select_related("gate")
    )
    grades = {
        (criterion.pk, grade.points): grade.text
        for criterion in within.set.criteria.prefetch_related("grades")
        for grade in criterion.grades.all()
    }
    return [
        _outcome(rule, each, scores.get(each.pk, []), answers.get(each.pk, []), grades) for each in decided
    ]


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.assessment_id, []).append(row)
    return found


def _outcome(
    rule: Rule,
    assessment: Assessment,
    scores: Sequence[Score],
    answers: Sequence[GateAnswer],
    grades: Mapping[tuple[int, Decimal], str],
) -> Changed:
    by_code = {score.criterion.code: score for score in scores}
    points = [_points(criterion, by_code.get(criterion.code), grades) for criterion in rule.criteria]
    holding, open_gates = _gates(rule.gates, answers)
    worst = _result(rule, [Decimal(0) if each is None else each for each in points], [*holding, *open_gates])
    most = [
        criterion.max_points if each is None else each
        for criterion, each in zip(rule.criteria, points, strict=True)
    ]
    best = _result(rule, most, holding)
    is_known = worst == best
    known = [each for each in points if each is not None]
    return Changed(
        assessment_id=assessment.pk,
        name=str(assessment.unit_name),
        before=_before(assessment),
        before_points=assessment.decided_points or Decimal(0),
        after=worst if is_known else UNKNOWN,
        after_points=rounded(sum(known, Decimal(0))) if len(known) == len(points) else None,
    )


def _points(
    criterion: Criterion, score: Score | None, grades: Mapping[tuple[int, Decimal], str]
) -> Decimal | None:
    """By the draft's rule; None: nobody answered what it asks."""
    if score is None or score.decided_points is None:
        return None
    if score.measured is not None and score.decided_points == score.measured_points:
        found = measured_points(criterion, score.measured)
        if found is not None and criterion.measure == score.criterion.measure:
            return found
    if criterion.method == Method.GRADED:
        text = grades.get((score.criterion_id, score.decided_points))
        same = [grade.points for grade in criterion.grades.all() if grade.text == text]
        return same[0] if same else None
    return rounded(score.decided_points / score.criterion.max_points * criterion.max_points)


def _gates(gates: Sequence[Gate], answers: Sequence[GateAnswer]) -> tuple[list[Gate], list[Gate]]:
    """Those of the draft that hold, and those that nobody answered."""
    by_code = {answer.gate.code: answer for answer in answers}
    holding = []
    for gate in gates:
        answer = by_code.get(gate.code)
        if answer and _holds(gate, answer):
            holding.append(gate)
    return holding, [gate for gate in gates if gate.code not in by_code]


def _holds(gate: Gate, answer: GateAnswer) -> bool:
    is_measured = gate.measure == answer.gate.measure and answer.measured is not None
    if (
        is_measured
        and answer.appraised_hit is None
        and gate.at_least is not None
        and answer.measured is not None
    ):
        return answer.measured >= gate.at_least
    return answer.holds


def _result(rule: Rule, points: Sequence[Decimal], gates: Sequence[Gate]) -> str:
    if rule.purpose == Purpose.RATING:
        return final_class(rounded(sum(points, Decimal(0))), rule.classes, gates)
    most = [criterion.max_points for criterion in rule.criteria]
    return _said(is_recognised(zip(points, most, strict=True), gates))


def _before(assessment: Assessment) -> str:
    return assessment.class_code or _said(bool(assessment.is_recognised))


def _said(recognised: bool) -> str:
    return "yes" if recognised else "no"
