"""What the register knows about the elements of Conclusion 07, row by row of a report, as at the quarter's cut-off.

One statement for any number of rows. A row's figures are counted from the units of its scope: of most elements the
row's own unit alone, of the rest ("cả cơ sở trực thuộc") all of them. A cán bộ Đoàn is whoever holds as the main
position one that Quy chế 289 (Điều 1) names, or serves full-time. Everybody is counted once in an element of a row.

Missing is never zero: without an appointment in every counted unit, a quota in force, a birth date or a level that
the count needs, there is no answer and the figure stays typed.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.cadres.queries.verdicts import JUDGED
from apps.directives.models import Period

# Of the unit itself, also where a row stands for more than its own unit.
LEVEL = frozenset(
    {f"KL07-2.{code}" for code in ("11a", "12a", "13a", "13b", "20", "9a")}
    | {f"KL07-2.10{letter}" for letter in "abcdefgh"}
    | {"KL07-1.3a", "KL07-1.3b", "KL07-1.4a"}
)
# Of the cadres of the row's own unit; the first six without the secretaries of branches.
AT_GRASSROOTS = frozenset(f"KL07-2.{code}" for code in ("2a", "2b", "3a", "4a", "7a", "8"))
OWN = AT_GRASSROOTS | {f"KL07-2.{code}" for code in ("1a", "1b", "1c", "5a", "6a", "22a")}
# Of the other units of the row's scope, and of all of them.
OTHERS = frozenset({"KL07-1.1b", "KL07-2.11b", "KL07-2.12b", "KL07-2.17a"})
ALL = frozenset(
    {f"KL07-2.{code}" for code in ("14", "18a", "18b", "18c", "19a", "19b", "21", "23a", "23b", "23c", "24")}
    | {f"KL07-2.{code}" for code in ("25a", "25b", "26a", "26b", "27a", "27b", "27c", "27d", "28a")}
    | {"KL07-1.6"}
)

# Levels of the people of these units alone: the planner expects hardly anybody, and reads all levels for each of them.
LEVELS = """FROM (
        SELECT * FROM cadres_qualification WHERE cadre_id IN (
          SELECT cadre_id FROM cadres_appointment WHERE unit_id = ANY(%(units)s))
      ) of_these"""
OF_UNITS = JUDGED.replace("FROM cadres_qualification", LEVELS)
AT_CUTOFF = OF_UNITS.format(chosen="a.unit_id = ANY(%(units)s)")
LEFT = "a.is_main AND a.unit_id = ANY(%(units)s) AND upper(a.validity) <= %(cutoff)s"
AT_START = OF_UNITS.format(chosen=LEFT).replace("%(day)s", "%(start)s").replace("%(cutoff)s", "%(day)s")
IS_CADRE = "{a}.is_main AND (p.is_cadre OR {a}.engagement = 'full_time')"

BASE = f"""
scope AS (
  SELECT row_id, unit_id, row_id = unit_id AS is_own
  FROM unnest(%(rows)s::bigint[], %(units)s::bigint[]) AS pair(row_id, unit_id)
), known AS (
  SELECT row_id, bool_or(is_own AND is_kept) AS knows_own, bool_and(is_kept) AS knows_all, count(*) AS unit_count
  FROM (
    SELECT scope.*, EXISTS (
      SELECT FROM cadres_appointment a WHERE a.unit_id = scope.unit_id AND lower(a.validity) <= %(day)s
    ) AS is_kept FROM scope
  ) AS place GROUP BY row_id
), judged AS MATERIALIZED ({AT_CUTOFF}
), cadre AS MATERIALIZED (
  SELECT j.*, num_nulls(age_max, education_min, theory_min) = 0 AS is_ruled
  FROM judged j JOIN cadres_position p ON p.code = j.position_id WHERE {IS_CADRE.format(a="j")}
), gone AS MATERIALIZED (
  SELECT j.* FROM ({AT_START}) j JOIN cadres_position p ON p.code = j.position_id
  WHERE {IS_CADRE.format(a="j")}
), member AS (
  SELECT j.unit_id, j.cadre_id, c.born_on, c.sex, c.party_joined_on <= %(day)s AS is_party, bool_or(p.in_standing)
         AS in_standing, min(j.counting) AS counting, lower(btrim(c.ethnic_group)) AS ethnic_group
  FROM judged j JOIN cadres_position p ON p.code = j.position_id JOIN cadres_cadre c ON c.id = j.cadre_id
  WHERE p.in_committee GROUP BY j.unit_id, j.cadre_id, c.id
), post AS (
  SELECT s.*, q.position_id, q.seats, p.needs_plan,
         greatest(q.seats - (SELECT count(DISTINCT cadre_id) FROM judged j
           WHERE j.unit_id = s.unit_id AND j.position_id = q.position_id), 0) AS vacant
  FROM scope s JOIN cadres_quota q ON q.unit_id = s.unit_id AND q.validity @> %(day)s::date
  JOIN cadres_position p ON p.code = q.position_id
), candidate AS (
  SELECT plan.unit_id, plan.position_id, c.cadre_id
  FROM cadres_successionplan plan JOIN cadres_successioncandidate c ON c.plan_id = plan.id
  WHERE plan.unit_id = ANY(%(units)s) AND c.validity @> %(day)s::date
    AND coalesce(upper(plan.term) > %(day)s, true)
), placed AS (
  SELECT unit_id, cadre_id FROM cadres_placement
  WHERE unit_id = ANY(%(units)s) AND state = 'done' AND done_on BETWEEN %(start)s AND %(day)s
), to_place AS (
  SELECT unit_id, cadre_id, age_test = 'no_data' AS is_unknown FROM cadre WHERE age_test IN ('not_met', 'no_data')
  UNION SELECT unit_id, cadre_id, age_test = 'no_data' FROM gone
    WHERE age_test = 'no_data' OR over_age_on < until
  UNION SELECT unit_id, cadre_id, false FROM placed
)"""

# Each part gives its elements by row, as columns named by code; NULL: the register does not know.
CADRES = """
SELECT s.row_id,
  count(*) FILTER (WHERE is_ruled) AS "KL07-2.2b",
  count(*) FILTER (WHERE is_ruled AND verdict = 'met') AS "KL07-2.2a",
  count(*) FILTER (WHERE is_ruled AND education_test = 'met') AS "KL07-2.3a",
  count(*) FILTER (WHERE is_ruled AND theory_test = 'met') AS "KL07-2.4a",
  CASE WHEN bool_and(born_on IS NOT NULL OR is_ruled IS NOT true)
    THEN count(*) FILTER (WHERE is_ruled AND age_test = 'not_met') END AS "KL07-2.7a",
  CASE WHEN bool_and(born_on IS NOT NULL OR is_ruled IS NOT true)
    THEN count(*) FILTER (WHERE is_ruled AND age_test = 'met' AND over_age_on <= %(day)s::date + interval '12 months')
    END AS "KL07-2.8",
  count(*) FILTER (WHERE engagement = 'full_time') AS "KL07-2.1a",
  count(*) FILTER (WHERE engagement = 'part_time') AS "KL07-2.1b",
  count(*) FILTER (WHERE engagement = 'voluntary') AS "KL07-2.1c",
  count(*) FILTER (WHERE engagement = 'full_time') AS "KL07-2.13b",
  CASE WHEN bool_and(education IS NOT NULL OR cadre_id IS NULL)
    THEN count(*) FILTER (WHERE education >= 4) END AS "KL07-2.5a",
  CASE WHEN bool_and(theory IS NOT NULL OR cadre_id IS NULL)
    THEN count(*) FILTER (WHERE theory >= 2) END AS "KL07-2.6a",
  count(*) FILTER (WHERE EXISTS (
    SELECT FROM cadres_trainingparticipant part JOIN cadres_training t ON t.id = part.training_id
    WHERE part.cadre_id = c.cadre_id AND t.starts_on BETWEEN %(new_year)s AND %(day)s)) AS "KL07-2.22a"
FROM scope s LEFT JOIN cadre c ON c.unit_id = s.unit_id WHERE s.is_own GROUP BY s.row_id"""

FIELD = """
SELECT s.row_id, count(c.cadre_id) AS "KL07-1.3b",
  count(*) FILTER (WHERE coalesce(visited.days, 0) >= r.days AND c.cadre_id IS NOT NULL) AS "KL07-1.3a",
  coalesce(sum(visited.days), 0) AS "KL07-1.4a"
FROM scope s
JOIN units_unit u ON u.id = s.unit_id
JOIN cadres_fieldvisitrule r ON r.unit_kind_id = u.kind_id AND r.year = %(year)s
LEFT JOIN cadre c ON c.unit_id = s.unit_id AND c.engagement = 'full_time'
LEFT JOIN (
  SELECT cadre_id, sum(days) AS days FROM cadres_fieldvisit
  WHERE starts_on BETWEEN %(new_year)s AND %(day)s GROUP BY cadre_id
) visited ON visited.cadre_id = c.cadre_id
WHERE s.is_own GROUP BY s.row_id"""

COMMITTEE = """
SELECT s.row_id,
  count(m.cadre_id) FILTER (WHERE in_standing) AS "KL07-2.10g",
  CASE WHEN bool_and(sex <> '' OR in_standing IS NOT true)
    THEN count(*) FILTER (WHERE in_standing AND sex = 'female') END AS "KL07-2.10a",
  CASE WHEN bool_and(ethnic_group <> '' OR in_standing IS NOT true)
    THEN count(*) FILTER (WHERE in_standing AND ethnic_group <> 'kinh') END AS "KL07-2.10b",
  count(*) FILTER (WHERE in_standing AND is_party) AS "KL07-2.10c",
  count(m.cadre_id) AS "KL07-2.10h",
  CASE WHEN bool_and(sex <> '' OR m.cadre_id IS NULL)
    THEN count(*) FILTER (WHERE sex = 'female') END AS "KL07-2.10d",
  CASE WHEN bool_and(ethnic_group <> '' OR m.cadre_id IS NULL)
    THEN count(*) FILTER (WHERE ethnic_group <> 'kinh') END AS "KL07-2.10e",
  count(*) FILTER (WHERE is_party) AS "KL07-2.10f",
  CASE WHEN count(m.cadre_id) = count(born_on) THEN coalesce(sum(
    extract(year FROM %(day)s::date) - extract(year FROM born_on) - (counting = 'full_years' AND born_on
      + make_interval(years => (extract(year FROM %(day)s::date) - extract(year FROM born_on))::int)
      > %(day)s)::int), 0) END AS "KL07-2.9a"
FROM scope s LEFT JOIN member m ON m.unit_id = s.unit_id WHERE s.is_own GROUP BY s.row_id"""

POSTS = """
SELECT post.row_id,
  sum(vacant) FILTER (WHERE is_own AND position_id = 'SECRETARY') AS "KL07-2.11a",
  sum(vacant) FILTER (WHERE is_own AND position_id = 'DEPUTY_SECRETARY') AS "KL07-2.12a",
  CASE WHEN count(*) FILTER (WHERE NOT is_own AND position_id = 'SECRETARY') = unit_count - 1
    THEN sum(vacant) FILTER (WHERE NOT is_own AND position_id = 'SECRETARY') END AS "KL07-2.11b",
  CASE WHEN count(*) FILTER (WHERE NOT is_own AND position_id = 'DEPUTY_SECRETARY') = unit_count - 1
    THEN sum(vacant) FILTER (WHERE NOT is_own AND position_id = 'DEPUTY_SECRETARY') END AS "KL07-2.12b",
  CASE WHEN count(DISTINCT unit_id) FILTER (WHERE needs_plan) = unit_count
    THEN count(*) FILTER (WHERE needs_plan AND seats > 0) END AS "KL07-2.19b",
  CASE WHEN count(DISTINCT unit_id) FILTER (WHERE needs_plan) = unit_count
    THEN count(*) FILTER (WHERE needs_plan AND seats > 0 AND EXISTS (
      SELECT FROM candidate c WHERE c.unit_id = post.unit_id AND c.position_id = post.position_id))
    END AS "KL07-2.19a"
FROM post JOIN known USING (row_id) GROUP BY post.row_id, unit_count"""

STAFF = """
SELECT s.row_id, q.posts AS "KL07-2.13a"
FROM scope s JOIN cadres_staffquota q ON q.unit_id = s.unit_id AND q.validity @> %(day)s::date WHERE s.is_own"""

PLANNED = """
SELECT s.row_id,
  count(DISTINCT cadre_id) FILTER (WHERE position_id = 'SECRETARY') AS "KL07-2.18a",
  count(DISTINCT cadre_id) FILTER (WHERE position_id = 'DEPUTY_SECRETARY') AS "KL07-2.18b",
  count(DISTINCT cadre_id) FILTER (WHERE position_id IN ('STANDING_MEMBER', 'COMMITTEE_MEMBER')) AS "KL07-2.18c"
FROM scope s LEFT JOIN candidate c ON c.unit_id = s.unit_id GROUP BY s.row_id"""

REVIEWED = """
SELECT s.row_id, count(DISTINCT s.unit_id) FILTER (WHERE NOT is_own) AS "KL07-1.1b",
  count(DISTINCT r.unit_id) FILTER (WHERE NOT is_own) AS "KL07-2.17a"
FROM scope s LEFT JOIN cadres_successionreview r
  ON r.unit_id = s.unit_id AND r.reviewed_on BETWEEN %(new_year)s AND %(day)s
GROUP BY s.row_id"""

# Whoever comes into several positions of a unit on one day (BCH, BTV, Phó Bí thư) is one turn.
MOVES = f"""
SELECT s.row_id,
  count(DISTINCT (a.unit_id, a.cadre_id, lower(a.validity)))
    FILTER (WHERE a.origin IN ('consolidated', 'by_election')) AS "KL07-2.14",
  count(DISTINCT a.cadre_id)
    FILTER (WHERE a.origin IN ('transferred', 'rotated') AND {IS_CADRE.format(a="a")}) AS "KL07-2.24"
FROM scope s
LEFT JOIN cadres_appointment a ON a.unit_id = s.unit_id AND lower(a.validity) BETWEEN %(start)s AND %(day)s
LEFT JOIN cadres_position p ON p.code = a.position_id
GROUP BY s.row_id"""

PLACED = """
SELECT s.row_id, count(DISTINCT placed.cadre_id) AS "KL07-2.25a"
FROM scope s LEFT JOIN placed ON placed.unit_id = s.unit_id GROUP BY s.row_id"""

TO_PLACE = """
SELECT s.row_id, CASE WHEN bool_and(is_unknown IS NOT true)
  THEN count(DISTINCT cadre_id) END AS "KL07-2.25b"
FROM scope s LEFT JOIN to_place t ON t.unit_id = s.unit_id GROUP BY s.row_id"""

DISCIPLINED = """
SELECT s.row_id, count(DISTINCT d.cadre_id) AS "KL07-1.6"
FROM scope s LEFT JOIN cadres_discipline d
  ON d.unit_id = s.unit_id AND d.decided_on BETWEEN %(start)s AND %(day)s
GROUP BY s.row_id"""

COURSES = """
SELECT s.row_id, count(t.id) AS "KL07-2.20"
FROM scope s LEFT JOIN cadres_training t
  ON t.organiser_id = s.unit_id AND t.organised_by = '' AND t.starts_on BETWEEN %(start)s AND %(day)s
WHERE s.is_own GROUP BY s.row_id"""

TRAINED = """
SELECT s.row_id, count(part.cadre_id) AS "KL07-2.21",
  count(DISTINCT part.cadre_id) FILTER (WHERE part.kind = 'theory_elementary') AS "KL07-2.23a",
  count(DISTINCT part.cadre_id) FILTER (WHERE part.kind = 'theory_intermediate') AS "KL07-2.23b",
  count(DISTINCT part.cadre_id) FILTER (WHERE part.kind = 'theory_advanced') AS "KL07-2.23c"
FROM scope s LEFT JOIN (
  SELECT p.unit_id, p.cadre_id, t.kind FROM cadres_trainingparticipant p
  JOIN cadres_training t ON t.id = p.training_id AND t.starts_on BETWEEN %(start)s AND %(day)s
) part ON part.unit_id = s.unit_id
GROUP BY s.row_id"""

# Everybody is rated every year: a row in which nobody is, has not been recorded yet.
RATED = """
SELECT s.row_id, count(c.cadre_id) AS "KL07-2.28a",
  CASE WHEN count(r.id) > 0 THEN count(*) FILTER (WHERE rating = 'excellent') END AS "KL07-2.27a",
  CASE WHEN count(r.id) > 0 THEN count(*) FILTER (WHERE rating = 'good') END AS "KL07-2.27b",
  CASE WHEN count(r.id) > 0 THEN count(*) FILTER (WHERE rating = 'done') END AS "KL07-2.27c",
  CASE WHEN count(r.id) > 0 THEN count(*) FILTER (WHERE rating = 'failed') END AS "KL07-2.27d"
FROM scope s
LEFT JOIN cadre c ON c.unit_id = s.unit_id
LEFT JOIN cadres_cadrerating r ON r.cadre_id = c.cadre_id AND r.year = %(year)s
GROUP BY s.row_id"""

SEATED = """
SELECT s.row_id,
  count(DISTINCT c.cadre_id) FILTER (WHERE seat.kind = 'elected_body') AS "KL07-2.26a",
  count(DISTINCT c.cadre_id) FILTER (WHERE seat.kind = 'party_committee') AS "KL07-2.26b"
FROM scope s
LEFT JOIN cadre c ON c.unit_id = s.unit_id
LEFT JOIN cadres_publicseat seat ON seat.cadre_id = c.cadre_id AND seat.validity @> %(day)s::date
GROUP BY s.row_id"""
PARTS = (
    CADRES, FIELD, COMMITTEE, POSTS, STAFF, PLANNED, REVIEWED, MOVES, PLACED, TO_PLACE, DISCIPLINED, COURSES,
    TRAINED, RATED, SEATED,
)  # fmt: skip
FIGURES = f"""
WITH {BASE}
SELECT * FROM (SELECT row_id, u.kind_id, knows_own, knows_all, unit_count FROM known JOIN units_unit u ON u.id = row_id)
AS place {" ".join(f"LEFT JOIN ({part}) AS part_{place} USING (row_id)" for place, part in enumerate(PARTS))}
"""


def register_figures(scopes: Mapping[int, Sequence[int]], period: Period) -> dict[int, dict[str, Decimal]]:
    """By unit of a row and code of an element, what the register knows as at the period's cut-off.

    `scopes`: unit of a row → the units counted for it, itself among them. Flows are those of the period's days;
    "từ đầu năm" begins on 1 January. One SQL statement.
    """
    pairs = [(row, unit) for row, units in scopes.items() for unit in units]
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, _parameters(pairs, period))
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
    return {line["row_id"]: _known(line) for line in found}


def _parameters(pairs: Sequence[tuple[int, int]], period: Period) -> dict[str, Any]:
    return {
        "rows": [row for row, _ in pairs],
        "units": [unit for _, unit in pairs],
        "start": period.start_on,
        "day": period.cutoff_on,
        "new_year": period.start_on.replace(year=period.year, month=1, day=1),
        "year": period.year,
    }


def _known(line: Mapping[str, Any]) -> dict[str, Decimal]:
    return {code: Decimal(line[code]) for code in _answered(line) if line[code] is not None}


def _answered(line: Mapping[str, Any]) -> frozenset[str]:
    """The elements that this kind of row may be told, given which of its units are kept in the register."""
    if not line["knows_own"]:
        return frozenset()
    if line["kind_id"] == "GRASSROOTS":
        return AT_GRASSROOTS
    if line["unit_count"] == 1:
        # The province stands for itself; an Đoàn trực thuộc also for units that the tree does not have.
        return LEVEL | OWN | ALL if line["kind_id"] == "PROVINCE" else LEVEL
    return LEVEL | OWN | ALL | OTHERS if line["knows_all"] else LEVEL | OWN
