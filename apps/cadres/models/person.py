"""A person of the register. What is missing stays empty: an unknown birth date is no age, and no age is no verdict."""

from datetime import date
from typing import Any

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.cadres.enums import Education, PoliticalTheory, QualificationKind, Sex
from apps.core.constraints import one_of
from apps.core.vietnamese import sort_key
from apps.units.models import Membership, Unaccent, Unit, UnitAncestry, latest_name_of, lineage_of


def name_key(full_name: str) -> str:
    """Sorts people as Vietnamese lists do: by the given name, which stands last, then by the rest."""
    *rest, given = full_name.split() or [""]
    return f"{sort_key(given)}  {sort_key(' '.join(rest))}"[:500]


class CadreQuerySet(models.QuerySet["Cadre"]):
    def visible_to(self, user: Any, at: date) -> "CadreQuerySet":
        """Those whose file is kept at or below a unit where the user has a role on that day."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        seen = UnitAncestry.objects.filter(ancestor_id__in=mine, validity__contains=at)
        return self.filter(unit_id__in=seen.values("descendant_id"))

    def listed(self) -> "CadreQuerySet":
        """Without the files that were merged into others."""
        return self.filter(merged_into=None)

    def with_lineage(self, at: date) -> "CadreQuerySet":
        """Adds `lineage`: the ids of the keeping unit and of all above it, for permission checks."""
        return self.annotate(lineage=lineage_of("unit_id", at))

    def with_keeper(self) -> "CadreQuerySet":
        """Adds `keeper`: the name of the unit that keeps the file."""
        return self.annotate(keeper=latest_name_of("unit_id"))


@pghistory.track(exclude=["search_key", "sort_key"])
class Cadre(models.Model):
    """`unit` keeps the file: the unit of the main appointment, else where the person was recorded.

    Birth date, phone, e-mail and Party membership are for those whose role needs them (permissions.VIEW_PRIVATE).
    """

    full_name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField("khóa sắp xếp", max_length=500)
    search_key = models.GeneratedField(
        expression=Unaccent(F("full_name")), output_field=models.TextField(), db_persist=True
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị quản lý hồ sơ", on_delete=models.PROTECT, related_name="cadres"
    )
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    sex = models.CharField("giới tính", max_length=6, choices=Sex, blank=True)
    ethnic_group = models.CharField("dân tộc", max_length=40, blank=True)
    home = models.CharField("quê quán", max_length=160, blank=True)
    party_joined_on = models.DateField("ngày vào Đảng", null=True, blank=True)
    union_joined_on = models.DateField("ngày vào Đoàn", null=True, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    anonymised_at = models.DateTimeField("ẩn danh lúc", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="gộp vào hồ sơ",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
    )
    version = models.PositiveIntegerField("phiên bản", default=1)
    recorded_at = models.DateTimeField("ghi lúc", db_default=Now())

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = "cán bộ"
        verbose_name_plural = "cán bộ"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sex="") | Q(sex__in=Sex.values),
                name="cadres_cadre_sex_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")),
                name="cadres_cadre_not_into_itself",
                violation_error_message="Không gộp một hồ sơ vào chính nó.",
            ),
        ]
        indexes = [
            GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="cadres_cadre_search"),
            models.Index(fields=["sort_key", "id"], name="cadres_cadre_in_order"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def initials(self) -> str:
        """Of the two last words: Trần Thị Minh Họa → MH."""
        return "".join(word[0] for word in self.full_name.split()[-2:]).upper()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Qualification(models.Model):
    """A level somebody holds, since when if known. On a day the highest one held by then counts."""

    cadre = models.ForeignKey(
        Cadre, verbose_name="cán bộ", on_delete=models.PROTECT, related_name="qualifications"
    )
    kind = models.CharField("loại", max_length=10, choices=QualificationKind)
    level = models.PositiveSmallIntegerField("trình độ")
    obtained_on = models.DateField("có từ ngày", null=True, blank=True)
    field = models.CharField("chuyên ngành, nơi đào tạo", max_length=160, blank=True)

    class Meta:
        verbose_name = "trình độ"
        verbose_name_plural = "trình độ"
        ordering = ["cadre", "kind", "-level"]
        constraints = [
            one_of("kind", QualificationKind, "cadres_qualification_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=QualificationKind.EDUCATION, level__in=Education.values)
                | Q(kind=QualificationKind.POLITICAL_THEORY, level__in=PoliticalTheory.values),
                name="cadres_qualification_level_known",
                violation_error_message="Trình độ không có trong thang của loại này.",
            ),
            models.UniqueConstraint(
                fields=["cadre", "kind", "level"],
                name="cadres_qualification_once",
                violation_error_message="Trình độ này đã ghi rồi.",
            ),
        ]

    def __str__(self) -> str:
        return self.level_label

    @property
    def level_label(self) -> str:
        scale = Education if self.kind == QualificationKind.EDUCATION else PoliticalTheory
        return str(scale(self.level).label)
