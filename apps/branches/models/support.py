"""Plans of support for weak branches: who from above, what, by when, and what came of it."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.branches.enums import SupportResult, WeakReason
from apps.cadres.models import Cadre
from apps.core.fields import by
from apps.units.models import Unit


class SupportPlanQuerySet(models.QuerySet["SupportPlan"]):
    def running(self) -> "SupportPlanQuerySet":
        return self.filter(ended_on=None)

    def visible_to(self, user: Any, at: date) -> "SupportPlanQuerySet":
        """Of branches that the user sees on that day; of closed ones, too, so that their plans can be ended."""
        return self.filter(branch_id__in=Unit.objects.visible_to(user, at).values("pk"))


class SupportPlan(models.Model):
    """One running plan a branch. `reasons`: why the branch was weak when the plan began."""

    branch = models.ForeignKey(
        Unit, verbose_name="chi đoàn", on_delete=models.PROTECT, related_name="support_plans"
    )
    reasons = ArrayField(
        models.CharField(max_length=10, choices=WeakReason), verbose_name="vì sao cần hỗ trợ"
    )
    supporter = models.ForeignKey(
        Cadre, verbose_name="cán bộ phụ trách", on_delete=models.PROTECT, related_name="support_plans"
    )
    measures = models.TextField("việc làm", max_length=2000)
    starts_on = models.DateField("từ ngày")
    due_on = models.DateField("hạn xong")
    ended_on = models.DateField("kết thúc ngày", null=True, blank=True)
    result = models.CharField("kết quả", max_length=10, choices=SupportResult, blank=True)
    note = models.CharField("nhận xét", max_length=500, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    made_by = by("người lập")
    made_at = models.DateTimeField("lập lúc", db_default=Now())

    objects = SupportPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch hỗ trợ chi đoàn"
        verbose_name_plural = "kế hoạch hỗ trợ chi đoàn"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="") | Q(result__in=SupportResult.values),
                name="branches_supportplan_result_known",
                violation_error_message="Giá trị không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=WeakReason.values) & Q(reasons__len__gte=1),
                name="branches_supportplan_reasons_known",
                violation_error_message="Kế hoạch phải nêu vì sao chi đoàn cần hỗ trợ.",
            ),
            models.CheckConstraint(
                condition=~Q(measures=""),
                name="branches_supportplan_has_measures",
                violation_error_message="Ghi việc sẽ làm để hỗ trợ chi đoàn.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("starts_on")),
                name="branches_supportplan_due_after_start",
                violation_error_message="Hạn phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, result="")
                | Q(ended_on__isnull=False, ended_on__gte=F("starts_on")) & ~Q(result=""),
                name="branches_supportplan_ends_with_result",
                violation_error_message="Kết thúc kế hoạch phải ghi ngày và kết quả.",
            ),
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(ended_on=None),
                name="branches_supportplan_one_running",
                violation_error_message="Chi đoàn đang có một kế hoạch hỗ trợ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.starts_on}"
