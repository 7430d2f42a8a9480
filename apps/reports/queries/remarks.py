"""The reasons of the last return, beside the fields they concern."""

from dataclasses import dataclass, field

from django.db.models import Max

from apps.reports.enums import ReportAct, ReportState
from apps.reports.models import Report, ReportStep, ReturnNote


@dataclass(frozen=True)
class Notes:
    """`by_cell`: (unit id, element code) → reasons; `by_item`: text item id → reasons."""

    by_cell: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    by_item: dict[int, tuple[str, ...]] = field(default_factory=dict)
    message: str = ""

    @property
    def count(self) -> int:
        return len(self.by_cell) + len(self.by_item)


def notes(report: Report) -> Notes:
    """The reasons of the last return while the report is returned; the next submission closes them."""
    if report.state != ReportState.RETURNED:
        return Notes()
    last = (
        ReportStep.objects.filter(report=report, act=ReportAct.SEND_BACK)
        .values("report")
        .annotate(last=Max("pk"))
    )
    found = ReturnNote.objects.filter(step__in=last.values("last")).select_related("row", "element", "step")
    by_cell: dict[tuple[int, str], tuple[str, ...]] = {}
    by_item: dict[int, tuple[str, ...]] = {}
    message = ""
    for note in found.order_by("pk"):
        message = note.step.note
        if note.row and note.element:
            cell = (note.row.unit_id, note.element.code)
            by_cell[cell] = (*by_cell.get(cell, ()), note.reason)
        elif note.item_id:
            by_item[note.item_id] = (*by_item.get(note.item_id, ()), note.reason)
    return Notes(by_cell, by_item, message)
