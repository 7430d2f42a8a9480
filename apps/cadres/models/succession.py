"""Quy hoạch: who may follow whom, how ready they are, and the review that Quy chế 289 (Điều 16) asks for every year."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from apps.cadres.enums import Readiness
from apps.cadres.models.appointment import Position
from apps.cadres.models.person import Cadre
from apps.core.constraints import one_of
from apps.units.models import Unit, no_two_at_once


class SuccessionPlan(models.Model):
    """The plan of one position of one unit for one term."""

    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="succession_plans"
    )
    position = models.ForeignKey(
        Position, verbose_name="chức danh", on_delete=models.PROTECT, related_name="+"
    )
    term = DateRangeField("nhiệm kỳ")

    class Meta:
        verbose_name = "quy hoạch"
        verbose_name_plural = "quy hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "position", "term"],
                name="cadres_successionplan_once",
                violation_error_message="Đã có quy hoạch chức danh này trong nhiệm kỳ ấy.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.position_id}"


class Congress(models.Model):
    """The day on which a unit's congress meets and its term ends; entered once it is set, corrected when it moves."""

    unit = models.ForeignKey(Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="congresses")
    meets_on = models.DateField("ngày khai mạc")
    source = models.CharField("căn cứ", max_length=200)
    is_proposed = models.BooleanField("dự kiến", default=True)

    class Meta:
        verbose_name = "đại hội"
        verbose_name_plural = "đại hội"
        ordering = ["meets_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "meets_on"],
                name="cadres_congress_once",
                violation_error_message="Đã ghi đại hội của đơn vị vào ngày này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.meets_on}"


class SuccessionCandidate(models.Model):
    plan = models.ForeignKey(
        SuccessionPlan, verbose_name="quy hoạch", on_delete=models.PROTECT, related_name="candidates"
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name="cán bộ", on_delete=models.PROTECT, related_name="candidacies"
    )
    readiness = models.CharField("mức sẵn sàng", max_length=5, choices=Readiness)
    validity = DateRangeField("trong quy hoạch")
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "người trong quy hoạch"
        verbose_name_plural = "người trong quy hoạch"
        constraints = [
            one_of("readiness", Readiness, "cadres_successioncandidate_readiness_known"),
            no_two_at_once(
                ["plan", "cadre"],
                "cadres_successioncandidate_once",
                "Cán bộ đã có trong quy hoạch này trong thời gian ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.cadre_id}"


class SuccessionReview(models.Model):
    """That a unit's plans were reviewed in a year."""

    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="succession_reviews"
    )
    reviewed_on = models.DateField("ngày rà soát")
    decision_number = models.CharField("văn bản", max_length=80, blank=True)
    note = models.CharField("kết quả", max_length=300, blank=True)

    class Meta:
        verbose_name = "lần rà soát quy hoạch"
        verbose_name_plural = "lần rà soát quy hoạch"
        ordering = ["-reviewed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "reviewed_on"],
                name="cadres_successionreview_once",
                violation_error_message="Đã ghi lần rà soát của ngày này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reviewed_on}"
