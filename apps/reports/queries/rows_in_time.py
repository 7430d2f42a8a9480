"""How often a commune handed over its row of the district's report by the deadline for rows."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from apps.directives.enums import PeriodKind
from apps.reports.models import Report, ReportRow


def rows_in_time(unit_ids: Collection[int], year: int, now: datetime) -> dict[int, tuple[int, int]]:
    """By commune: (handed over in time, due by `now`) of the year's quarters, by the first hand-over. Two statements.

    A commune that handed over no row in the year says nothing of its punctuality: it may have nobody who signs in, and
    its row is then typed by the district.
    """
    reports = Report.objects.with_due().filter(period__kind=PeriodKind.QUARTER, period__year=year)
    due = {
        report.pk: report.rows_due_at for report in reports if report.rows_due_at and report.rows_due_at < now
    }
    rows = ReportRow.objects.filter(report__in=due, unit__in=unit_ids)
    found: dict[int, list[bool]] = defaultdict(list)
    handing: set[int] = set()
    for unit_id, report_id, handed_at in rows.values_list("unit_id", "report_id", "first_handed_over_at"):
        found[unit_id].append(handed_at is not None and handed_at <= due[report_id])
        handing |= {unit_id} if handed_at else set()
    return {unit_id: (sum(found[unit_id]), len(found[unit_id])) for unit_id in handing}
