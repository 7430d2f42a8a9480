"""What is tracked (directives and their sections) and when (periods)."""

from datetime import time

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from apps.core.constraints import one_of
from apps.core.vietnamese import ROMAN
from apps.directives.enums import CutoffRule, PeriodKind
from apps.units.models import no_two_at_once


class Directive(models.Model):
    """A Conclusion, plan or guide; the number is kept verbatim."""

    code = models.SlugField("mã", max_length=20, unique=True)
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=400)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành")
    note = models.TextField("ghi chú", blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["issued_on", "code"]

    def __str__(self) -> str:
        return self.number


class Section(models.Model):
    """A group of tasks and solutions of a directive; sub-groups point to their group."""

    directive = models.ForeignKey(
        Directive,
        verbose_name="văn bản",
        on_delete=models.PROTECT,
        related_name="sections",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc nhóm",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    code = models.CharField("mã", max_length=20, unique=True)
    position = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("tên", max_length=300)
    short_title = models.CharField("tên gọn", max_length=80)
    is_proposed = models.BooleanField("đề xuất", default=False)
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        verbose_name = "nhóm nhiệm vụ, giải pháp"
        verbose_name_plural = "nhóm nhiệm vụ, giải pháp"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "position"],
                name="directives_section_position_unique",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PeriodQuerySet(models.QuerySet["Period"]):
    def quarters(self) -> "PeriodQuerySet":
        return self.filter(kind=PeriodKind.QUARTER)

    def between(self, first: "Period", last: "Period") -> "PeriodQuerySet":
        """The quarters from `first` to `last`, both included, in order of time."""
        return (
            self.quarters().filter(start_on__gte=first.start_on, end_on__lte=last.end_on).order_by("start_on")
        )


class Period(models.Model):
    """A calendar quarter, half-year or year; figures are as at `cutoff_on`, the tree is that of `end_on`."""

    kind = models.CharField("loại kỳ", max_length=8, choices=PeriodKind)
    year = models.PositiveSmallIntegerField("năm")
    ordinal = models.PositiveSmallIntegerField("thứ tự trong năm")
    start_on = models.DateField("từ ngày")
    end_on = models.DateField("đến ngày")
    cutoff_on = models.DateField("ngày chốt số liệu")
    slug = models.SlugField("mã trên đường dẫn", max_length=12, unique=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ"
        verbose_name_plural = "kỳ"
        ordering = ["start_on", "-end_on"]
        constraints = [
            one_of("kind", PeriodKind, "directives_period_kind_known"),
            models.UniqueConstraint(fields=["kind", "year", "ordinal"], name="directives_period_unique"),
            models.CheckConstraint(
                condition=Q(
                    end_on__gt=F("start_on"),
                    cutoff_on__lte=F("end_on"),
                    cutoff_on__gt=F("start_on"),
                ),
                name="directives_period_days_in_order",
                violation_error_message="Ngày chốt phải nằm trong kỳ.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Quý III/2021, 6 tháng đầu năm 2021, Năm 2021"""
        if self.kind == PeriodKind.QUARTER:
            return f"Quý {ROMAN[self.ordinal]}/{self.year}"
        if self.kind == PeriodKind.HALF:
            return f"6 tháng {'đầu' if self.ordinal == 1 else 'cuối'} năm {self.year}"
        return f"Năm {self.year}"

    @property
    def short_label(self) -> str:
        """quý III/2021: for use inside a sentence."""
        return self.label[0].lower() + self.label[1:]


class ReportingRule(models.Model):
    """How periods get their cut-off and proposed deadline, from a day on. Entered by the client; ours is "đề xuất"."""

    validity = DateRangeField("có hiệu lực")
    cutoff_rule = models.CharField(
        "ngày chốt", max_length=10, choices=CutoffRule, default=CutoffRule.CALENDAR
    )
    deadline_day = models.PositiveSmallIntegerField("hạn nộp: ngày của tháng sau", default=10)
    deadline_time = models.TimeField("hạn nộp: giờ")
    rows_day = models.PositiveSmallIntegerField("hạn bàn giao của xã: ngày của tháng sau", default=5)
    rows_time = models.TimeField("hạn bàn giao của xã: giờ", default=time(17))
    source = models.CharField("nguồn", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "quy ước kỳ và hạn"
        verbose_name_plural = "quy ước kỳ và hạn"
        ordering = ["validity"]
        constraints = [
            one_of("cutoff_rule", CutoffRule, "directives_reportingrule_cutoff_known"),
            no_two_at_once([], "directives_reportingrule_one_at_once", "Đã có quy ước trong thời gian này."),
            models.CheckConstraint(
                condition=Q(deadline_day__gte=1, deadline_day__lte=28),
                name="directives_reportingrule_day_in_month",
                violation_error_message="Ngày hạn nộp từ 1 đến 28.",
            ),
            models.CheckConstraint(
                condition=Q(rows_day__gte=1, rows_day__lt=F("deadline_day"))
                | Q(rows_day__gte=1, rows_day=F("deadline_day"), rows_time__lte=F("deadline_time")),
                name="directives_reportingrule_rows_first",
                violation_error_message="Hạn bàn giao của xã phải trước hạn nộp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cutoff_rule_display()}, hạn ngày {self.deadline_day}"
