"""What a tester does at a secretary's desk: opens a quarter, fills reports with figures that add up, submits."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

from django.utils import timezone

from apps.accounts.models import User
from apps.directives.models import Period
from apps.reports import services
from apps.reports.models import Report, ReportRow, ReportValue, ReportVersion, Submission
from apps.reports.queries import SheetRow, sheet
from apps.units.models import Unit

DUE = timezone.make_aware(datetime(2021, 10, 10, 17))
NOW = DUE - timedelta(days=4)
LATER = DUE + timedelta(days=1)


def quarter(slug: str = "2021-q3") -> Period:
    return Period.objects.get(slug=slug)


def open_quarter(slug: str = "2021-q3") -> int:
    return services.open_reports(period=quarter(slug), now=NOW)


def report_of(unit: Unit, slug: str = "2021-q3") -> Report:
    """The unit's report as a view would hold it."""
    return Report.objects.with_lineage().with_due().get(unit=unit, period__slug=slug)


def row_of(report: Report, unit: Unit) -> ReportRow:
    return ReportRow.objects.get(report=report, unit=unit)


def figures(row: SheetRow, seed: int = 0) -> dict[str, Decimal]:
    """Invented figures for every box of a row, bent until all its rules hold."""
    rng = Random(f"{seed} {row.unit_id}")
    values = {
        box.element_id: Decimal(rng.randint(0, 1 if box.unit_of_measure == "có/không" else 60))
        for box in row.boxes
    }
    for _ in range(20):
        row.entries = {element_id: services.entry.Entry(value) for element_id, value in values.items()}
        row.__dict__.pop("mismatches", None)
        for wrong in row.mismatches:
            values[wrong.element_id] = wrong.fix if wrong.fix is not None else Decimal(0)
            if wrong.fix is None:
                values |= dict.fromkeys(_parts(row, wrong.element_id), Decimal(0))
    return {box.code: values[box.element_id] for box in row.boxes}


def _parts(row: SheetRow, target: int) -> list[int]:
    return [element for check in row.checks if check.target == target for _, element in check.terms]


def fill(report: Report, seed: int = 0) -> dict[int, dict[str, Decimal]]:
    """Puts figures into every box in one statement (typing them is tested elsewhere); returns them by unit."""
    rows = sheet(report).rows
    typed = {row.unit_id: figures(row, seed) for row in rows}
    ids = {box.code: box.element_id for row in rows for box in row.boxes}
    ReportValue.objects.bulk_create(
        ReportValue(row_id=row.id, element_id=ids[code], value=value)
        for row in rows
        for code, value in typed[row.unit_id].items()
    )
    return typed


def submit(report: Report, user: User, at: datetime = NOW) -> Submission:
    version = Report.objects.get(pk=report.pk).version
    return services.submit(user=user, report_id=report.pk, version=version, key=uuid4(), seen="", now=at)


def approve(report: Report, user: User, at: datetime = NOW) -> ReportVersion:
    version = Report.objects.get(pk=report.pk).version
    return services.approve(user=user, report_id=report.pk, version=version, now=at)


def send_back(report: Report, user: User, unit: Unit, code: str) -> None:
    note = services.Note("Số này lệch so với sổ", unit_id=unit.pk, code=code)
    version = Report.objects.get(pk=report.pk).version
    services.send_back(user=user, report_id=report.pk, version=version, notes=[note], message="", now=NOW)
