"""Staffing on a day: how many there should be, are, lack or are too many, and since when each seat is empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from apps.cadres.enums import Engagement
from apps.cadres.queries.vacancies import SCOPE, SPELLS

HOLDING = """
holding AS (
  SELECT unit_id, position_id, lower(validity) AS since, upper(validity) AS until, 1 AS people
  FROM cadres_appointment JOIN scope USING (unit_id)
)"""
COUNTED = """
counted AS (
  SELECT scope.lane_id, steps.position_id, asked.seats::int AS quota, steps.present, empty.since,
         CASE WHEN asked.seats IS NOT NULL THEN greatest(steps.present - asked.seats, 0)::int END AS surplus
  FROM steps
  JOIN scope USING (unit_id)
  LEFT JOIN cadres_quota asked ON asked.unit_id = steps.unit_id AND asked.position_id = steps.position_id
    AND asked.validity @> %(day)s::date
  LEFT JOIN (
    SELECT unit_id, position_id, array_agg(since ORDER BY since, seat) AS since
    FROM spells WHERE since <= %(day)s AND coalesce(until > %(day)s, true) GROUP BY unit_id, position_id
  ) empty ON empty.unit_id = steps.unit_id AND empty.position_id = steps.position_id
  WHERE steps.day <= %(day)s AND coalesce(steps.until > %(day)s, true)
)"""
ALONE = "scope AS (SELECT %(unit)s::bigint AS unit_id, %(unit)s::bigint AS lane_id)"
OF_THE_UNIT = f"""
WITH {ALONE}, {HOLDING}, {SPELLS}, {COUNTED}
SELECT position_id, quota, present, surplus, coalesce(counted.since, '{{}}')
FROM counted JOIN cadres_position p ON p.code = position_id
WHERE quota IS NOT NULL OR present > 0
ORDER BY p.rank
"""
BELOW = f"""
WITH {SCOPE}, {HOLDING}, {SPELLS}, {COUNTED}
SELECT lane_id, sum(quota)::int, (sum(present) FILTER (WHERE quota IS NOT NULL))::int,
       sum(cardinality(coalesce(counted.since, '{{}}')))::int, sum(surplus)::int, min(counted.since[1])
FROM counted WHERE lane_id <> %(unit)s GROUP BY lane_id
"""
POSTS = """
SELECT (SELECT posts FROM cadres_staffquota WHERE unit_id = %(unit)s AND validity @> %(day)s::date),
       (SELECT count(*) FROM cadres_appointment WHERE unit_id = %(unit)s AND validity @> %(day)s::date
        AND engagement = %(full_time)s AND is_main)
"""


@dataclass(frozen=True)
class Seats:
    """One position of the unit. `quota` None: nobody entered one, so nothing is vacant and nobody too many."""

    position_id: str
    quota: int | None
    present: int
    surplus: int | None
    empty_since: tuple[date, ...]

    @property
    def vacant(self) -> int | None:
        return None if self.quota is None else len(self.empty_since)


@dataclass(frozen=True)
class SeatsBelow:
    """The seats with a quota of a unit directly below and of all that stands under it; None: no quota entered."""

    quota: int | None
    present: int | None
    vacant: int
    surplus: int | None
    oldest_since: date | None


@dataclass(frozen=True)
class Posts:
    """Full-time posts assigned (None: not entered) and people whose main position fills one."""

    quota: int | None
    present: int

    @property
    def lacking(self) -> int | None:
        return None if self.quota is None else max(self.quota - self.present, 0)


def seats(unit_id: int, day: date) -> tuple[Seats, ...]:
    """The unit's own positions in their order; one statement."""
    return tuple(
        Seats(position, quota, present, surplus, tuple(since))
        for position, quota, present, surplus, since in _rows(OF_THE_UNIT, unit_id, day)
    )


def seats_below(unit_id: int, day: date) -> Mapping[int, SeatsBelow]:
    """{id of a unit directly below: its seats and those under it}, units without any left out; one statement."""
    return {lane: SeatsBelow(*counts) for lane, *counts in _rows(BELOW, unit_id, day)}


def posts(unit_id: int, day: date) -> Posts:
    ((quota, present),) = _rows(POSTS, unit_id, day, full_time=Engagement.FULL_TIME.value)
    return Posts(quota, present)


def _rows(statement: str, unit_id: int, day: date, **more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"unit": unit_id, "day": day, **more})
        return cursor.fetchall()
