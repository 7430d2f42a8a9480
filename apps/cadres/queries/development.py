"""Courses, days at the grassroots and ratings, as pages show them; a fixed number of statements each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from apps.cadres.enums import RatingClass
from apps.cadres.models import Cadre, CadreRating, Placement, Training, TrainingParticipant
from apps.core.vietnamese import day as written
from apps.core.vietnamese import number
from apps.units.models import latest_name_of

COURSES = 30
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
        done = number(self.done, 0 if self.done == self.done.to_integral_value() else 1)
        return (
            f"{done} ngày, không có mức" if self.required is None else f"{done}/{number(self.required)} ngày"
        )


def field_days(cadre_ids: Collection[int], years: Iterable[int]) -> list[FieldDays]:
    """Required against done days per person and year, the latest year first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(FIELD_DAYS, {"cadres": list(cadre_ids), "years": list(years)})
        return [FieldDays(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class CourseTaken:
    title: str
    kind: str
    organiser: str
    days: str
    result: str
    starts_on: date


def courses_of(cadre_id: int) -> list[CourseTaken]:
    """The latest first; one statement."""
    rows = TrainingParticipant.objects.filter(cadre_id=cadre_id).select_related("training")
    rows = rows.annotate(organiser_name=latest_name_of("training__organiser_id"))
    return [
        CourseTaken(
            title=row.training.title,
            kind=row.training.get_kind_display(),
            organiser=row.training.organised_by or row.organiser_name,
            days=_from_to(row.training.starts_on, row.training.ends_on),
            result=row.result,
            starts_on=row.training.starts_on,
        )
        for row in rows.order_by("-training__starts_on", "-pk")
    ]


def _from_to(first: date, last: date) -> str:
    return written(first) if first == last else f"{written(first)} – {written(last)}"


@dataclass(frozen=True)
class YearRated:
    year: int
    rating: RatingClass
    guide: str
    unit: str


def ratings_of(cadre_id: int) -> list[YearRated]:
    """The latest year first; one statement."""
    rows = CadreRating.objects.filter(cadre_id=cadre_id).annotate(unit_name=latest_name_of("unit_id"))
    return [
        YearRated(row.year, RatingClass(row.rating), row.guide, row.unit_name)
        for row in rows.order_by("-year")
    ]


def open_placement(cadre_id: int) -> Placement | None:
    """The plan for this person that is not done yet."""
    return Placement.objects.filter(cadre_id=cadre_id, done_on=None).order_by("-pk").first()


def courses_to_join(cadre: Cadre) -> QuerySet[Training]:
    """The latest courses of the unit that keeps the file and of those above it, without those taken. `with_lineage`."""
    organised = Training.objects.filter(organiser_id__in=cadre.lineage)  # type: ignore[attr-defined]
    latest = organised.exclude(participants__cadre=cadre).order_by("-starts_on", "-pk")
    return Training.objects.filter(pk__in=list(latest.values_list("pk", flat=True)[:COURSES]))
