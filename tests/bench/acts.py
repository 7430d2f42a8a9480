"""The acts' rows of speed.md: one approval and its aggregate part, twenty at once, loading a report's values."""

import io
import multiprocessing
import statistics
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import OperationalError, connection, connections, transaction

from apps.accounts.models import User
from apps.core.clock import db_now
from apps.directives.models import Period
from apps.indicators import services as indicators
from apps.indicators.models import Element
from apps.reports import services
from apps.reports.models import Report, ReportRow, ReportValue
from apps.reports.queries.checking import check_figures
from apps.units.models import Membership, Unit
from tests.bench.measure import in_turn, milliseconds, p95
from tests.world import DAY

Row = tuple[str, str, str]


def rows() -> Iterator[Row]:
    """On the demo province; its third quarter's submitted reports are approved, then the fourth quarter's."""
    now = db_now()
    yield from approval(now)
    yield from twenty_at_once(now)
    yield loading()


def officer() -> User:
    return User.objects.get(username="tochuc")


def submitted(slug: str, now: datetime) -> list[Report]:
    """All reports of a quarter, filled with ones and zeros that satisfy every rule, and submitted."""
    period = Period.objects.get(slug=slug)
    services.open_reports(period=period, now=now)
    fill(period)
    submitters = {
        row.unit_id: row.user for row in Membership.objects.select_related("user") if row.role != "viewer"
    }
    reports = Report.objects.filter(period=period).exclude(unit__kind="PROVINCE").order_by("pk")
    for report in reports:
        services.submit(
            user=submitters[report.unit_id],
            report_id=report.pk,
            version=report.version,
            key=uuid4(),
            seen={},
            now=now,
        )
    return list(
        Report.objects.filter(pk__in=[report.pk for report in reports]).select_related(
            "period", "form__layout"
        )
    )


def fill(period: Period) -> None:
    elements = list(Element.objects.typed().due_in(period).prefetch_related("unit_kinds"))
    previous = Period.objects.quarters().filter(end_on__lt=period.start_on).latest("end_on")
    branches = dict(
        ReportValue.objects.filter(row__report__period=previous, element__code="KL08-B1").values_list(
            "row__unit_id", "value"
        )
    )
    values = []
    for row in ReportRow.objects.filter(report__period=period).select_related("unit"):
        for element in elements:
            if row.unit.kind_id in {kind.unit_kind_id for kind in element.unit_kinds.all()}:
                value = (branches.get(row.unit_id) or Decimal(0)) if element.code == "KL08-B1" else Decimal(0)
                values.append(ReportValue(row=row, element=element, value=value))
    ReportValue.objects.bulk_create(values, batch_size=5000)


def approval(now: datetime) -> Iterator[Row]:
    samples, sizes = [], []
    for report in submitted("2021-q4", now):
        sizes.append(ReportValue.objects.filter(row__report=report).count())
        samples.append(milliseconds(lambda report=report: approve(report, now))[0])  # type: ignore[misc]
    biggest = max(range(len(sizes)), key=sizes.__getitem__)
    median = statistics.median(samples)
    said = (
        f"{samples[biggest]:.0f} ms for {sizes[biggest]} values (median of {len(samples)}: {median:.0f} ms)"
    )
    yield "approval of a district's report: whole act", said, "≤ 300 ms for ~ 800 values"
    yield aggregate_part()


def approve(report: Report, now: datetime) -> None:
    services.approve(user=officer(), report_id=report.pk, version=report.version, now=now)


def aggregate_part() -> Row:
    report = Report.objects.select_related("period", "form__layout").get(
        period__slug="2021-q3", unit__in=Unit.objects.named(DAY).filter(name="Huyện đoàn Khoái Châu")
    )
    samples = [milliseconds(lambda: refresh(report))[0] for _ in range(15)]
    return "approval: aggregate part, an ordinary quarter", f"{statistics.median(samples):.1f} ms", "≤ 10 ms"


def twenty_at_once(now: datetime) -> Iterator[Row]:
    """Eleven reports each of two quarters, all approved at the same moment, each by a process of its own."""
    waiting = submitted("2022-q1", now) + submitted("2022-q2", now)
    whole, failures = together(lambda report: approve(report, now), waiting)
    services.record_punctuality(now=now)
    wrong = sum(len(checked.wrong) for checked in check_figures(now))
    sums, more = together(refresh, waiting)
    bare, _ = together(touch, waiting)
    said = (
        f"{len(waiting)} at once: {failures + more} failed, {wrong} mismatches; p95 of a bare status change"
        f" {p95(bare):.0f} ms, of the sums {p95(sums):.0f} ms = {p95(sums) / p95(bare):.1f} ×,"
        f" of the whole act {p95(whole):.0f} ms = {p95(whole) / p95(bare):.1f} ×"
    )
    yield "20 approvals at once", said, "0, 0, p95 ≤ 3 × a bare status change"


def refresh(report: Report) -> None:
    """The sums of one approved report, as its approval sets them."""
    below = list(Unit.objects.under(report.unit_id, report.period.end_on).values_list("pk", flat=True))
    with transaction.atomic():
        indicators.refresh_rollups(
            layouts=[report.form.layout],
            period=report.period,
            own_ids=below,
            shared_ids=list(Unit.objects.filter(kind="PROVINCE").values_list("pk", flat=True)),
        )


def touch(report: Report) -> None:
    """The bare status change: lock the row, write it."""
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)
        Report.objects.filter(pk=report.pk).update(saved_at=db_now())


def together(act: Callable[[Report], None], reports: list[Report]) -> tuple[list[float], int]:
    """(milliseconds of each, how many failed), each report in a process with a connection of its own."""
    fork = multiprocessing.get_context("fork")
    start, done = fork.Barrier(len(reports)), fork.SimpleQueue()

    def one(report: Report) -> None:
        connection.ensure_connection()
        start.wait()
        try:
            done.put(milliseconds(lambda: act(report))[0])
        except OperationalError:
            done.put(None)

    connections.close_all()
    processes = [fork.Process(target=one, args=[report]) for report in reports]
    for process in processes:
        process.start()
    times = [done.get() for _ in processes]
    for process in processes:
        process.join()
    return [time for time in times if time is not None], times.count(None)


def loading() -> Row:
    """Four thousand typed values by the ORM against COPY into the same table; both undone."""
    period = Period.objects.get(slug="2022-q3")
    services.open_reports(period=period, now=db_now())
    report_rows = list(ReportRow.objects.filter(report__period=period))
    elements = list(Element.objects.typed().values_list("pk", flat=True))
    pairs = [(row.pk, element) for row in report_rows for element in elements][:4000]

    def orm() -> None:
        with transaction.atomic():
            ReportValue.objects.bulk_create(
                ReportValue(row_id=row, element_id=element, value=1) for row, element in pairs
            )
            transaction.set_rollback(True)

    def copy() -> None:
        lines = io.StringIO("".join(f"{row}\t{element}\t1\t\t\t\n" for row, element in pairs))
        with transaction.atomic(), connection.cursor() as cursor:
            columns = ("row_id", "element_id", "value", "absent_reason", "kept_reason", "dispute_reason")
            cursor.copy_from(lines, "reports_reportvalue", columns=columns)
            transaction.set_rollback(True)

    pair = in_turn(orm, copy)
    return (
        "load of a report's 4.000 values / COPY",
        f"{pair.ours:.0f} ms / {pair.floor:.0f} ms = {pair.ratio:.1f} ×",
        "≤ 5",
    )
