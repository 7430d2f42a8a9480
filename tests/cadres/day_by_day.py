"""The forecast and the staffing once more, read day by day from the raw rows: slow, and without a line of SQL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from apps.cadres.enums import FirstAgeBasis, Readiness
from apps.cadres.models import AgeRule, Appointment, Quota, Standard, StandardSet, SuccessionCandidate
from apps.cadres.queries import too_old_on

Seat = tuple[int, str, int]
BEGIN = date(2018, 1, 1)


def days(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(number) for number in range((last - first).days + 1))


def in_force(rows: list[Any], day: date) -> Any:
    return next((row for row in rows if day in row.validity), None)


@dataclass
class Register:
    """Everything recorded; `day` is today, `last` the last day looked at."""

    day: date
    last: date
    rules: list[Any] = field(default_factory=lambda: list(AgeRule.objects.all()))
    sets: list[Any] = field(default_factory=lambda: list(StandardSet.objects.filter(is_published=True)))
    quotas: list[Any] = field(default_factory=lambda: list(Quota.objects.all()))

    @cached_property
    def standards(self) -> dict[tuple[Any, ...], Standard]:
        return {(s.set_id, s.position_id, s.unit_kind_id, s.group): s for s in Standard.objects.all()}

    @cached_property
    def held(self) -> list[Appointment]:
        return list(Appointment.objects.select_related("cadre", "unit", "position"))

    @cached_property
    def candidates(self) -> list[SuccessionCandidate]:
        return list(SuccessionCandidate.objects.select_related("cadre", "plan__unit"))

    def standard(self, position: str, kind: str, group: str, day: date) -> Standard | None:
        regulation = in_force(self.sets, day)
        key = (regulation and regulation.pk, position, kind)
        return self.standards.get((*key, group)) or self.standards.get((*key, "general"))

    def is_past(self, born_on: date, limit: int, on: date, day: date) -> bool:
        """Whether somebody is older than `limit` on day `on`, counted as on `day`."""
        rule = in_force(self.rules, day)
        return too_old_on(born_on, limit, rule.counting if rule else "full_years") <= on

    def is_too_old(self, row: Appointment, day: date) -> bool:
        standard = self.standard(row.position_id, row.unit.kind_id, row.group, day)
        born_on = row.cadre.born_on
        return bool(
            standard
            and standard.age_max is not None
            and born_on
            and self.is_past(born_on, standard.age_max, day, day)
        )

    def passes_on(self, row: Appointment) -> date | None:
        return next(
            (day for day in days(self.day, self.last) if day in row.validity and self.is_too_old(row, day)),
            None,
        )

    def leaves_on(self, row: Appointment) -> date | None:
        passes_on = self.passes_on(row)
        known = [row.validity.upper, passes_on and max(passes_on, self.day + timedelta(1))]
        return min((day for day in known if day), default=None)

    def passing(self) -> set[tuple[int, date]]:
        """(appointment, first day past the limit) of who holds it today and passes it later."""
        found = {(row.pk, self.passes_on(row)) for row in self.held if self.day in row.validity}
        return {(pk, on) for pk, on in found if on and on > self.day}

    def spells(self, ends_on: Callable[[Appointment], date | None]) -> dict[tuple[Seat, date], date | None]:
        """{(seat, first empty day): first filled day}, day by day."""
        found: dict[tuple[Seat, date], date | None] = {}
        ends = {row.pk: ends_on(row) or date.max for row in self.held}
        for unit, position in {(quota.unit_id, quota.position_id) for quota in self.quotas}:
            quotas = [row for row in self.quotas if (row.unit_id, row.position_id) == (unit, position)]
            here = [row for row in self.held if (row.unit_id, row.position_id) == (unit, position)]
            empty: dict[int, date] = {}
            for day in days(BEGIN, self.last):
                asked = in_force(quotas, day)
                present = sum(row.validity.lower <= day < ends[row.pk] for row in here)
                vacant = max(asked.seats - present, 0) if asked else 0
                for seat in [seat for seat in empty if seat > vacant]:
                    found[(unit, position, seat), empty.pop(seat)] = day
                for seat in range(1, vacant + 1):
                    empty.setdefault(seat, day)
            found |= {((unit, position, seat), since): None for seat, since in empty.items()}
        return found

    def coming(self) -> dict[tuple[Seat, date], date | None]:
        """The spells of the forecast: not over today."""
        spells = self.spells(self.leaves_on)
        return {key: until for key, until in spells.items() if until is None or until > self.day}

    def is_ready(self, row: SuccessionCandidate, day: date) -> bool:
        plan = row.plan
        if row.readiness != Readiness.NOW or not self.is_planned(row, day):
            return False
        standard = self.standard(plan.position_id, plan.unit.kind_id, "general", day)
        if standard is None:
            return True
        born_on, first_on = row.cadre.born_on, min(self.first_days(row, standard), default=day)
        limits = [(standard.age_max, day), (standard.first_age_max, first_on)]
        asked = [(limit, on) for limit, on in limits if limit is not None]
        return all(born_on and not self.is_past(born_on, limit, on, day) for limit, on in asked)

    def is_planned(self, row: SuccessionCandidate, day: date) -> bool:
        """In the plan on that day, without holding the position already."""
        plan = row.plan
        holds = any(
            held.cadre_id == row.cadre_id
            and (held.unit_id, held.position_id) == (plan.unit_id, plan.position_id)
            and (held.validity.upper is None or held.validity.upper > self.day)
            for held in self.held
        )
        return day in row.validity and day in plan.term and not holds

    def first_days(self, row: SuccessionCandidate, standard: Standard) -> list[date]:
        by_committee = standard.first_age_basis == FirstAgeBasis.COMMITTEE
        return [
            held.validity.lower
            for held in self.held
            if held.cadre_id == row.cadre_id
            and held.unit.kind_id == row.plan.unit.kind_id
            and held.validity.lower <= self.day
            and (held.position_id == row.plan.position_id or (by_committee and held.position.in_committee))
        ]
