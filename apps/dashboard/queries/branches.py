"""What the branches' register asks of a branch's secretary and of a commune's, for their home pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.urls import reverse

from apps.assessments.queries.lowest import lowest
from apps.branches.queries import (
    Asked,
    EntryPage,
    Moment,
    QuarterTable,
    asked_quarter,
    counts_below,
    entry_brief,
    open_before,
    quarter_lines,
)
from apps.branches.queries.support import OVERDUE
from apps.branches.queries.weak import Plans, weak_counts
from apps.dashboard.queries.rounds import round_todos
from apps.dashboard.queries.shell import Frame
from apps.dashboard.queries.todos import Todo, due
from apps.units.models import Unit

QUARTERS_TOLD = 3


@dataclass(frozen=True)
class BranchHome:
    """`entry`: the quarter that is due next; `todos`: it first, others that nobody handed over, then assessments."""

    frame: Frame
    unit: Unit
    card: QuarterTable
    entry: EntryPage | None
    todos: tuple[Todo, ...]
    now: datetime

    @property
    def title(self) -> str:
        entry = self.entry
        if entry is None:
            return "Chưa mở quý nào"
        subject = entry.period.label
        if entry.is_handed_over:
            return f"{subject}: đã gửi số liệu"
        if entry.returned:
            return f"{subject}: được trả lại để sửa"
        told = "" if entry.is_told else ", chưa ghi sinh hoạt"
        if not entry.missing and not told:
            return f"{subject}: đã nhập đủ, gửi được rồi"
        return f"{subject}: còn {len(entry.missing)} ô trống{told}"


def branch_home(unit_id: int, moment: Moment, around: Frame) -> BranchHome:
    """Thirteen statements at most with the page's frame."""
    unit = Unit.objects.named(moment.day).get(pk=unit_id)
    asked = asked_quarter(moment.day, moment.now)
    open_ones = open_before(unit, moment.day) if asked else []
    open_ones.sort(key=lambda period: asked is None or period != asked.period)
    todos = [_enter(unit, Asked(period, asked.rule, moment.now)) for period in open_ones if asked]
    return BranchHome(
        frame=around,
        unit=unit,
        card=QuarterTable(quarter_lines(unit, moment.day, asked)),
        entry=entry_brief(unit, asked) if asked else None,
        todos=(*todos[:QUARTERS_TOLD], *round_todos(around, moment.now)),
        now=moment.now,
    )


def commune_todos(user: Any, unit_id: int, moment: Moment) -> list[Todo]:
    """Branches whose quarter is still out; nothing for a commune that keeps none here."""
    asked = asked_quarter(moment.day, moment.now)
    counts = counts_below(user, [unit_id], moment.day, asked, with_villages=False)[unit_id]
    found = []
    if asked and counts.waiting:
        found.append(_collect(unit_id, asked, counts.waiting, counts.branches))
    if counts.no_secretary:
        found.append(
            Todo(
                icon="person-x",
                tone="warn",
                title=f"Kiện toàn bí thư của {counts.no_secretary} chi đoàn",
                detail=f"Khuyết {counts.no_secretary}/{counts.branches} bí thư chi đoàn",
                action="Xem chi đoàn",
                url=f"{reverse('branches:list', args=[unit_id])}?can-xem=khuyet-bi-thu",
            )
        )
    return found


def rated_column(day: date) -> dict[str, ArraySubquery]:
    """The branches that their last rating makes weak, for `frame`."""
    return {"rated": ArraySubquery(lowest(day).values("unit_id"))}


def support_todos(user: Any, day: date, around: Frame) -> list[Todo]:
    """Of those who may support branches: weak ones without a plan, plans that are overdue. One statement.

    They are counted as on the board; `around` has `rated_column`.
    """
    counts = weak_counts(user, day, day, rated=dict.fromkeys(around.more["rated"], day))
    found = []
    if counts.overdue:
        found.append(
            Todo(
                icon="clock-history",
                tone="bad",
                title=f"{counts.overdue} kế hoạch hỗ trợ chi đoàn quá hạn",
                detail="Ghi kết quả, hoặc lùi hạn nếu còn làm",
                action="Xem kế hoạch",
                url=f"{reverse('branches:supports')}?trang-thai={OVERDUE}",
            )
        )
    if counts.unplanned:
        found.append(
            Todo(
                icon="flag",
                tone="warn",
                title=f"{counts.unplanned} chi đoàn yếu chưa có kế hoạch hỗ trợ",
                detail=f"{counts.weak}/{counts.branches} chi đoàn yếu",
                action="Xem chi đoàn yếu",
                url=f"{reverse('branches:weak')}?ke-hoach={Plans.NONE}",
            )
        )
    return found


def _collect(unit_id: int, asked: Asked, waiting: int, total: int) -> Todo:
    return Todo(
        icon="inbox",
        tone="bad" if asked.is_over else "info",
        title=f"{waiting}/{total} chi đoàn chưa gửi số liệu {asked.period.short_label}",
        detail="Nhắc bí thư chi đoàn, hoặc nhập thay",
        action="Xem chi đoàn",
        url=f"{reverse('branches:list', args=[unit_id])}?can-xem=chua-gui&quy={asked.period.slug}",
        **due(asked.due_at, asked.now),  # type: ignore[arg-type]
    )


def _enter(unit: Unit, asked: Asked) -> Todo:
    return Todo(
        icon="pencil-square",
        tone="bad" if asked.is_over else "info",
        title=f"Gửi số liệu {asked.period.short_label}",
        detail="Đoàn viên, thanh niên, sinh hoạt, công trình",
        action="Nhập số liệu",
        url=reverse("branches:quarter", args=[unit.pk, asked.period.slug]),
        **due(asked.due_at, asked.now),  # type: ignore[arg-type]
    )
