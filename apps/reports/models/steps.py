"""What happened to a report: submissions, steps, reasons of a return, frozen versions. Never changed."""

from django.db import models
from django.db.models import Q

from apps.core.constraints import one_of
from apps.core.fields import by
from apps.indicators.models import Element
from apps.reports.enums import ReportAct, ReportState, RowAct, RowState
from apps.reports.models.form import TextItem
from apps.reports.models.report import Report, ReportRow


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


class RowStep(models.Model):
    """A row handed over by the commune, taken over by the district, or given back; `note` is told to the commune."""

    row = models.ForeignKey(ReportRow, verbose_name="dòng", on_delete=models.PROTECT, related_name="steps")
    act = models.CharField("việc", max_length=10, choices=RowAct)
    from_state = models.CharField("từ", max_length=12, choices=RowState)
    to_state = models.CharField("đến", max_length=12, choices=RowState)
    note = models.CharField("lý do", max_length=300, blank=True)
    done_by = by("người làm")
    done_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bước của dòng"
        verbose_name_plural = "bước của dòng"
        ordering = ["id"]
        constraints = [
            one_of("act", RowAct, "reports_rowstep_act_known"),
            one_of("from_state", RowState, "reports_rowstep_from_known"),
            one_of("to_state", RowState, "reports_rowstep_to_known"),
            models.CheckConstraint(
                condition=Q(act=RowAct.HAND_OVER) | ~Q(note=""),
                name="reports_rowstep_reason_told",
                violation_error_message="Nhập thay hay trả dòng cho xã thì phải nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.act}"


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
