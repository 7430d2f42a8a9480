"""What a report asks for and of whom, and until when: form, texts, deadlines."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from apps.core.constraints import one_of
from apps.directives.models import Period, Section
from apps.indicators.models import Layout
from apps.reports.enums import FindingKind
from apps.units.models import UnitKind, no_two_at_once


class ReportForm(models.Model):
    """A versioned form: its figures are the slots of `layout`, its texts the `texts`; who reports is dated data.

    `register_from`, `branches_from`: figures of quarters that end on that day or later come out of the register of
    cadres, of those of branches and their ratings; none: all are typed.
    """

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
    register_from = models.DateField("lấy số từ sổ cán bộ, với kỳ kết thúc từ ngày", null=True, blank=True)
    branches_from = models.DateField(
        "lấy số từ sổ chi đoàn, kết quả xếp loại, với kỳ kết thúc từ ngày", null=True, blank=True
    )

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
    """Until when a period's reports are due; ours is "đề xuất" until the client sets it.

    `rows_due_at`: until when the communes hand their rows over to the district, which then has the rest of the time.
    """

    form = models.ForeignKey(
        ReportForm,
        verbose_name="biểu mẫu",
        on_delete=models.PROTECT,
        related_name="deadlines",
    )
    period = models.ForeignKey(Period, verbose_name="kỳ", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField("hạn nộp")
    rows_due_at = models.DateTimeField("hạn bàn giao của xã", null=True, blank=True)
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "hạn nộp"
        verbose_name_plural = "hạn nộp"
        constraints = [
            models.UniqueConstraint(fields=["form", "period"], name="reports_deadline_unique"),
            models.CheckConstraint(
                condition=models.Q(rows_due_at=None) | models.Q(rows_due_at__lte=models.F("due_at")),
                name="reports_deadline_rows_first",
                violation_error_message="Hạn bàn giao của xã không được sau hạn nộp của huyện.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.due_at}"
