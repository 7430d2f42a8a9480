"""Biểu 1–7 of the annex (docs/facts.md) as counts, for a set of units, a range of days and its last day.

Counts by level and position can stand for one person where a position is held by one. They hold no name and no day;
whoever asks for them live must be allowed to read private data (`services.exports`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from apps.cadres.models import Appointment
from apps.cadres.queries.tables.counting import Cell, Column, CountTable, Line, Span
from apps.cadres.queries.tables.courses import courses
from apps.cadres.queries.tables.moves import moves
from apps.cadres.queries.tables.over_age import over_age
from apps.cadres.queries.tables.plans import plans
from apps.cadres.queries.tables.ratings import ratings
from apps.cadres.queries.tables.staff import staff
from apps.cadres.queries.tables.visits import visits


@dataclass(frozen=True)
class Tables:
    """Biểu 1–7 of `given` out of `expected` units: those that the register knows on the day."""

    first: date
    day: date
    given: int
    expected: int
    tables: tuple[CountTable, ...]


def count_tables(units: Collection[int], first: date, day: date) -> Tables:
    """From `first` to `day`. Units of which the register knew nobody by then count nowhere. Ten statements at most."""
    began = Appointment.objects.filter(unit_id__in=units, validity__startswith__lte=day)
    known = sorted(began.order_by().values_list("unit_id", flat=True).distinct())
    span = Span(known, first, day)
    found = (
        *staff(span), over_age(span), plans(span), courses(span), moves(span), visits(span), ratings(span),
    ) if known else ()  # fmt: skip
    return Tables(first, day, len(known), len(units), found)


__all__ = ["Cell", "Column", "CountTable", "Line", "Tables", "count_tables"]
