"""A unit's quy hoạch on a day: who is in it per position, for how many seats, and whether the year was reviewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from apps.cadres.enums import Readiness
from apps.cadres.models import (
    AgeRule,
    Appointment,
    Cadre,
    Congress,
    Position,
    Quota,
    Standard,
    SuccessionCandidate,
    SuccessionPlan,
    SuccessionReview,
)
from apps.cadres.queries.ages import age_on, too_old_on
from apps.core.ranges import first_day, in_words, last_day
from apps.core.vietnamese import MISSING, fold, nfc, number
from apps.core.vietnamese import day as written
from apps.units.models import Unit, latest_name_of

FOUND = 20
STATES = {
    Readiness.NOW: {"icon": "check-circle-fill", "tone": "ok"},
    Readiness.SOON: {"icon": "clock-fill", "tone": "info"},
    Readiness.LATER: {"icon": "book", "tone": "neutral"},
}


@dataclass(frozen=True)
class InPlan:
    """One person of a plan. `post`: what is held now, of the main position; `warning` is for those who see ages."""

    candidate_id: int
    cadre_id: int
    name: str
    post: str
    readiness: Readiness
    since: date
    note: str
    warning: str

    @property
    def state(self) -> dict[str, str]:
        """Readiness as icon, word and tone (components/state_badge.html)."""
        return STATES[self.readiness] | {"label": str(self.readiness.label).capitalize()}


@dataclass(frozen=True)
class PositionPlan:
    """`plan` None: there is no plan of this position on the day. `seats` None: nobody entered a quota."""

    position: Position
    plan: SuccessionPlan | None
    seats: int | None
    people: tuple[InPlan, ...]

    @property
    def term(self) -> str:
        return in_words(self.plan.term) if self.plan else ""

    @property
    def ratio(self) -> str:
        """Hệ số: people in the plan to positions."""
        return number(Decimal(len(self.people)) / self.seats, 1) if self.plan and self.seats else MISSING

    @property
    def fraction(self) -> str:
        """2 người / 1 chức danh"""
        seats = "chưa nhập định biên" if self.seats is None else f"{number(self.seats)} chức danh"
        return f"{number(len(self.people))} người / {seats}"

    @property
    def ready_count(self) -> int:
        return sum(person.readiness == Readiness.NOW for person in self.people)


@dataclass(frozen=True)
class UnitPlans:
    """`is_review_missing`: plans stand open, and this year's review (Quy chế 289, Điều 16) is not recorded yet."""

    positions: tuple[PositionPlan, ...]
    reviews: tuple[SuccessionReview, ...]
    year: int
    last_day: date | None = None  # of the last plan that is over, when none is open

    @property
    def last_review(self) -> SuccessionReview | None:
        return self.reviews[0] if self.reviews else None

    @property
    def is_review_missing(self) -> bool:
        is_open = any(row.plan for row in self.positions)
        return is_open and not any(review.reviewed_on.year == self.year for review in self.reviews)

    @property
    def planned_count(self) -> int:
        return sum(row.plan is not None for row in self.positions)


def unit_plans(unit: Unit, day: date, *, is_private: Callable[[Cadre], bool]) -> UnitPlans:
    """A fixed number of statements. `is_private`: whether the reader sees the age of that person."""
    quotas = dict(Quota.objects.filter(unit=unit, validity__contains=day).values_list("position_id", "seats"))
    plans = {plan.position_id: plan for plan in SuccessionPlan.objects.filter(unit=unit, term__contains=day)}
    people = _people(list(plans.values()), unit, day, is_private)
    wanted = set(quotas) | set(plans)
    positions = Position.objects.filter(needs_plan=True, pk__in=wanted)
    rows = (
        PositionPlan(
            position, plans.get(position.pk), quotas.get(position.pk), tuple(people.get(position.pk, ()))
        )
        for position in positions
    )
    reviews = SuccessionReview.objects.filter(unit=unit, reviewed_on__lte=day)[:5]
    return UnitPlans(tuple(rows), tuple(reviews), day.year, None if plans else _last_day(unit, day))


def _last_day(unit: Unit, day: date) -> date | None:
    over = (
        SuccessionPlan.objects.filter(unit=unit, term__endswith__lte=day).order_by("-term__endswith").first()
    )
    return last_day(over.term) if over else None


def _people(
    plans: list[SuccessionPlan], unit: Unit, day: date, is_private: Callable[[Cadre], bool]
) -> dict[str, list[InPlan]]:
    inside = SuccessionCandidate.objects.filter(plan__in=plans, validity__contains=day)
    candidates = list(inside.select_related("plan"))
    ids = {candidate.cadre_id for candidate in candidates}
    files = {cadre.pk: cadre for cadre in Cadre.objects.with_lineage(day).filter(pk__in=ids)}
    posts, limits = _posts(ids, day), Limits(unit, day)
    found: dict[str, list[InPlan]] = {}
    for candidate in sorted(candidates, key=lambda row: _order(row, files[row.cadre_id])):
        cadre, plan = files[candidate.cadre_id], candidate.plan
        warning = limits.warning(cadre, plan) if is_private(cadre) else ""
        since = first_day(candidate.validity)
        found.setdefault(plan.position_id, []).append(
            InPlan(
                candidate_id=candidate.pk,
                cadre_id=cadre.pk,
                name=cadre.full_name,
                post=posts.get(cadre.pk, ""),
                readiness=Readiness(candidate.readiness),
                since=since,
                note=candidate.note,
                warning=warning,
            )
        )
    return found


def _order(candidate: SuccessionCandidate, cadre: Cadre) -> tuple[int, str]:
    """The readiest first, then by name."""
    return (list(Readiness).index(Readiness(candidate.readiness)), cadre.sort_key)


def _posts(cadre_ids: set[int], day: date) -> dict[int, str]:
    """Position and unit of each main appointment."""
    held = Appointment.objects.filter(cadre_id__in=cadre_ids, is_main=True).held_on(day)
    rows = held.values_list("cadre_id", "position__name", latest_name_of("unit_id"))
    return {cadre_id: f"{position} {unit}" for cadre_id, position, unit in rows}


class Limits:
    """What the standards of a day ask of the age of who takes a position of the unit."""

    def __init__(self, unit: Unit, day: date) -> None:
        self.day = day
        standards = Standard.objects.filter(set__is_published=True, set__validity__contains=day)
        general = standards.filter(unit_kind_id=unit.kind_id, group="general")
        self.by_position = {row.position_id: row.age_max for row in general}
        rule = AgeRule.objects.filter(validity__contains=day).values_list("counting", flat=True)
        self.counting = rule.first() or "full_years"

    def warning(self, cadre: Cadre, plan: SuccessionPlan) -> str:
        """In words, when the person is too old for the position or grows too old before the term ends."""
        limit = self.by_position.get(plan.position_id)
        if limit is None or cadre.born_on is None:
            return ""
        over_on = too_old_on(cadre.born_on, limit, self.counting)
        if over_on <= self.day:
            age = age_on(cadre.born_on, self.day, self.counting)
            return f"Đã {age} tuổi, quá mức không quá {limit} tuổi của chức danh này từ {written(over_on)}."
        if plan.term.upper and over_on < plan.term.upper:
            return f"Sẽ quá mức không quá {limit} tuổi từ {written(over_on)}, trước khi hết nhiệm kỳ."
        return ""


def age_warning(cadre: Cadre, plan: SuccessionPlan, day: date) -> str:
    """The same of one person, before or after adding; two statements and the unit."""
    return Limits(plan.unit, day).warning(cadre, plan)


@dataclass(frozen=True)
class Eligible:
    cadre_id: int
    name: str
    post: str


def eligible(user: Any, plan: SuccessionPlan, text: str, day: date) -> list[Eligible]:
    """People who could be put into the plan, by name: of all whom the user sees, else those who serve in the unit."""
    inside = SuccessionCandidate.objects.filter(plan=plan, validity__contains=day)
    seen = Cadre.objects.listed().visible_to(user, day).exclude(pk__in=inside.values("cadre_id"))
    if text:
        for word in fold(nfc(text)).split():
            seen = seen.filter(search_key__contains=word)
    else:
        here = Appointment.objects.held_on(day).filter(unit_id=plan.unit_id)
        seen = seen.filter(pk__in=here.values("cadre_id"))
    found = list(seen[:FOUND])
    posts = _posts({cadre.pk for cadre in found}, day)
    return [Eligible(cadre.pk, cadre.full_name, posts.get(cadre.pk, "")) for cadre in found]


def next_congress(unit_id: int, day: date) -> date | None:
    """The day of the unit's first congress after the given one."""
    coming = Congress.objects.filter(unit_id=unit_id, meets_on__gt=day)
    return coming.values_list("meets_on", flat=True).first()
