"""An independent reading: the figures of the register counted in plain Python from its raw rows, one rule a function.

Imports nothing of the register but its tables; ages, verdicts and scopes are its own.
"""

from calendar import isleap
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Row
from typing import Any

from apps.cadres import models
from apps.directives.models import Period
from apps.units.models import Unit

TABLES = {
    "cadre": models.Cadre, "qualification": models.Qualification, "appointment": models.Appointment,
    "position": models.Position, "standard": models.Standard, "counting": models.AgeRule, "quota": models.Quota,
    "staff": models.StaffQuota, "plan": models.SuccessionPlan, "candidate": models.SuccessionCandidate,
    "review": models.SuccessionReview, "training": models.Training, "participant": models.TrainingParticipant,
    "visit": models.FieldVisit, "visit_rule": models.FieldVisitRule, "rating": models.CadreRating,
    "placement": models.Placement, "discipline": models.Discipline, "seat": models.PublicSeat,
}  # fmt: skip


def birthday(born: date, years: int) -> date:
    last = 28 if (born.month, born.day) == (2, 29) and not isleap(born.year + years) else born.day
    return date(born.year + years, born.month, last)


def age(born: date, day: date, counting: str) -> int:
    if counting == "calendar_year":
        return day.year - born.year
    return sum(birthday(born, years) <= day for years in range(1, 120))


def covers(span: Any, day: date) -> bool:
    return span.lower <= day and (span.upper is None or day < span.upper)


class Register:
    """All rows of the register, and the days of one period."""

    def __init__(self, period: Period) -> None:
        self.rows = {name: [Row(**row) for row in model.objects.values()] for name, model in TABLES.items()}
        self.start, self.day, self.year = period.start_on, period.cutoff_on, period.year
        self.kinds = dict(Unit.objects.values_list("pk", "kind_id"))
        self.people = {row.id: row for row in self.rows["cadre"]}
        self.positions = {row.code: row for row in self.rows["position"]}
        self.courses = {row.id: row for row in self.rows["training"]}
        self.plans = {row.id: row for row in self.rows["plan"]}

    def in_quarter(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.day

    def in_year(self, day: date) -> bool:
        return day.year == self.year and day <= self.day

    def counting(self, day: date) -> str:
        return next(
            (row.counting for row in self.rows["counting"] if covers(row.validity, day)), "full_years"
        )

    # Who serves where

    def held(self, day: date, units: Collection[int]) -> list[Row]:
        rows = self.rows["appointment"]
        return [row for row in rows if row.unit_id in units and covers(row.validity, day)]

    def is_cadre(self, row: Row) -> bool:
        return row.is_main and (self.positions[row.position_id].is_cadre or row.engagement == "full_time")

    def cadres(self, units: Collection[int], day: date | None = None) -> list[Row]:
        return [row for row in self.held(day or self.day, units) if self.is_cadre(row)]

    def keeps(self, unit: int) -> bool:
        return any(row.unit_id == unit and row.validity.lower <= self.day for row in self.rows["appointment"])

    # What is asked of them

    def standard(self, row: Row) -> Row | None:
        fitting = [
            standard
            for standard in self.rows["standard"]
            if (standard.position_id, standard.unit_kind_id) == (row.position_id, self.kinds[row.unit_id])
        ]
        own = [standard for standard in fitting if standard.group == row.group]
        return next(iter(own or [standard for standard in fitting if standard.group == "general"]), None)

    def is_ruled(self, row: Row) -> bool:
        standard = self.standard(row)
        return standard is not None and None not in (
            standard.age_max, standard.education_min, standard.theory_min,
        )  # fmt: skip

    def level(self, cadre_id: int, kind: str) -> int | None:
        held = [
            row.level
            for row in self.rows["qualification"]
            if (row.cadre_id, row.kind) == (cadre_id, kind)
            and (row.obtained_on is None or row.obtained_on <= self.day)
        ]
        return max(held, default=None)

    def is_over_age(self, row: Row, day: date) -> bool | None:
        """None: nobody can say, for want of a birth date."""
        standard, born = self.standard(row), self.people[row.cadre_id].born_on
        if standard is None or standard.age_max is None:
            return False
        return None if born is None else age(born, day, self.counting(day)) > standard.age_max

    def has(self, row: Row, kind: str, asked: str) -> bool:
        level = self.level(row.cadre_id, kind)
        return level is not None and level >= getattr(self.standard(row), asked)

    def began_young(self, row: Row) -> bool:
        standard, born = self.standard(row), self.people[row.cadre_id].born_on
        if standard.first_age_max is None:
            return True
        starts = [
            other.validity.lower
            for other in self.rows["appointment"]
            if other.cadre_id == row.cadre_id
            and other.validity.lower <= self.day
            and self.kinds[other.unit_id] == self.kinds[row.unit_id]
            and (
                other.position_id == row.position_id
                or (
                    standard.first_age_basis == "committee" and self.positions[other.position_id].in_committee
                )
            )
        ]
        return born is not None and age(born, min(starts), self.counting(self.day)) <= standard.first_age_max

    def meets(self, row: Row) -> bool:
        return (
            self.is_over_age(row, self.day) is False
            and self.has(row, "education", "education_min")
            and self.has(row, "theory", "theory_min")
            and self.began_young(row)
        )

    # The figures

    def figures(self, row: int, units: Collection[int]) -> dict[str, int | Decimal]:
        kind, others = self.kinds[row], [unit for unit in units if unit != row]
        if not self.keeps(row):
            return {}
        cadres = self.of_cadres(row)
        if kind == "GRASSROOTS":
            found = {code: cadres[code] for code in ("2.2a", "2.2b", "2.3a", "2.4a", "2.7a", "2.8")}
            return named(found)
        found = self.of_committee(row) | self.of_unit(row)
        if others or kind == "PROVINCE":
            found |= cadres
            if all(self.keeps(unit) for unit in units):
                found |= self.of_all(units) | (self.of_others(others) if others else {})
        return named(found)

    def of_cadres(self, unit: int) -> dict[str, Any]:
        cadres = self.cadres([unit])
        ruled = [row for row in cadres if self.is_ruled(row)]
        over = [self.is_over_age(row, self.day) for row in ruled]
        soon = [self.is_over_age(row, self.day.replace(year=self.day.year + 1)) for row in ruled]
        trained = {
            part.cadre_id
            for part in self.rows["participant"]
            if self.in_year(self.courses[part.training_id].starts_on)
        }
        return {
            "2.2b": len(ruled),
            "2.2a": sum(self.meets(row) for row in ruled),
            "2.3a": sum(self.has(row, "education", "education_min") for row in ruled),
            "2.4a": sum(self.has(row, "theory", "theory_min") for row in ruled),
            "2.7a": counted(over),
            "2.8": None
            if None in over
            else sum(later and not now for now, later in zip(over, soon, strict=True)),
            "2.1a": sum(row.engagement == "full_time" for row in cadres),
            "2.1b": sum(row.engagement == "part_time" for row in cadres),
            "2.1c": sum(row.engagement == "voluntary" for row in cadres),
            "2.5a": at_least(4, [self.level(row.cadre_id, "education") for row in cadres]),
            "2.6a": at_least(2, [self.level(row.cadre_id, "theory") for row in cadres]),
            "2.22a": len({row.cadre_id for row in cadres} & trained),
        }

    def of_committee(self, unit: int) -> dict[str, Any]:
        seats = [row for row in self.held(self.day, [unit]) if self.positions[row.position_id].in_committee]
        members = {row.cadre_id for row in seats}
        standing = {row.cadre_id for row in seats if self.positions[row.position_id].in_standing}
        born = [self.people[person].born_on for person in members]
        counting = self.counting(self.day)
        found = {
            "2.10g": len(standing),
            "2.10h": len(members),
            "2.9a": None if None in born else sum(age(day, self.day, counting) for day in born),
        }
        for people, women, minority, party in ((standing, "a", "b", "c"), (members, "d", "e", "f")):
            sexes = [self.people[person].sex for person in people]
            groups = [self.people[person].ethnic_group.strip().lower() for person in people]
            joined = [self.people[person].party_joined_on for person in people]
            found[f"2.10{women}"] = None if "" in sexes else sexes.count("female")
            found[f"2.10{minority}"] = None if "" in groups else sum(group != "kinh" for group in groups)
            found[f"2.10{party}"] = sum(day is not None and day <= self.day for day in joined)
        return found

    def of_unit(self, unit: int) -> dict[str, Any]:
        courses = [row for row in self.courses.values() if row.organiser_id == unit and not row.organised_by]
        posts = [
            row.posts for row in self.rows["staff"] if row.unit_id == unit and covers(row.validity, self.day)
        ]
        full_time = [row.cadre_id for row in self.cadres([unit]) if row.engagement == "full_time"]
        return {
            "2.11a": self.vacant([unit], "SECRETARY"),
            "2.12a": self.vacant([unit], "DEPUTY_SECRETARY"),
            "2.13a": next(iter(posts), None),
            "2.13b": len(full_time),
            "2.20": sum(self.in_quarter(row.starts_on) for row in courses),
            **self.of_visits(unit, full_time),
        }

    def of_visits(self, unit: int, people: list[int]) -> dict[str, Any]:
        rules = [
            row.days
            for row in self.rows["visit_rule"]
            if (row.unit_kind_id, row.year) == (self.kinds[unit], self.year)
        ]
        if not rules:
            return {}
        days = [
            sum(
                row.days
                for row in self.rows["visit"]
                if row.cadre_id == person and self.in_year(row.starts_on)
            )
            for person in people
        ]
        return {"1.3b": len(days), "1.3a": sum(spent >= rules[0] for spent in days), "1.4a": sum(days)}

    def quotas(self, unit: int) -> dict[str, int]:
        rows = [row for row in self.rows["quota"] if row.unit_id == unit and covers(row.validity, self.day)]
        return {row.position_id: row.seats for row in rows}

    def vacant(self, units: Iterable[int], position: str) -> int | None:
        total = 0
        for unit in units:
            if position not in self.quotas(unit):
                return None
            holders = [row for row in self.held(self.day, [unit]) if row.position_id == position]
            total += max(0, self.quotas(unit)[position] - len({row.cadre_id for row in holders}))
        return total

    def of_others(self, others: list[int]) -> dict[str, Any]:
        reviewed = {row.unit_id for row in self.rows["review"] if self.in_year(row.reviewed_on)}
        return {
            "1.1b": len(others),
            "2.17a": len(reviewed & set(others)),
            "2.11b": self.vacant(others, "SECRETARY"),
            "2.12b": self.vacant(others, "DEPUTY_SECRETARY"),
        }

    def of_all(self, units: Collection[int]) -> dict[str, Any]:
        came = [
            row
            for row in self.rows["appointment"]
            if row.unit_id in units and self.in_quarter(row.validity.lower)
        ]
        turns = {
            (row.unit_id, row.cadre_id, row.validity.lower)
            for row in came
            if row.origin in ("consolidated", "by_election")
        }
        moved = {
            row.cadre_id for row in came if row.origin in ("transferred", "rotated") and self.is_cadre(row)
        }
        punished = {
            row.cadre_id
            for row in self.rows["discipline"]
            if row.unit_id in units and self.in_quarter(row.decided_on)
        }
        return {
            "2.14": len(turns),
            "2.24": len(moved),
            "1.6": len(punished),
            **self.of_courses(units),
            **self.of_plans(units),
            **self.of_placements(units),
            **self.of_year(units),
        }

    def of_courses(self, units: Collection[int]) -> dict[str, Any]:
        went = [
            (row.cadre_id, self.courses[row.training_id].kind)
            for row in self.rows["participant"]
            if row.unit_id in units and self.in_quarter(self.courses[row.training_id].starts_on)
        ]
        theory = {"2.23a": "theory_elementary", "2.23b": "theory_intermediate", "2.23c": "theory_advanced"}
        sent = {code: len({who for who, kind in went if kind == wanted}) for code, wanted in theory.items()}
        return {"2.21": len(went), **sent}

    def of_plans(self, units: Collection[int]) -> dict[str, Any]:
        found = []
        for row in self.rows["candidate"]:
            plan = self.plans[row.plan_id]
            is_over = plan.term.upper is not None and plan.term.upper <= self.day
            if plan.unit_id in units and covers(row.validity, self.day) and not is_over:
                found.append((plan.unit_id, plan.position_id, row.cadre_id))
        wanted = [
            {place: seats for place, seats in self.quotas(unit).items() if self.positions[place].needs_plan}
            for unit in units
        ]
        posts = {
            (unit, place)
            for unit, seats in zip(units, wanted, strict=True)
            for place in seats
            if seats[place]
        }
        covered = {(unit, place) for unit, place, _ in found} & posts
        members = ("STANDING_MEMBER", "COMMITTEE_MEMBER")
        return {
            "2.18a": len({who for _, place, who in found if place == "SECRETARY"}),
            "2.18b": len({who for _, place, who in found if place == "DEPUTY_SECRETARY"}),
            "2.18c": len({who for _, place, who in found if place in members}),
            "2.19b": len(posts) if all(wanted) else None,
            "2.19a": len(covered) if all(wanted) else None,
        }

    def of_placements(self, units: Collection[int]) -> dict[str, Any]:
        placed = {
            row.cadre_id
            for row in self.rows["placement"]
            if row.unit_id in units and self.in_quarter(row.done_on)
        }
        waiting, is_unknown = set(placed), False
        for row in self.cadres(units) + self.cadres(units, self.start):
            last = self.day if row.validity.upper is None else min(self.day, date.fromordinal(
                row.validity.upper.toordinal() - 1))  # fmt: skip
            over = self.is_over_age(row, last)
            is_unknown |= over is None
            waiting |= {row.cadre_id} if over else set()
        return {"2.25a": len(placed), "2.25b": None if is_unknown else len(waiting)}

    def of_year(self, units: Collection[int]) -> dict[str, Any]:
        people = {row.cadre_id for row in self.cadres(units)}
        rated = {row.cadre_id: row.rating for row in self.rows["rating"] if row.year == self.year}
        classes = [rated[person] for person in people if person in rated]
        letters = {"a": "excellent", "b": "good", "c": "done", "d": "failed"}
        seats = [row for row in self.rows["seat"] if covers(row.validity, self.day)]
        ratings = {
            f"2.27{letter}": classes.count(rating) if classes else None for letter, rating in letters.items()
        }
        return {
            "2.28a": len(people),
            **ratings,
            "2.26a": len({row.cadre_id for row in seats if row.kind == "elected_body"} & people),
            "2.26b": len({row.cadre_id for row in seats if row.kind == "party_committee"} & people),
        }


def counted(answers: list[bool | None]) -> int | None:
    return None if None in answers else sum(map(bool, answers))


def at_least(level: int, levels: list[int | None]) -> int | None:
    return None if None in levels else sum(held >= level for held in levels if held is not None)


def named(found: dict[str, Any]) -> dict[str, Any]:
    return {f"KL07-{code}": value for code, value in found.items() if value is not None}
