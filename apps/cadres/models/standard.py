"""Standards as dated data: what a position asks, since when, by which article. An empty limit: nobody entered it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from apps.cadres.enums import AgeCounting, Education, FirstAgeBasis, PoliticalTheory, StandardGroup
from apps.cadres.models.appointment import Position
from apps.core.constraints import one_of
from apps.units.models import UnitKind, no_two_at_once


class StandardSetQuerySet(models.QuerySet["StandardSet"]):
    def published(self) -> "StandardSetQuerySet":
        return self.filter(is_published=True)


class StandardSet(models.Model):
    """One regulation. Of published sets exactly one is in force on a day; a draft judges nobody."""

    code = models.CharField("số, ký hiệu", max_length=80, unique=True)
    short_name = models.CharField("tên gọn", max_length=80)
    title = models.CharField("tên văn bản", max_length=300)
    validity = DateRangeField("có hiệu lực")
    note = models.TextField("ghi chú", max_length=1000, blank=True)
    is_published = models.BooleanField("đang dùng để xét", default=False)
    version = models.PositiveIntegerField("phiên bản", default=1)

    objects = StandardSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ tiêu chuẩn"
        verbose_name_plural = "bộ tiêu chuẩn"
        ordering = ["-validity"]
        constraints = [
            ExclusionConstraint(
                name="cadres_standardset_one_in_force",
                expressions=[("validity", RangeOperators.OVERLAPS)],
                condition=Q(is_published=True),
                violation_error_message=(
                    "Đã có bộ tiêu chuẩn khác đang dùng trong thời gian ấy: hãy cho bộ ấy hết hiệu lực trước."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.short_name


class Standard(models.Model):
    """What one position at one kind of unit asks of one group of people."""

    set = models.ForeignKey(
        StandardSet, verbose_name="bộ tiêu chuẩn", on_delete=models.PROTECT, related_name="standards"
    )
    position = models.ForeignKey(
        Position, verbose_name="chức danh", on_delete=models.PROTECT, related_name="+"
    )
    unit_kind = models.ForeignKey(UnitKind, verbose_name="cấp", on_delete=models.PROTECT, related_name="+")
    group = models.CharField("diện", max_length=10, choices=StandardGroup, default=StandardGroup.GENERAL)
    first_age_max = models.PositiveSmallIntegerField("tuổi lần đầu không quá", null=True, blank=True)
    first_age_basis = models.CharField(
        "tính từ", max_length=10, choices=FirstAgeBasis, default=FirstAgeBasis.POSITION
    )
    age_max = models.PositiveSmallIntegerField("tuổi giữ chức không quá", null=True, blank=True)
    education_min = models.PositiveSmallIntegerField(
        "trình độ chuyên môn từ", choices=Education, null=True, blank=True
    )
    theory_min = models.PositiveSmallIntegerField(
        "lý luận chính trị từ", choices=PoliticalTheory, null=True, blank=True
    )
    source = models.CharField("điều khoản", max_length=80)
    is_proposed = models.BooleanField("đề xuất", default=False)

    class Meta:
        verbose_name = "tiêu chuẩn"
        verbose_name_plural = "tiêu chuẩn"
        ordering = ["set", "unit_kind__rank", "position__rank", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "position", "unit_kind", "group"],
                name="cadres_standard_once",
                violation_error_message="Bộ này đã có tiêu chuẩn cho chức danh, cấp và diện ấy.",
            ),
            one_of("group", StandardGroup, "cadres_standard_group_known"),
            one_of("first_age_basis", FirstAgeBasis, "cadres_standard_first_age_basis_known"),
            models.CheckConstraint(
                condition=Q(education_min=None) | Q(education_min__in=Education.values),
                name="cadres_standard_education_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(theory_min=None) | Q(theory_min__in=PoliticalTheory.values),
                name="cadres_standard_theory_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} {self.unit_kind_id} {self.group}"


class AgeRule(models.Model):
    """How "không quá N tuổi" is counted, from a day on. Without one: full years on the day."""

    counting = models.CharField("cách tính tuổi", max_length=14, choices=AgeCounting)
    validity = DateRangeField("có hiệu lực")
    source = models.CharField("căn cứ", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "cách tính tuổi"
        verbose_name_plural = "cách tính tuổi"
        constraints = [
            one_of("counting", AgeCounting, "cadres_agerule_counting_known"),
            no_two_at_once([], "cadres_agerule_one_at_once", "Đã có cách tính tuổi trong thời gian ấy."),
        ]

    def __str__(self) -> str:
        return self.get_counting_display()
