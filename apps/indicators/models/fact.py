"""The approved figures: one array row per unit, period and layout, and their sums over the tree.

NULL in an array is a missing figure, never a zero. All array SQL stands in `arrays.py`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.directives.models import Period
from apps.indicators.models.element import Element
from apps.indicators.models.indicator import Indicator
from apps.units.models import Unit


def figures() -> ArrayField:
    """numeric[]: exact and order-independent sums, one slot per element or indicator."""
    return ArrayField(models.DecimalField(max_digits=24, decimal_places=4, null=True), default=list)


def counters() -> ArrayField:
    return ArrayField(models.IntegerField(null=True), default=list)


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
