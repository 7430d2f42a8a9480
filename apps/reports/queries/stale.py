"""Both sides of a report that changed between the page and the click: what the page showed, what stands now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apps.reports.models import Report
from apps.reports.queries.cells import Conflict, short
from apps.reports.queries.remarks import Notes
from apps.reports.queries.sheet import Sheet, SheetRow, sheet
from apps.reports.queries.texts import texts


@dataclass(frozen=True)
class StalePage:
    """`rows`: what differs, with "của đồng chí" and "trên hệ thống"; `seen` as the page of today would post it."""

    report: Report
    rows: list[Conflict]
    seen: dict[str, str]


def stale_page(report: Report, seen: Mapping[str, str]) -> StalePage:
    """Compares what was posted (`thay-<unit>`, `thay-loi-<item>`) with the report as it is now."""
    found = sheet(report)
    rows = [conflict for row in found.rows for conflict in _row(row, seen)]
    fields = texts(report, Notes(), {})
    for field in fields:
        mine = seen.get(f"thay-{field.id}")
        if mine is not None and mine != field.body:
            label = f"{field.kind}: {field.section}"
            rows.append(Conflict(label, mine or "(trống)", field.body or "(trống)"))
    return StalePage(report, rows, _seen_now(found) | {f"thay-{field.id}": field.body for field in fields})


def _row(row: SheetRow, seen: Mapping[str, str]) -> Iterator[Conflict]:
    posted = seen.get(f"thay-{row.unit_id}", "").split(";")
    if len(posted) != len(row.boxes):
        return
    for box, mine in zip(row.boxes, posted, strict=True):
        theirs = short(row.entries.get(box.element_id), box)
        if mine != theirs:
            yield Conflict(f"{row.name}: {box.short_name}", mine or "(trống)", theirs or "(trống)")


def _seen_now(found: Sheet) -> dict[str, str]:
    return {
        f"thay-{row.unit_id}": ";".join(short(row.entries.get(box.element_id), box) for box in row.boxes)
        for row in found.rows
    }
