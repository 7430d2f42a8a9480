"""Which quarter is asked for on a day, which may be entered, and how a branch's quarter stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from apps.branches.enums import EntryState
from apps.branches.models import BranchQuarter, BranchRule
from apps.branches.queries.rules import due_at, rule_on
from apps.core.vietnamese import day as written
from apps.core.vietnamese import deadline, time_left
from apps.directives.models import Period


@dataclass(frozen=True)
class Asked:
    """The quarter that a page is about: its deadline, empty where no rule says one, and the moment it is read at."""

    period: Period
    rule: BranchRule | None
    now: datetime

    @property
    def due_at(self) -> datetime | None:
        return due_at(self.period, self.rule) if self.rule else None

    @property
    def is_over(self) -> bool:
        return self.due_at is not None and self.due_at < self.now

    @property
    def until(self) -> str:
        """Hạn 17 giờ 00 thứ Ba 5/10/2021"""
        return f"Hạn {deadline(self.due_at)}" if self.due_at else "Chưa có quy định về hạn gửi"

    @property
    def due(self) -> str:
        """Hạn 17 giờ 00 thứ Ba 5/10/2021, còn 2 ngày"""
        return f"{self.until}, {time_left(self.due_at, self.now)}" if self.due_at else self.until


@dataclass(frozen=True)
class Standing:
    """How a branch's quarter stands, as components/state_badge.html shows it."""

    icon: str
    label: str
    tone: str


def begun(day: date) -> "QuerySet[Period]":
    """The quarters that may be entered on that day, the last one first: a later one never shuts an earlier one."""
    return Period.objects.quarters().filter(start_on__lte=day).order_by("-start_on")


def asked_quarter(day: date, now: datetime, slug: str = "") -> Asked | None:
    """The quarter of that slug, as far as it has begun; without a slug the one that is due next.

    Until the rule's day of the month after it, that is the quarter that ended; then the running one.
    """
    rule = rule_on(day)
    quarters = begun(day)
    if slug:
        period = quarters.filter(slug=slug).first()
    else:
        turned = day - timedelta(days=rule.due_day if rule else 0)
        period = quarters.filter(start_on__lte=turned).first() or quarters.first()
    if period is None:
        return None
    is_of_both_days = rule is not None and period.end_on in rule.validity
    return Asked(period, rule if is_of_both_days else rule_on(period.end_on) or rule, now)


def quarter_column(asked: Asked | None, column: str) -> Subquery:
    """One column of the asked quarter, for a query over branches; empty when none is asked for."""
    entries = BranchQuarter.objects.filter(branch=OuterRef("pk"), period=asked.period if asked else None)
    return Subquery(entries.values(column)[:1])


def standing(state: str | None, first_at: datetime | None, asked: Asked) -> Standing:
    """`state`: None when nobody has entered anything. What was sent and is put right keeps the day it came first."""
    if state == EntryState.HANDED_OVER and first_at:
        is_late = asked.due_at is not None and first_at > asked.due_at
        on = written(first_at.astimezone(asked.now.tzinfo).date())
        return (
            Standing("clock", f"gửi trễ, {on}", "warn")
            if is_late
            else Standing("check-lg", f"đã gửi {on}", "ok")
        )
    if first_at:
        return Standing("arrow-return-left", "trả lại để sửa", "warn")
    if asked.is_over:
        return Standing("exclamation-circle-fill", "quá hạn chưa gửi", "bad")
    return Standing("pencil", "đang nhập", "info") if state else Standing("circle", "chưa nhập", "neutral")
