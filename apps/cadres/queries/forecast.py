"""What the coming months bring: who passes the age limit on which day, which seats fall empty, who may follow.

A person is expected to leave on the day on which the limit is passed, or on the day recorded as the end. Who is past
it already is expected to leave at once. Days ahead are judged by the rules that are in force then, as far as they are
known today. A seat that falls empty stays in the forecast though somebody is due to fill it later.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from apps.cadres.enums import Readiness
from apps.cadres.permissions import VIEW_PRIVATE, reach
from apps.cadres.queries.vacancies import SCOPE, SPELLS
from apps.cadres.queries.verdicts import STANDARD, TOO_OLD

# Units whose people's birth dates the reader may see; those of all others are unknown here.
READABLE = """
readable AS MATERIALIZED (
  SELECT descendant_id AS unit_id FROM units_unitancestry
  WHERE validity @> %(today)s::date AND ((depth = 0 AND ancestor_id = ANY(%(own)s::bigint[]))
                                      OR (depth > 0 AND ancestor_id = ANY(%(below)s::bigint[])))
)"""
PERSON = """(
  SELECT id, full_name, sort_key, CASE WHEN unit_id IN (SELECT unit_id FROM readable) THEN born_on END AS born_on
  FROM cadres_cadre
)"""
# From %(day)s to %(horizon)s: spans of days with one set of standards and one way of counting.
RULES = """
rule AS MATERIALIZED (
  SELECT daterange(cut, lead(cut) OVER (ORDER BY cut)) AS span, r.counting, s.id AS set_id, s.short_name
  FROM (
    SELECT %(day)s::date AS cut
    UNION SELECT unnest(ARRAY[lower(validity), upper(validity)]) FROM cadres_agerule
    UNION SELECT unnest(ARRAY[lower(validity), upper(validity)]) FROM cadres_standardset WHERE is_published
  ) cuts
  LEFT JOIN cadres_agerule r ON r.validity @> cut
  LEFT JOIN cadres_standardset s ON s.is_published AND s.validity @> cut
  WHERE cut BETWEEN %(day)s AND %(horizon)s
)"""
HELD = """
held AS MATERIALIZED (
  SELECT a.id, a.cadre_id, a.unit_id, scope.lane_id, a.position_id, a."group", a.validity
  FROM (
    SELECT * FROM cadres_appointment WHERE coalesce(upper(validity) > %(day)s, true)
    OFFSET 0  -- read once, not unit by unit
  ) a JOIN scope USING (unit_id)
)"""
# The first day of each appointment on which its holder is too old; %(day)s itself for who is so already.
PASSING = f"""
passing AS MATERIALIZED (
  SELECT DISTINCT ON (id) *, passes_on + (passes_on = %(day)s)::int AS leaves_on
  FROM (
    SELECT a.id, a.cadre_id, a.unit_id, a.lane_id, a.position_id, a.validity, rule.span, s.age_max,
           rule.short_name || ', ' || s.source AS source, {TOO_OLD.format(limit="s.age_max")} AS over_on
    FROM held a
    JOIN units_unit u ON u.id = a.unit_id
    JOIN {PERSON} c ON c.id = a.cadre_id
    CROSS JOIN rule
    {STANDARD.format(set="rule.set_id")}
    WHERE s.age_max IS NOT NULL AND c.born_on IS NOT NULL
    OFFSET 0  -- the planner expects next to nobody to pass, and would look at every unit for each of them
  ) counted
  CROSS JOIN LATERAL (SELECT greatest(over_on, lower(span), lower(validity)) AS passes_on) first
  WHERE span @> passes_on AND validity @> passes_on AND passes_on <= %(horizon)s
  ORDER BY id, passes_on
)"""
LEAVERS = f"""
WITH {SCOPE}, {READABLE}, {RULES}, {HELD}, {PASSING}, leaving AS (
  SELECT id, cadre_id, unit_id, lane_id, position_id, leaves_on, passes_on, over_on, age_max, source, validity
  FROM passing
  UNION ALL
  SELECT id, cadre_id, unit_id, lane_id, position_id, upper(validity), NULL, NULL, NULL, NULL, validity
  FROM held
  WHERE lower(validity) <= %(day)s AND upper(validity) <= %(horizon)s AND id NOT IN (SELECT id FROM passing)
)
SELECT leaving.id, cadre_id, c.full_name, leaving.unit_id, lane_id, position_id, leaves_on, passes_on, over_on,
       age_max, source, lower(validity) <= %(day)s AND leaves_on <= %(horizon)s, upper(validity)
FROM leaving JOIN cadres_cadre c ON c.id = cadre_id JOIN cadres_position p ON p.code = position_id
ORDER BY passes_on, leaves_on, p.rank, c.sort_key, leaving.id
"""
PASSED = ("units", "positions", "leave_on", "until")
# Who has passed the limit (`LEAVERS` found them) is taken out from the day of leaving to the end. Positions for which
# no quota was ever entered have no seats, so nobody is counted in them.
HOLDING = """
passed AS (
  SELECT * FROM unnest(%(units)s::bigint[], %(positions)s::text[], %(leave_on)s::date[], %(until)s::date[])
    AS passed(unit_id, position_id, leaves_on, until)
), asked AS (
  SELECT DISTINCT unit_id, position_id FROM cadres_quota JOIN scope USING (unit_id)
), holding AS (
  SELECT unit_id, position_id, since, until, 1 AS people
  FROM (
    SELECT unit_id, position_id, lower(validity) AS since, upper(validity) AS until FROM cadres_appointment
    OFFSET 0  -- read once, not unit by unit
  ) held JOIN asked USING (unit_id, position_id)
  UNION ALL
  SELECT unit_id, position_id, leaves_on, until, -1
  FROM passed JOIN asked USING (unit_id, position_id) WHERE coalesce(leaves_on < until, true)
)"""
EMPTY = f"""
WITH {SCOPE}, {HOLDING}, {SPELLS}
SELECT spells.unit_id, scope.lane_id, position_id, seat, since, until
FROM spells JOIN scope USING (unit_id) JOIN cadres_position p ON p.code = position_id
WHERE since <= %(horizon)s AND coalesce(until > %(day)s, true)
ORDER BY p.rank, since, spells.unit_id, seat
"""
# Who is in the plan and does not hold the position; `ready`: while the plan says "now" and both age limits are kept.
CANDIDATES = f"""
WITH {SCOPE}, {READABLE}, {RULES}
SELECT plan.unit_id, plan.position_id, k.cadre_id, c.full_name, lower(planned), upper(planned),
       lower(ready), upper(ready)
FROM cadres_successioncandidate k
JOIN cadres_successionplan plan ON plan.id = k.plan_id
JOIN scope USING (unit_id)
JOIN units_unit u ON u.id = plan.unit_id
JOIN {PERSON} c ON c.id = k.cadre_id
CROSS JOIN LATERAL (SELECT plan.position_id, 'general' AS "group") a
CROSS JOIN rule
{STANDARD.format(set="rule.set_id")}
LEFT JOIN LATERAL (
  SELECT min(lower(earlier.validity)) AS first_on
  FROM cadres_appointment earlier
  JOIN units_unit place ON place.id = earlier.unit_id AND place.kind_id = u.kind_id
  JOIN cadres_position held ON held.code = earlier.position_id
  WHERE earlier.cadre_id = k.cadre_id AND lower(earlier.validity) <= %(day)s
    AND (earlier.position_id = plan.position_id OR (s.first_age_basis = 'committee' AND held.in_committee))
) first ON true
CROSS JOIN LATERAL (
  SELECT {TOO_OLD.format(limit="s.age_max")} AS over_on, {TOO_OLD.format(limit="s.first_age_max")} AS first_over_on
) limits
CROSS JOIN LATERAL (
  SELECT CASE WHEN s.age_max IS NULL THEN NULL ELSE coalesce(over_on, '-infinity') END AS in_post,
         CASE WHEN s.first_age_max IS NULL OR first_on < first_over_on THEN NULL
              WHEN first_on IS NULL THEN coalesce(first_over_on, '-infinity') ELSE '-infinity' END AS at_first
) ends
CROSS JOIN LATERAL (SELECT k.validity * plan.term AS planned) days
CROSS JOIN LATERAL (
  SELECT CASE WHEN k.readiness = %(now)s
    THEN planned * rule.span * daterange(NULL, least(in_post, at_first)) ELSE 'empty' END AS ready
) windows
WHERE planned && daterange(%(day)s, %(horizon)s, '[]') AND NOT EXISTS (
  SELECT FROM cadres_appointment holds
  WHERE holds.cadre_id = k.cadre_id AND holds.unit_id = plan.unit_id AND holds.position_id = plan.position_id
    AND coalesce(upper(holds.validity) > %(day)s, true)
)
ORDER BY plan.unit_id, plan.position_id, upper(ready), c.sort_key, k.id
"""


@dataclass(frozen=True)
class Leaver:
    """Somebody who is expected to leave: over age since or on `passes_on`, or with an end recorded (`passes_on` None).

    `over_on`: the first day past the limit, which for those over age already lies in the past.
    """

    appointment_id: int
    cadre_id: int
    full_name: str
    unit_id: int
    lane_id: int
    position_id: str
    leaves_on: date
    passes_on: date | None
    over_on: date | None
    age_max: int | None
    rule: str | None


@dataclass(frozen=True)
class Candidate:
    """Somebody in a plan, and the days on which they are ready and within the limits (both None: on no day)."""

    unit_id: int
    position_id: str
    cadre_id: int
    full_name: str
    planned_from: date
    planned_until: date | None
    ready_from: date | None
    ready_until: date | None

    def is_planned(self, day: date) -> bool:
        return self.planned_from <= day and (self.planned_until is None or day < self.planned_until)

    def is_ready(self, day: date) -> bool:
        return (
            self.ready_from is not None
            and self.ready_from <= day
            and (self.ready_until is None or day < self.ready_until)
        )


@dataclass(frozen=True)
class Vacancy:
    """A seat that is or falls empty on `since`, till somebody recorded fills it on `until`.

    `leaver`: whose leaving empties it, None when it is empty already or the quota grows. `planned`: people in the plan
    on the day on which somebody is needed; `successor`: one of them who is ready then and follows nobody else here.
    """

    unit_id: int
    lane_id: int
    position_id: str
    seat: int
    since: date
    until: date | None
    leaver: Leaver | None
    planned: int
    successor: Candidate | None


@dataclass(frozen=True)
class Forecast:
    """Vacancies stand in the order of positions, then of days."""

    day: date
    horizon: date
    leavers: tuple[Leaver, ...]
    vacancies: tuple[Vacancy, ...]

    def of(self, position_id: str) -> "Forecast":
        """Of one position alone."""
        return replace(
            self,
            leavers=tuple(row for row in self.leavers if row.position_id == position_id),
            vacancies=tuple(row for row in self.vacancies if row.position_id == position_id),
        )

    @property
    def passing(self) -> tuple[Leaver, ...]:
        """Positions whose holders pass the limit after today."""
        return tuple(row for row in self.leavers if row.passes_on and row.passes_on > self.day)

    @property
    def passing_people(self) -> int:
        return len({row.cadre_id for row in self.passing})

    @property
    def over_age_people(self) -> int:
        """Those who are past the limit today already."""
        return len({row.cadre_id for row in self.leavers if row.passes_on and row.passes_on <= self.day})

    @property
    def empty_now(self) -> int:
        return sum(row.since <= self.day for row in self.vacancies)

    @property
    def without_successor(self) -> int:
        return sum(row.successor is None for row in self.vacancies)


def forecast(user: Any, unit_id: int, day: date, horizon: date, today: date) -> Forecast:
    """For the unit and all below it, from `day` to `horizon` (both included); three statements beside the roles.

    Of people whose birth date the user may not see no age limit passes, and none is known to be kept.
    """
    own, below = reach(VIEW_PRIVATE, user)
    asked = {
        "unit": unit_id, "day": day, "horizon": horizon, "now": Readiness.NOW.value,
        "own": own, "below": below, "today": today,
    }  # fmt: skip
    found = [(Leaver(*row), is_due, until) for *row, is_due, until in _rows(LEAVERS, asked)]
    leavers = tuple(leaver for leaver, is_due, _ in found if is_due)
    candidates = [Candidate(*row) for row in _rows(CANDIDATES, asked)]
    passed = [
        (one.unit_id, one.position_id, one.leaves_on, until) for one, _, until in found if one.passes_on
    ]
    empty = _rows(EMPTY, asked | {name: [row[place] for row in passed] for place, name in enumerate(PASSED)})
    vacancies = _filled(empty, leavers, candidates, day)
    return Forecast(day, horizon, leavers, tuple(vacancies))


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()


def _filled(
    spells: Iterable[tuple[Any, ...]], leavers: Sequence[Leaver], candidates: Sequence[Candidate], day: date
) -> Iterable[Vacancy]:
    """Spells in the order of days; each takes its leaver and the successor whose readiness ends first."""
    leaving = defaultdict(list)
    for leaver in reversed(leavers):
        leaving[leaver.unit_id, leaver.position_id, leaver.leaves_on].append(leaver)
    in_plan = defaultdict(list)
    for candidate in candidates:
        in_plan[candidate.unit_id, candidate.position_id].append(candidate)
    taken: set[tuple[int, str, int]] = set()
    for unit_id, lane_id, position_id, seat, since, until in spells:
        needed = max(since, day)
        here = in_plan[unit_id, position_id]
        free = (c for c in here if c.is_ready(needed) and (unit_id, position_id, c.cadre_id) not in taken)
        successor = next(free, None)
        if successor:
            taken.add((unit_id, position_id, successor.cadre_id))
        goes = leaving[unit_id, position_id, since]
        planned = len({candidate.cadre_id for candidate in here if candidate.is_planned(needed)})
        yield Vacancy(
            unit_id,
            lane_id,
            position_id,
            seat,
            since,
            until,
            goes.pop() if goes else None,
            planned,
            successor,
        )
