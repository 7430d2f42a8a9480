"""What happens in the demo: seven quarters, six of them approved, the third of 2021 alive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.dashboard.services.demo.figures import (
    ASSIGNED,
    OVER_QUOTA,
    PRESENT,
    Commune,
    Figures,
    Office,
    Quarter,
    Stock,
    absent_reason,
    agreed,
    dispute_reason,
    walk,
)
from apps.dashboard.services.demo.people import Place
from apps.dashboard.services.demo.texts import remark
from apps.directives.models import Period
from apps.reports import services
from apps.reports.models import Report, ReportRow, ReportText, ReportValue, TextItem
from apps.reports.queries import Box, SheetRow, sheet
from apps.reports.services import Note

FIRST, LAST = "2020-q1", "2021-q3"
KEYS = UUID("6f1f4f0e-3d0e-5f0f-9a63-1f6f6b2f2021")  # namespace of the demo's idempotency keys
# Who has done what in the running quarter: five approved, two submitted, one returned, three open.
APPROVED = (
    "Thành đoàn Hưng Yên",
    "Huyện đoàn Kim Động",
    "Huyện đoàn Tiên Lữ",
    "Huyện đoàn Văn Giang",
    "Thị đoàn Mỹ Hào",
)
SUBMITTED = ("Huyện đoàn Văn Lâm", "Huyện đoàn Ân Thi")
RETURNED = ("Huyện đoàn Yên Mỹ",)
OPEN = ("Huyện đoàn Khoái Châu", "Huyện đoàn Phù Cừ", "Đoàn Khối Cơ quan – Doanh nghiệp tỉnh")
LATE = ("Thị đoàn Mỹ Hào", "Huyện đoàn Ân Thi")
LACKING = {"Đoàn xã Dân Tiến": {"KL08-B6"}, "Đoàn xã Nhuế Dương": {"KL08-B3", "KL08-B6"}}
AFFILIATE_BASES = 58  # grassroots units of the affiliate, facts.md


@dataclass(frozen=True)
class Stage:
    """Everybody and everything the story needs, read once."""

    quarters: tuple[tuple[Period, Quarter], ...]
    units: dict[int, Place]
    stocks: dict[int, dict[str, Stock]]  # of the branches of a commune, by quarter
    users: dict[int, User]  # by the unit whose report they submit
    officer: User
    standing: User


def opened_at(period: Period) -> datetime:
    """The morning after the period's last day."""
    return timezone.make_aware(datetime.combine(period.end_on + timedelta(days=1), time(7)))


def type_figures(stage: Stage) -> None:
    """All values and texts of all quarters, in bulk: confirmed where the register answers, typed where it does not.

    The running quarter's open reports stay unfinished.
    """
    drawn = {unit_id: dict(_drawn(stage, unit_id)) for unit_id in stage.units}
    values: list[ReportValue] = []
    for report in _reports(stage):
        for row in sheet(report).rows:
            values += _values(stage, report, row, drawn[row.unit_id][report.period.slug])
    ReportValue.objects.bulk_create(values, batch_size=5000)
    _type_texts(stage)


def _reports(stage: Stage) -> QuerySet[Report]:
    periods = [period for period, _ in stage.quarters]
    return (
        Report.objects.with_lineage()
        .filter(period__in=periods)
        .select_related("period", "form")
        .order_by("pk")
    )


def _drawn(stage: Stage, unit_id: int) -> list[tuple[str, Figures]]:
    unit = stage.units[unit_id]
    code = unit.code
    quarters = [quarter for _, quarter in stage.quarters]
    if unit.kind == "GRASSROOTS":
        commune = Commune.drawn(code, stage.stocks[unit_id])
        return [(quarter.slug, figures) for quarter, figures in walk(commune, quarters)]
    staff = {"PROVINCE": 14, "AFFILIATE": 4}.get(unit.kind, 5)
    office = Office(code, _bases(stage, unit), staff)
    return [(quarter.slug, figures) for quarter, figures in walk(office, quarters)]


def _bases(stage: Stage, unit: Place) -> int:
    if unit.kind != "DISTRICT":
        return AFFILIATE_BASES if unit.kind == "AFFILIATE" else 0
    return sum(1 for other in stage.units.values() if unit.pk in other.lineage) - 1


def _values(stage: Stage, report: Report, row: SheetRow, drawn: Figures) -> list[ReportValue]:
    figures = agreed(
        drawn, {box.code: row.register[box.element_id] for box in row.boxes if box.element_id in row.register}
    )
    wanted = row.boxes if _is_finished(stage, report) else _unfinished(row, report, stage)
    return [_value(row, box, figures, report.period.slug) for box in wanted]


def _value(row: SheetRow, box: Box, figures: Figures, slug: str) -> ReportValue:
    known, figure = row.register.get(box.element_id), figures[box.code]
    reason = dispute_reason(row.code, slug, box.code) if known is not None else ""
    absent = absent_reason(row.code, slug, box.code) if known is None else ""
    is_over = box.code == PRESENT and figure > figures[ASSIGNED]
    return ReportValue(
        row_id=row.id,
        element_id=box.element_id,
        value=None if absent else figure + bool(reason),
        absent_reason=absent,
        kept_reason=OVER_QUOTA if is_over else "",
        register_value=known,
        dispute_reason=reason,
    )


def _is_finished(stage: Stage, report: Report) -> bool:
    reporter = stage.units[report.unit_id]
    return report.period.slug != LAST or (reporter.kind != "PROVINCE" and reporter.name not in OPEN)


def _unfinished(row: SheetRow, report: Report, stage: Stage) -> Sequence[Box]:
    """Of an open report: Khoái Châu lacks three boxes in two communes, Phù Cừ half its rows, the others all."""
    reporter = stage.units[report.unit_id].name
    if reporter == "Huyện đoàn Khoái Châu":
        lacking = LACKING.get(row.name, set())
        return [box for box in row.boxes if box.code not in lacking]
    if reporter == "Huyện đoàn Phù Cừ":
        return row.boxes if Random(f"dở {row.name}").random() < 0.5 else ()
    return ()


def _type_texts(stage: Stage) -> None:
    items = list(TextItem.objects.select_related("section"))
    texts = []
    for report in _reports(stage):
        code = stage.units[report.unit_id].code
        saved = {"saved_at": opened_at(report.period), "saved_by": stage.users[report.unit_id]}
        for item in items:
            if body := remark(code, report.period.slug, item.section.code, item.kind):
                texts.append(ReportText(report=report, item=item, body=body, **saved))
    ReportText.objects.bulk_create(texts)


def act(stage: Stage, now: datetime) -> None:
    """Submits, returns and approves through the services, at the hours at which it would have happened."""
    for period, quarter in stage.quarters:
        for report in Report.objects.with_lineage().with_due().filter(period=period).order_by("unit_id"):
            if quarter.slug == LAST:
                _act_now(stage, report, now)
            else:
                _approve(stage, report, _submit(stage, report))


def _submit(stage: Stage, report: Report) -> datetime:
    unit = stage.units[report.unit_id].name
    rng = Random(f"nộp {unit} {report.period.slug}")
    assert report.due_at is not None
    is_late = unit in LATE if report.period.slug == LAST else rng.random() < 0.08
    hours = rng.randint(20, 60) if is_late else -rng.randint(3, 120)
    at = report.due_at + timedelta(hours=hours)
    services.submit(
        user=stage.users[report.unit_id],
        report_id=report.pk,
        version=report.version,
        key=uuid5(KEYS, f"{unit} {report.period.slug}"),
        seen={"demo": True},
        now=at,
    )
    return at


def _approve(stage: Stage, report: Report, submitted_at: datetime) -> None:
    approver = stage.standing if stage.units[report.unit_id].kind == "PROVINCE" else stage.officer
    version = Report.objects.values_list("version", flat=True).get(pk=report.pk)
    services.approve(
        user=approver, report_id=report.pk, version=version, now=submitted_at + timedelta(days=2)
    )


def _act_now(stage: Stage, report: Report, now: datetime) -> None:
    unit = stage.units[report.unit_id].name
    if unit in APPROVED:
        _approve(stage, report, _submit(stage, report))
    elif unit in SUBMITTED:
        _submit(stage, report)
    elif unit in RETURNED:
        _send_back(stage, report, _submit(stage, report))
    else:
        services.grant_extension(
            user=stage.standing if unit.startswith("Tỉnh") else stage.officer,
            report_id=report.pk,
            due_at=now.replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=2),
            reason="Cơ sở đang kiện toàn, cần thêm thời gian đối chiếu số liệu (minh họa).",
            now=now,
        )


def _send_back(stage: Stage, report: Report, submitted_at: datetime) -> None:
    commune = next(
        row.unit_id
        for row in ReportRow.objects.filter(report=report).order_by("pk")
        if row.unit_id != report.unit_id
    )
    services.send_back(
        user=stage.officer,
        report_id=report.pk,
        version=Report.objects.values_list("version", flat=True).get(pk=report.pk),
        notes=[
            Note(
                reason="Số chi đoàn dưới 9 đoàn viên tăng so với quý II, đề nghị đối chiếu lại với cơ sở.",
                unit_id=commune,
                code="KL08-B3",
            )
        ],
        message="Đề nghị đồng chí kiểm tra lại một ô rồi nộp lại.",
        now=submitted_at + timedelta(days=1),
    )
