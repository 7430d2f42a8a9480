"""Formulas over elements, the targets assigned to them, and how far from a target still counts as near."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.core.fields import by
from apps.directives.models import Section
from apps.indicators.enums import Direction, Side
from apps.indicators.models.element import Element
from apps.units.models import Unit, no_two_at_once


class Indicator(models.Model):
    """A formula over elements: Σ numerator terms, or factor × Σ numerator / Σ denominator."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên", max_length=300)
    short_name = models.CharField("tên gọn", max_length=120)
    unit_of_measure = models.CharField("đơn vị tính", max_length=30)
    factor = models.PositiveSmallIntegerField("hệ số", default=1)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    direction = models.CharField("chiều", max_length=4, choices=Direction)
    section = models.ForeignKey(
        Section,
        verbose_name="nhóm",
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    position = models.PositiveSmallIntegerField("thứ tự", unique=True)
    reference_value = models.CharField("giá trị tham khảo", max_length=300, blank=True)
    origin = models.CharField("nguồn", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)
    is_headline = models.BooleanField("hiện ở trang chủ", default=False)
    catalogue_code = models.CharField("mã danh mục", max_length=60, blank=True)
    comparison_note = models.CharField("lưu ý khi so sánh", max_length=300, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["position"]
        constraints = [one_of("direction", Direction, "indicators_indicator_direction_known")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorTerm(models.Model):
    indicator = models.ForeignKey(
        Indicator,
        verbose_name="chỉ tiêu",
        on_delete=models.PROTECT,
        related_name="terms",
    )
    side = models.CharField("vế", max_length=3, choices=Side)
    element = models.ForeignKey(Element, verbose_name="số liệu", on_delete=models.PROTECT, related_name="+")
    sign = models.SmallIntegerField("dấu", default=1)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "số hạng của chỉ tiêu"
        verbose_name_plural = "số hạng của chỉ tiêu"
        ordering = ["side", "position"]
        constraints = [
            one_of("side", Side, "indicators_indicatorterm_side_known"),
            models.CheckConstraint(
                condition=Q(sign__in=[-1, 1]),
                name="indicators_indicatorterm_sign_known",
            ),
            models.UniqueConstraint(
                fields=["indicator", "side", "element"],
                name="indicators_indicatorterm_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.sign:+d} {self.element_id}"


class TargetQuerySet(models.QuerySet["Target"]):
    def current(self) -> "TargetQuerySet":
        """The last recorded target per indicator, unit and year; earlier ones stay as history."""
        return self.order_by("indicator_id", "unit_id", "year", "-id").distinct(
            "indicator_id", "unit_id", "year"
        )


class Target(models.Model):
    """A target that was assigned. Never edited: a change is a new row with its reason; the last row counts."""

    indicator = models.ForeignKey(
        Indicator,
        verbose_name="chỉ tiêu",
        on_delete=models.PROTECT,
        related_name="targets",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị (trống: tất cả)",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("mức giao", max_digits=20, decimal_places=4)
    source = models.CharField("căn cứ", max_length=200)
    reason = models.CharField("lý do", max_length=300, blank=True)
    is_illustrative = models.BooleanField("minh họa", default=False)
    recorded_by = by("người nhập", null=True)
    recorded_at = models.DateTimeField("nhập lúc", db_default=Now())

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu giao"
        verbose_name_plural = "chỉ tiêu giao"
        ordering = ["indicator", "year", "-id"]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.value}"


class JudgingRule(models.Model):
    """How far from its target a value still counts as "cần chú ý", from a day on. Ours is "đề xuất"."""

    validity = DateRangeField("có hiệu lực")
    near_percent = models.PositiveSmallIntegerField(
        "cần chú ý khi cách chỉ tiêu không quá (% của chỉ tiêu)", default=10
    )
    source = models.CharField("căn cứ", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "quy ước đánh giá"
        verbose_name_plural = "quy ước đánh giá"
        constraints = [
            no_two_at_once([], "indicators_judgingrule_one_at_once", "Đã có quy ước trong thời gian này.")
        ]

    def __str__(self) -> str:
        return f"{self.near_percent} %"
