"""The quarterly report: form, deadline, rows of draft values, submissions, steps and frozen versions."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.directives.models import Period, Section
from apps.indicators.models import Element, Layout
from apps.reports.enums import OPEN_STATES, FindingKind, ReportAct, ReportState
from apps.units.models import (
    Membership,
    Unit,
    UnitKind,
    UnitName,
    lineage_of,
    no_two_at_once,
)


def by(verbose: str, **options: Any) -> models.ForeignKey:
    """A protected key to the person who acted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class ReportForm(models.Model):
    """A versioned form: its figures are the slots of `layout`, its texts the `texts`; who reports is dated data."""

    code = models.CharField("mã", max_length=30)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    name = models.CharField("tên biểu mẫu", max_length=200)
    layout = models.ForeignKey(
        Layout,
        verbose_name="bố trí số liệu",
        on_delete=models.PROTECT,
        related_name="+",
    )
    validity = DateRangeField("có hiệu lực")

    class Meta:
        verbose_name = "biểu mẫu"
        verbose_name_plural = "biểu mẫu"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="reports_reportform_version_unique"),
            no_two_at_once(
                ["code"],
                "reports_reportform_one_at_once",
                "Biểu mẫu đã có phiên bản trong thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (bản {self.version})"


class FormUnitKind(models.Model):
    """Which kinds of units report with a form."""

    form = models.ForeignKey(
        ReportForm,
        verbose_name="biểu mẫu",
        on_delete=models.PROTECT,
        related_name="unit_kinds",
    )
    unit_kind = models.ForeignKey(
        UnitKind, verbose_name="loại đơn vị", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "nơi báo cáo"
        verbose_name_plural = "nơi báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["form", "unit_kind"], name="reports_formunitkind_unique")
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.unit_kind_id}"


class TextItem(models.Model):
    """One short text that a form asks for: a kind of finding about a section."""

    form = models.ForeignKey(
        ReportForm,
        verbose_name="biểu mẫu",
        on_delete=models.PROTECT,
        related_name="texts",
    )
    section = models.ForeignKey(Section, verbose_name="nhóm", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("loại nhận xét", max_length=10, choices=FindingKind)
    position = models.PositiveSmallIntegerField("thứ tự")
    is_required = models.BooleanField("bắt buộc", default=False)

    class Meta:
        verbose_name = "phần lời"
        verbose_name_plural = "phần lời"
        ordering = ["position"]
        constraints = [
            one_of("kind", FindingKind, "reports_textitem_kind_known"),
            models.UniqueConstraint(fields=["form", "section", "kind"], name="reports_textitem_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.kind}"


class Deadline(models.Model):
    form = models.ForeignKey(
        ReportForm,
        verbose_name="biểu mẫu",
        on_delete=models.PROTECT,
        related_name="deadlines",
    )
    period = models.ForeignKey(Period, verbose_name="kỳ", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField("hạn nộp")
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "hạn nộp"
        verbose_name_plural = "hạn nộp"
        constraints = [models.UniqueConstraint(fields=["form", "period"], name="reports_deadline_unique")]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.due_at}"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any, at: date) -> "ReportQuerySet":
        """Reports of units that the user may see, and reports in which an own unit has a row."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        own_row = ReportRow.objects.filter(report_id=models.OuterRef("pk"), unit_id__in=mine)
        return self.filter(Q(unit__in=Unit.objects.visible_to(user, at)) | models.Exists(own_row))

    def with_lineage(self) -> "ReportQuerySet":
        """Adds `lineage` (ids above the unit on the period's last day), `row_unit_ids` and the unit's names."""
        names = UnitName.objects.filter(
            unit_id=models.OuterRef("unit_id"),
            validity__contains=models.OuterRef("period__end_on"),
        )
        rows = ReportRow.objects.filter(report_id=models.OuterRef("pk")).values("unit_id")
        return self.select_related("period", "unit", "form").annotate(
            lineage=lineage_of("unit_id", models.OuterRef("period__end_on")),
            row_unit_ids=ArraySubquery(rows),
            unit_name=models.Subquery(names.values("name")[:1]),
            unit_short_name=models.Subquery(names.values("short_name")[:1]),
        )


class Report(models.Model):
    """One unit's report for one quarter. `version` grows with every change and guards against stale pages."""

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

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        constraints = [
            one_of("state", ReportState, "reports_report_state_known"),
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
    """One unit's row in a report: the reporting unit itself, or a unit below it that does not report on its own."""

    report = models.ForeignKey(Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="rows")
    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("phiên bản dòng", default=1)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = by("người lưu", null=True, blank=True)

    class Meta:
        verbose_name = "dòng báo cáo"
        verbose_name_plural = "dòng báo cáo"
        constraints = [models.UniqueConstraint(fields=["report", "unit"], name="reports_reportrow_unique")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.unit_id}"


class ReportValue(models.Model):
    """One typed figure: a number, or "không có số liệu" with its reason. No row at all: not yet typed."""

    row = models.ForeignKey(ReportRow, verbose_name="dòng", on_delete=models.PROTECT, related_name="values")
    element = models.ForeignKey(Element, verbose_name="số liệu", on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=4, null=True, blank=True)
    absent_reason = models.CharField("lý do không có số liệu", max_length=300, blank=True)
    kept_reason = models.CharField("lý do giữ số chưa khớp", max_length=300, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.row_id}/{self.element_id}: {self.value}"


class ReportText(models.Model):
    report = models.ForeignKey(Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="texts")
    item = models.ForeignKey(TextItem, verbose_name="phần lời", on_delete=models.PROTECT, related_name="+")
    body = models.TextField("nội dung", max_length=4000)

    class Meta:
        verbose_name = "lời báo cáo"
        verbose_name_plural = "lời báo cáo"
        constraints = [models.UniqueConstraint(fields=["report", "item"], name="reports_reporttext_unique")]

    def __str__(self) -> str:
        return self.body[:60]


class Submission(models.Model):
    """One accepted *Nộp*. The key makes a repeated click harmless: same key and body, same receipt."""

    report = models.ForeignKey(
        Report,
        verbose_name="báo cáo",
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    number = models.PositiveSmallIntegerField("lần nộp")
    key = models.UUIDField("khóa chống nộp trùng", unique=True)
    body_sha256 = models.CharField("mã nội dung", max_length=64)
    receipt_number = models.CharField("số biên nhận", max_length=40, unique=True)
    submitted_by = by("người nộp")
    submitted_at = models.DateTimeField("nộp lúc")

    class Meta:
        verbose_name = "lần nộp"
        verbose_name_plural = "lần nộp"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_submission_number_unique")
        ]

    def __str__(self) -> str:
        return self.receipt_number


class ReportStep(models.Model):
    """One step of the workflow."""

    report = models.ForeignKey(Report, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="steps")
    act = models.CharField("việc", max_length=10, choices=ReportAct)
    from_state = models.CharField("từ", max_length=10, choices=ReportState)
    to_state = models.CharField("đến", max_length=10, choices=ReportState)
    note = models.TextField("ghi chú", blank=True, max_length=1000)
    done_by = by("người làm")
    done_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bước xử lý"
        verbose_name_plural = "bước xử lý"
        ordering = ["id"]
        constraints = [
            one_of("act", ReportAct, "reports_reportstep_act_known"),
            one_of("from_state", ReportState, "reports_reportstep_from_known"),
            one_of("to_state", ReportState, "reports_reportstep_to_known"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.act}"


class ReturnNote(models.Model):
    """Why one field was sent back: a figure of a row, or a text. Closed by the next submission."""

    step = models.ForeignKey(
        ReportStep,
        verbose_name="lần trả lại",
        on_delete=models.PROTECT,
        related_name="notes",
    )
    row = models.ForeignKey(
        ReportRow,
        verbose_name="dòng",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="return_notes",
    )
    element = models.ForeignKey(
        Element,
        verbose_name="số liệu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    item = models.ForeignKey(
        TextItem,
        verbose_name="phần lời",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField("lý do", max_length=500)

    class Meta:
        verbose_name = "ô bị trả lại"
        verbose_name_plural = "ô bị trả lại"
        constraints = [
            models.CheckConstraint(
                condition=Q(row__isnull=False, element__isnull=False, item=None)
                | Q(row=None, element=None, item__isnull=False),
                name="reports_returnnote_figure_or_text",
            )
        ]

    def __str__(self) -> str:
        return self.reason


class ReportVersion(models.Model):
    """An approved report, frozen: canonical JSON and its SHA-256. Never changed."""

    report = models.ForeignKey(
        Report,
        verbose_name="báo cáo",
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveSmallIntegerField("phiên bản")
    content = models.TextField("nội dung (JSON chuẩn)")
    sha256 = models.CharField("SHA-256", max_length=64)
    approved_by = by("người duyệt")
    approved_at = models.DateTimeField("duyệt lúc")

    class Meta:
        verbose_name = "bản đã duyệt"
        verbose_name_plural = "bản đã duyệt"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_reportversion_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} bản {self.number}"
