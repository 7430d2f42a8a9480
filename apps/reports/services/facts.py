"""From an approved report, and from a deadline that has passed, into the figures that all other apps read."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from apps.indicators import services as indicators
from apps.indicators.models import Element, Layout
from apps.reports.enums import Punctuality
from apps.reports.models import Report, ReportVersion
from apps.reports.queries import Sheet, punctuality

PUNCTUALITY_LAYOUT = "BC"
EXPECTED, ON_TIME = "BC-PHAI-NOP", "BC-DUNG-HAN"


def fold(*, report: Report, sheet: Sheet, version: ReportVersion, now: datetime) -> None:
    """Sets the facts of an approved report and refreshes the sums, in the order of safe.md.

    First the units that are this report's alone (the district and its communes), last those it shares with
    other reports (the province), under locks taken in ascending order of id; the caller commits at once.
    """
    layout, period = report.form.layout, report.period
    figures = {
        row.unit_id: {box.element_id: row.values.get(box.element_id) for box in row.boxes}
        for row in sheet.rows
    }
    indicators.record_facts(
        layout=layout,
        period=period,
        reporter_id=report.unit_id,
        figures=figures,
        version_number=version.number,
        version_sha256=version.sha256,
    )
    discipline = _record_punctuality(report, now)
    _refresh(report, [layout, discipline], figures)


def _refresh(report: Report, layouts: Sequence[Layout], unit_ids: Collection[int]) -> None:
    """Own are the report's unit and what is below it; a unit with none above (the province) is shared itself."""
    shared = set(report.lineage) - {report.unit_id} or {report.unit_id}
    indicators.refresh_rollups(
        layouts=layouts, period=report.period, own_ids=sorted({*unit_ids} - shared), shared_ids=sorted(shared)
    )


def record_punctuality(*, now: datetime) -> int:
    """Writes BC-PHAI-NOP and BC-DUNG-HAN of every report whose punctuality is not the recorded one; returns how many.

    Runs every few minutes, so that a deadline that passes, or is moved, shows in the figures; without effect
    where nothing changed.
    """
    changed = 0
    reports = Report.objects.with_due().order_by("period_id", "pk")
    for report in [report for report in reports if _judge(report, now) != report.recorded_punctuality]:
        with transaction.atomic():
            changed += record_report_punctuality(report=Report.objects.locked(report.pk), now=now)
    return changed


def record_report_punctuality(*, report: Report, now: datetime) -> bool:
    """The same for one locked report, inside the caller's transaction."""
    if _judge(report, now) == report.recorded_punctuality:
        return False
    _refresh(report, [_record_punctuality(report, now)], [report.unit_id])
    return True


def _record_punctuality(report: Report, now: datetime) -> Layout:
    """Sets the two facts of one report; while it is pending both are missing."""
    layout = Layout.objects.get(code=PUNCTUALITY_LAYOUT)
    judged = _judge(report, now)
    indicators.record_facts(
        layout=layout,
        period=report.period,
        reporter_id=report.unit_id,
        figures={report.unit_id: _figures(judged)},
        version_number=None,
        version_sha256="",
    )
    Report.objects.filter(pk=report.pk).update(recorded_punctuality=judged)
    return layout


def _figures(judged: Punctuality) -> Mapping[int, Decimal | None]:
    ids = dict(Element.objects.filter(code__in=[EXPECTED, ON_TIME]).values_list("code", "pk"))
    if judged == Punctuality.PENDING:
        return dict.fromkeys(ids.values())
    return {ids[EXPECTED]: Decimal(1), ids[ON_TIME]: Decimal(judged == Punctuality.ON_TIME)}


def _judge(report: Report, now: datetime) -> Punctuality:
    return punctuality(first_submitted_at=report.first_submitted_at, due_at=report.due_at, now=now)
