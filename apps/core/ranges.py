"""Half-open ranges of days, as dated rows carry them: the first day belongs to it, the last one no more."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet

from apps.core.vietnamese import day as written


def from_day(day: date) -> DateRange:
    """From that day on, without an end."""
    return DateRange(day, None)


def first_day(validity: Any) -> date:
    """The day on which a dated row begins; every row of ours has one."""
    day: date = validity.lower
    return day


def last_day(validity: Any) -> date | None:
    """The last day of a dated row; None when it has no end."""
    return validity.upper - timedelta(days=1) if validity.upper else None


def in_words(validity: Any) -> str:
    """từ 01/01/2019 đến hết 30/06/2025"""
    until = f" đến hết {written(validity.upper - timedelta(days=1))}" if validity.upper else ""
    return f"từ {written(validity.lower)}{until}"


def begin(row: Any, others: QuerySet[Any], starts_on: date, *, what: str = "mức") -> None:
    """Ends what is in force on the day, saves the row from it on; what begins later is in the way.

    `others`: the dated rows of which there is one at a time. Raises ValidationError.
    """
    end(others, starts_on, what=what)
    row.validity = from_day(starts_on)
    row.save()


def end(rows: QuerySet[Any], ends_on: date, *, field: str = "starts_on", what: str = "mức") -> None:
    """Ends these dated rows before the day; one that begins on it or later is in the way. Raises ValidationError."""
    for row in rows.filter(
        Q(validity__upper_inf=True) | Q(validity__endswith__gt=ends_on)
    ).select_for_update():
        since = first_day(row.validity)
        if since >= ends_on:
            raise ValidationError({field: f"Đã có {what} từ ngày {written(since)}: chọn ngày sau đó."})
        row.validity = DateRange(since, ends_on)
        row.save(update_fields=["validity"])


def take_effect(rule: Any, starts_on: date) -> None:
    """Saves a dated rule as the one in force from that day on; the one in force so far ends there.

    Raises ValidationError when the day is not after the beginning of the rule in force.
    """
    for current in type(rule).objects.select_for_update().filter(validity__upper_inf=True):
        if starts_on <= first_day(current.validity):
            since = written(first_day(current.validity))
            raise ValidationError({"starts_on": f"Quy ước đang dùng có từ ngày {since}: chọn ngày sau đó."})
        current.validity = DateRange(first_day(current.validity), starts_on)
        current.save(update_fields=["validity"])
    rule.validity = from_day(starts_on)
    rule.save()
