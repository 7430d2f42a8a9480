"""Opening the reports of a period, and giving one of them more time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.audit import services as audit
from apps.core.clock import local_day
from apps.core.vietnamese import deadline, nfc
from apps.directives.models import Period
from apps.directives.services import ensure_periods
from apps.reports import permissions
from apps.reports.models import Extension, Report, ReportForm, ReportRow
from apps.reports.services.facts import record_report_punctuality
from apps.reports.services.reference import ensure_deadlines
from apps.units.models import Unit


@transaction.atomic
def open_reports(*, period: Period, now: datetime) -> int:
    """A report with its rows for every unit that reports in this period; returns how many were opened.

    Rows: the unit itself and the units right below it on the period's last day that do not report themselves.
    What is open already stays as it is; missing rows are added only to a new report.
    """
    form = ReportForm.objects.get(code="BC-QUY", validity__contains=period.end_on)
    kinds = list(form.unit_kinds.values_list("unit_kind_id", flat=True))
    expected = Unit.objects.open_on(period.end_on).filter(kind_id__in=kinds)
    known = Report.objects.filter(form=form, period=period).values("unit_id")
    opened = Report.objects.bulk_create(
        Report(form=form, unit=unit, period=period) for unit in expected.exclude(pk__in=known).order_by("pk")
    )
    ReportRow.objects.bulk_create(row for report in opened for row in _rows(report, kinds))
    for report in opened:
        audit.record(actor=None, act="reports.open", subject=report, chain=report.unit_id, change={"at": now})
    return len(opened)


def _rows(report: Report, reporting_kinds: list[str]) -> Iterable[ReportRow]:
    below = Unit.objects.children_of(report.unit_id, report.period.end_on)
    quiet = below.exclude(kind_id__in=reporting_kinds).order_by("pk")
    yield ReportRow(report=report, unit_id=report.unit_id)
    for unit in quiet:
        yield ReportRow(report=report, unit=unit)


@transaction.atomic
def open_running_quarter(*, now: datetime) -> int:
    """Periods and deadlines of the running year, and the reports of the running quarter; how many were opened."""
    today = local_day(now)
    ensure_periods(year=today.year)
    period = Period.objects.quarters().get(start_on__lte=today, end_on__gte=today)
    form = ReportForm.objects.get(code="BC-QUY", validity__contains=period.end_on)
    ensure_deadlines(form=form)
    return open_reports(period=period, now=now)


@transaction.atomic
def grant_extension(*, user: Any, report_id: int, due_at: datetime, reason: str, now: datetime) -> Extension:
    """A later deadline with its reason. Raises NotAllowed, or ValidationError by field name."""
    report = Report.objects.locked(report_id)
    permissions.check_can_extend(user, report)
    _check_extension(report, due_at, reason, now)
    extension = Extension.objects.create(
        report=report, due_at=due_at, reason=nfc(reason), granted_by=user, granted_at=now
    )
    record_report_punctuality(report=Report.objects.locked(report_id), now=now)
    change = {"due_at": due_at, "reason": reason}
    audit.record(actor=user, act="reports.extend", subject=report, chain=report.unit_id, change=change)
    return extension


def _check_extension(report: Report, due_at: datetime, reason: str, now: datetime) -> None:
    faults = {}
    if due_at <= now:
        faults["due_at"] = "Hạn mới phải ở sau lúc này."
    elif report.due_at and due_at <= report.due_at:
        faults["due_at"] = f"Hạn mới phải sau hạn đang có: {deadline(report.due_at)}."
    if not nfc(reason):
        faults["reason"] = "Đồng chí nêu lý do gia hạn."
    elif len(nfc(reason)) > 300:
        faults["reason"] = "Lý do dài tối đa 300 ký tự."
    if faults:
        raise ValidationError(faults)
