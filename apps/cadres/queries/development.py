"""Courses, days at the grassroots and ratings, as pages show them; a fixed number of statements each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from apps.cadres.models import Cadre, Placement, Training
from apps.core.vietnamese import MISSING, number
from apps.units.models import latest_name_of

COURSES = 30
LINES, VISITS = 8, 200
# Who is full-time at the end of the year, or of the part of it that has passed, owes the days of that kind of unit.
FIELD_DAYS = """
SELECT c.id, y.year, owed.days, coalesce(done.days, 0)
FROM unnest(%(cadres)s::bigint[]) AS c(id)
CROSS JOIN unnest(%(years)s::int[]) AS y(year)
LEFT JOIN LATERAL (
  SELECT rule.days
  FROM cadres_appointment a
  JOIN units_unit u ON u.id = a.unit_id
  JOIN cadres_fieldvisitrule rule ON rule.unit_kind_id = u.kind_id AND rule.year = y.year
  WHERE a.cadre_id = c.id AND a.is_main AND a.engagement = 'full_time'
    AND a.validity && daterange(make_date(y.year, 1, 1), make_date(y.year + 1, 1, 1))
  ORDER BY lower(a.validity) DESC LIMIT 1
) owed ON true
LEFT JOIN LATERAL (
  SELECT sum(v.days) AS days FROM cadres_fieldvisit v
  WHERE v.cadre_id = c.id AND extract(year FROM v.starts_on) = y.year
) done ON true
ORDER BY c.id, y.year DESC
"""


@dataclass(frozen=True)
class FieldDays:
    """`required` None: no rule for this person in this year (not full-time, or nobody entered the days)."""

    cadre_id: int
    year: int
    required: int | None
    done: Decimal

    @property
    def is_done(self) -> bool | None:
        return None if self.required is None else self.done >= self.required

    @property
    def words(self) -> str:
        """62/60 ngày; 12,5 ngày, không có mức"""
        done = _days(self.done)
        return (
            f"{done} ngày, không có mức" if self.required is None else f"{done}/{number(self.required)} ngày"
        )


def field_days(cadre_ids: Collection[int], years: Iterable[int]) -> list[FieldDays]:
    """Required against done days per person and year, the latest year first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(FIELD_DAYS, {"cadres": list(cadre_ids), "years": list(years)})
        return [FieldDays(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Done:
    """A course, or a year at the grassroots with its visits (when, what, how long)."""

    on: date
    what: str
    result: str
    is_done: bool | None = None
    visits: tuple[tuple[date, str, str], ...] = ()


def done_by(cadre: Cadre) -> list[Done]:
    """Courses and years at the grassroots, the latest first: at most eight lines; three statements."""
    courses = cadre.trainings.select_related("training").order_by("-training__starts_on")[:LINES]
    lines = [Done(row.training.starts_on, row.training.title, row.result or MISSING) for row in courses]
    return sorted([*lines, *_at_grassroots(cadre)], key=lambda line: line.on, reverse=True)[:LINES]


def _at_grassroots(cadre: Cadre) -> list[Done]:
    visits = list(
        cadre.field_visits.annotate(place_name=latest_name_of("place_id")).order_by("-starts_on")[:VISITS]
    )
    years = dict.fromkeys(visit.starts_on.year for visit in visits)
    return [_year(days, visits) for days in field_days([cadre.pk], years)]


def _year(days: FieldDays, visits: Iterable[Any]) -> Done:
    made = [visit for visit in visits if visit.starts_on.year == days.year]
    told = tuple(
        (visit.starts_on, f"{visit.get_kind_display()}, {visit.place_name}", f"{_days(visit.days)} ngày")
        for visit in made
    )
    return Done(made[0].starts_on, f"Đi cơ sở (1+2), {len(made)} lần", days.words, days.is_done, told)


def _days(count: Decimal) -> str:
    return number(count, 0 if count == count.to_integral_value() else 1)


def open_placement(cadre_id: int) -> Placement | None:
    """The plan for this person that is not done yet."""
    return Placement.objects.filter(cadre_id=cadre_id, done_on=None).order_by("-pk").first()


def courses_to_join(cadre: Cadre) -> QuerySet[Training]:
    """The latest courses of the unit that keeps the file and of those above it, without those taken. `with_lineage`."""
    organised = Training.objects.filter(organiser_id__in=cadre.lineage)  # type: ignore[attr-defined]
    latest = organised.exclude(participants__cadre=cadre).order_by("-starts_on", "-pk")
    return Training.objects.filter(pk__in=list(latest.values_list("pk", flat=True)[:COURSES]))
