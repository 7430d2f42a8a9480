"""Ages in whole years, and the day on which "không quá N tuổi" is passed. The same as the SQL of `verdicts.py`."""

from calendar import isleap
from datetime import date

from apps.cadres.enums import AgeCounting


def birthday(born_on: date, years: int) -> date:
    """The day of turning `years`; 29 February falls on the 28th in a common year."""
    year = born_on.year + years
    if (born_on.month, born_on.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return born_on.replace(year=year)


def age_on(born_on: date, day: date, counting: str = AgeCounting.FULL_YEARS) -> int:
    years = day.year - born_on.year
    if counting == AgeCounting.CALENDAR_YEAR:
        return years
    return years if birthday(born_on, years) <= day else years - 1


def too_old_on(born_on: date, limit: int, counting: str = AgeCounting.FULL_YEARS) -> date:
    """The first day on which somebody is older than `limit`."""
    if counting == AgeCounting.CALENDAR_YEAR:
        return date(born_on.year + limit + 1, 1, 1)
    return birthday(born_on, limit + 1)
