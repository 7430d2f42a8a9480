"""Template filters of the home pages: the state of a report in the few words that a table has room for."""

from datetime import datetime

from django import template
from django.utils import timezone

from apps.core.vietnamese import time_left
from apps.reports.enums import Punctuality
from apps.reports.queries import BoardRow

register = template.Library()


@register.filter
def board_state(row: BoardRow) -> dict[str, str]:
    """Chưa nộp, Được gia hạn, Trả lại để sửa …"""
    label = row.state["label"].partition(",")[0]
    return row.state | {"label": label[:1].upper() + label[1:]}


@register.filter
def handed_in(row: BoardRow) -> dict[str, str]:
    """{"day": "21/9", "text": "trễ 1 ngày", "tone": "bad"}; before it is handed in, until when it is due."""
    first, due = row.report.first_submitted_at, row.report.due_at
    if first:
        late = row.punctuality == Punctuality.LATE
        words = late_words(first, due) if late and due else "đúng hạn"
        return {"day": short_day(first), "text": words, "tone": "bad" if late else ""}
    if due is None:
        return {"day": "", "text": "chưa có hạn", "tone": ""}
    if row.punctuality == Punctuality.MISSING:
        return {"day": "", "text": time_left(due, row.now), "tone": "bad"}
    return {"day": "", "text": f"{'hạn mới' if row.is_extended else 'hạn'} {short_day(due)}", "tone": ""}


def late_words(first: datetime, due: datetime) -> str:
    days = (first - due).days
    return f"trễ {days} ngày" if days else "trễ dưới 1 ngày"


def short_day(value: datetime) -> str:
    """22/9: the year stands in the heading of the quarter."""
    local = timezone.localtime(value)
    return f"{local.day}/{local.month}"
