"""Who has reported in a quarter: one row per unit that reports, and counts that add up. Four SQL statements."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from apps.core.clock import local_day
from apps.core.exceptions import refusal
from apps.core.vietnamese import day, deadline, time_left
from apps.directives.models import Period
from apps.reports.enums import Punctuality, ReportState
from apps.reports.models import Report, ReportRow, ReportValue
from apps.reports.permissions import any_row_is_editable, check_can_approve
from apps.reports.queries.boxes import Box, boxes
from apps.reports.queries.punctuality import punctuality
from apps.reports.queries.wording import disputed_words
from apps.units.models import UnitName

State = dict[str, str]


@dataclass(frozen=True)
class BoardRow:
    """One report: its state, whether it came in time, how much of it is typed. `is_apart`: the province's own."""

    report: Report
    unit_id: int
    name: str
    short_name: str
    url: str
    is_apart: bool
    punctuality: Punctuality
    filled: int
    total: int
    disputed: str
    act: str
    now: datetime

    @property
    def is_extended(self) -> bool:
        """Has more time, and still needs it."""
        return self.report.extended_to is not None and self.punctuality == Punctuality.PENDING

    @property
    def group(self) -> str:
        """missing, extended, returned, draft, submitted or approved: where it stands, most urgent first."""
        if self.report.state == ReportState.DRAFT:
            if self.punctuality == Punctuality.MISSING:
                return "missing"
            return "extended" if self.is_extended else "draft"
        return str(self.report.state)

    @property
    def state(self) -> State:
        return STATES[self.group]

    @property
    def handed_in(self) -> State:
        """When it was handed in, or until when it is due, in words."""
        first, due = self.report.first_submitted_at, self.report.due_at
        if first is None:
            tone = "bad" if self.punctuality == Punctuality.MISSING else "neutral"
            word = "hạn mới" if self.is_extended else "hạn"
            left = f"{time_left(due, self.now)}" if due and tone == "bad" else ""
            return {
                "text": left or (f"{word} {deadline(due)}" if due else "chưa có hạn"),
                "tone": tone,
                "day": "",
            }
        late = self.punctuality == Punctuality.LATE
        return {
            "day": day(local_day(first)),
            "text": _late_words(first, due) if late and due else "đúng hạn",
            "tone": "bad" if late else "neutral",
        }

    @property
    def typed(self) -> str:
        return "đủ" if self.filled == self.total else f"{self.filled}/{self.total} ô"


STATES: dict[str, State] = {
    "missing": {"icon": "exclamation-octagon-fill", "label": "chưa nộp, quá hạn", "tone": "bad"},
    "extended": {"icon": "hourglass-split", "label": "được gia hạn", "tone": "warn"},
    "returned": {"icon": "arrow-return-left", "label": "trả lại để sửa", "tone": "warn"},
    "draft": {"icon": "pencil-fill", "label": "bản nháp", "tone": "neutral"},
    "submitted": {"icon": "clock-fill", "label": "chờ duyệt", "tone": "info"},
    "approved": {"icon": "check-circle-fill", "label": "đã duyệt", "tone": "ok"},
}
SHORT = {"missing": "quá hạn", "extended": "gia hạn", "returned": "trả lại", "draft": "đang nhập"}


def _late_words(first: datetime, due: datetime) -> str:
    days = (first - due).days
    return f"trễ {days} ngày" if days else "trễ dưới 1 ngày"


@dataclass(frozen=True)
class Board:
    """`rows` of the units expected, `apart` the province's own report (not counted). Only what the person may see."""

    period: Period
    rows: tuple[BoardRow, ...]
    apart: tuple[BoardRow, ...]

    @property
    def title(self) -> str:
        """ "Quý III/2021: 7/11 đơn vị đã nộp, 2 báo cáo chờ duyệt"; with one report alone, where that one stands."""
        if len(self.rows) == 1:
            return f"{self.period.label}: {self.rows[0].name} – {self.rows[0].state['label']}"
        waiting = f", {len(self.waiting)} báo cáo chờ duyệt" if self.waiting else ""
        if not self.rows:
            return f"{self.period.label}: chưa có báo cáo"
        return f"{self.period.label}: {self.submitted_count}/{len(self.rows)} đơn vị đã nộp{waiting}"

    @property
    def heading(self) -> str:
        counted = Counter(row.group for row in self.rows)
        missing = f"{counted['missing']} đơn vị quá hạn chưa nộp" if counted["missing"] else ""
        units = "" if missing else "đơn vị "
        extended = f"{counted['extended']} {units}được gia hạn" if counted["extended"] else ""
        return ", ".join(part for part in (missing, extended) if part) or "Không đơn vị nào quá hạn"

    @property
    def meta(self) -> list[dict[str, str]]:
        """The deadline of the form, as most units have it."""
        report = next((row.report for row in self.rows + self.apart if row.report.set_due_at), None)
        if report is None or report.set_due_at is None:
            return []
        proposed = " (đề xuất)" if report.is_due_proposed else ""
        return [{"icon": "clock", "text": f"Hạn {deadline(report.set_due_at)}{proposed}"}]

    @property
    def submitted_count(self) -> int:
        return sum(row.report.first_submitted_at is not None for row in self.rows)

    @property
    def waiting(self) -> list[BoardRow]:
        return [row for row in self.rows if row.group == "submitted"]

    @property
    def punctuality_counts(self) -> dict[str, int]:
        """How many were on time, late, missing, pending: they add up to the rows."""
        counted = Counter(row.punctuality for row in self.rows)
        return {kind.value: counted[kind] for kind in Punctuality}

    @property
    def sum_words(self) -> str:
        """ "Đúng hạn 7 + trễ hạn 1 + quá hạn chưa nộp 3 = 11 đơn vị" """
        counts = self.punctuality_counts
        words = " + ".join(f"{kind.label} {counts[kind]}" for kind in Punctuality if counts[kind])
        return f"{words[:1].upper()}{words[1:]} = {len(self.rows)} đơn vị" if words else ""

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The bar of states."""
        counted = Counter(row.group for row in self.rows)
        return [
            {**state, "label": SHORT.get(group, state["label"]), "count": counted[group]}
            for group, state in STATES.items()
            if counted[group]
        ]


@dataclass(frozen=True)
class Filled:
    """Boxes filled, those of them taken from a register, and those in which another number was put."""

    count: int = 0
    taken: int = 0
    disputed: int = 0


def period_board(period: Period, user: Any, now: datetime) -> Board:
    """The reports of a quarter that this person may see, most urgent first, then by name."""
    reports = list(_reports(period, user, now))
    filled = _filled([report.pk for report in reports])
    totals = _totals(reports)
    rows = [
        _row(report, filled.get(report.pk, Filled()), totals.get(report.pk, 0), _act(user, report), now)
        for report in reports
    ]
    order = list(STATES)
    rows.sort(key=lambda row: order.index(row.group))
    return Board(
        period,
        rows=tuple(row for row in rows if not row.is_apart),
        apart=tuple(row for row in rows if row.is_apart),
    )


def _reports(period: Period, user: Any, now: datetime) -> QuerySet[Report]:
    names = UnitName.objects.filter(unit_id=OuterRef("unit_id"), validity__contains=period.end_on)
    return (
        Report.objects.visible_to(user, local_day(now))
        .filter(period=period)
        .with_lineage()
        .with_due()
        .annotate(sort_key=Subquery(names.values("sort_key")[:1]))
        .order_by("unit__kind__rank", "sort_key")
    )


def _act(user: Any, report: Report) -> str:
    """The word of the link: what this person does there."""
    if not refusal(check_can_approve, user, report):
        return "Duyệt"
    return "Nhập" if any_row_is_editable(user, report) else "Xem"


def _row(report: Report, filled: Filled, total: int, act: str, now: datetime) -> BoardRow:
    return BoardRow(
        report=report,
        unit_id=report.unit_id,
        name=report.unit_name,
        short_name=report.unit_short_name,
        url=report.get_absolute_url(),
        is_apart=report.lineage == [report.unit_id],
        punctuality=punctuality(first_submitted_at=report.first_submitted_at, due_at=report.due_at, now=now),
        filled=filled.count,
        total=total,
        disputed=disputed_words(filled.disputed, filled.taken),
        act=act,
        now=now,
    )


def _filled(report_ids: list[int]) -> dict[int, Filled]:
    by_report = ReportValue.objects.filter(row__report_id__in=report_ids).values("row__report_id")
    counted = by_report.annotate(
        count=Count("pk"), taken=Count("register_value"), disputed=Count("pk", filter=~Q(dispute_reason=""))
    )
    found = counted.values_list("row__report_id", "count", "taken", "disputed")
    return {report_id: Filled(*counts) for report_id, *counts in found}


def _totals(reports: list[Report]) -> dict[int, int]:
    """Boxes by report: rows of a kind times the boxes asked of that kind."""
    if not reports:
        return {}
    asked: tuple[Box, ...] = boxes(reports[0])
    rows = ReportRow.objects.filter(report__in=reports).values_list("report_id", "unit__kind_id")
    totals: Counter[int] = Counter()
    for report_id, kind, count in rows.annotate(count=Count("pk")):
        totals[report_id] += count * sum(kind in box.kinds for box in asked)
    return dict(totals)
