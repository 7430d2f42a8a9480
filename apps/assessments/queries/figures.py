"""What decided assessments answer of Conclusion 08, unit by unit, as at a quarter's cut-off.

One statement for any number of units. Missing is never zero: a class is counted once every residential branch of the
year's round below the unit is decided by a decision of that day or before; a title once everybody who registered is.
"""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.directives.models import Period

FIGURES = """
WITH place AS (SELECT unnest(%(units)s::bigint[]) AS place_id),
seen AS (
  SELECT place_id, kind.purpose, kind.unit_kind_id, a.class_code, a.is_recognised,
         a.state = 'decided' AND a.decision_on <= %(day)s AS is_decided
  FROM place
  JOIN units_unitancestry below ON below.ancestor_id = place_id AND below.validity @> %(day)s::date
  JOIN assessments_assessment a ON a.unit_id = below.descendant_id
  JOIN assessments_assessmentround r ON r.id = a.round_id AND r.year = %(year)s
  JOIN assessments_criteriaset kind ON kind.id = r.set_id
  WHERE below.depth > 0 AND (kind.unit_kind_id <> 'BRANCH' OR EXISTS (
    SELECT FROM units_unitsector s JOIN units_sector sector ON sector.code = s.sector_id AND sector.is_residential
    WHERE s.unit_id = a.unit_id AND s.validity @> %(day)s::date))
), rated AS (
  SELECT place_id,
    count(*) FILTER (WHERE class_code = 'excellent') AS "KL08-C1a",
    count(*) FILTER (WHERE class_code = 'good') AS "KL08-C1b",
    count(*) FILTER (WHERE class_code = 'done') AS "KL08-C1c",
    count(*) FILTER (WHERE class_code = 'failed') AS "KL08-C1d"
  FROM seen WHERE purpose = 'rating' AND unit_kind_id = 'BRANCH'
  GROUP BY place_id HAVING bool_and(is_decided)
), strong AS (
  SELECT place_id, count(*) FILTER (WHERE is_recognised) AS "KL08-C3a"
  FROM seen WHERE purpose = 'recognition' AND unit_kind_id = 'BRANCH'
  GROUP BY place_id HAVING bool_and(is_decided)
), active AS (
  SELECT place_id, count(*) FILTER (WHERE is_recognised) AS "KL08-C4a"
  FROM seen WHERE purpose = 'recognition' AND unit_kind_id = 'GRASSROOTS'
  GROUP BY place_id HAVING bool_and(is_decided)
)
SELECT * FROM rated FULL JOIN strong USING (place_id) FULL JOIN active USING (place_id)
"""


ANSWERED = frozenset(re.findall(r'AS "(KL08-\w+)"', FIGURES))


def assessment_figures(unit_ids: Collection[int], period: Period) -> dict[int, dict[str, Decimal]]:
    """By unit and code of an element, what the rounds of the period's year answer. One SQL statement."""
    if not unit_ids:
        return {}
    asked: dict[str, Any] = {"units": sorted(unit_ids), "day": period.cutoff_on, "year": period.year}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, asked)
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, line, strict=True)) for line in cursor.fetchall()]
    return {
        line["place_id"]: {
            code: Decimal(value)
            for code, value in line.items()
            if code.startswith("KL08-") and value is not None
        }
        for line in found
    }
