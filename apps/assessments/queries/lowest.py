"""Branches whose last rating is the lowest class."""

from datetime import date

from django.db import connection

from apps.branches.enums import BRANCH_KINDS

LOWEST = """
SELECT unit_id, decision_on FROM (
  SELECT DISTINCT ON (a.unit_id) a.unit_id, a.class_code, a.decision_on
  FROM assessments_assessment a
  JOIN assessments_assessmentround r ON r.id = a.round_id
  JOIN assessments_criteriaset s ON s.id = r.set_id AND s.purpose = 'rating'
  JOIN units_unit u ON u.id = a.unit_id AND u.kind_id = ANY(%(kinds)s)
  WHERE a.state = 'decided' AND a.decision_on <= %(day)s
  ORDER BY a.unit_id, r.year DESC, a.decision_on DESC
) latest
WHERE class_code = 'failed'
"""


def lowest_rated(day: date) -> dict[int, date]:
    """By branch, the day of the decision; of decisions made by `day`. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(LOWEST, {"day": day, "kinds": list(BRANCH_KINDS)})
        return dict(cursor.fetchall())
