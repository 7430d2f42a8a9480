"""A province whose quarters are approved: reports, frozen versions and facts, written in bulk from a fixed seed.

The frozen JSON has the shape that `reports.services` freezes. Some figures are missing on purpose.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from apps.accounts.models import User
from apps.core.canonical import canonical, sha256
from apps.directives.models import Period
from apps.indicators.enums import RuleKind
from apps.indicators.models import Element, ElementUnitKind, Fact, Layout, Rule
from apps.indicators.services import rebuild_rollups
from apps.indicators.services.facts import fold
from apps.reports.enums import FindingKind, ReportState
from apps.reports.models import Deadline, Report, ReportForm, ReportRow, ReportText, ReportVersion, TextItem
from apps.units.models import Unit, UnitCode
from tests.world import World

Values = dict[str, Decimal | None]


class Desk:
    """Knows which element is asked of which kind of unit, and invents figures that fit the rules."""

    def __init__(self) -> None:
        self.form = ReportForm.objects.get(code="BC-QUY")
        self.elements = list(Element.objects.typed().filter(slots__layout=self.form.layout))
        self.kinds: dict[int, set[str]] = {}
        for row in ElementUnitKind.objects.all():
            self.kinds.setdefault(row.element_id, set()).add(row.unit_kind_id)
        rules = Rule.objects.filter(kind=RuleKind.AT_MOST).prefetch_related("terms__element", "element")
        self.caps = {
            rule.element.code: [(term.sign, term.element.code) for term in rule.terms.all()] for rule in rules
        }

    def asked(self, kind: str, period: Period) -> list[Element]:
        return [row for row in self.elements if kind in self.kinds[row.pk] and row.is_due(period)]

    def values(self, unit: Unit, period: Period, gap: float) -> Values:
        """Figures of one row; `gap` is the share of boxes without a figure."""
        rng = Random(f"{unit.pk} {period.slug}")
        age = period.year * 4 + period.ordinal - 8080
        asked = {row.code: row for row in self.asked(unit.kind_id, period)}
        found: Values = {
            code: Decimal(1 if row.unit_of_measure == "có/không" else rng.randint(8, 20))
            for code, row in asked.items()
        }
        for code in asked:
            if code in self.caps and all(term in found for _, term in self.caps[code]):
                whole = sum((sign * (found[term] or 0) for sign, term in self.caps[code]), Decimal(0))
                found[code] = Decimal(
                    int(max(whole, 0) * Decimal(min(0.6 + 0.02 * age + rng.random() * 0.2, 1)))
                )
        return {code: None if rng.random() < gap else value for code, value in found.items()}


def approve_quarters(
    world: World, slugs: Iterable[str], *, gap: float = 0.01, without: Iterable[Unit] = ()
) -> None:
    """Every unit that reports has an approved report in these quarters, `without` some in the last of them."""
    desk, periods = Desk(), list(Period.objects.filter(slug__in=list(slugs)).order_by("start_on"))
    absent = {unit.pk for unit in without}
    for period in periods:
        reporters = Unit.objects.filter(kind_id__in=["PROVINCE", "DISTRICT", "AFFILIATE"]).order_by("pk")
        for unit in reporters:
            if period != periods[-1] or unit.pk not in absent:
                _approve(desk, world, unit, period, gap)
    rebuild_rollups(layout=desk.form.layout, periods=periods)


def _approve(desk: Desk, world: World, unit: Unit, period: Period, gap: float) -> None:
    due = Deadline.objects.get(form=desk.form, period=period).due_at
    submitted = due + timedelta(hours=6 if unit.pk % 5 == 0 else -30)
    report = Report.objects.create(form=desk.form, unit=unit, period=period)
    rows = [
        unit,
        *Unit.objects.children_of(unit.pk, period.end_on).exclude(kind_id__in=["DISTRICT", "AFFILIATE"]),
    ]
    ReportRow.objects.bulk_create(ReportRow(report=report, unit=row) for row in rows)
    values = {row.pk: desk.values(row, period, gap) for row in rows}
    texts = _texts(desk, world, report, submitted)
    _close(report, world, submitted)
    version = _freeze(report, period, rows, values, submitted, texts)
    _record(desk, report, version, values)


def _close(report: Report, world: World, submitted: datetime) -> None:
    report.state = ReportState.APPROVED
    report.first_submitted_at = report.submitted_at = submitted
    report.submitted_by = world.secretary
    report.approved_at = submitted + timedelta(days=1)
    report.approved_by = _approver(world, report.unit)
    report.save()


def _approver(world: World, unit: Unit) -> User:
    return world.standing if unit == world.province else world.officer


def _texts(desk: Desk, world: World, report: Report, at: datetime) -> list[dict[str, str]]:
    """Two short texts a report: what went well, and what is wished for."""
    items = TextItem.objects.filter(form=desk.form).select_related("section")
    chosen = [
        items.filter(kind=kind).order_by("position").first()
        for kind in (FindingKind.STRENGTH, FindingKind.LIMITATION, FindingKind.PROPOSAL)
    ]
    bodies = [
        "Đã mở lớp bồi dưỡng cho bí thư chi đoàn.",
        "Cán bộ cơ sở còn kiêm nhiệm.",
        "Đề nghị bố trí thêm kinh phí.",
    ]
    pairs = list(zip(chosen, bodies, strict=True))
    ReportText.objects.bulk_create(
        ReportText(report=report, item=item, body=body, saved_at=at, saved_by=world.secretary)
        for item, body in pairs
    )
    return [{"section": item.section.code, "kind": item.kind, "body": body} for item, body in pairs]


def _freeze(
    report: Report,
    period: Period,
    rows: list[Unit],
    values: dict[int, Values],
    at: datetime,
    texts: list[dict[str, str]],
) -> ReportVersion:
    codes = dict(UnitCode.objects.filter(unit__in=rows).values_list("unit_id", "code"))
    names = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=values).named(period.end_on)}
    content = canonical(
        {
            "number": 1,
            "form": {"code": report.form.code, "version": report.form.version},
            "unit": {"id": report.unit_id, "name": names[report.unit_id], "code": codes[report.unit_id]},
            "period": period.slug,
            "rows": [
                {
                    "unit": {"id": row.pk, "name": names[row.pk], "code": codes[row.pk]},
                    "values": {
                        code: {"absent": "chưa rà soát"} if value is None else {"v": value}
                        for code, value in values[row.pk].items()
                    },
                }
                for row in rows
            ],
            "texts": texts,
            "submitted": {"by": report.submitted_by_id, "at": at},
        }
    )
    return ReportVersion.objects.create(
        report=report, number=1, content=content, sha256=sha256(content),
        approved_by=report.approved_by, approved_at=report.approved_at,
    )  # fmt: skip


def _record(desk: Desk, report: Report, version: ReportVersion, values: dict[int, Values]) -> None:
    ids = {row.code: row.pk for row in desk.elements}
    positions = dict(desk.form.layout.slots.values_list("element_id", "position"))
    Fact.objects.bulk_create(
        Fact(
            unit_id=unit,
            period=report.period,
            layout=desk.form.layout,
            values=fold(positions, {ids[code]: value for code, value in row.items()}),
            reporter_id=report.unit_id,
            version_number=version.number,
            version_sha256=version.sha256,
        )
        for unit, row in sorted(values.items())
    )


def moment(year: int, month: int, day: int) -> datetime:
    return timezone.make_aware(datetime(year, month, day, 17, 30))


def layout(code: str = "BC-QUY") -> Layout:
    return Layout.objects.get(code=code)
