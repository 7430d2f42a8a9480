"""What an invented unit scores itself, what the unit above finds instead, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from apps.assessments.enums import Method
from apps.assessments.models import Assessment, Criterion, Gate, GateAnswer, Score
from apps.assessments.queries.scoring import measured_points, rounded

Measures = Mapping[str, Decimal | None]
NOTES = ("Theo sổ chi đoàn", "Có biên bản kèm theo", "Tính cả buổi sinh hoạt ghép")
REASONS = (
    "Minh chứng chưa đủ số buổi",
    "Đối chiếu sổ thấy thiếu một nội dung",
    "Chưa có xác nhận của cấp ủy",
)


@dataclass(frozen=True)
class Judges:
    """Who entered and who appraised; accounts, no roles."""

    unit: int
    above: int


def draw_scores(
    assessment: Assessment, criteria: Sequence[Criterion], known: Measures, quality: float, judges: Judges
) -> list[Score]:
    """Both columns filled; now and then the unit above takes a step off, and says why."""
    rng = Random(f"điểm {assessment.round.set.code} {assessment.round.year} {assessment.unit_id}")
    return [_score(rng, assessment, criterion, known, quality, judges) for criterion in criteria]


def _score(
    rng: Random, assessment: Assessment, criterion: Criterion, known: Measures, quality: float, judges: Judges
) -> Score:
    measured = known.get(criterion.measure) if criterion.measure else None
    given = measured_points(criterion, measured)
    own = given if given is not None else _drawn(rng, criterion, quality)
    row = Score(
        assessment=assessment,
        criterion=criterion,
        measured=measured,
        measured_points=given,
        self_points=own,
        self_by_id=judges.unit,
        self_note=rng.choice(NOTES) if rng.random() < 0.3 else "",
        appraised_points=own,
        appraised_by_id=judges.above,
    )
    if given is None and own and rng.random() < 0.06:
        row.appraised_points = _less(criterion, own)
        row.appraised_reason = rng.choice(REASONS)
    return row


def _drawn(rng: Random, criterion: Criterion, quality: float) -> Decimal:
    level = min(1.0, max(0.0, quality + rng.uniform(-0.15, 0.15)))
    if criterion.method == Method.GRADED:
        grades = sorted(criterion.grades.all(), key=lambda grade: -grade.points)
        return grades[min(len(grades) - 1, int((1 - level) * len(grades) * 1.2))].points
    if criterion.method == Method.YES_NO:
        return criterion.max_points if level > 0.45 else Decimal(0)
    return rounded(criterion.max_points * Decimal(round(level, 2)))


def _less(criterion: Criterion, own: Decimal) -> Decimal:
    """The next grade down, or a tenth of the full points."""
    if criterion.method == Method.GRADED:
        lower = [grade.points for grade in criterion.grades.all() if grade.points < own]
        return max(lower, default=Decimal(0))
    if criterion.method == Method.YES_NO:
        return Decimal(0)
    return max(Decimal(0), rounded(own - criterion.max_points / 10))


def draw_gates(assessment: Assessment, gates: Sequence[Gate], known: Measures) -> list[GateAnswer]:
    """What the registers measure answers itself; of the others one in fifty applies."""
    rng = Random(f"khống chế {assessment.round.set.code} {assessment.round.year} {assessment.unit_id}")
    found = []
    for gate in gates:
        measured = known.get(gate.measure) if gate.measure else None
        is_hit = (
            rng.random() < 0.02 if measured is None or gate.at_least is None else measured >= gate.at_least
        )
        note = "Quyết định kỷ luật trong năm (minh họa)" if is_hit and measured is None else ""
        found.append(
            GateAnswer(assessment=assessment, gate=gate, measured=measured, is_hit=is_hit, note=note)
        )
    return found
