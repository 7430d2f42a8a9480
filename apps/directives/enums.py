"""Kinds of periods, and how a period's cut-off is counted."""

from django.db.models import TextChoices


class PeriodKind(TextChoices):
    QUARTER = "quarter", "quý"
    HALF = "half", "6 tháng"
    YEAR = "year", "năm"


class CutoffRule(TextChoices):
    """CALENDAR: the last day of the period. MID_MONTH: the 15th–14th rule of Nghị định 09/2019/NĐ-CP."""

    CALENDAR = "calendar", "ngày cuối kỳ"
    MID_MONTH = "mid_month", "từ ngày 15 đến ngày 14"
