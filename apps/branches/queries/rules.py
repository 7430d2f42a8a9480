"""The rule in force on a day, and until when a quarter's entry is due."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.branches.models import BranchRule
from apps.directives.models import Period

DUE_TIME = time(17)


def rule_on(day: date) -> BranchRule | None:
    """None: nobody entered a rule for that day, and what depends on it is unknown."""
    return BranchRule.objects.filter(validity__contains=day).first()


def due_at(period: Period, rule: BranchRule) -> datetime:
    """17:00 on the rule's day of the month after the quarter, by the clock of Hà Nội."""
    following = period.end_on + timedelta(days=1)
    return timezone.make_aware(datetime.combine(following.replace(day=rule.due_day), DUE_TIME))
