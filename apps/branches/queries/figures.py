"""What the branches' register knows about the elements of Conclusion 08, unit by unit, at a quarter's cut-off.

One statement for any number of units. Counted are the branches of residential sectors that stood below a unit (a
commune, a district, the province) on the cut-off day. Days of a quarter are those after the cut-off of the
quarter before.

Missing is never zero: what branches enter is answered once every branch that was open has handed over its quarter and
given the number; secretaries, meeting places and villages once anybody keeps them at all.
"""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.directives.models import Period

# Sums over the quarters' rows: element → column.
SUMMED = {
    "KL08-B6": "members",
    "KL08-E1b": "youth",
    "KL08-E2": "new_members",
    "KL08-F4": "resources",
    "KL08-F5": "participations",
    "KL08-G1": "introduced",
    "KL08-G2": "admitted",
    "KL08-H2a": "members_verified",
    "KL08-H1a": "has_books::int",
}
# `quarter.since`: the first day after the cut-off of the quarter before.
BASE = """
quarter AS (
  SELECT coalesce(max(cutoff_on) + 1, %(start)s::date) AS since
  FROM directives_period WHERE kind = 'quarter' AND end_on < %(start)s
),
standing AS MATERIALIZED (
  SELECT ancestor_id AS place_id, descendant_id AS unit_id FROM units_unitancestry
  WHERE ancestor_id = ANY(%(units)s::bigint[]) AND validity @> %(day)s::date
),
below AS MATERIALIZED (
  SELECT under.ancestor_id AS place_id, u.id AS branch_id, u.opened_on, u.closed_on,
         u.closed_on IS NULL OR u.closed_on > %(day)s AS is_open,
         least(%(day)s::date, coalesce(u.closed_on - 1, %(day)s)) AS last_on
  FROM units_unitancestry under
  JOIN units_unit u ON u.id = under.descendant_id AND u.opened_on <= %(day)s
    AND under.validity @> least(%(day)s::date, coalesce(u.closed_on - 1, %(day)s))
  WHERE under.ancestor_id = ANY(%(units)s::bigint[]) AND under.depth > 0
), branch AS MATERIALIZED (
  SELECT * FROM below
  WHERE (  -- a look-up for each, whatever the planner expects
    SELECT sector_id FROM units_unitsector s WHERE s.unit_id = branch_id AND s.validity @> last_on
  ) = ANY (ARRAY(SELECT code FROM units_sector WHERE is_residential))
), trained AS MATERIALIZED (
  SELECT DISTINCT p.cadre_id FROM cadres_trainingparticipant p
  JOIN cadres_training t ON t.id = p.training_id AND t.starts_on BETWEEN %(new_year)s AND %(day)s
), entry AS MATERIALIZED (
  SELECT b.place_id, b.branch_id AS unit_id, q.*
  FROM branch b
  LEFT JOIN branches_branchquarter q
    ON q.branch_id = b.branch_id AND q.period_id = %(period)s AND q.state = 'handed'
  WHERE b.is_open
)"""

COUNTED = """
SELECT place_id,
  count(*) FILTER (WHERE is_open) AS "KL08-B1",
  count(*) FILTER (WHERE opened_on BETWEEN since AND %(day)s) AS "KL08-B4a",
  count(*) FILTER (WHERE closed_on BETWEEN since AND %(day)s) AS "KL08-B4b"
FROM branch CROSS JOIN quarter GROUP BY place_id"""

# A joint branch serves several villages; a village that nobody serves has no branch. Looked up unit by unit, too.
VILLAGES = """
SELECT place_id, sum(v.villages) AS "KL08-B2a", sum(v.served) AS "KL08-B2b"
FROM standing CROSS JOIN LATERAL (
  SELECT count(*) AS villages, count(*) FILTER (WHERE EXISTS (
    SELECT FROM branches_coverage c WHERE c.village_id = v.id AND c.validity @> %(day)s::date)) AS served
  FROM branches_village v WHERE v.commune_id = standing.unit_id AND v.validity @> %(day)s::date
) v
WHERE v.villages > 0
GROUP BY place_id"""

# Looked up branch by branch, whatever the planner expects.
SECRETARIES = """
SELECT place_id,
  CASE WHEN bool_or(is_kept) THEN count(*) FILTER (WHERE secretary IS NULL) END AS "KL08-B5",
  CASE WHEN bool_or(is_kept) THEN count(*) FILTER (WHERE is_renewed) END AS "KL08-B4c",
  CASE WHEN bool_or(is_kept) THEN count(DISTINCT secretary)
    FILTER (WHERE secretary IN (SELECT cadre_id FROM trained)) END AS "KL08-H3a"
FROM (
  SELECT b.place_id,
    (SELECT held.cadre_id FROM cadres_appointment held
     WHERE held.unit_id = b.branch_id AND held.position_id = 'SECRETARY' AND held.validity @> %(day)s::date
    ) AS secretary,
    (SELECT count(*) FROM cadres_appointment a
     WHERE a.unit_id = b.branch_id AND lower(a.validity) <= %(day)s) > 0 AS is_kept,
    (SELECT count(*) FROM cadres_appointment a
     WHERE a.unit_id = b.branch_id AND a.origin IN ('consolidated', 'by_election')
       AND lower(a.validity) BETWEEN since AND %(day)s) > 0 AS is_renewed
  FROM branch b CROSS JOIN quarter
  WHERE b.is_open
) kept GROUP BY place_id"""

PLACES = """
SELECT place_id, CASE WHEN bool_and(kind IS NOT NULL) THEN count(*) FILTER (WHERE kind <> 'none') END AS "KL08-H4a"
FROM (
  SELECT b.place_id, (
    SELECT p.kind FROM branches_meetingplace p WHERE p.branch_id = b.branch_id AND p.validity @> %(day)s::date
  ) AS kind
  FROM branch b WHERE b.is_open
) met GROUP BY place_id"""

ENTERED = f"""
SELECT place_id,
  {
    ", ".join(
        f'CASE WHEN bool_and({column} IS NOT NULL) THEN sum({column}) END AS "{code}"'
        for code, column in SUMMED.items()
    )
},
  CASE WHEN bool_and(members IS NOT NULL) THEN count(*) FILTER (
    WHERE members < (SELECT small_below FROM branches_branchrule WHERE validity @> %(day)s::date)) END AS "KL08-B3"
FROM entry GROUP BY place_id
HAVING bool_and(id IS NOT NULL)"""

# A branch that says that it did not meet has met no times; one that handed over without a meeting says the same.
MEETINGS = """
SELECT e.place_id, sum(m.thematic) AS "KL08-D3",
  count(*) FILTER (WHERE m.held >= rule.meetings_a_quarter) AS "KL08-D1a",
  CASE WHEN bool_and(m.knows_expected) THEN sum(m.expected) END AS "KL08-D2b",
  CASE WHEN bool_and(m.knows_present) THEN sum(m.present) END AS "KL08-D2a"
FROM entry e
CROSS JOIN LATERAL (
  SELECT count(*) AS held, count(*) FILTER (WHERE is_thematic) AS thematic,
    coalesce(sum(expected), 0) AS expected, count(*) = count(expected) AS knows_expected,
    coalesce(sum(present), 0) AS present, count(*) = count(present) AS knows_present
  FROM branches_branchmeeting WHERE quarter_id = e.id
) m
JOIN branches_branchrule rule ON rule.validity @> %(day)s::date
GROUP BY e.place_id HAVING bool_and(e.id IS NOT NULL)"""

# A công trình counts with its acceptance (hồ sơ nghiệm thu), a phần việc once it is done.
WORKS = """
SELECT e.place_id,
  coalesce(sum(w.projects), 0) AS "KL08-F1", coalesce(sum(w.tasks), 0) AS "KL08-F2"
FROM entry e
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE kind = 'project' AND accepted_by <> '') AS projects,
         count(*) FILTER (WHERE kind = 'task') AS tasks
  FROM branches_youthwork WHERE quarter_id = e.id AND completed_on IS NOT NULL
) w
GROUP BY e.place_id HAVING bool_and(e.id IS NOT NULL)"""

# Of the half-year that ends with the quarter: every branch that is open now has handed over each quarter of its life.
HALF = """
SELECT place_id, CASE WHEN bool_and(received IS NOT NULL) THEN sum(received) END AS "KL08-D4"
FROM (
  SELECT b.place_id, q.received
  FROM branch b
  JOIN directives_period p ON p.kind = 'quarter' AND p.start_on >= %(half)s AND p.end_on <= %(end)s
    AND p.end_on >= b.opened_on
  LEFT JOIN branches_branchquarter q ON q.branch_id = b.branch_id AND q.period_id = p.id AND q.state = 'handed'
  WHERE b.is_open
) quarters GROUP BY place_id"""

# Models taken up by the unit or one below it, each once.
ADOPTED = """
SELECT place_id, count(DISTINCT a.practice_id) AS "KL08-F3"
FROM standing
LEFT JOIN branches_adoption a ON a.unit_id = standing.unit_id AND a.adopted_on BETWEEN %(half)s AND %(day)s
WHERE EXISTS (SELECT FROM branches_practice)
GROUP BY place_id"""

PARTS = (COUNTED, VILLAGES, SECRETARIES, PLACES, ENTERED, MEETINGS, WORKS, HALF, ADOPTED)
# Each part is counted once, whatever the planner expects of the few rows before it.
FIGURES = f"""
WITH {BASE}, {", ".join(f"part_{place} AS MATERIALIZED ({part})" for place, part in enumerate(PARTS))}
SELECT * FROM (SELECT DISTINCT place_id FROM branch) kept
{" ".join(f"LEFT JOIN part_{place} USING (place_id)" for place, _ in enumerate(PARTS))}
"""
ANSWERED = frozenset(re.findall(r'AS "(KL08-\w+)"', FIGURES))


def branch_figures(unit_ids: Collection[int], period: Period) -> dict[int, dict[str, Decimal]]:
    """By unit and code of an element, what the register knows at the quarter's cut-off. One SQL statement.

    A unit without a residential branch in the register has no answer.
    """
    if not unit_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, _parameters(unit_ids, period))
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
    return {line.pop("place_id"): _known(line) for line in found}


def _parameters(unit_ids: Collection[int], period: Period) -> dict[str, Any]:
    return {
        "units": sorted(unit_ids),
        "period": period.pk,
        "start": period.start_on,
        "day": period.cutoff_on,
        "end": period.end_on,
        "half": period.start_on.replace(month=1 if period.ordinal <= 2 else 7, day=1),
        "new_year": period.start_on.replace(month=1, day=1),
    }


def _known(line: dict[str, Any]) -> dict[str, Decimal]:
    return {code: Decimal(value) for code, value in line.items() if value is not None}
