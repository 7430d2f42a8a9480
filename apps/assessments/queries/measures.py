"""What the registers know of a unit's year, for automatic criteria and gates. None: not known, to be scored by hand."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.assessments.enums import AssessmentState, ClassCode, Measure, Purpose
from apps.assessments.models import Assessment
from apps.assessments.queries.punctuality import handed_over_in_time
from apps.branches.enums import BRANCH_KINDS, COMMUNE_KIND
from apps.branches.queries.measures import branch_measures, commune_measures

Measures = dict[str, Decimal | None]
RATIO_PLACES = Decimal("0.0001")

RATED_BELOW = """
SELECT p.parent_id, r.year, count(*) AS units, count(*) FILTER (WHERE a.state = %(decided)s) AS decided,
       count(*) FILTER (WHERE a.class_code = ANY(%(good)s)) AS good,
       count(*) FILTER (WHERE a.class_code = %(failed)s) AS weak
FROM assessments_assessment a
JOIN assessments_assessmentround r ON r.id = a.round_id
JOIN assessments_criteriaset s ON s.id = r.set_id
JOIN units_unitparent p ON p.unit_id = a.unit_id AND p.validity @> r.opens_on
WHERE p.parent_id = ANY(%(units)s) AND r.year = ANY(%(years)s)
  AND s.purpose = %(rating)s AND s.unit_kind_id = 'BRANCH' AND s.is_residential_only
GROUP BY p.parent_id, r.year
"""


def measures_of(assessment: Assessment, now: datetime) -> Measures:
    """As at the end of the self-assessment: what falls due later belongs to the next year."""
    within = assessment.round
    known = measures([assessment.unit_id], assessment.unit.kind_id, within.year, min(now, within.self_due_at))
    return known[assessment.unit_id]


def measures(unit_ids: Collection[int], kind: str, year: int, now: datetime) -> dict[int, Measures]:
    """By unit, every measure that its kind can have; a fixed number of statements for any number of units."""
    if kind in BRANCH_KINDS:
        return branch_measures(unit_ids, year, now)
    if kind != COMMUNE_KIND:
        return {unit_id: {} for unit_id in unit_ids}
    known = commune_measures(unit_ids, year, now)
    rated, punctual = _rated_below(unit_ids, year), _punctual(unit_ids, year, now)
    return {unit_id: known[unit_id] | rated[unit_id] | punctual[unit_id] for unit_id in unit_ids}


def _rated_below(unit_ids: Collection[int], year: int) -> dict[int, Measures]:
    """Of branches in villages and streets: known once all of them are decided."""
    given: dict[str, Any] = {
        "units": list(unit_ids),
        "years": [year - 1, year],
        "decided": AssessmentState.DECIDED,
        "good": [ClassCode.EXCELLENT, ClassCode.GOOD],
        "failed": ClassCode.FAILED,
        "rating": Purpose.RATING,
    }
    with connection.cursor() as cursor:
        cursor.execute(RATED_BELOW, given)
        found = {(unit_id, of_year): counts for unit_id, of_year, *counts in cursor.fetchall()}
    return {
        unit_id: _of_ratings(found.get((unit_id, year)), found.get((unit_id, year - 1)))
        for unit_id in unit_ids
    }


def _of_ratings(this_year: list[int] | None, last_year: list[int] | None) -> Measures:
    if this_year is None or this_year[1] < this_year[0]:
        return {Measure.GOOD_BRANCHES_RATIO: None, Measure.WEAK_BRANCHES: None}
    units, _, good, weak = this_year
    return {
        Measure.GOOD_BRANCHES_RATIO: (Decimal(good) / units).quantize(RATIO_PLACES),
        Measure.WEAK_BRANCHES: _weak_level(weak, last_year),
    }


def _weak_level(weak: int, last_year: list[int] | None) -> Decimal | None:
    """2 without a weak branch, 1 with fewer than the year before, 0 otherwise; with no year before, unknown."""
    if not weak:
        return Decimal(2)
    if last_year is None or last_year[1] < last_year[0]:
        return None
    return Decimal(int(weak < last_year[3]))


def _punctual(unit_ids: Collection[int], year: int, now: datetime) -> dict[int, Measures]:
    """A commune reports by handing over its row (BC-DUNG-HAN is about the reports of districts)."""
    found = handed_over_in_time(unit_ids, year, now)
    shares = {unit: (Decimal(in_time) / due).quantize(RATIO_PLACES) for unit, (in_time, due) in found.items()}
    return {unit_id: {Measure.REPORT_ON_TIME_RATIO: shares.get(unit_id)} for unit_id in unit_ids}
