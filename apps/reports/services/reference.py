"""Loading the form of the quarterly report, its texts and its proposed deadlines. Runs again without effect."""

from datetime import date, datetime, time
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from apps.core.reference import rows
from apps.directives.models import Period, ReportingRule, Section
from apps.indicators.models import Layout
from apps.reports.models import Deadline, FormUnitKind, ReportForm, TextItem

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
FORM_CODE = "BC-QUY"
FORM_NAME = "Báo cáo quý về thực hiện Kết luận 07 và Kết luận 08"
VALID_FROM = date(2019, 1, 1)
REPORTING_KINDS = ("PROVINCE", "DISTRICT", "AFFILIATE")


@transaction.atomic
def load_reference() -> None:
    """Form BC-QUY version 1, who reports with it, its texts, and a deadline for every quarter; existing rows stay."""
    form, is_new = ReportForm.objects.get_or_create(
        code=FORM_CODE,
        version=1,
        defaults={
            "name": FORM_NAME,
            "layout": Layout.objects.get(code=FORM_CODE),
            "validity": DateRange(VALID_FROM, None),
        },
    )
    if is_new:
        FormUnitKind.objects.bulk_create(
            FormUnitKind(form=form, unit_kind_id=kind) for kind in REPORTING_KINDS
        )
        _load_texts(form)
    ensure_deadlines(form=form)


def _load_texts(form: ReportForm) -> None:
    sections = {section.code: section for section in Section.objects.all()}
    TextItem.objects.bulk_create(
        TextItem(
            form=form,
            section=sections[row["section"]],
            kind=row["kind"],
            position=position,
            is_required=row["is_required"] == "1",
        )
        for position, row in enumerate(rows(REFERENCE, "texts.csv"), start=1)
    )


def ensure_deadlines(*, form: ReportForm) -> None:
    """A proposed deadline for every quarter that has none, by the reporting rule in force on its last day."""
    without = Period.objects.quarters().exclude(pk__in=form.deadlines.values("period_id"))
    for period in without.filter(start_on__gte=form.validity.lower):
        rule = ReportingRule.objects.filter(validity__contains=period.end_on).first()
        if rule:
            Deadline.objects.create(
                form=form,
                period=period,
                due_at=month_after(period, rule.deadline_day, rule.deadline_time),
                rows_due_at=month_after(period, rule.rows_day, rule.rows_time),
                is_proposed=rule.is_proposed,
            )


def month_after(period: Period, day: int, at: time) -> datetime:
    """That day and hour of the month after the period, in local time: 17:00 on the 10th, as the rule says."""
    year, month = divmod(period.end_on.year * 12 + period.end_on.month, 12)
    return timezone.make_aware(datetime.combine(date(year, month + 1, day), at))
