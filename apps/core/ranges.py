"""Half-open ranges of days, as dated rows carry them: the first day belongs to it, the last one no more."""

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.core.vietnamese import day as written


def from_day(day: date) -> DateRange:
    """From that day on, without an end."""
    return DateRange(day, None)


def first_day(validity: Any) -> date:
    """The day on which a dated row begins; every row of ours has one."""
    day: date = validity.lower
    return day


def in_words(validity: Any) -> str:
    """từ 01/01/2019 đến hết 30/06/2025"""
    until = f" đến hết {written(validity.upper - timedelta(days=1))}" if validity.upper else ""
    return f"từ {written(validity.lower)}{until}"
