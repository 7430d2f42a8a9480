"""The home of who fills in: a district's report, or a commune's row in it; what is left, until when, where to go on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from apps.core.vietnamese import deadline, moment, time_left
from apps.dashboard.queries.headlines import Headlines, headlines
from apps.dashboard.queries.quarters import OwnReports, own_reports
from apps.dashboard.queries.shell import Frame
from apps.indicators.queries import chosen
from apps.reports.enums import ReportState, RowState
from apps.reports.models import Report
from apps.reports.queries import Sheet, SheetRow, row_state, sheet


@dataclass(frozen=True)
class ReporterHome:
    """`sheet` holds the rows that are the person's to fill: all of the report, or the one row of a commune."""

    frame: Frame
    own: OwnReports
    unit_id: int
    sheet: Sheet | None
    figures: Headlines | None
    may_fill: bool

    @property
    def now(self) -> datetime:
        return self.own.quarters.now

    @property
    def report(self) -> Report | None:
        return self.own.current

    @property
    def is_row(self) -> bool:
        """The report belongs to the unit above; the person's is one row."""
        return self.report is not None and self.report.unit_id != self.unit_id

    @property
    def subject(self) -> str:
        """báo cáo quý III/2021, or: dòng quý III/2021"""
        return (
            f"{'dòng' if self.is_row else 'báo cáo'} {self.report.period.short_label}" if self.report else ""
        )

    @property
    def title(self) -> str:
        """What is left, as a sentence."""
        if self.report is None or self.sheet is None:
            return "Chưa mở báo cáo quý nào"
        subject = self.subject[:1].upper() + self.subject[1:]
        if self.report.state == ReportState.APPROVED:
            return f"{subject} đã được duyệt"
        if self.report.state == ReportState.SUBMITTED:
            return f"{subject} đã nộp, đang chờ duyệt"
        if self.row_state != RowState.OPEN:
            return f"{subject}: {self.row_state.label}"
        if not self.may_fill:
            return f"{subject}: {self.sheet.filled_count}/{self.sheet.box_count} ô đã nhập"
        if self.sheet.left_count:
            return f"Còn {self.sheet.left_count} ô là {self._done} {self.subject}"
        if self.sheet.unsettled_count:
            return f"Còn {self.sheet.unsettled_count} phép tính chưa khớp ở {self.subject}"
        if self.report.state == ReportState.RETURNED:
            return f"{subject} được trả lại để sửa"
        return f"{subject} đã nhập đủ" + (", bàn giao được rồi" if self.is_row else ", nộp được rồi")

    @property
    def _done(self) -> str:
        return "nhập xong" if self.is_row else "nộp được"

    @property
    def is_open(self) -> bool:
        """Whether the person has something to do here: the report is open, and a commune's row is still its own."""
        return self.report is not None and self.report.is_open and self.row_state == RowState.OPEN

    @property
    def row_state(self) -> RowState:
        """Whose turn the row is, while the report is open."""
        report = self.report
        return row_state(report, self.unit_id) if report and report.is_open else RowState.OPEN

    @property
    def _due_at(self) -> datetime | None:
        """A commune hands over by a deadline of its own."""
        if self.report is None:
            return None
        return self.report.rows_due_at if self.is_row else self.report.due_at

    @property
    def left(self) -> str:
        """Còn 2 ngày, Quá hạn 3 ngày; a report that came once is late no more, whatever is to be put right."""
        if self.report and self.report.first_submitted_at:
            return "Chờ đồng chí sửa và nộp lại"
        words = time_left(self._due_at, self.now) if self._due_at else ""
        return words[:1].upper() + words[1:]

    @property
    def is_late(self) -> bool:
        report = self.report
        return bool(report and self._due_at and self._due_at < self.now and not report.first_submitted_at)

    @property
    def due(self) -> str:
        """Hạn 17 giờ 00 thứ Sáu 24/9/2021, đã gia hạn"""
        if not self.report or not self._due_at:
            return ""
        if self.report.first_submitted_at:
            return f"Nộp lần đầu lúc {moment(self.report.first_submitted_at)}"
        word = "Hạn bàn giao" if self.is_row else "Hạn"
        return f"{word} {deadline(self._due_at)}{', đã gia hạn' if self.report.extended_to else ''}"

    @property
    def handed_in(self) -> str:
        if self.row_state != RowState.OPEN:
            return self.row_state.label[:1].upper() + self.row_state.label[1:]
        if not self.report or not self.report.submitted_at:
            return ""
        approved = f"; duyệt lúc {moment(self.report.approved_at)}" if self.report.approved_at else ""
        return f"Nộp lúc {moment(self.report.submitted_at)}{approved}"

    @property
    def gaps(self) -> list[SheetRow]:
        """The rows with something left to do."""
        rows = self.sheet.rows if self.sheet and self.may_fill else ()
        return [row for row in rows if row.left or row.unsettled]

    @property
    def wrong(self) -> list[SheetRow]:
        return [row for row in self.gaps if row.unsettled]

    @property
    def next_row(self) -> SheetRow | None:
        return next(iter(self.gaps), None)


def reporter_home(
    user: Any, unit_id: int, day: date, around: Frame, *, may_fill: bool = True
) -> ReporterHome:
    """`may_fill` is False for a viewer. Fifteen statements with the page's frame, whatever the number of rows."""
    own = own_reports(user, unit_id, day)
    report = own.current
    rows = None if report is None or report.unit_id == unit_id else [unit_id]
    approved = own.quarters.approved
    shown = chosen(approved, approved[-1].period.slug) if approved else None
    return ReporterHome(
        frame=around,
        own=own,
        unit_id=unit_id,
        sheet=sheet(report, rows) if report else None,
        figures=headlines(unit_id, approved, shown) if shown else None,
        may_fill=may_fill,
    )
