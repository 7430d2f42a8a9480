"""Standards as dated data: what a position asks, since when, by which article. An empty limit: nobody entered it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from apps.cadres.enums import AgeCounting, Education, FirstAgeBasis, PoliticalTheory, StandardGroup
from apps.cadres.models.appointment import Position
from apps.core.constraints import one_of
from apps.units.models import UnitKind, no_two_at_once

AGES = (16, 70)
AGE_REFUSED = "Mức tuổi phải từ 16 đến 70."


class StandardSetQuerySet(models.QuerySet["StandardSet"]):
    def published(self) -> "StandardSetQuerySet":
        return self.filter(is_published=True)

    def drafts(self) -> "StandardSetQuerySet":
        return self.filter(is_published=False, is_corrected=False)

    def seen(self, *, with_drafts: bool) -> "StandardSetQuerySet":
        """What was once in force is seen by everybody; a draft by those who set standards."""
        return self if with_drafts else self.filter(Q(is_published=True) | Q(is_corrected=True))


class StandardSet(models.Model):
    """One regulation. Of published sets at most one is in force on a day; a draft judges nobody.

    Once published its rows stay as they are. A typing error is mended by a draft that `corrects` it and takes its
    place for all its days; then it `is_corrected`, judges nobody any more and is kept for reading.
    """

    code = models.CharField("số, ký hiệu", max_length=80)
    short_name = models.CharField("tên gọn", max_length=80)
    title = models.CharField("tên văn bản", max_length=300)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_by = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    validity = DateRangeField("có hiệu lực")
    note = models.TextField("ghi chú", max_length=1000, blank=True)
    is_published = models.BooleanField("đang dùng để xét", default=False)
    is_corrected = models.BooleanField("đã có bản sửa thay", default=False)
    revision = models.PositiveSmallIntegerField("lần sửa", default=1)
    corrects = models.OneToOneField(
        "self",
        verbose_name="sửa lỗi gõ của",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
    )
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    end_reason = models.CharField("căn cứ hết hiệu lực", max_length=300, blank=True)
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
            ),
            models.UniqueConstraint(
                fields=["code", "revision"],
                name="cadres_standardset_code_once",
                violation_error_message="Đã có bộ tiêu chuẩn của văn bản số này.",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(is_corrected=False),
                name="cadres_standardset_corrected_judges_nobody",
                violation_error_message="Bộ đã có bản sửa thay thì không dùng để xét nữa.",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="cadres_standardset_correction_has_reason",
                violation_error_message="Sửa lỗi gõ phải có lý do.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_draft(self) -> bool:
        return not (self.is_published or self.is_corrected)


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
            models.CheckConstraint(
                condition=Q(age_max=None) | Q(age_max__range=AGES),
                name="cadres_standard_age_possible",
                violation_error_message=AGE_REFUSED,
            ),
            models.CheckConstraint(
                condition=Q(first_age_max=None) | Q(first_age_max__range=AGES),
                name="cadres_standard_first_age_possible",
                violation_error_message=AGE_REFUSED,
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
