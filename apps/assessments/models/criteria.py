"""Sets of criteria as versioned data: what is scored and how, which class how many points give, what bars a class."""

from typing import Any

from django.db import models
from django.db.models import Q

from apps.assessments.enums import CapMode, ClassCode, Measure, Method, Purpose, SetState
from apps.core.constraints import one_of
from apps.units.models import UnitKind

NOT_LISTED = "Giá trị không có trong danh mục."


def points(verbose: str, **options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(verbose, max_digits=6, decimal_places=2, **options)


def optional_choice(field: str, values: list[str], name: str) -> models.CheckConstraint:
    """Empty, or one of the choices."""
    return models.CheckConstraint(
        condition=Q(**{field: ""}) | Q(**{f"{field}__in": values}),
        name=name,
        violation_error_message=NOT_LISTED,
    )


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def published(self) -> "CriteriaSetQuerySet":
        return self.filter(state=SetState.PUBLISHED)

    def seen(self, *, with_drafts: bool) -> "CriteriaSetQuerySet":
        return self if with_drafts else self.published()


class CriteriaSet(models.Model):
    """One edition of a set. Published, it and all its rows stay as they are (trigger); a change is a new edition.

    `version` is the edition, `revision` grows with every save of a draft. Rounds of `starts_on_year` and later may
    use it. `top_cap_percent`: to how many of the decided a deciding unit may give the top class; empty: to all.
    """

    code = models.CharField("ký hiệu", max_length=20)
    version = models.PositiveSmallIntegerField("bản", default=1)
    title = models.CharField("tên bộ tiêu chí", max_length=200)
    purpose = models.CharField("dùng để", max_length=12, choices=Purpose, default=Purpose.RATING)
    unit_kind = models.ForeignKey(
        UnitKind, verbose_name="loại đơn vị", on_delete=models.PROTECT, related_name="+"
    )
    is_residential_only = models.BooleanField("chỉ địa bàn dân cư", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=SetState, default=SetState.DRAFT)
    starts_on_year = models.PositiveSmallIntegerField("dùng từ năm")
    document = models.CharField("văn bản ban hành", max_length=300, blank=True)
    source = models.CharField("căn cứ", max_length=300)
    is_proposed = models.BooleanField("đề xuất", default=True)
    copied_from = models.ForeignKey(
        "self", verbose_name="chép từ", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    top_cap_percent = models.PositiveSmallIntegerField("hạng cao nhất không quá (%)", null=True, blank=True)
    top_cap_mode = models.CharField("khi vượt", max_length=6, choices=CapMode, default=CapMode.WARN)
    revision = models.PositiveIntegerField("lần sửa", default=1)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ["code", "-version"]
        constraints = [
            one_of("purpose", Purpose, "assessments_set_purpose_known"),
            one_of("state", SetState, "assessments_set_state_known"),
            one_of("top_cap_mode", CapMode, "assessments_set_top_cap_mode_known"),
            models.UniqueConstraint(
                fields=["code", "version"],
                name="assessments_set_version_once",
                violation_error_message="Đã có bản này của bộ tiêu chí.",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(title=""),
                name="assessments_set_named",
                violation_error_message="Ghi ký hiệu và tên bộ tiêu chí.",
            ),
            models.CheckConstraint(
                condition=Q(top_cap_percent=None) | Q(top_cap_percent__range=(1, 100)),
                name="assessments_set_top_cap_possible",
                violation_error_message="Mức trần của hạng cao nhất từ 1 đến 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (bản {self.version})"


class RatingClass(models.Model):
    """A class of a set: its name then, and from how many points. `rank` 1 is the best."""

    set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="classes"
    )
    code = models.CharField("hạng", max_length=10, choices=ClassCode)
    name = models.CharField("tên hạng", max_length=80)
    min_points = points("từ số điểm")
    rank = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "hạng xếp loại"
        verbose_name_plural = "hạng xếp loại"
        ordering = ["rank"]
        constraints = [
            one_of("code", ClassCode, "assessments_class_code_known"),
            models.UniqueConstraint(
                fields=["set", "code"],
                name="assessments_class_once",
                violation_error_message="Bộ tiêu chí đã có hạng này.",
            ),
            models.UniqueConstraint(
                fields=["set", "rank"],
                name="assessments_class_rank_once",
                violation_error_message="Hai hạng không cùng một thứ tự.",
            ),
            models.UniqueConstraint(
                fields=["set", "min_points"],
                name="assessments_class_min_points_once",
                violation_error_message="Hai hạng không bắt đầu từ cùng một số điểm.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(min_points__gte=0),
                name="assessments_class_named",
                violation_error_message="Ghi tên hạng và số điểm từ 0 trở lên.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One line of a set. With a `measure` the registers score it where they know the answer."""

    set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="criteria"
    )
    code = models.CharField("mã", max_length=12)
    section = models.CharField("mặt", max_length=160)
    text = models.CharField("nội dung", max_length=300)
    max_points = points("điểm tối đa")
    method = models.CharField("cách chấm", max_length=8, choices=Method)
    measure = models.CharField("hệ thống tính theo", max_length=24, choices=Measure, blank=True)
    needs_evidence = models.BooleanField("phải có minh chứng", default=False)
    evidence = models.CharField("minh chứng", max_length=200, blank=True)
    origin = models.CharField("nguồn ý tưởng", max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["rank", "pk"]
        constraints = [
            one_of("method", Method, "assessments_criterion_method_known"),
            optional_choice("measure", Measure.values, "assessments_criterion_measure_known"),
            models.UniqueConstraint(
                fields=["set", "code"],
                name="assessments_criterion_code_once",
                violation_error_message="Bộ tiêu chí đã có mã này.",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(section="") & ~Q(text=""),
                name="assessments_criterion_described",
                violation_error_message="Ghi mã, mặt và nội dung của tiêu chí.",
            ),
            models.CheckConstraint(
                condition=Q(max_points__gt=0),
                name="assessments_criterion_max_points_positive",
                violation_error_message="Điểm tối đa phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Grade(models.Model):
    """One graded condition of a criterion and its points; `at_least` where a measure chooses it."""

    criterion = models.ForeignKey(
        Criterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="grades"
    )
    rank = models.PositiveSmallIntegerField("thứ tự")
    text = models.CharField("mức", max_length=160)
    points = points("điểm")
    at_least = models.DecimalField("khi số đo từ", max_digits=10, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = "mức của tiêu chí"
        verbose_name_plural = "mức của tiêu chí"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "rank"],
                name="assessments_grade_rank_once",
                violation_error_message="Hai mức không cùng một thứ tự.",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & Q(points__gte=0),
                name="assessments_grade_described",
                violation_error_message="Ghi mức và số điểm từ 0 trở lên.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Gate(models.Model):
    """What bars every class above `highest_class`. Without a measure, people say whether it applies."""

    set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="gates"
    )
    code = models.CharField("mã", max_length=12)
    text = models.CharField("điều kiện", max_length=300)
    measure = models.CharField("hệ thống tính theo", max_length=24, choices=Measure, blank=True)
    at_least = models.DecimalField("khi số đo từ", max_digits=10, decimal_places=4, null=True, blank=True)
    highest_class = models.CharField("không quá hạng", max_length=10, choices=ClassCode)
    source = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "điều kiện khống chế"
        verbose_name_plural = "điều kiện khống chế"
        ordering = ["code"]
        constraints = [
            optional_choice("measure", Measure.values, "assessments_gate_measure_known"),
            one_of("highest_class", ClassCode, "assessments_gate_highest_class_known"),
            models.UniqueConstraint(
                fields=["set", "code"],
                name="assessments_gate_code_once",
                violation_error_message="Bộ tiêu chí đã có mã này.",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(text=""),
                name="assessments_gate_described",
                violation_error_message="Ghi mã và nội dung của điều kiện.",
            ),
            models.CheckConstraint(
                condition=Q(measure="", at_least=None) | (~Q(measure="") & Q(at_least__isnull=False)),
                name="assessments_gate_measure_with_limit",
                violation_error_message="Điều kiện do hệ thống tính thì ghi cả số đo và mức.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
