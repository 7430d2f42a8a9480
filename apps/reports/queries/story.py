"""The history of a report: every step and extension, newest first, with who and when and the reasons."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from apps.core.vietnamese import deadline, moment
from apps.reports.enums import ReportAct
from apps.reports.models import Extension, Report, ReportStep, ReturnNote
from apps.units.models import UnitName

TITLES = {
    ReportAct.SUBMIT: "Nộp báo cáo",
    ReportAct.SEND_BACK: "Trả lại để sửa",
    ReportAct.APPROVE: "Duyệt và chốt số liệu",
}


@dataclass(frozen=True)
class Event:
    at: datetime
    title: str
    who: str
    text: str = ""
    reasons: list[str] = field(default_factory=list)
    now: bool = False

    @property
    def date(self) -> str:
        return moment(self.at)


def story(report: Report) -> list[Event]:
    """Four SQL statements."""
    notes = Prefetch(
        "notes", ReturnNote.objects.select_related("row", "element", "item__section").order_by("pk")
    )
    steps = list(ReportStep.objects.filter(report=report).select_related("done_by").prefetch_related(notes))
    names = _names(report)
    events = [_step(step, names) for step in steps]
    extensions = Extension.objects.filter(report=report).select_related("granted_by")
    events += [_extension(extension) for extension in extensions]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _names(report: Report) -> dict[int, str]:
    found = UnitName.objects.filter(unit_id__in=report.row_unit_ids, validity__contains=report.period.end_on)
    return dict(found.values_list("unit_id", "short_name"))


def _step(step: ReportStep, names: dict[int, str]) -> Event:
    return Event(
        at=step.done_at,
        title=TITLES[ReportAct(step.act)],
        who=str(step.done_by),
        text=step.note,
        reasons=[_reason(note, names) for note in step.notes.all()],
    )


def _reason(note: ReturnNote, names: dict[int, str]) -> str:
    if note.row and note.element:
        return f"{names.get(note.row.unit_id, '')}, {note.element.short_name}: {note.reason}"
    item = note.item
    return f"{item.get_kind_display()} ({item.section.short_title}): {note.reason}" if item else note.reason


def _extension(extension: Extension) -> Event:
    return Event(
        at=extension.granted_at,
        title=f"Gia hạn đến {deadline(extension.due_at)}",
        who=str(extension.granted_by),
        text=extension.reason,
    )
