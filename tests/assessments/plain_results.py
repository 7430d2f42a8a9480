"""An independent reading of a round's results, in plain Python over raw rows."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from apps.assessments.models import Assessment, AssessmentRound, Score
from apps.units.models import Sector, Unit, UnitParent, UnitSector


def covers(span: Any, day: date) -> bool:
    return span.lower <= day and (span.upper is None or day < span.upper)


class Tree:
    """Who stood below whom on a day, climbed edge by edge; who was of which sector."""

    def __init__(self, day: date) -> None:
        self.parents = {
            edge.unit_id: edge.parent_id for edge in UnitParent.objects.all() if covers(edge.validity, day)
        }
        self.sectors = {
            row.unit_id: row.sector_id for row in UnitSector.objects.all() if covers(row.validity, day)
        }
        self.residential = {sector.code for sector in Sector.objects.all() if sector.is_residential}

    def above(self, unit: int) -> list[int]:
        found = []
        while unit in self.parents:
            unit = self.parents[unit]
            found.append(unit)
        return found

    def lane(self, unit: int, scope: int) -> int:
        line = [unit, *self.above(unit)]
        return line[line.index(scope) - 1] if unit != scope else unit


def outcome(row: Assessment) -> str:
    if row.state != "decided":
        return ""
    return {True: "yes", False: "no", None: row.class_code}[row.is_recognised]


def lanes(within: AssessmentRound, scope: Unit) -> dict[int, Counter[str]]:
    tree = Tree(date(within.year, 12, 31))
    found: dict[int, Counter[str]] = {}
    for row in Assessment.objects.filter(round=within):
        if scope.pk in [row.unit_id, *tree.above(row.unit_id)]:
            found.setdefault(tree.lane(row.unit_id, scope.pk), Counter())[outcome(row)] += 1
    return found


def sectors(within: AssessmentRound, scope: Unit) -> dict[str, Counter[str]]:
    tree = Tree(date(within.year, 12, 31))
    found: dict[str, Counter[str]] = {}
    for row in Assessment.objects.filter(round=within):
        if scope.pk in [row.unit_id, *tree.above(row.unit_id)] and row.unit_id in tree.sectors:
            found.setdefault(tree.sectors[row.unit_id], Counter())[outcome(row)] += 1
    return found


def moves(before: AssessmentRound, after: AssessmentRound, scope: Unit) -> Counter[tuple[str | None, str]]:
    tree = Tree(date(after.year, 12, 31))
    old = {row.unit_id: outcome(row) or None for row in Assessment.objects.filter(round=before)}
    return Counter(
        (old.get(row.unit_id), outcome(row))
        for row in Assessment.objects.filter(round=after)
        if outcome(row) and scope.pk in [row.unit_id, *tree.above(row.unit_id)]
    )


def mean_points(within: AssessmentRound, scope: Unit) -> dict[int, Decimal]:
    """By lane, of the decided."""
    tree = Tree(date(within.year, 12, 31))
    totals: dict[int, list[Decimal]] = {}
    for row in Assessment.objects.filter(round=within, state="decided"):
        if scope.pk in tree.above(row.unit_id):
            points = sum(score.decided_points for score in Score.objects.filter(assessment=row))
            totals.setdefault(tree.lane(row.unit_id, scope.pk), []).append(points)
    return {lane: sum(points) / len(points) for lane, points in totals.items()}


class Rounds:
    """The assessments of a year and where their units stood on a day, read once."""

    def __init__(self, year: int, day: date) -> None:
        tree, self.day = Tree(day), day
        self.rows = [
            (row, tree.above(row.unit_id))
            for row in Assessment.objects.select_related("round__set").filter(round__year=year)
            if row.round.set.unit_kind_id != "BRANCH" or tree.sectors.get(row.unit_id) in tree.residential
        ]

    def figures(self, place: int) -> dict[str, Decimal]:
        rows = [row for row, above in self.rows if place in above]
        found: dict[str, Decimal] = {}
        for purpose, kind in (("rating", "BRANCH"), ("recognition", "BRANCH"), ("recognition", "GRASSROOTS")):
            those = [
                row for row in rows if (row.round.set.purpose, row.round.set.unit_kind_id) == (purpose, kind)
            ]
            if not those or not all(row.state == "decided" and row.decision_on <= self.day for row in those):
                continue
            if purpose == "rating":
                codes = {"excellent": "a", "good": "b", "done": "c", "failed": "d"}
                for code, letter in codes.items():
                    found[f"KL08-C1{letter}"] = Decimal(sum(row.class_code == code for row in those))
            else:
                element = "KL08-C3a" if kind == "BRANCH" else "KL08-C4a"
                found[element] = Decimal(sum(bool(row.is_recognised) for row in those))
        return found
