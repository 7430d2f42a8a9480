""" "Việc cần làm": acts of a role with their deadlines in words, the most urgent first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from apps.core.vietnamese import deadline, moment, time_left
from apps.directives.models import Directive, Period
from apps.reports.enums import OPEN_STATES, ReportState
from apps.reports.queries import Board, BoardRow
from apps.reviews.queries.outline import spanned, titled

# A review in one column: what `review_todos` asks of it.
REVIEW = JSONObject(
    id="pk",
    kind="kind",
    numbers=ArraySubquery(Directive.objects.filter(reviews=OuterRef("pk")).values("number")),
    first=JSONObject(kind="from_period__kind", year="from_period__year", ordinal="from_period__ordinal"),
    last=JSONObject(kind="to_period__kind", year="to_period__year", ordinal="to_period__ordinal"),
)


@dataclass(frozen=True)
class Todo:
    """One row of components/todo_row.html. `due_at` orders the rows; without it the act is due now."""

    icon: str
    tone: str
    title: str
    detail: str
    action: str
    url: str
    left: str = ""
    left_tone: str = ""
    deadline: str = ""
    due_at: datetime | None = None


def sorted_todos(todos: Iterable[Todo], now: datetime) -> list[Todo]:
    """Overdue first, then what can be done now, then what is due later."""
    return sorted(todos, key=lambda todo: todo.due_at or now)


def note(todos: Sequence[Todo]) -> str:
    """4 việc, việc gấp nhất trước"""
    return f"{len(todos)} việc, việc gấp nhất trước" if len(todos) > 1 else ""


def due(due_at: datetime | None, now: datetime) -> dict[str, object]:
    """The words of a deadline: "Còn 2 ngày", "Hạn 17 giờ 00 thứ Sáu 10/10/2021"; nothing without one."""
    if due_at is None:
        return {}
    left = time_left(due_at, now)
    return {
        "left": left[:1].upper() + left[1:],
        "left_tone": "bad" if due_at < now else "",
        "deadline": f"Hạn {deadline(due_at)}",
        "due_at": due_at,
    }


def names(rows: Sequence[BoardRow]) -> str:
    return ", ".join(row.name for row in rows)


def overseer_todos(board: Board, now: datetime) -> list[Todo]:
    """Of Ban Tổ chức – Kiểm tra: late units, reports to approve, the province's own report to fill in."""
    own = [fill_in(row) for row in board.apart if row.report.state in OPEN_STATES]
    return [*late(board, now), *approvals(board, now), *own]


def late(board: Board, now: datetime) -> list[Todo]:
    missing = [row for row in board.rows if row.group == "missing"]
    if not missing:
        return []
    oldest = min((row.report.due_at for row in missing if row.report.due_at), default=None)
    return [
        Todo(
            icon="bell",
            tone="bad",
            title=f"Đôn đốc hoặc gia hạn {len(missing)} đơn vị chưa nộp",
            detail=names(missing),
            action="Xem đơn vị",
            url=missing[0].url if len(missing) == 1 else reverse("reports:period", args=[board.period.slug]),
            **due(oldest, now),  # type: ignore[arg-type]
        )
    ]


def approvals(board: Board, now: datetime) -> list[Todo]:
    waiting = sorted(board.waiting, key=lambda row: row.report.submitted_at or now)
    if not waiting:
        return []
    first = waiting[0].report.submitted_at
    return [
        Todo(
            icon="clipboard-check",
            tone="info",
            title=f"Duyệt {len(waiting)} báo cáo {board.period.short_label}",
            detail=names(waiting),
            action="Duyệt báo cáo",
            url=waiting[0].url,
            left="Đang chờ duyệt",
            deadline=f"Nộp sớm nhất {moment(first)}" if first else "",
        )
    ]


def fill_in(row: BoardRow) -> Todo:
    """An own report that is still open."""
    is_full = row.filled == row.total
    returned = row.report.state == ReportState.RETURNED
    verb = "Sửa" if returned else "Nộp" if is_full else "Nhập"
    return Todo(
        icon="arrow-return-left" if returned else "pencil-square",
        tone="warn" if returned else "info",
        title=f"{verb} báo cáo {row.report.period.short_label} của {row.name}",
        detail="Đã nhập đủ các ô" if is_full else f"Đã nhập {row.filled}/{row.total} ô",
        action=f"{verb} báo cáo",
        url=row.url,
        **due(None if row.report.first_submitted_at else row.report.due_at, row.now),  # type: ignore[arg-type]
    )


def standing_todos(board: Board) -> list[Todo]:
    """Of Thường trực: the province's own report."""
    return [
        Todo(
            icon="clipboard-check",
            tone="info",
            title=f"Duyệt báo cáo {board.period.short_label} của {row.name}",
            detail=f"Nộp lúc {moment(row.report.submitted_at)}" if row.report.submitted_at else "",
            action="Duyệt báo cáo",
            url=row.url,
            left="Đang chờ duyệt",
        )
        for row in waiting_apart(board)
    ]


def waiting_apart(board: Board) -> list[BoardRow]:
    """The province's own report, while it waits for approval."""
    return [row for row in board.apart if row.report.state == ReportState.SUBMITTED]


def review_todos(presented: Sequence[Mapping[str, Any]], drafts: Sequence[Mapping[str, Any]]) -> list[Todo]:
    """Reviews that wait for approval, and drafts that wait to be presented (`REVIEW`)."""
    approve = (
        Todo(
            icon="journal-check",
            tone="info",
            title="Duyệt báo cáo sơ kết đã trình",
            detail=_named(row),
            action="Xem sơ kết",
            url=reverse("reviews:review", args=[row["id"]]),
            left="Đang chờ duyệt",
        )
        for row in presented
    )
    present = (
        Todo(
            icon="journal-text",
            tone="neutral",
            title="Hoàn thiện, trình Thường trực dự thảo sơ kết",
            detail=_named(row),
            action="Mở dự thảo",
            url=reverse("reviews:review", args=[row["id"]]),
            left="Chưa trình",
        )
        for row in drafts
    )
    return [*approve, *present]


def _named(row: Mapping[str, Any]) -> str:
    """Sơ kết Kết luận 07 và 08, quý I/2020 – quý II/2021"""
    periods = (Period(**row[name]) for name in ("first", "last"))
    return f"{titled(row['kind'], row['numbers'])}, {spanned(*periods)}"
