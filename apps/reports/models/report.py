"""One unit's report for one quarter: its state, its rows of typed figures, its texts, its extensions."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse

from apps.core.constraints import one_of
from apps.core.fields import by
from apps.directives.models import Period
from apps.indicators.models import Element
from apps.reports.enums import OPEN_STATES, Punctuality, ReportState, RowState
from apps.reports.models.form import Deadline, ReportForm, TextItem
from apps.units.models import Membership, Unit, UnitName, lineage_of


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any, at: date) -> "ReportQuerySet":
        """Reports of units that the user may see, and reports in which an own unit has a row."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        own_row = ReportRow.objects.filter(report_id=models.OuterRef("pk"), unit_id__in=mine)
        return self.filter(Q(unit__in=Unit.objects.visible_to(user, at)) | models.Exists(own_row))

    def with_lineage(self) -> "ReportQuerySet":
        """Adds `lineage` (the unit and all above it on the last day), `submitter_ids`, names, and by unit the rows:
        `row_unit_ids`, of them `handed_over_unit_ids` and `taken_over_unit_ids`.
        """
        names = UnitName.objects.filter(
            unit_id=models.OuterRef("unit_id"),
            validity__contains=models.OuterRef("period__end_on"),
        )
        rows = ReportRow.objects.filter(report_id=models.OuterRef("pk")).values("unit_id")
        handed_over, taken_over = (
            ArraySubquery(rows.filter(state=state)) for state in (RowState.HANDED_OVER, RowState.TAKEN_OVER)
        )
        itself = Report.objects.filter(pk=models.OuterRef("pk"))
        last_version = itself.order_by("-versions__number").values("versions__number")
        added: dict[str, Any] = {
            "lineage": lineage_of("unit_id", models.OuterRef("period__end_on")),
            "row_unit_ids": ArraySubquery(rows),
            "handed_over_unit_ids": handed_over,
            "taken_over_unit_ids": taken_over,
            "submitter_ids": ArraySubquery(itself.values("submissions__submitted_by_id")),
            "last_version_number": models.Subquery(last_version[:1]),
            "unit_name": models.Subquery(names.values("name")[:1]),
            "unit_short_name": models.Subquery(names.values("short_name")[:1]),
        }
        return self.select_related("period", "unit", "form").annotate(**added)

    def with_due(self) -> "ReportQuerySet":
        """Adds `set_due_at` (the form's deadline), `extended_to` (the last extension) and `due_at`, which counts.

        And `rows_due_at`, until when the communes hand over: by the form, or as long as the report was extended.
        """
        deadlines = Deadline.objects.filter(
            form_id=models.OuterRef("form_id"), period_id=models.OuterRef("period_id")
        )
        extensions = Extension.objects.filter(report_id=models.OuterRef("pk")).order_by("-id")
        added: dict[str, Any] = {
            "set_due_at": models.Subquery(deadlines.values("due_at")[:1]),
            "is_due_proposed": models.Subquery(deadlines.values("is_proposed")[:1]),
            "extended_to": models.Subquery(extensions.values("due_at")[:1]),
            "due_at": Coalesce("extended_to", "set_due_at"),
            "rows_due_at": Coalesce("extended_to", models.Subquery(deadlines.values("rows_due_at")[:1])),
        }
        return self.annotate(**added)

    def locked(self, pk: int) -> "Report":
        """The report with its row locked until the transaction ends, ready for permission checks and deadlines.

        What stands beside it is read after the lock: a statement that waited would still see it as it was before.
        """
        self.select_for_update().only("pk").get(pk=pk)
        return self.with_lineage().with_due().get(pk=pk)


class Report(models.Model):
    """One unit's report for one quarter. `version` grows with every change and guards against stale pages."""

    # Set by with_lineage() and with_due():
    lineage: list[int]
    row_unit_ids: list[int]
    handed_over_unit_ids: list[int]
    taken_over_unit_ids: list[int]
    submitter_ids: list[int | None]
    unit_name: str
    unit_short_name: str
    last_version_number: int | None
    set_due_at: datetime | None
    is_due_proposed: bool | None
    extended_to: datetime | None
    due_at: datetime | None
    rows_due_at: datetime | None

    form = models.ForeignKey(
        ReportForm,
        verbose_name="biểu mẫu",
        on_delete=models.PROTECT,
        related_name="reports",
    )
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(Period, verbose_name="kỳ", on_delete=models.PROTECT, related_name="reports")
    state = models.CharField("trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveIntegerField("phiên bản đang sửa", default=1)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = by("người lưu", null=True, blank=True)
    first_submitted_at = models.DateTimeField("nộp lần đầu lúc", null=True, blank=True)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = by("người nộp", null=True, blank=True)
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = by("người duyệt", null=True, blank=True)

    recorded_punctuality = models.CharField(
        "đã ghi vào kỷ luật báo cáo", max_length=8, choices=Punctuality, default=Punctuality.PENDING
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        constraints = [
            one_of("state", ReportState, "reports_report_state_known"),
            one_of("recorded_punctuality", Punctuality, "reports_report_punctuality_known"),
            models.UniqueConstraint(fields=["form", "unit", "period"], name="reports_report_unique"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None, first_submitted_at=None)
                | Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    first_submitted_at__isnull=False,
                ),
                name="reports_report_submitted_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="reports_report_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="reports_report_two_persons",
                violation_error_message="Người nộp không tự duyệt báo cáo của mình.",
            ),
        ]
        indexes = [models.Index(fields=["period", "state"], name="reports_report_period_state")]

    def __str__(self) -> str:
        return f"báo cáo {self.pk}"

    def get_absolute_url(self) -> str:
        """Needs `period` loaded."""
        return reverse("reports:report", args=[self.period.slug, self.unit_id])

    @property
    def is_open(self) -> bool:
        """Whether figures may still be typed."""
        return self.state in OPEN_STATES


class Extension(models.Model):
    """A later deadline for one report, with its reason."""

    report = models.ForeignKey(
        Report,
        verbose_name="báo cáo",
        on_delete=models.PROTECT,
        related_name="extensions",
    )
    due_at = models.DateTimeField("hạn mới")
    reason = models.CharField("lý do", max_length=300)
    granted_by = by("người gia hạn")
    granted_at = models.DateTimeField("gia hạn lúc", db_default=Now())

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.due_at}"


class ReportRow(models.Model):
    """One unit's row in a report: the reporting unit itself, or a unit below it that does not report on its own.

    `state` says whose turn it is; the steps that led there are `RowStep`s. The reporting unit's own row stays open.
    """

    # Set by queries.sheet.named_rows():
    unit_name: str
    unit_short_name: str
    unit_code: str | None

    report = models.ForeignKey(Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="rows")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("phiên bản dòng", default=1)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = by("người lưu", null=True, blank=True)
    state = models.CharField("bàn giao", max_length=12, choices=RowState, default=RowState.OPEN)
    first_handed_over_at = models.DateTimeField("bàn giao lần đầu lúc", null=True, blank=True)

    class Meta:
        verbose_name = "dòng báo cáo"
        verbose_name_plural = "dòng báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["report", "unit"], name="reports_reportrow_unique"),
            one_of("state", RowState, "reports_reportrow_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RowState.HANDED_OVER) | Q(first_handed_over_at__isnull=False),
                name="reports_reportrow_handed_over_when",
                violation_error_message="Dòng đã bàn giao phải có thời điểm bàn giao.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.unit_id}"


class ReportValue(models.Model):
    """One typed figure: a number, or "không có số liệu" with its reason. No row at all: not yet typed.

    `register_value`: what the register said when this number was confirmed, or put in its place for a reason; NULL:
    typed without a register.
    """

    row = models.ForeignKey(ReportRow, verbose_name="dòng", on_delete=models.PROTECT, related_name="values")
    element = models.ForeignKey(Element, verbose_name="số liệu", on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=4, null=True, blank=True)
    absent_reason = models.CharField("lý do không có số liệu", max_length=300, blank=True)
    kept_reason = models.CharField("lý do giữ số chưa khớp", max_length=300, blank=True)
    register_value = models.DecimalField(
        "số trong sổ khi xác nhận", max_digits=20, decimal_places=4, null=True, blank=True
    )
    dispute_reason = models.CharField("lý do ghi khác sổ", max_length=300, blank=True)

    class Meta:
        verbose_name = "giá trị đã nhập"
        verbose_name_plural = "giá trị đã nhập"
        constraints = [
            models.UniqueConstraint(fields=["row", "element"], name="reports_reportvalue_unique"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, absent_reason="") | (Q(value=None) & ~Q(absent_reason="")),
                name="reports_reportvalue_number_or_reason",
                violation_error_message="Ghi một số, hoặc nêu lý do không có số liệu.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="reports_reportvalue_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(register_value=None)
                | Q(value__isnull=False, value=F("register_value"))
                | (Q(value__isnull=False) & ~Q(dispute_reason="")),
                name="reports_reportvalue_other_than_register_with_reason",
                violation_error_message="Ghi khác sổ thì phải nêu lý do.",
            ),
            models.CheckConstraint(
                condition=Q(dispute_reason="")
                | (Q(value__isnull=False, register_value__isnull=False) & ~Q(value=F("register_value"))),
                name="reports_reportvalue_dispute_of_another_number",
                violation_error_message="Chỉ nêu lý do khi ghi khác số trong sổ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}/{self.element_id}: {self.value}"


class ReportText(models.Model):
    """What the unit wrote about one item; `version` guards it as a row's version guards its figures."""

    report = models.ForeignKey(Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="texts")
    item = models.ForeignKey(TextItem, verbose_name="phần lời", on_delete=models.PROTECT, related_name="+")
    body = models.TextField("nội dung", max_length=4000, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    saved_at = models.DateTimeField("lưu lúc")
    saved_by = by("người lưu")

    class Meta:
        verbose_name = "lời báo cáo"
        verbose_name_plural = "lời báo cáo"
        constraints = [models.UniqueConstraint(fields=["report", "item"], name="reports_reporttext_unique")]

    def __str__(self) -> str:
        return self.body[:60]
