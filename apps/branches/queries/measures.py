"""What a year's activity measures, for the assessment: of any number of branches or communes in a few statements.

Only quarters whose entry is already due at `now` count, and of them those in which the branch stood from the first
day to the last. A measure is None when one of these quarters was not handed over, or leaves the matter open: what is
not known is never zero. Ratios are from 0 to 1.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.branches.enums import EntryState, WorkKind
from apps.branches.models import BranchRule
from apps.branches.queries.rules import due_at
from apps.core.clock import local_day
from apps.directives.models import Period

Measures = dict[str, Decimal | None]
QUARTERS_A_YEAR = 4

BRANCHES = """
WITH due AS (
  SELECT * FROM unnest(%(periods)s::bigint[], %(starts)s::date[], %(ends)s::date[], %(dues)s::timestamptz[],
                       %(owed)s::int[]) AS d(period_id, start_on, end_on, due_at, owed)
), quarter AS (
  SELECT u.id AS unit_id, d.period_id, d.start_on, d.due_at, d.owed, q.id AS quarter_id, q.first_handed_over_at,
         q.state = %(handed)s AS is_handed, q.no_meeting, q.new_members, q.introduced
  FROM units_unit u
  JOIN due d ON u.opened_on <= d.start_on AND (u.closed_on IS NULL OR u.closed_on > d.end_on)
  LEFT JOIN branches_branchquarter q ON q.branch_id = u.id AND q.period_id = d.period_id
  WHERE u.id = ANY(%(units)s)
), meeting AS (
  SELECT m.quarter_id, count(*) AS held, array_agg(DISTINCT extract(month FROM m.held_on)::int) AS months,
         sum(m.present) FILTER (WHERE m.present IS NOT NULL AND m.expected IS NOT NULL) AS present,
         sum(m.expected) FILTER (WHERE m.present IS NOT NULL AND m.expected IS NOT NULL) AS expected
  FROM branches_branchmeeting m JOIN quarter USING (quarter_id) GROUP BY m.quarter_id
), work AS (
  SELECT w.quarter_id, count(*) FILTER (WHERE w.kind = %(project)s) AS projects,
         count(*) FILTER (WHERE w.kind = %(task)s) AS tasks
  FROM branches_youthwork w JOIN quarter USING (quarter_id) WHERE w.completed_on IS NOT NULL GROUP BY w.quarter_id
)
SELECT unit_id, start_on, owed, coalesce(is_handed, FALSE), coalesce(no_meeting, FALSE),
       coalesce(first_handed_over_at <= due_at, FALSE), new_members, introduced,
       coalesce(held, 0), coalesce(months, '{}'), present, expected, coalesce(projects, 0), coalesce(tasks, 0)
FROM quarter LEFT JOIN meeting USING (quarter_id) LEFT JOIN work USING (quarter_id)
ORDER BY unit_id, start_on
"""
WITH_SECRETARY = """
SELECT DISTINCT unit_id FROM cadres_appointment
WHERE position_id = 'SECRETARY' AND validity @> %(day)s::date AND unit_id = ANY(%(units)s)
"""
BELOW = """
SELECT p.parent_id, p.unit_id FROM units_unitparent p JOIN units_unit u ON u.id = p.unit_id
WHERE p.parent_id = ANY(%(units)s) AND p.validity @> %(day)s::date AND u.kind_id = 'BRANCH'
  AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
ORDER BY p.parent_id, p.unit_id
"""


@dataclass(frozen=True)
class Quarter:
    """A due quarter of a branch, as recorded."""

    unit_id: int
    start_on: date
    owed: int
    is_handed: bool
    no_meeting: bool
    on_time: bool
    new_members: int | None
    introduced: int | None
    held: int
    months: list[int]
    present: int | None
    expected: int | None
    projects: int
    tasks: int

    @property
    def meetings_known(self) -> bool:
        """Handed over, with its meetings or with the word that there were none."""
        return self.is_handed and (self.held > 0 or self.no_meeting)


def branch_measures(unit_ids: Collection[int], year: int, now: datetime) -> dict[int, Measures]:
    """By branch; a branch without any due quarter has all of them None, except for its secretary."""
    by_unit = _quarters(unit_ids, year, now)
    with_secretary = _with_secretary(unit_ids, _last_day(year, now))
    return {
        unit_id: _of_branch(by_unit.get(unit_id, []))
        | {"secretary_vacant": _flag(unit_id not in with_secretary)}
        for unit_id in unit_ids
    }


def commune_measures(unit_ids: Collection[int], year: int, now: datetime) -> dict[int, Measures]:
    """By commune, out of the branches that stand below it; a commune without branches has all of them None."""
    day = _last_day(year, now)
    branches = _below(unit_ids, day)
    known = [branch for each in branches.values() for branch in each]
    by_unit, with_secretary = _quarters(known, year, now), _with_secretary(known, day)
    return {unit_id: _of_commune(branches.get(unit_id, []), by_unit, with_secretary) for unit_id in unit_ids}


def _of_branch(quarters: list[Quarter]) -> Measures:
    is_whole = bool(quarters) and all(quarter.is_handed for quarter in quarters)
    return {
        "meetings_ratio": _meetings_ratio(quarters),
        "attendance_ratio": _attendance_ratio(quarters) if is_whole else None,
        "works_level": _works_level(quarters, is_whole=is_whole),
        "works_project": _sum(quarter.projects for quarter in quarters) if is_whole else None,
        "works_task": _sum(quarter.tasks for quarter in quarters) if is_whole else None,
        "new_members": _sum(quarter.new_members for quarter in quarters) if is_whole else None,
        "introduced": _sum(quarter.introduced for quarter in quarters) if is_whole else None,
        "on_time_ratio": _ratio(sum(quarter.on_time for quarter in quarters), len(quarters)),
        "silent_months": _silent_months(quarters),
    }


def _meetings_ratio(quarters: list[Quarter]) -> Decimal | None:
    """A meeting more in one quarter does not stand for one that another quarter owes."""
    if not all(quarter.meetings_known for quarter in quarters):
        return None
    held = sum(min(quarter.held, quarter.owed) for quarter in quarters)
    return _ratio(held, sum(quarter.owed for quarter in quarters))


def _attendance_ratio(quarters: list[Quarter]) -> Decimal | None:
    """Members present of members expected, over the meetings that tell both."""
    return _ratio(
        sum(quarter.present or 0 for quarter in quarters), sum(quarter.expected or 0 for quarter in quarters)
    )


def _works_level(quarters: list[Quarter], *, is_whole: bool) -> Decimal | None:
    """2 with a completed công trình, 1 with a phần việc alone; a công trình counts whatever else is missing."""
    if any(quarter.projects for quarter in quarters):
        return Decimal(2)
    return _flag(any(quarter.tasks for quarter in quarters)) if is_whole else None


def _silent_months(quarters: list[Quarter]) -> Decimal | None:
    """The longest run of months without a meeting."""
    if not quarters or not all(quarter.meetings_known for quarter in quarters):
        return None
    longest = run = 0
    for quarter in quarters:
        for month in range(quarter.start_on.month, quarter.start_on.month + 3):
            run = 0 if month in quarter.months else run + 1
            longest = max(longest, run)
    return Decimal(longest)


def _of_commune(
    branches: list[int], by_unit: Mapping[int, list[Quarter]], with_secretary: set[int]
) -> Measures:
    regular = [_meetings_ratio(by_unit.get(branch, [])) for branch in branches]
    missed = {
        quarter.start_on
        for branch in branches
        for quarter in by_unit.get(branch, [])
        if not quarter.is_handed
    }
    return {
        "quarters_recorded": Decimal(QUARTERS_A_YEAR - len(missed)) if branches else None,
        "regular_branches_ratio": None
        if None in regular
        else _ratio(sum(ratio == 1 for ratio in regular), len(regular)),
        "secretaries_ratio": _ratio(sum(branch in with_secretary for branch in branches), len(branches)),
    }


def _quarters(unit_ids: Collection[int], year: int, now: datetime) -> dict[int, list[Quarter]]:
    given: dict[str, Any] = _due(year, now) | {
        "units": list(unit_ids),
        "handed": EntryState.HANDED_OVER,
        "project": WorkKind.PROJECT,
        "task": WorkKind.TASK,
    }
    with connection.cursor() as cursor:
        cursor.execute(BRANCHES, given)
        rows = [Quarter(*row) for row in cursor.fetchall()]
    by_unit: dict[int, list[Quarter]] = {}
    for row in rows:
        by_unit.setdefault(row.unit_id, []).append(row)
    return by_unit


def _due(year: int, now: datetime) -> dict[str, Any]:
    """The quarters of the year whose entry was due before `now`, with what each owes by the rule of its last day."""
    rules = list(BranchRule.objects.all())
    found = []
    for period in Period.objects.quarters().filter(year=year).order_by("start_on"):
        rule = next((rule for rule in rules if period.end_on in rule.validity), None)
        if rule and due_at(period, rule) < now:
            found.append((period, due_at(period, rule), rule.meetings_a_quarter))
    return {
        "periods": [period.pk for period, _, _ in found],
        "starts": [period.start_on for period, _, _ in found],
        "ends": [period.end_on for period, _, _ in found],
        "dues": [due for _, due, _ in found],
        "owed": [owed for _, _, owed in found],
    }


def _with_secretary(unit_ids: Collection[int], day: date) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(WITH_SECRETARY, {"units": list(unit_ids), "day": day})
        return {unit_id for (unit_id,) in cursor.fetchall()}


def _below(unit_ids: Collection[int], day: date) -> dict[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(BELOW, {"units": list(unit_ids), "day": day})
        found: dict[int, list[int]] = {}
        for parent_id, unit_id in cursor.fetchall():
            found.setdefault(parent_id, []).append(unit_id)
    return found


def _last_day(year: int, now: datetime) -> date:
    """Today, or the last day of a year that is over."""
    return min(local_day(now), date(year, 12, 31))


def _ratio(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001")) if whole else None


def _sum(counts: Iterable[int | None]) -> Decimal | None:
    """Unknown when one of them is."""
    listed = list(counts)
    return None if None in listed else Decimal(sum(count or 0 for count in listed))


def _flag(holds: bool) -> Decimal:
    return Decimal(int(holds))
