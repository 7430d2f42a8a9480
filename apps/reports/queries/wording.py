"""The sentences at the head of a report: its title states the answer, one line says until when."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from apps.core.vietnamese import day, deadline, moment, time_left
from apps.reports.enums import ReportState, RowState
from apps.reports.models import Report
from apps.reports.permissions import Rights
from apps.reports.queries.handing import row_state, rows_due
from apps.reports.queries.remarks import Notes
from apps.reports.queries.sheet import Sheet

Meta = dict[str, str]


def crumbs(report: Report, last: str) -> list[dict[str, str]]:
    """Báo cáo quý / Quý III/2021 / Huyện đoàn Khoái Châu / `last`."""
    period = report.period
    return [
        {"label": "Báo cáo quý", "url": reverse("reports:index")},
        {"label": period.label, "url": reverse("reports:period", args=[period.slug])},
        {"label": report.unit_name, "url": report.get_absolute_url()},
        {"label": last},
    ]


def gap_words(missing: int, wrong: int) -> str:
    """ "còn 3 ô, 1 lỗi"; empty when nothing is left."""
    parts = [f"còn {missing} ô"] if missing else []
    return ", ".join(parts + ([f"{wrong} lỗi"] if wrong else []))


def title(report: Report, sheet: Sheet, rights: Rights, notes: Notes) -> str:
    period = report.period.short_label
    if not rights.sees_whole:
        row = sheet.rows[0]
        return f"{row.name}, {period}: {_row_progress(report, sheet, row_state(report, row.unit_id))}"
    subject = f"Báo cáo {period}" if rights.is_reporter else f"{report.unit_name}, {period}"
    if report.state == ReportState.RETURNED and sheet.is_complete:
        return f"{subject}: trả lại {notes.count} ô để sửa"
    return f"{subject}: {_progress(report, sheet)}"


def _row_progress(report: Report, sheet: Sheet, state: RowState) -> str:
    """Of a commune's row: who has it now, else what is left."""
    return state.label if report.is_open and state != RowState.OPEN else _progress(report, sheet)


def _progress(report: Report, sheet: Sheet) -> str:
    if report.state == ReportState.APPROVED:
        return "đã duyệt"
    if report.state == ReportState.SUBMITTED:
        return "đã nộp, chờ duyệt"
    parts = [f"{sheet.left_count}\u00a0ô"] if sheet.left_count else []
    if sheet.unsettled_count:
        parts.append(f"{sheet.unsettled_count}\u00a0phép tính chưa khớp")
    return f"còn {' và '.join(parts)}" if parts else "đã đủ"


def meta(report: Report, now: datetime) -> list[Meta]:
    """Saved when, due when, of which days the figures are."""
    lines = [_saved(report), _due(report, now), _days(report)]
    return [line for line in lines if line]


def own_row_meta(report: Report, now: datetime) -> list[Meta]:
    """The same for a commune, whose deadline is that of the hand-over."""
    lines = [_saved(report), *rows_due(report, now), _days(report)]
    return [line for line in lines if line]


def register_meta(sheet: Sheet) -> list[Meta]:
    """How many of the figures taken from the registers were put in another number; nothing without any."""
    if not sheet.register_count:
        return []
    return [{"icon": "person-badge", "text": disputed_words(sheet.disputed_count, sheet.register_count)}]


def disputed_words(disputed: int, taken: int) -> str:
    """ "2/14 số từ sổ bị sửa" """
    return f"{disputed}/{taken} số từ sổ bị sửa" if taken else ""


def _saved(report: Report) -> Meta:
    if report.approved_at:
        return {"icon": "check-circle-fill", "text": f"Duyệt lúc {moment(report.approved_at)}", "tone": "ok"}
    if report.state == ReportState.SUBMITTED and report.submitted_at:
        return {"icon": "clock-fill", "text": f"Nộp lúc {moment(report.submitted_at)}", "tone": "info"}
    if not report.saved_at:
        return {}
    local = timezone.localtime(report.saved_at)
    return {"icon": "cloud-check", "text": f"Đã tự lưu lúc {local.hour} giờ {local.minute:02d}", "tone": "ok"}


def _due(report: Report, now: datetime) -> Meta:
    if report.due_at is None:
        return {}
    extended = " (được gia hạn)" if report.extended_to else ""
    line = {"icon": "clock", "text": f"Hạn {deadline(report.due_at)}{extended}"}
    if report.is_open and report.first_submitted_at is None:
        line |= {"text": f"{line['text']} —", "strong": time_left(report.due_at, now)}
    return line


def _days(report: Report) -> Meta:
    period = report.period
    return {"text": f"Số liệu từ {period.start_on.day}/{period.start_on.month} đến {day(period.cutoff_on)}"}
