"""The results of a round for a unit and all below it: who got which class, where, and how sure a share is.

A lane is a unit directly below the one that is looked at. Shares are of those decided; nobody is ranked by a share of
few. A unit stands where it stood at the end of the round's year.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from apps.assessments.enums import ClassCode, Purpose
from apps.assessments.models import AssessmentRound, Criterion
from apps.assessments.queries.comparison import Interval, Standing, standings, wilson
from apps.units.models import Sector, Unit

GOOD = (ClassCode.EXCELLENT, ClassCode.GOOD)
# `result`: the class, or yes / no of a title; empty while nothing is decided.
SEEN = """
seen AS MATERIALIZED (
  SELECT a.id, a.unit_id, a.round_id, coalesce(lane.ancestor_id, a.unit_id) AS lane_id,
         CASE WHEN a.state <> 'decided' THEN '' WHEN a.is_recognised THEN 'yes' WHEN NOT a.is_recognised THEN 'no'
              ELSE a.class_code END AS result
  FROM assessments_assessment a
  JOIN units_unitancestry below ON below.descendant_id = a.unit_id AND below.ancestor_id = %(unit)s
    AND below.validity @> %(day)s::date
  LEFT JOIN (
    units_unitparent edge
    JOIN units_unitancestry lane ON lane.ancestor_id = edge.unit_id AND lane.validity @> %(day)s::date
  ) ON edge.parent_id = %(unit)s AND edge.validity @> %(day)s::date AND lane.descendant_id = a.unit_id
  WHERE a.round_id = %(round)s
)"""
COUNTED = f"""
WITH {SEEN}
SELECT 'lane', lane_id::text, result, count(*) FROM seen GROUP BY lane_id, result
UNION ALL
SELECT 'sector', coalesce(s.sector_id, ''), result, count(*)
FROM seen LEFT JOIN units_unitsector s ON s.unit_id = seen.unit_id AND s.validity @> %(day)s::date
GROUP BY s.sector_id, result
UNION ALL
SELECT 'move', before.result, seen.result, count(*)
FROM seen LEFT JOIN LATERAL (
  SELECT CASE WHEN b.is_recognised THEN 'yes' WHEN NOT b.is_recognised THEN 'no' ELSE b.class_code END AS result
  FROM assessments_assessment b WHERE b.round_id = %(before)s AND b.unit_id = seen.unit_id AND b.state = 'decided'
) before ON true
WHERE seen.result <> '' GROUP BY before.result, seen.result
"""
# Sums of decided points by lane and criterion: the mean degree to which each criterion was met.
DEGREES = f"""
WITH {SEEN}
SELECT lane_id, criterion_id, sum(decided_points), count(*)
FROM seen JOIN assessments_score score ON score.assessment_id = seen.id
WHERE result <> '' GROUP BY lane_id, criterion_id
"""


@dataclass(frozen=True)
class Lane:
    """`counts`: by result, of those decided; `listed`: all in the round. `standing` only between lanes."""

    key: str
    name: str
    listed: int
    counts: Mapping[str, int]
    good: int
    standing: Standing | None = None

    @property
    def decided(self) -> int:
        return sum(self.counts.values())

    @property
    def share(self) -> float | None:
        """Of the decided, those with one of the two upper classes, or recognised."""
        return self.good / self.decided if self.decided else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.good, self.decided)


@dataclass(frozen=True)
class Move:
    """`before` None: not rated the year before."""

    before: str | None
    after: str
    count: int


@dataclass(frozen=True)
class Results:
    """`classes`: (result, its name in the round's set), best first. `before`: the round that moves are counted from."""

    round: AssessmentRound
    day: date
    classes: list[tuple[str, str]]
    whole: Lane
    lanes: list[Lane]
    sectors: list[Lane]
    before: AssessmentRound | None
    moves: list[Move]

    @property
    def up(self) -> int:
        return sum(move.count for move in self.moves if self._change(move) < 0)

    @property
    def down(self) -> int:
        return sum(move.count for move in self.moves if self._change(move) > 0)

    @property
    def same(self) -> int:
        return sum(move.count for move in self.moves if move.before == move.after)

    def _change(self, move: Move) -> int:
        order = [code for code, _ in self.classes]
        return order.index(move.after) - order.index(move.before) if move.before in order else 0


def results(unit: Unit, within: AssessmentRound) -> Results:
    """`unit` comes through the door, named; six statements at most, however many were rated."""
    day = date(within.year, 12, 31)
    before = AssessmentRound.objects.filter(set__code=within.set.code, year=within.year - 1).first()
    asked = {"unit": unit.pk, "round": within.pk, "day": day, "before": before.pk if before else None}
    counted: dict[str, list[tuple[Any, str, int]]] = defaultdict(list)
    for kind, key, result, count in _rows(COUNTED, asked):
        counted[kind].append((key, result, count))
    by_lane, by_sector = _gathered(counted["lane"]), _gathered(counted["sector"])
    places = standings(
        *_degrees(within, asked), {int(key): _decided(found) for key, found in by_lane.items()}
    )
    names = {str(lane.pk): str(lane) for lane in Unit.objects.filter(pk__in=map(int, by_lane)).named(day)}
    sectors = dict(Sector.objects.values_list("code", "name"))
    return Results(
        round=within,
        day=day,
        classes=_classes(within),
        whole=_lane(str(unit.pk), str(unit), _summed(by_lane.values())),
        lanes=[_lane(key, names[key], by_lane[key], places.get(int(key))) for key in names],
        sectors=[_lane(code, name, by_sector[code]) for code, name in sectors.items() if code in by_sector],
        before=before,
        moves=[Move(*row) for row in counted["move"]],
    )


def _rows(statement: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()


def _gathered(rows: Sequence[tuple[Any, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for key, result, count in rows:
        found[key][result] = count
    return found


def _summed(parts: Any) -> dict[str, int]:
    whole: dict[str, int] = defaultdict(int)
    for part in parts:
        for result, count in part.items():
            whole[result] += count
    return whole


def _decided(found: Mapping[str, int]) -> int:
    return sum(count for result, count in found.items() if result)


def _lane(key: str, name: str, found: Mapping[str, int], standing: Standing | None = None) -> Lane:
    counts = {result: count for result, count in found.items() if result}
    good = sum(counts.get(result, 0) for result in (*GOOD, "yes"))
    return Lane(key, name, sum(found.values()), counts, good, standing)


def _classes(within: AssessmentRound) -> list[tuple[str, str]]:
    if within.set.purpose == Purpose.RECOGNITION:
        return [("yes", "được công nhận"), ("no", "chưa được công nhận")]
    return [(one.code, one.name) for one in within.set.classes.order_by("rank")]


def _degrees(
    within: AssessmentRound, asked: Mapping[str, Any]
) -> tuple[dict[int, dict[str, Fraction]], dict[str, Decimal]]:
    """By lane and criterion, the share of the full points reached; the full points."""
    criteria = {one.pk: one for one in Criterion.objects.filter(set_id=within.set_id)}
    degrees: dict[int, dict[str, Fraction]] = defaultdict(dict)
    for lane, criterion, points, count in _rows(DEGREES, asked):
        full = criteria[criterion]
        degrees[lane][full.code] = Fraction(points) / (count * Fraction(full.max_points))
    return degrees, {one.code: one.max_points for one in criteria.values()}
