"""What is collected: elements, where they are asked, and the arithmetic a row must satisfy."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from apps.core.constraints import one_of
from apps.directives.models import Period, Section
from apps.indicators.enums import ElementKind, ElementSource, Frequency, RuleKind
from apps.units.models import UnitKind, no_two_at_once

DUE_ORDINALS = {
    Frequency.QUARTER: (1, 2, 3, 4),
    Frequency.HALF: (2, 4),
    Frequency.YEAR: (4,),
}


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
