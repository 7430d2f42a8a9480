"""What the client may set about branches: dated data, never a constant."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from apps.units.models import no_two_at_once


class BranchRule(models.Model):
    """What the client may set about branches, from a day to a day; our start values are "đề xuất".

    `meetings_a_quarter`: how many a branch owes. `small_below`: fewer members make a branch small. `silent_quarters`:
    so many quarters without a meeting make it weak. A quarter's entry is due on `due_day` of the month after it, 17:00.
    """

    validity = DateRangeField("có hiệu lực")
    meetings_a_quarter = models.PositiveSmallIntegerField("số kỳ sinh hoạt mỗi quý")
    small_below = models.PositiveSmallIntegerField("mốc ít đoàn viên")
    silent_quarters = models.PositiveSmallIntegerField("số quý liền không sinh hoạt")
    due_day = models.PositiveSmallIntegerField("hạn gửi số liệu: ngày của tháng sau quý")
    source = models.CharField("căn cứ", max_length=200)
    is_proposed = models.BooleanField("đề xuất", default=True)

    class Meta:
        verbose_name = "quy định về chi đoàn"
        verbose_name_plural = "quy định về chi đoàn"
        constraints = [
            no_two_at_once([], "branches_rule_one_at_once", "Đã có quy định về chi đoàn trong thời gian ấy."),
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=28),
                name="branches_rule_due_day_possible",
                violation_error_message="Ngày hạn gửi từ 1 đến 28.",
            ),
        ]

    def __str__(self) -> str:
        return self.source
