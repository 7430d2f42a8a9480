"""Elements (figures that are collected), indicators (formulas over them), targets, and the approved figures.

Approved figures are one array row per unit, period and layout: `Fact`. `Rollup` holds the sums over the tree of the
period's last day. NULL in an array is a missing figure, never a zero. All array SQL stands in `arrays.py`.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.core.constraints import one_of
from apps.directives.models import Period, Section
from apps.indicators.enums import (
    Direction,
    ElementKind,
    ElementSource,
    Frequency,
    RuleKind,
    Side,
)
from apps.units.models import Unit, UnitKind, no_two_at_once

DUE_ORDINALS = {
    Frequency.QUARTER: (1, 2, 3, 4),
    Frequency.HALF: (2, 4),
    Frequency.YEAR: (4,),
}


def figures() -> ArrayField:
    """numeric[]: exact and order-independent sums, one slot per element or indicator."""
    return ArrayField(models.DecimalField(max_digits=24, decimal_places=4, null=True), default=list)


def counters() -> ArrayField:
    return ArrayField(models.IntegerField(null=True), default=list)


class ElementQuerySet(models.QuerySet["Element"]):
    def due_in(self, period: Period) -> "ElementQuerySet":
        """The elements asked in that quarter: half-yearly ones in Q2 and Q4, yearly ones in Q4."""
        due = [frequency for frequency, ordinals in DUE_ORDINALS.items() if period.ordinal in ordinals]
        return self.filter(frequency__in=due)

    def typed(self) -> "ElementQuerySet":
        return self.exclude(source=ElementSource.SYSTEM)


class Element(models.Model):
    """A figure that is collected or computed: never a percentage, average or difference."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên", max_length=300)
    short_name = models.CharField("tên cột", max_length=60)
    unit_of_measure = models.CharField("đơn vị tính", max_length=30)
    kind = models.CharField("tính chất", max_length=8, choices=ElementKind)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    frequency = models.CharField("kỳ nhập", max_length=8, choices=Frequency)
    section = models.ForeignKey(
        Section, verbose_name="nhóm", on_delete=models.PROTECT, related_name="elements"
    )
    block = models.CharField("phần của biểu", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", unique=True)
    source = models.CharField("cách có số", max_length=8, choices=ElementSource)
    origin = models.CharField("nguồn", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)
    catalogue_code = models.CharField("mã danh mục", max_length=60, blank=True)
    deviation = models.CharField("khác danh mục vì", max_length=400, blank=True)

    objects = ElementQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["position"]
        constraints = [
            one_of("kind", ElementKind, "indicators_element_kind_known"),
            one_of("frequency", Frequency, "indicators_element_frequency_known"),
            one_of("source", ElementSource, "indicators_element_source_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def is_due(self, period: Period) -> bool:
        return period.ordinal in DUE_ORDINALS[Frequency(self.frequency)]


class ElementUnitKind(models.Model):
    """At which kinds of units an element is collected, from day to day."""

    element = models.ForeignKey(
        Element,
        verbose_name="số liệu",
        on_delete=models.PROTECT,
        related_name="unit_kinds",
    )
    unit_kind = models.ForeignKey(
        UnitKind, verbose_name="loại đơn vị", on_delete=models.PROTECT, related_name="+"
    )
    validity = DateRangeField("có hiệu lực")

    class Meta:
        verbose_name = "nơi nhập số liệu"
        verbose_name_plural = "nơi nhập số liệu"
        constraints = [
            no_two_at_once(
                ["element", "unit_kind"],
                "indicators_elementunitkind_once",
                "Loại đơn vị này đã có trong thời gian ấy.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.element_id} {self.unit_kind_id}"


class Rule(models.Model):
    """Arithmetic that a row must satisfy; a violation may be kept with a reason."""

    code = models.CharField("mã", max_length=30, unique=True)
    kind = models.CharField("loại", max_length=8, choices=RuleKind)
    element = models.ForeignKey(
        Element, verbose_name="số liệu", on_delete=models.PROTECT, related_name="rules"
    )
    message = models.CharField("lời nhắc", max_length=200)

    class Meta:
        verbose_name = "phép kiểm tra"
        verbose_name_plural = "phép kiểm tra"
        ordering = ["code"]
        constraints = [one_of("kind", RuleKind, "indicators_rule_kind_known")]

    def __str__(self) -> str:
        return self.code


class RuleTerm(models.Model):
    rule = models.ForeignKey(
        Rule,
        verbose_name="phép kiểm tra",
        on_delete=models.PROTECT,
        related_name="terms",
    )
    element = models.ForeignKey(Element, verbose_name="số liệu", on_delete=models.PROTECT, related_name="+")
    sign = models.SmallIntegerField("dấu", default=1)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "số hạng của phép kiểm tra"
        verbose_name_plural = "số hạng của phép kiểm tra"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(sign__in=[-1, 1]), name="indicators_ruleterm_sign_known"),
            models.UniqueConstraint(fields=["rule", "element"], name="indicators_ruleterm_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.sign:+d} {self.element_id}"


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
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhập",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
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


class Layout(models.Model):
    """The slots of a form's figures. Slots are append-only, so that old arrays keep their meaning."""

    code = models.CharField("mã", max_length=30, unique=True)
    name = models.CharField("tên", max_length=120)

    class Meta:
        verbose_name = "bố trí số liệu"
        verbose_name_plural = "bố trí số liệu"

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    layout = models.ForeignKey(Layout, verbose_name="bố trí", on_delete=models.PROTECT, related_name="slots")
    element = models.ForeignKey(
        Element, verbose_name="số liệu", on_delete=models.PROTECT, related_name="slots"
    )
    position = models.PositiveSmallIntegerField("ô số")

    class Meta:
        verbose_name = "ô số liệu"
        verbose_name_plural = "ô số liệu"
        ordering = ["layout", "position"]
        constraints = [
            models.UniqueConstraint(fields=["layout", "position"], name="indicators_slot_position_unique"),
            models.UniqueConstraint(fields=["layout", "element"], name="indicators_slot_element_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.layout_id}[{self.position}]"


class IndicatorSlot(models.Model):
    layout = models.ForeignKey(
        Layout,
        verbose_name="bố trí",
        on_delete=models.PROTECT,
        related_name="indicator_slots",
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name="chỉ tiêu",
        on_delete=models.PROTECT,
        related_name="slots",
    )
    position = models.PositiveSmallIntegerField("ô số")

    class Meta:
        verbose_name = "ô chỉ tiêu"
        verbose_name_plural = "ô chỉ tiêu"
        ordering = ["layout", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "position"],
                name="indicators_indicatorslot_position_unique",
            ),
            models.UniqueConstraint(fields=["layout", "indicator"], name="indicators_indicatorslot_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.layout_id}[{self.position}]"


class Fact(models.Model):
    """The approved figures of one unit in one period, and the report version that they came in."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, verbose_name="kỳ", on_delete=models.PROTECT, related_name="+")
    layout = models.ForeignKey(Layout, verbose_name="bố trí", on_delete=models.PROTECT, related_name="+")
    values = figures()
    reporter = models.ForeignKey(
        Unit, verbose_name="đơn vị báo cáo", on_delete=models.PROTECT, related_name="+"
    )
    version_number = models.PositiveIntegerField("phiên bản báo cáo", null=True)
    version_sha256 = models.CharField("mã phiên bản", max_length=64, blank=True)

    class Meta:
        verbose_name = "số liệu đã duyệt"
        verbose_name_plural = "số liệu đã duyệt"
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "layout"], name="indicators_fact_unique")
        ]
        indexes = [models.Index(fields=["period", "layout", "unit"], name="indicators_fact_period")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period_id} {self.layout_id}"


class Rollup(models.Model):
    """Sums over the subtree of `unit` on the period's last day, for units that have children. Set, never added to.

    Per element: sum and number of facts that gave it. Per indicator: numerator, denominator and number of the
    facts that gave both parts (for a plain total: that gave all terms). The figures of a leaf are its `Fact`.
    """

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, verbose_name="kỳ", on_delete=models.PROTECT, related_name="+")
    layout = models.ForeignKey(Layout, verbose_name="bố trí", on_delete=models.PROTECT, related_name="+")
    sums = figures()
    counts = counters()
    numerators = figures()
    denominators = figures()
    matched = counters()

    class Meta:
        verbose_name = "số tổng hợp"
        verbose_name_plural = "số tổng hợp"
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "layout"], name="indicators_rollup_unique")
        ]
        indexes = [models.Index(fields=["period", "layout", "unit"], name="indicators_rollup_period")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period_id} {self.layout_id}"
