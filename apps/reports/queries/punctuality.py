"""On time, late, missing or pending: one judgement for the board, the home pages and the recorded facts."""

from datetime import datetime

from apps.reports.enums import Punctuality


def punctuality(
    *, first_submitted_at: datetime | None, due_at: datetime | None, now: datetime
) -> Punctuality:
    """Goes by the first submission; without a deadline nothing is late."""
    if first_submitted_at:
        is_late = due_at is not None and first_submitted_at > due_at
        return Punctuality.LATE if is_late else Punctuality.ON_TIME
    return Punctuality.MISSING if due_at and now > due_at else Punctuality.PENDING
