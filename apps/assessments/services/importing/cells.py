"""What one cell of scores means for one criterion. Raises BadCell where the page would refuse it."""

from collections.abc import Sequence
from decimal import Decimal

from apps.assessments.enums import Method
from apps.assessments.models import Criterion, Score
from apps.assessments.services.scores import Answer
from apps.core.trials import BadCell
from apps.core.vietnamese import fold, parse_number

NOT_A_NUMBER, TOO_MUCH, NO_SUCH_STEP = "Không phải số", "Vượt điểm tối đa", "Không có mức điểm ấy"
LONGEST_NOTE = 500
YES_NO = {"co": True, "khong": False}


def points_in(text: str, criterion: Criterion) -> Decimal:
    """13,75; among the criterion's steps where it has steps."""
    try:
        points = parse_number(text, 2)
    except ValueError as wrong:
        raise BadCell(NOT_A_NUMBER, criterion.code, f"Đang ghi “{text}”. {wrong}") from None
    if points > criterion.max_points:
        sentence = f"Đang ghi {text}; tiêu chí này tối đa {written(criterion.max_points)} điểm."
        raise BadCell(TOO_MUCH, criterion.code, sentence)
    if (steps := steps_of(criterion)) and points not in steps:
        choices = ", ".join(map(written, steps))
        raise BadCell(NO_SUCH_STEP, criterion.code, f"Đang ghi {text}; chỉ có các mức {choices}.")
    return points


def steps_of(criterion: Criterion) -> Sequence[Decimal]:
    """The only points that it can give, the most first; empty: any."""
    if criterion.method == Method.YES_NO:
        return [criterion.max_points, Decimal(0)]
    if criterion.method == Method.GRADED:
        return sorted({grade.points for grade in criterion.grades.all()}, reverse=True)
    return []


def note_in(text: str, criterion: Criterion) -> str:
    if len(text) > LONGEST_NOTE:
        raise BadCell("Quá dài", criterion.code, f"Thuyết minh tối đa {LONGEST_NOTE} ký tự.")
    return text


def hit_in(text: str, code: str) -> bool:
    """Whether a gate applies."""
    if fold(text) not in YES_NO:
        raise BadCell("Không nhận ra", code, f"Đang ghi “{text}”; ghi “có” hoặc “không”.")
    return YES_NO[fold(text)]


def answer_of(criterion: Criterion, points: Decimal | None, note: str, held: Score | None) -> Answer:
    """These points as the criterion's method gives them; no points: as measured."""
    if points is None:
        if not criterion.measure:
            raise BadCell("Thiếu điểm", criterion.code, "Ghi điểm rồi mới ghi thuyết minh.")
        return Answer(note=note)
    if criterion.method == Method.GRADED:
        return Answer(grade_id=_grade(criterion, points, held), note=note)
    if criterion.method == Method.YES_NO:
        return Answer(is_met=points > 0, note=note)
    if criterion.method == Method.RATIO and not criterion.measure:
        return Answer(ratio=points / criterion.max_points, note=note)
    return Answer(points=points, note=note)


def _grade(criterion: Criterion, points: Decimal, held: Score | None) -> int:
    """Of conditions that give the same points, the one that was chosen before stays."""
    fitting = [grade.pk for grade in criterion.grades.all() if grade.points == points]
    chosen = held.self_grade_id if held else None
    return chosen if chosen in fitting else fitting[0]


def written(points: Decimal) -> str:
    """13.75 → 13,75"""
    return f"{points.normalize():f}".replace(".", ",")
