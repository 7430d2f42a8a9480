"""The clock: deadlines are judged by the database's time, read once at the door and passed on as `now`."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone


def db_now() -> datetime:
    """The database's clock, aware, in Asia/Ho_Chi_Minh."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return timezone.localtime(now)


def local_day(now: datetime) -> date:
    """The calendar day of an aware datetime in Asia/Ho_Chi_Minh (not in UTC)."""
    return timezone.localtime(now).date()


def working_days_after(day: date, count: int) -> date:
    """The day after so many working days, Monday to Friday. Public holidays are not known: they make it no later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def today() -> date:
    """Today's local date, for doors that need a day and no deadline."""
    return timezone.localdate()
