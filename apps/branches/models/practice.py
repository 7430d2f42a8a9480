"""Models worth copying (mô hình hay): who nominated what, with pictures; which units took it up and how it went."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.branches.enums import PracticeAct, PracticeState
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.files.models import StoredFile
from apps.units.models import Membership, Sector, Unit, UnitAncestry


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, user: Any, at: date) -> "PracticeQuerySet":
        """What the province recommends is there for all to copy; a nomination for those at or above its unit."""
        mine = Membership.objects.current(at).filter(user=user).values("unit_id")
        below = UnitAncestry.objects.filter(ancestor_id__in=mine, validity__contains=at)
        return self.filter(Q(state=PracticeState.RECOMMENDED) | Q(unit_id__in=below.values("descendant_id")))


class Practice(models.Model):
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị giới thiệu", on_delete=models.PROTECT, related_name="practices"
    )
    title = models.CharField("tên mô hình", max_length=160)
    sector = models.ForeignKey(
        Sector, verbose_name="khối", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    problem = models.TextField("giải quyết việc gì", max_length=2000)
    method = models.TextField("cách làm", max_length=4000)
    outcome = models.TextField("kết quả", max_length=2000, blank=True)
    started_on = models.DateField("bắt đầu từ ngày")
    state = models.CharField(
        "trạng thái", max_length=12, choices=PracticeState, default=PracticeState.NOMINATED
    )
    note = models.CharField("ý kiến của cấp tỉnh", max_length=300, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    nominated_by = by("người giới thiệu")
    nominated_at = models.DateTimeField("giới thiệu lúc", db_default=Now())

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = "mô hình"
        verbose_name_plural = "mô hình"
        ordering = ["-nominated_at", "-pk"]
        constraints = [
            one_of("state", PracticeState, "branches_practice_state_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(problem="") & ~Q(method=""),
                name="branches_practice_described",
                violation_error_message="Ghi tên mô hình, việc mô hình giải quyết và cách làm.",
            ),
            models.CheckConstraint(
                condition=~Q(state=PracticeState.DECLINED) | ~Q(note=""),
                name="branches_practice_declined_with_reason",
                violation_error_message="Ghi vì sao chưa đề nghị nhân rộng.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PracticeStep(models.Model):
    """One step of a practice, with what was said."""

    practice = models.ForeignKey(
        Practice, verbose_name="mô hình", on_delete=models.PROTECT, related_name="steps"
    )
    act = models.CharField("việc", max_length=10, choices=PracticeAct)
    note = models.CharField("ý kiến", max_length=300, blank=True)
    by = by("người làm")
    at = models.DateTimeField("lúc", db_default=Now())

    class Meta:
        verbose_name = "bước của mô hình"
        verbose_name_plural = "bước của mô hình"
        ordering = ["pk"]
        constraints = [one_of("act", PracticeAct, "branches_practicestep_act_known")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.act}"


class PracticePicture(models.Model):
    """Taken off again, it stays, without being shown."""

    practice = models.ForeignKey(
        Practice, verbose_name="mô hình", on_delete=models.PROTECT, related_name="pictures"
    )
    file = models.OneToOneField(StoredFile, verbose_name="ảnh", on_delete=models.PROTECT, related_name="+")
    caption = models.CharField("chú thích", max_length=160, blank=True)
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ảnh mô hình"
        verbose_name_plural = "ảnh mô hình"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.caption}"


class Adoption(models.Model):
    """A unit that took a model up; the unit that nominated it does not count as one."""

    practice = models.ForeignKey(
        Practice, verbose_name="mô hình", on_delete=models.PROTECT, related_name="adoptions"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị áp dụng", on_delete=models.PROTECT, related_name="adoptions"
    )
    adopted_on = models.DateField("áp dụng từ ngày")
    ended_on = models.DateField("thôi áp dụng từ ngày", null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=500, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    recorded_by = by("người ghi")

    class Meta:
        verbose_name = "lần áp dụng mô hình"
        verbose_name_plural = "lần áp dụng mô hình"
        ordering = ["adopted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "unit"],
                name="branches_adoption_once",
                violation_error_message="Đơn vị đã ghi áp dụng mô hình này.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=models.F("adopted_on")),
                name="branches_adoption_ends_after_start",
                violation_error_message="Ngày thôi áp dụng phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.unit_id}"
