"""The content of a frozen version: everything that was approved, as plain JSON. People stand in it by id only."""

from typing import Any

from apps.reports.models import Report, ReportText
from apps.reports.queries import Entry, Sheet, SheetRow
from apps.units.models import UnitCode

Content = dict[str, Any]


def frozen_content(report: Report, sheet: Sheet, *, number: int) -> Content:
    """Form, unit, period, rows with the value or the reason of every box, texts, who submitted and when."""
    code = UnitCode.objects.get(unit_id=report.unit_id, validity__contains=report.period.end_on).code
    return {
        "number": number,
        "form": {"code": report.form.code, "version": report.form.version},
        "unit": {"id": report.unit_id, "name": report.unit_name, "code": code},
        "period": report.period.slug,
        "rows": [_row(row) for row in sheet.rows],
        "texts": _texts(report),
        "submitted": {"by": report.submitted_by_id, "at": report.submitted_at},
    }


def _row(row: SheetRow) -> Content:
    values = {
        box.code: _value(row.entries[box.element_id]) for box in row.boxes if box.element_id in row.entries
    }
    return {"unit": {"id": row.unit_id, "name": row.name, "code": row.code}, "values": values}


def _value(entry: Entry) -> Content:
    if entry.value is None:
        return {"absent": entry.absent}
    said = {"kept": entry.kept, "register": entry.register, "disputed": entry.dispute}
    return {"v": entry.value} | {key: value for key, value in said.items() if value not in (None, "")}


def _texts(report: Report) -> list[Content]:
    texts = ReportText.objects.filter(report=report).exclude(body="")
    return [
        {"section": text.item.section.code, "kind": text.item.kind, "body": text.body}
        for text in texts.select_related("item__section").order_by("item__position")
    ]
