"""What is still missing before an assessment can be sent: each thing by name, so that a page can lead to it."""

from decimal import Decimal

from apps.assessments.models import Criterion


def gap(
    criterion: Criterion,
    points: Decimal | None,
    measured_points: Decimal | None,
    note: str,
    *,
    is_proven: bool,
) -> str:
    """Why the criterion is not ready; empty when it is. `points`: the unit's own."""
    if points is None:
        return "chưa chấm"
    if differs(points, measured_points) and not note:
        return "ghi thuyết minh vì khác số hệ thống tính"
    if criterion.needs_evidence and points > Decimal(0) and not is_proven:
        return "chưa có minh chứng"
    return ""


def differs(points: Decimal | None, measured_points: Decimal | None) -> bool:
    """Whether the unit's own score is another than what the registers give."""
    return measured_points is not None and points != measured_points
