"""What cadres ask of their own data, and by when the law wants an answer."""

from datetime import date, datetime, time

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.cadres.enums import DataRequestKind
from apps.cadres.models.person import Cadre
from apps.core.constraints import one_of
from apps.core.fields import by
from apps.core.vietnamese import deadline

CLOSING = time(17)  # of an office's day


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def by_urgency(self) -> "DataRequestQuerySet":
        """Those that wait first, the nearest day first; then those that are done, the latest first."""
        return self.order_by(F("finished_on").desc(nulls_first=True), "finish_by", "pk")


class DataRequest(models.Model):
    """One request. Its two days are kept as they were reckoned when it came (services.rights).

    `places`: where the person's name was found outside of the own file when it was made anonymous, to be treated by
    hand: [table, column, row], never a value.
    """

    cadre = models.ForeignKey(
        Cadre, verbose_name="cán bộ", on_delete=models.PROTECT, related_name="data_requests"
    )
    kind = models.CharField("yêu cầu", max_length=12, choices=DataRequestKind)
    received_on = models.DateField("ngày nhận")
    reason = models.CharField("nội dung, lý do", max_length=300)
    answer_by = models.DateField("trả lời trước ngày")
    finish_by = models.DateField("hoàn thành trước ngày")
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    finished_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=300, blank=True)
    places = models.JSONField("nơi còn phải xử lý", default=list, blank=True)
    recorded_by = by("người ghi")
    recorded_at = models.DateTimeField("ghi lúc", db_default=Now())

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu về dữ liệu cá nhân"
        verbose_name_plural = "yêu cầu về dữ liệu cá nhân"
        ordering = ["-received_on", "-pk"]
        constraints = [
            one_of("kind", DataRequestKind, "cadres_datarequest_kind_known"),
            models.CheckConstraint(
                condition=(Q(answered_on=None) | Q(answered_on__gte=F("received_on")))
                & (Q(finished_on=None) | Q(finished_on__gte=F("received_on"))),
                name="cadres_datarequest_after_receipt",
                violation_error_message="Ngày trả lời, hoàn thành không thể trước ngày nhận.",
            ),
            models.CheckConstraint(
                condition=Q(finished_on=None) | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="cadres_datarequest_finished_with_outcome",
                violation_error_message="Hoàn thành thì phải có ngày trả lời và kết quả.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, nhận {self.received_on:%d/%m/%Y}"

    @property
    def next_step(self) -> str:
        """Trả lời trước 17 giờ 00 thứ Sáu 27/11/2026; empty when there is none left."""
        if self.finished_on:
            return ""
        if not self.answered_on:
            return f"Trả lời trước {_closing(self.answer_by)}"
        return f"Hoàn thành trước {_closing(self.finish_by)}"

    @property
    def next_due_on(self) -> date | None:
        if self.finished_on:
            return None
        return self.finish_by if self.answered_on else self.answer_by


def _closing(day: date) -> str:
    return deadline(timezone.make_aware(datetime.combine(day, CLOSING)))
