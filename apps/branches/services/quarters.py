"""A branch's quarter while it is entered: locked for the act, refused once it is handed over."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db.models import F

from apps.accounts.models import User
from apps.audit.services import record
from apps.branches.enums import EntryState
from apps.branches.models import BranchQuarter
from apps.branches.permissions import ENTER
from apps.branches.services.units import branch_for
from apps.core.exceptions import Stale
from apps.core.vietnamese import day as written
from apps.directives.models import Period
from apps.units.models import Unit

LOCKED = "Số liệu quý này đã gửi, không sửa được nữa: nhờ Đoàn cơ sở trả lại để sửa."


class Entry(TypedDict):
    """Who enters for which branch and quarter; `now` and `today` by the clock of the door."""

    actor: User
    branch_id: int
    period_id: int
    now: datetime
    today: date


def open_quarter(entry: Entry) -> BranchQuarter:
    """The quarter, made when this is the first act on it; acts on one branch follow one another.

    Raises NotAllowed, ValidationError (a quarter that has not begun, outside the branch's life) or Stale (handed over).
    """
    branch = branch_for(entry["actor"], ENTER, entry["branch_id"], entry["today"])
    period = Period.objects.quarters().get(pk=entry["period_id"])
    check_days(branch, period, entry["today"])
    quarter, _ = BranchQuarter.objects.get_or_create(branch=branch, period=period)
    if quarter.state == EntryState.HANDED_OVER:
        raise Stale(LOCKED)
    return quarter


def check_days(branch: Unit, period: Period, today: date) -> None:
    if period.start_on > today:
        raise ValidationError(f"{period.label} bắt đầu từ ngày {written(period.start_on)}: chưa nhập được.")
    if branch.opened_on > period.end_on:
        raise ValidationError(f"Chi đoàn hoạt động từ ngày {written(branch.opened_on)}, sau quý này.")
    if branch.closed_on and branch.closed_on <= period.start_on:
        raise ValidationError(f"Chi đoàn đã kết thúc từ ngày {written(branch.closed_on)}, trước quý này.")


def within(period: Period, day: date | None, field: str, today: date) -> None:
    """Rows of a quarter are of its days, and of the past."""
    if day is None:
        return
    if not period.start_on <= day <= period.end_on:
        days = f"{written(period.start_on)} đến {written(period.end_on)}"
        raise ValidationError({field: f"{period.label} từ {days}: ghi ngày trong quý."})
    if day > today:
        raise ValidationError({field: "Ngày này chưa đến."})


def touch(entry: Entry, quarter: BranchQuarter) -> None:
    """Who entered last, and when."""
    BranchQuarter.objects.filter(pk=quarter.pk).update(recorded_by=entry["actor"], recorded_at=entry["now"])


def put(entry: Entry, quarter: BranchQuarter, changed: Mapping[str, Any]) -> None:
    """These columns, and the next version."""
    for name, value in changed.items():
        setattr(quarter, name, value)
    values = {**changed, "recorded_by": entry["actor"], "recorded_at": entry["now"]}
    BranchQuarter.objects.filter(pk=quarter.pk).update(version=F("version") + 1, **values)
    quarter.refresh_from_db()


def log(entry: Entry, act: str, subject: Any, change: Mapping[str, Any]) -> None:
    record(
        actor=entry["actor"],
        act=f"branches.{act}",
        subject=subject,
        chain=entry["branch_id"],
        change={"period": entry["period_id"], **change},
    )
