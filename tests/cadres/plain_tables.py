"""An independent reading: Biểu 1–7 counted in plain Python from the raw rows of the register, one rule a function.

Ages, verdicts and scopes come from `plain.Register`, which imports nothing of the register but its tables. A table is
{(level, name of the row): counts in the order of the columns}, sums left out; the tests add those up themselves.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace as Row
from typing import Any

from apps.units.models import UnitKind
from tests.cadres.plain import Register, age, covers

Table = dict[tuple[str, str], list[Any]]
SCHOOLING, THEORY = [1, 2, 3, 4], [0, 1, 2, 3]
ENGAGEMENTS = ["full_time", "part_time", "voluntary"]
ORIGINS = ["elected", "by_election", "consolidated", "designated", "appointed", "transferred", "rotated"]
ENDINGS = ["term_ended", "left", "moved", "graduated", "placed", "withdrawn", "removed"]
CLASSES = ["excellent", "good", "done", "failed"]
COURSES = {
    "skills": "Nghiệp vụ, kỹ năng công tác Đoàn",
    "theory_elementary": "Sơ cấp lý luận chính trị",
    "theory_intermediate": "Trung cấp lý luận chính trị",
    "theory_advanced": "Cao cấp, cử nhân lý luận chính trị",
    "other": "Bồi dưỡng khác",
}


class AnnexRegister(Register):
    """`units`: the scope; only those of them count of which the register knew somebody by the day."""

    def __init__(self, units: Collection[int], first: date, day: date) -> None:
        super().__init__(Row(start_on=first, cutoff_on=day, year=day.year))
        self.first = first
        self.levels = dict(UnitKind.objects.values_list("code", "name"))
        self.units = {unit for unit in units if self.keeps(unit)}

    def tables(self) -> dict[str, Table]:
        made, standards = self.staff()
        return {
            "1a": made, "1b": standards, "2": self.over_age(), "3": self.plans_of(), "4": self.courses_of(),
            "5": self.moves(), "6": self.visits(), "7": self.ratings(),
        }  # fmt: skip

    def level(self, unit: int) -> str:
        return self.levels[self.kinds[unit]]

    def place(self, unit: int, position: str | None) -> tuple[str, str]:
        name = self.positions[position].name if position else "Không rõ chức danh"
        return self.level(unit), name

    def counted(self, day: date) -> list[Row]:
        """Everybody once, at the main post, else at the first of the posts."""
        best: dict[int, Row] = {}
        for row in self.rows["appointment"]:
            if covers(row.validity, day):
                others = [row, *([best[row.cadre_id]] if row.cadre_id in best else [])]
                best[row.cadre_id] = min(others, key=self._precedence)
        return [row for row in best.values() if row.unit_id in self.units]

    def _precedence(self, row: Row) -> tuple[bool, int, int]:
        return not row.is_main, self.positions[row.position_id].rank, row.id

    def happened(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.day

    # Biểu 1

    def staff(self) -> tuple[Table, Table]:
        people = defaultdict(list)
        for row in self.counted(self.day):
            people[self.place(row.unit_id, row.position_id)].append(row)
        seats = self.seats()
        return (
            {place: [*seats[place], *self.make_up(people[place])] for place in seats},
            {place: self.learnt(people[place]) for place in seats},
        )

    def seats(self) -> Table:
        found: Table = {}
        for unit in self.units:
            asked = self.quotas(unit)
            taken = Counter(row.position_id for row in self.held(self.day, [unit]))
            for position in set(asked) | set(taken):
                quota, held = asked.get(position), taken[position]
                vacant = None if quota is None else max(quota - held, 0)
                place = self.place(unit, position)
                before = found.get(place, [None, 0, None])
                found[place] = [
                    plus(old, new) for old, new in zip(before, [quota, held, vacant], strict=True)
                ]
        return found

    def make_up(self, people: list[Row]) -> list[int]:
        files = [self.people[row.cadre_id] for row in people]
        groups = [person.ethnic_group.strip().lower() for person in files]
        counting = self.counting(self.day)
        ages = [age(person.born_on, self.day, counting) for person in files if person.born_on]
        return [
            len(people),
            *(sum(person.sex == sex for person in files) for sex in ("male", "female", "")),
            groups.count("kinh"),
            sum(group not in ("kinh", "") for group in groups),
            groups.count(""),
            sum(bool(person.party_joined_on and person.party_joined_on <= self.day) for person in files),
            sum(years <= 30 for years in ages),
            sum(31 <= years <= 35 for years in ages),
            sum(36 <= years <= 40 for years in ages),
            sum(years >= 41 for years in ages),
            len(people) - len(ages),
        ]

    def learnt(self, people: list[Row]) -> list[int]:
        schooling = [self.level_of(row, "education") for row in people]
        theory = [self.level_of(row, "theory") for row in people]
        verdicts = [self.verdict(row) for row in people]
        return [
            len(people),
            *(schooling.count(level) for level in SCHOOLING),
            schooling.count(5) + schooling.count(6),
            schooling.count(None),
            *(theory.count(level) for level in THEORY),
            theory.count(None),
            *(sum(row.engagement == kind for row in people) for kind in ENGAGEMENTS),
            *(verdicts.count(verdict) for verdict in ("met", "not_met", "no_data", "no_standard")),
            sum(self.is_over_age(row, self.day) is True for row in people),
        ]

    def level_of(self, row: Row, kind: str) -> int | None:
        return Register.level(self, row.cadre_id, kind)

    def has(self, row: Row, kind: str, asked: str) -> bool:
        level = self.level_of(row, kind)
        return level is not None and level >= getattr(self.standard(row), asked)

    def verdict(self, row: Row) -> str:
        """Chưa đạt beats all; a missing rule beats missing data."""
        standard = self.standard(row) or Row(
            age_max=None, education_min=None, theory_min=None, first_age_max=None
        )
        levels = [
            (standard.education_min, self.level_of(row, "education")),
            (standard.theory_min, self.level_of(row, "theory")),
        ]
        born = self.people[row.cadre_id].born_on
        is_late = standard.first_age_max is not None and born is not None and not self.began_young(row)
        is_short = any(None not in pair and pair[1] < pair[0] for pair in levels)
        if self.is_over_age(row, self.day) or is_late or is_short:
            return "not_met"
        if None in (standard.age_max, standard.education_min, standard.theory_min):
            return "no_standard"
        is_blank = born is None or any(held is None for _, held in levels)
        return "no_data" if is_blank else "met"

    # Biểu 2

    def over_age(self) -> Table:
        found: Table = defaultdict(lambda: [0] * 9)
        for row in self.counted(self.day):
            over = self.is_over_age(row, self.day)
            if over is None:
                found[self.place(row.unit_id, row.position_id)][8] += 1
            elif over:
                years = self.years_over(row)
                plan = max(
                    (plan for plan in self.rows["placement"] if plan.cadre_id == row.cadre_id),
                    key=lambda plan: plan.id,
                    default=None,
                )
                is_done = plan and plan.done_on and plan.done_on <= self.day
                cells = found[self.place(row.unit_id, row.position_id)]
                for column in (
                    0,
                    1 + min(years, 1) + (years >= 3),
                    4 if plan is None else 6 if is_done else 5,
                ):
                    cells[column] += 1
        for unit, who, done_on in self.placed():
            found[self.place(unit, self.left(unit, who, done_on))][7] += 1
        return dict(found)

    def years_over(self, row: Row) -> int:
        """Whole years since the first day past the limit."""
        limit, born = self.standard(row).age_max, self.people[row.cadre_id].born_on
        counting = self.counting(self.day)
        passed = next(
            day
            for day in (date(born.year + limit, 1, 1) + timedelta(days=n) for n in range(800))
            if age(born, day, counting) > limit
        )
        return sum(same_day(passed, years) <= self.day for years in range(1, 60))

    def placed(self) -> list[tuple[int, int, date]]:
        first: dict[tuple[int, int], date] = {}
        for row in self.rows["placement"]:
            if row.unit_id in self.units and self.happened(row.done_on):
                place = (row.unit_id, row.cadre_id)
                first[place] = min(first.get(place, row.done_on), row.done_on)
        return [(unit, who, day) for (unit, who), day in first.items()]

    def left(self, unit: int, who: int, day: date) -> str | None:
        held = [
            row
            for row in self.rows["appointment"]
            if (row.unit_id, row.cadre_id) == (unit, who) and row.validity.lower < day
        ]
        last = min(
            held, key=lambda row: (not row.is_main, -row.validity.lower.toordinal(), row.id), default=None
        )
        return last.position_id if last else None

    # Biểu 3

    def plans_of(self) -> Table:
        """Day by day: who is in a plan of the position, before the first day and on the last."""
        days: dict[tuple[int, str, int], set[date]] = defaultdict(set)
        whole = [
            self.first - timedelta(days=1) + timedelta(days=n)
            for n in range((self.day - self.first).days + 2)
        ]
        for row in self.rows["candidate"]:
            plan = self.plans[row.plan_id]
            if plan.unit_id in self.units:
                inside = {
                    day for day in whole
                    if covers(row.validity, day) and (plan.term.upper is None or day < plan.term.upper)
                }  # fmt: skip
                days[plan.unit_id, plan.position_id, row.cadre_id] |= inside
        found: Table = defaultdict(lambda: [0, 0, 0, 0, None, None])
        matched: Counter[tuple[str, str]] = Counter()
        for (unit, position, _), inside in days.items():
            cells = found[self.place(unit, position)]
            turns = list(itertools.pairwise(whole))
            cells[0] += whole[0] in inside
            cells[1] += sum(new in inside and old not in inside for old, new in turns)
            cells[2] += sum(old in inside and new not in inside for old, new in turns)
            cells[3] += whole[-1] in inside
            if self.seats_planned(unit).get(position):
                matched[self.place(unit, position)] += whole[-1] in inside
        for unit in self.units:
            for position, seats in self.seats_planned(unit).items():
                cells = found[self.place(unit, position)]
                cells[4] = (cells[4] or 0) + seats
        for place, cells in found.items():
            cells[5] = Decimal(matched[place]) / cells[4] if cells[4] else None
        return {place: cells for place, cells in found.items() if any(cells[:4]) or cells[4]}

    def seats_planned(self, unit: int) -> dict[str, int]:
        return {
            place: seats
            for place, seats in self.quotas(unit).items()
            if seats and self.positions[place].needs_plan
        }

    # Biểu 4

    def courses_of(self) -> Table:
        """Columns: courses, turns of each level that took part (in the order of levels), turns, cost, without cost."""
        going = [row for row in self.rows["participant"] if row.unit_id in self.units]
        held = {
            course.id: course for course in self.courses.values()
            if self.happened(course.starts_on)
            and (course.organiser_id in self.units or any(row.training_id == course.id for row in going))
        }  # fmt: skip
        going = [row for row in going if row.training_id in held]
        levels = {self.level(row.unit_id) for row in going}
        whom = [name for name in self.levels.values() if name in levels]
        found: Table = defaultdict(lambda: [0, *[0] * len(whom), 0, None, 0])
        for course in held.values():
            cells = found[self.course_row(course)]
            cells[0] += 1
            cells[-2] = plus(cells[-2], course.cost)
            cells[-1] += course.cost is None
        for row in going:
            cells = found[self.course_row(held[row.training_id])]
            cells[1 + whom.index(self.level(row.unit_id))] += 1
            cells[-3] += 1
        return dict(found)

    def course_row(self, course: Row) -> tuple[str, str]:
        level = "Cơ quan ngoài Đoàn" if course.organised_by else self.level(course.organiser_id)
        return level, COURSES[course.kind]

    # Biểu 5

    def moves(self) -> Table:
        found: Table = defaultdict(lambda: [0] * 16)
        for row in self.rows["appointment"]:
            if row.is_main and row.unit_id in self.units:
                came, left = self.happened(row.validity.lower), self.happened(row.validity.upper)
                for happened, column, total in (
                    (came, ORIGINS.index(row.origin), 7),
                    (left, 8 + ENDINGS.index(row.ending or "left"), 15),
                ):
                    if happened:
                        cells = found[self.place(row.unit_id, row.position_id)]
                        cells[column] += 1
                        cells[total] += 1
        return dict(found)

    # Biểu 6 and 7

    def ends(self) -> dict[int, date]:
        """The last day of each year, of the running one the day itself."""
        return {year: min(date(year, 12, 31), self.day) for year in range(self.first.year, self.day.year + 1)}

    def visits(self) -> Table:
        found: Table = defaultdict(lambda: [0, 0, None, 0, None, None])
        for year, last in self.ends().items():
            head = f"Năm {year}" + ("" if last == date(year, 12, 31) else f", đến {last:%d/%m}")
            rules = {row.unit_kind_id: row.days for row in self.rows["visit_rule"] if row.year == year}
            for row in self.counted(last):
                if row.engagement == "full_time":
                    spent = sum(
                        visit.days
                        for visit in self.rows["visit"]
                        if visit.cadre_id == row.cadre_id
                        and visit.starts_on.year == year
                        and visit.starts_on <= last
                    )
                    cells = found[head, self.level(row.unit_id)]
                    cells[0], cells[3] = cells[0] + 1, cells[3] + spent
                    if (days := rules.get(self.kinds[row.unit_id])) is not None:
                        is_done = spent >= days
                        added = [1, days, is_done, not is_done]
                        for column, value in zip((1, 2, 4, 5), added, strict=True):
                            cells[column] = (cells[column] or 0) + value
        return dict(found)

    def ratings(self) -> Table:
        found: Table = defaultdict(lambda: [None] * 5 + [0])
        for year, last in self.ends().items():
            decided = [row for row in self.rows["rating"] if row.year == year and self.is_decided(row)]
            here = [row for row in decided if row.unit_id in self.units]
            for row in here:
                cells = found[f"Năm {year}", self.level(row.unit_id)]
                cells[:5] = [value or 0 for value in cells[:5]]
                cells[0] += 1
                cells[1 + CLASSES.index(row.rating)] += 1
            if here or date(year, 12, 31) <= self.day:
                rated = {row.cadre_id for row in decided}
                for row in self.counted(last):
                    is_cadre = self.positions[row.position_id].is_cadre or row.engagement == "full_time"
                    if is_cadre and row.cadre_id not in rated:
                        found[f"Năm {year}", self.level(row.unit_id)][5] += 1
        return dict(found)

    def is_decided(self, row: Row) -> bool:
        return (row.decided_on or date(row.year, 12, 31)) <= self.day


def plus(old: Any, new: Any) -> Any:
    """The known of both added; None where neither is known."""
    return old if new is None else new if old is None else old + new


def same_day(day: date, years: int) -> date:
    """The day some years later; of 29 February the 28th in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def sums(rows: Iterable[list[Any]]) -> list[Any]:
    """Column by column."""
    found: list[Any] = []
    for row in rows:
        found = [plus(old, new) for old, new in zip(found, row, strict=True)] if found else list(row)
    return found
