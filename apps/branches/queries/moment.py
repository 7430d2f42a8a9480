"""The day that the register's pages show, and the clock that deadlines are told by."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from apps.core.clock import db_now, local_day
from apps.units.queries import shown_day


@dataclass(frozen=True)
class Moment:
    """`now`: the database's clock; in the demo the morning of the day on which its story stands still."""

    day: date
    now: datetime


def moment_of(user: Any) -> Moment:
    return moment_at(db_now(), shown_day(user))


def moment_at(now: datetime, day: date) -> Moment:
    """`now`: the database's clock, as a page has read it already; `day`: the one that is shown."""
    is_told = day != local_day(now)
    return Moment(day, timezone.make_aware(datetime.combine(day, time(8))) if is_told else now)
