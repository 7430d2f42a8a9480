"""The quarters of a home page, with the database's clock: how many reports below a unit are approved, or one's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.core.clock import db_now
from apps.directives.models import Period
from apps.indicators.queries import Coverage
from apps.reports.enums import ReportState
from apps.reports.models import Report, ReportStep
from apps.units.models import UnitAncestry


class ClockTimestamp(Func):
    """The database's clock at the moment of reading."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def count_of(rows: QuerySet[Any]) -> Coalesce:
    """The number of rows of a correlated query, as a column."""
    total = rows.order_by().annotate(row_count=Func(F("pk"), function="count")).values("row_count")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())


@dataclass(frozen=True)
class Quarters:
    """Oldest first, each with approved of expected reports; `now` is the database's clock."""

    covered: tuple[Coverage, ...]
    now: datetime

    @property
    def approved(self) -> list[Coverage]:
        """Those with any approved report: the quarters that have figures."""
        return [item for item in self.covered if item.given]

    def at(self, slug: str) -> Coverage | None:
        """The quarter of that slug; without a slug the last one that has reports."""
        if not slug:
            return self.covered[-1] if self.covered else None
        return next((item for item in self.covered if item.period.slug == slug), None)


def below(units: Collection[int]) -> QuerySet[Any]:
    """Ids of the units below any of these on the last day of a report's period, for a filter of reports."""
    found = UnitAncestry.objects.filter(
        ancestor_id__in=units, depth__gt=0, validity__contains=OuterRef("period__end_on")
    )
    return found.values("descendant_id")


def reporting(unit_id: int) -> Exists:
    """Whether the unit, or one below it, reports at all, as a column."""
    return Exists(Report.objects.filter(Q(unit_id=unit_id) | Q(unit_id__in=below([unit_id]))))


def quarters_below(unit_id: int) -> Quarters:
    """The quarters in which units below report, else those in which the unit itself does; one statement."""
    reports = Report.objects.filter(period_id=OuterRef("pk"))
    others, own = reports.filter(unit_id__in=below([unit_id])), reports.filter(unit_id=unit_id)
    found = list(
        Period.objects.quarters()
        .annotate(
            others=count_of(others),
            others_approved=count_of(others.filter(state=ReportState.APPROVED)),
            own=count_of(own),
            own_approved=count_of(own.filter(state=ReportState.APPROVED)),
            now=ClockTimestamp(),
        )
        .order_by("start_on")
    )
    covered = [_coverage(row) for row in found]
    now = timezone.localtime(found[0].now) if found else db_now()  # type: ignore[attr-defined]
    return Quarters(tuple(item for item in covered if item.expected), now)


def _coverage(row: Any) -> Coverage:
    if row.others:
        return Coverage(row, row.others_approved, row.others)
    return Coverage(row, row.own_approved, row.own)


@dataclass(frozen=True)
class OwnReports:
    """The reports that carry a unit's figures, oldest first (its own, or that of the unit above with its row)."""

    reports: tuple[Report, ...]
    quarters: Quarters

    @property
    def current(self) -> Report | None:
        return self.reports[-1] if self.reports else None


def own_reports(user: Any, unit_id: int, day: date) -> OwnReports:
    """Needs a role at the unit; one statement. Each report carries `remark`, the note of its last return."""
    last_return = ReportStep.objects.filter(report_id=OuterRef("pk"), to_state=ReportState.RETURNED)
    found = list(
        Report.objects.visible_to(user, day)
        .filter(rows__unit_id=unit_id)
        .with_lineage()
        .with_due()
        .annotate(remark=Subquery(last_return.order_by("-pk").values("note")[:1]), now=ClockTimestamp())
        .order_by("period__start_on")
    )
    now = timezone.localtime(found[0].now) if found else db_now()  # type: ignore[attr-defined]
    covered = (Coverage(row.period, int(row.state == ReportState.APPROVED), 1) for row in found)
    return OwnReports(tuple(found), Quarters(tuple(covered), now))
