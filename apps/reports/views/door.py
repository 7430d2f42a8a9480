"""The door: how a report, and a row of it, reach a view. Outside what one may see there is nothing (404)."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from apps.core.clock import local_day
from apps.reports.models import Report
from apps.reports.permissions import check_can_view, check_can_view_whole, visible_rows


def report_or_404(request: HttpRequest, period: str, unit_id: int, now: datetime) -> Report:
    """The report, with lineage and deadline, of whoever may see it or one of its rows."""
    reports = Report.objects.visible_to(request.user, local_day(now)).with_lineage().with_due()
    report = get_object_or_404(reports, period__slug=period, unit_id=unit_id, form__code="BC-QUY")
    check_can_view(request.user, report)
    return report


def whole_or_404(request: HttpRequest, period: str, unit_id: int, now: datetime) -> Report:
    """The same, for those who may see all of it."""
    report = report_or_404(request, period, unit_id, now)
    check_can_view_whole(request.user, report)
    return report


def row_or_404(request: HttpRequest, report: Report, row_unit_id: int) -> None:
    """A row that the report does not have, or that this person does not see, does not exist."""
    seen = visible_rows(request.user, report)
    if row_unit_id not in report.row_unit_ids or (seen is not None and row_unit_id not in seen):
        raise Http404
