"""The reports behind a review: who was to report, who did, on which version the figures stand, and the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.directives.models import Period
from apps.reports.enums import ReportState
from apps.reports.models import Deadline, FormUnitKind, Report, ReportText, ReportVersion, Submission
from apps.reports.queries import punctuality
from apps.reviews.queries.gathering.reading import Reading


@dataclass(frozen=True)
class _Papers:
    """All that was handed in: reports by (period, unit), the rest by report."""

    reports: dict[tuple[int, int], Report]
    deadlines: dict[int, datetime]
    receipts: dict[int, str]
    versions: dict[int, ReportVersion]


def gather_reports(scoped: Reading, now: datetime) -> list[dict[str, Any]]:
    """One row per unit and quarter in which it is expected to report, in order of quarter and unit."""
    kinds = set(FormUnitKind.objects.values_list("unit_kind_id", flat=True))
    reporters = {unit for unit, kind in scoped.kinds.items() if kind in kinds}
    papers = _papers(scoped.periods, reporters)
    return [
        _row(unit, period, papers, now)
        for period in scoped.periods
        for unit in sorted(reporters & set(scoped.trees[period.slug]))
    ]


def _papers(periods: Sequence[Period], reporters: set[int]) -> _Papers:
    rows = Report.objects.filter(period__in=periods, unit_id__in=reporters).with_due()
    reports = {(report.period_id, report.unit_id): report for report in rows}
    ids = [report.pk for report in reports.values()]
    versions = ReportVersion.objects.filter(report_id__in=ids).select_related("approved_by")
    submissions = Submission.objects.filter(report_id__in=ids).order_by("number")
    return _Papers(
        reports,
        dict(Deadline.objects.filter(period__in=periods).values_list("period_id", "due_at")),
        dict(submissions.values_list("report_id", "receipt_number")),
        {version.report_id: version for version in versions.order_by("number")},
    )


def _row(unit: int, period: Period, papers: _Papers, now: datetime) -> dict[str, Any]:
    report = papers.reports.get((period.pk, unit))
    due_at = report.due_at if report else papers.deadlines.get(period.pk)
    first = report.first_submitted_at if report else None
    version = papers.versions.get(report.pk) if report else None
    return {
        "period": period.slug,
        "unit": unit,
        "state": report.state if report else None,
        "punctuality": punctuality(first_submitted_at=first, due_at=due_at, now=now),
        "due_at": _local(due_at),
        "submitted_at": _local(first),
        "receipt": papers.receipts.get(report.pk) if report else None,
        "version": _version(version) if version else None,
    }


def _version(version: ReportVersion) -> dict[str, Any]:
    approver: Any = version.approved_by
    return {
        "number": version.number,
        "sha256": version.sha256,
        "approved_by": approver.full_name,
        "approved_at": _local(version.approved_at),
    }


def _local(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def gather_findings(scoped: Reading) -> list[dict[str, Any]]:
    """What each unit wrote in its latest approved report of the range, per section and kind of finding."""
    review = scoped.review
    texts = list(
        ReportText.objects.filter(
            report__period__in=Period.objects.between(review.from_period, review.to_period),
            report__state=ReportState.APPROVED,
            report__unit_id__in=scoped.last_tree,
            item__section__directive__in=review.directives.all(),
        )
        .exclude(body="")
        .select_related("report__period", "item__section")
        .order_by("report__period__start_on", "report__unit_id", "item__position")
    )
    latest = {text.report.unit_id: text.report_id for text in texts}
    return [
        {
            "unit": text.report.unit_id,
            "period": text.report.period.slug,
            "section": text.item.section.code,
            "kind": text.item.kind,
            "body": text.body,
        }
        for text in texts
        if text.report_id == latest[text.report.unit_id]
    ]
