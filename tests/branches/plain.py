"""An independent reading: Conclusion 08 counted in plain Python from the raw rows of the branches' register.

Imports nothing of the register but its tables; the tree is climbed edge by edge, never by the cached ancestry.
"""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace as Row
from typing import Any

from apps.branches import models
from apps.cadres.models import Appointment, Training, TrainingParticipant
from apps.directives.models import Period
from apps.units.models import Sector, Unit, UnitParent, UnitSector

TABLES = {
    "unit": Unit, "parent": UnitParent, "sector": UnitSector, "village": models.Village, "rule": models.BranchRule,
    "coverage": models.Coverage, "place": models.MeetingPlace, "quarter": models.BranchQuarter,
    "meeting": models.BranchMeeting, "work": models.YouthWork, "adoption": models.Adoption,
    "appointment": Appointment, "training": Training, "participant": TrainingParticipant,
}  # fmt: skip
SUMS = {
    "KL08-B6": "members", "KL08-E1b": "youth", "KL08-E2": "new_members", "KL08-F4": "resources",
    "KL08-F5": "participations", "KL08-G1": "introduced", "KL08-G2": "admitted", "KL08-H2a": "members_verified",
    "KL08-H1a": "has_books",
}  # fmt: skip


def covers(span: Any, day: date) -> bool:
    return span.lower <= day and (span.upper is None or day < span.upper)


def grouped(rows: list[Row], column: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found


class Register:
    """All rows, and the days of one period."""

    def __init__(self, period: Period) -> None:
        rows = {name: [Row(**row) for row in model.objects.values()] for name, model in TABLES.items()}
        self.rows, self.period, self.day = rows, period, period.cutoff_on
        before = [one.cutoff_on for one in Period.objects.quarters() if one.end_on < period.start_on]
        self.since = max(before) + timedelta(days=1) if before else period.start_on
        self.half = date(period.year, 1 if period.ordinal < 3 else 7, 1)
        self.residential = {sector.code for sector in Sector.objects.all() if sector.is_residential}
        self.quarters = {(q.branch_id, q.period_id): q for q in rows["quarter"] if q.state == "handed"}
        self.meetings, self.works = (
            grouped(rows["meeting"], "quarter_id"),
            grouped(rows["work"], "quarter_id"),
        )
        self.posts, self.sectors = grouped(rows["appointment"], "unit_id"), grouped(rows["sector"], "unit_id")
        self.parents = grouped(rows["parent"], "unit_id")
        self.climbed: dict[tuple[int, date], list[int]] = {}
        self.units = {unit.id: unit for unit in rows["unit"]}
        self.places = grouped(rows["place"], "branch_id")
        self.courses = {course.id: course for course in rows["training"]}
        self.courses_of = grouped(rows["participant"], "cadre_id")
        self.villages = grouped(rows["village"], "commune_id")
        self.coverages, self.adoptions = (
            grouped(rows["coverage"], "village_id"),
            grouped(rows["adoption"], "unit_id"),
        )
        self.rule = next(rule for rule in rows["rule"] if covers(rule.validity, self.day))

    def in_quarter(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.day

    def figures(self, place: int) -> dict[str, Decimal]:
        listed = self.branches(place)
        if not listed:
            return {}
        here = [unit for unit in listed if unit.closed_on is None or unit.closed_on > self.day]
        found = self.counted(listed, here) | self.of_villages(place) | self.of_secretaries(here)
        found |= self.of_places(here) | self.entered(here) | self.of_half(here) | self.adopted(place)
        return {code: Decimal(value) for code, value in found.items() if value is not None}

    def branches(self, place: int) -> list[Row]:
        """Residential ones that stand below the place on the cut-off day, or stood there on their last day."""
        found = []
        for unit in self.units.values():
            last = min(self.day, unit.closed_on - timedelta(days=1)) if unit.closed_on else self.day
            if unit.opened_on <= self.day and place in self.above(unit.id, last):
                sectors = [
                    row.sector_id for row in self.sectors.get(unit.id, []) if covers(row.validity, last)
                ]
                if self.residential.intersection(sectors):
                    found.append(unit)
        return found

    def above(self, unit: int, day: date) -> list[int]:
        """Climbed edge by edge, once."""
        if (unit, day) not in self.climbed:
            edges = [edge.parent_id for edge in self.parents.get(unit, []) if covers(edge.validity, day)]
            self.climbed[unit, day] = [edges[0], *self.above(edges[0], day)] if edges else []
        return self.climbed[unit, day]

    def at_or_below(self, place: int) -> list[int]:
        return [unit for unit in self.units if unit == place or place in self.above(unit, self.day)]

    def counted(self, listed: list[Row], here: list[Row]) -> dict[str, Any]:
        return {
            "KL08-B1": len(here),
            "KL08-B4a": sum(self.in_quarter(unit.opened_on) for unit in listed),
            "KL08-B4b": sum(self.in_quarter(unit.closed_on) for unit in listed),
        }

    def of_villages(self, place: int) -> dict[str, Any]:
        listed = [row for unit in self.at_or_below(place) for row in self.villages.get(unit, [])]
        there = [row for row in listed if covers(row.validity, self.day)]
        served = [
            row for row in there if any(covers(c.validity, self.day) for c in self.coverages.get(row.id, []))
        ]
        return {"KL08-B2a": len(there), "KL08-B2b": len(served)} if there else {}

    def of_secretaries(self, here: list[Row]) -> dict[str, Any]:
        posts = {unit.id: self.posts.get(unit.id, []) for unit in here}
        if not any(post.validity.lower <= self.day for held in posts.values() for post in held):
            return {}
        heads = {
            unit: post.cadre_id
            for unit, held in posts.items()
            for post in held
            if post.position_id == "SECRETARY" and covers(post.validity, self.day)
        }
        renewed = [
            unit
            for unit, held in posts.items()
            if any(
                p.origin in {"consolidated", "by_election"} and self.in_quarter(p.validity.lower)
                for p in held
            )
        ]
        trained = {cadre for cadre in heads.values() if self.was_trained(cadre)}
        return {"KL08-B5": len(here) - len(heads), "KL08-B4c": len(renewed), "KL08-H3a": len(trained)}

    def was_trained(self, cadre: int) -> bool:
        days = [self.courses[row.training_id].starts_on for row in self.courses_of.get(cadre, [])]
        return any(day.year == self.period.year and day <= self.day for day in days)

    def of_places(self, here: list[Row]) -> dict[str, Any]:
        kinds = [
            next((row.kind for row in self.places.get(unit.id, []) if covers(row.validity, self.day)), None)
            for unit in here
        ]
        return {"KL08-H4a": None if None in kinds else sum(kind != "none" for kind in kinds)} if here else {}

    def entered(self, here: list[Row]) -> dict[str, Any]:
        rows = [self.quarters.get((unit.id, self.period.pk)) for unit in here]
        if not here or None in rows:
            return {}
        found = {code: self.total([getattr(row, column) for row in rows]) for code, column in SUMS.items()}
        members = [row.members for row in rows]
        found["KL08-B3"] = (
            None if None in members else sum(count < self.rule.small_below for count in members)
        )
        meetings = [self.meetings.get(row.id, []) for row in rows]
        everything = [meeting for held in meetings for meeting in held]
        found["KL08-D1a"] = sum(len(held) >= self.rule.meetings_a_quarter for held in meetings)
        found["KL08-D2a"] = self.total([meeting.present for meeting in everything])
        found["KL08-D2b"] = self.total([meeting.expected for meeting in everything])
        found["KL08-D3"] = sum(meeting.is_thematic for meeting in everything)
        works = [work for row in rows for work in self.works.get(row.id, []) if work.completed_on]
        found["KL08-F1"] = sum(work.kind == "project" and work.accepted_by != "" for work in works)
        found["KL08-F2"] = sum(work.kind == "task" for work in works)
        return found

    def total(self, values: list[Any]) -> Any:
        return None if None in values else sum(values)

    def of_half(self, here: list[Row]) -> dict[str, Any]:
        quarters = [
            one
            for one in Period.objects.quarters()
            if self.half <= one.start_on and one.end_on <= self.period.end_on
        ]
        received = [
            getattr(self.quarters.get((unit.id, one.pk)), "received", None)
            for unit in here
            for one in quarters
            if one.end_on >= unit.opened_on
        ]
        return {"KL08-D4": self.total(received)} if here else {}

    def adopted(self, place: int) -> dict[str, Any]:
        if not models.Practice.objects.exists():
            return {}
        taken = {
            row.practice_id
            for unit in self.at_or_below(place)
            for row in self.adoptions.get(unit, [])
            if self.half <= row.adopted_on <= self.day
        }
        return {"KL08-F3": len(taken)}
