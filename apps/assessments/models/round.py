"""A round: which set judges which year, from which day, until when each part is due."""

from django.db import models
from django.db.models import F, Q

from apps.assessments.enums import RoundState
from apps.assessments.models.criteria import CriteriaSet
from apps.core.constraints import one_of


class AssessmentRoundQuerySet(models.QuerySet["AssessmentRound"]):
    def open(self) -> "AssessmentRoundQuerySet":
        return self.filter(state=RoundState.OPEN)


class AssessmentRound(models.Model):
    """Opened by the province for all units of the set's kind. The set stays the round's for ever."""

    year = models.PositiveSmallIntegerField("năm")
    set = models.ForeignKey(
        CriteriaSet, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="rounds"
    )
    title = models.CharField("tên đợt", max_length=200)
    opens_on = models.DateField("mở từ ngày")
    self_due_at = models.DateTimeField("hạn tự chấm")
    appraise_due_at = models.DateTimeField("hạn thẩm định")
    decide_due_at = models.DateTimeField("hạn quyết định")
    state = models.CharField("trạng thái", max_length=6, choices=RoundState, default=RoundState.OPEN)
    is_proposed = models.BooleanField("đề xuất", default=True)
    version = models.PositiveIntegerField("phiên bản", default=1)

    objects = AssessmentRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt đánh giá"
        verbose_name_plural = "đợt đánh giá"
        ordering = ["-year", "set__code"]
        constraints = [
            one_of("state", RoundState, "assessments_round_state_known"),
            models.UniqueConstraint(
                fields=["set", "year"],
                name="assessments_round_once",
                violation_error_message="Năm này đã có đợt đánh giá theo bộ tiêu chí ấy.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="assessments_round_named",
                violation_error_message="Ghi tên đợt đánh giá.",
            ),
            models.CheckConstraint(
                condition=Q(appraise_due_at__gt=F("self_due_at"), decide_due_at__gt=F("appraise_due_at")),
                name="assessments_round_dates_in_order",
                violation_error_message="Hạn thẩm định phải sau hạn tự chấm, hạn quyết định sau hạn thẩm định.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN
