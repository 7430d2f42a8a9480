"""Rounds as lists and boards: how far each is, by state and by the units below, and who is in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, F, FilteredRelation, Q

from apps.assessments.enums import AssessmentState, Purpose
from apps.assessments.models import Assessment, AssessmentRound
from apps.assessments.models.assessment import AssessmentQuerySet
from apps.units.models import Unit, latest_name_of
from apps.units.queries import acting

ROWS_A_PAGE = 50
HANDED_IN = [AssessmentState.SUBMITTED, AssessmentState.APPRAISED, AssessmentState.DECIDED]
SEEN = """
SELECT descendant_id FROM units_unitancestry
WHERE ancestor_id = ANY(%(mine)s) AND validity @> %(today)s::date
"""
ROUNDS = f"""
SELECT a.round_id, count(*), count(*) FILTER (WHERE a.state = ANY(%(handed_in)s)),
       count(*) FILTER (WHERE a.state = %(submitted)s AND a.appraiser_unit_id = ANY(%(mine)s)),
       count(*) FILTER (WHERE a.state = %(appraised)s AND a.decider_unit_id = ANY(%(mine)s)),
       count(*) FILTER (WHERE a.state = %(decided)s),
       count(*) FILTER (WHERE a.state IN ('draft', 'returned') AND a.unit_id = ANY(%(mine)s)),
       min(a.id) FILTER (WHERE a.unit_id = ANY(%(mine)s))
FROM assessments_assessment a
WHERE a.round_id = ANY(%(rounds)s) AND a.unit_id IN ({SEEN})
GROUP BY a.round_id
"""
PROGRESS = """
SELECT c.unit_id, count(*), count(*) FILTER (WHERE a.state = ANY(%(handed_in)s)),
       count(*) FILTER (WHERE a.state IN ('appraised', 'decided')), count(*) FILTER (WHERE a.state = 'decided')
FROM units_unitparent c
JOIN units_unitancestry d ON d.ancestor_id = c.unit_id AND d.validity @> %(today)s::date
JOIN assessments_assessment a ON a.unit_id = d.descendant_id AND a.round_id = %(round)s
WHERE c.parent_id = %(root)s AND c.validity @> %(today)s::date
GROUP BY c.unit_id
"""


@dataclass(frozen=True)
class RoundRow:
    """A round and, of the units that the person sees in it: how many, how far, what waits for this person."""

    round: AssessmentRound
    units: int = 0
    handed_in: int = 0
    to_appraise: int = 0
    to_decide: int = 0
    decided: int = 0
    to_score: int = 0
    own_id: int | None = None


@dataclass(frozen=True)
class ProgressRow:
    """A unit below, and how far those in it are."""

    unit_id: int
    name: str
    units: int
    handed_in: int
    appraised: int
    decided: int


def round_rows(user: Any, today: date, page: Any) -> Page[Any]:
    """Rounds, the latest first, with what they mean for this person; three statements."""
    rounds = AssessmentRound.objects.select_related("set").order_by("state", "-year", "set__code")
    # "open" sorts after "closed": what is open stands first
    shown: Page[Any] = Paginator(
        rounds.order_by(F("state").desc(), "-year", "set__code"), ROWS_A_PAGE
    ).get_page(page)
    listed = list(shown.object_list)
    given: dict[str, Any] = {
        "rounds": [each.pk for each in listed],
        "mine": _mine(user),
        "today": today,
        "handed_in": HANDED_IN,
        "submitted": AssessmentState.SUBMITTED,
        "appraised": AssessmentState.APPRAISED,
        "decided": AssessmentState.DECIDED,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROUNDS, given)
        counts = {round_id: numbers for round_id, *numbers in cursor.fetchall()}
    shown.object_list = [RoundRow(each, *counts.get(each.pk, [])) for each in listed]
    return shown


def _mine(user: Any) -> list[int]:
    return sorted({unit_id for unit_id, _ in acting(user)})


def progress(user: Any, within: AssessmentRound, today: date) -> list[ProgressRow]:
    """By the units directly below the person's own; empty where those are the assessed ones themselves."""
    roots = _mine(user)
    if not roots:
        return []
    given: dict[str, Any] = {"root": roots[0], "round": within.pk, "today": today, "handed_in": HANDED_IN}
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, given)
        counts = {unit_id: numbers for unit_id, *numbers in cursor.fetchall()}
    units = Unit.objects.named(today).filter(pk__in=counts).exclude(kind_id=within.set.unit_kind_id)
    return [ProgressRow(unit.pk, str(unit), *counts[unit.pk]) for unit in units]


@dataclass(frozen=True)
class Asked:
    """What the list is asked for: a step, only those that differ, only below one unit."""

    step: str = ""
    only_differing: bool = False
    below: int | None = None


@dataclass(frozen=True)
class Queue:
    """A page of assessments; of all that the person sees: how many at each step, and what waits for own units."""

    page: Page[Any]
    counts: dict[str, int]
    to_appraise: int
    to_decide: int

    @property
    def rows(self) -> list[Assessment]:
        return list(self.page.object_list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        return self.counts.get(AssessmentState.DECIDED, 0)


class _Counted(Paginator):
    """The number of rows is known already: it fills the cached property."""

    def __init__(self, rows: Any, count: int) -> None:
        super().__init__(rows, ROWS_A_PAGE)
        self.count = count


def queue(user: Any, within: AssessmentRound, asked: Asked, today: date, page: Any) -> Queue:
    """Whoever differs most from the registers stands first, then by name; two statements, three with a filter."""
    mine = _mine(user)
    seen = Assessment.objects.visible_to(user, today).filter(round=within)
    if asked.below:
        seen = seen.filter(unit__in=Unit.objects.under(asked.below, today))
    steps = seen.values("state").annotate(
        count=Count("pk"),
        to_appraise=Count("pk", Q(state=AssessmentState.SUBMITTED, appraiser_unit_id__in=mine)),
        to_decide=Count("pk", Q(state=AssessmentState.APPRAISED, decider_unit_id__in=mine)),
    )
    found = list(steps.order_by())
    counts = {step["state"]: step["count"] for step in found}
    rows = _ordered(_chosen(seen, asked), within)
    if asked.only_differing:
        pages: Paginator[Any] = Paginator(rows, ROWS_A_PAGE)
    else:
        pages = _Counted(rows, counts.get(asked.step, 0) if asked.step else sum(counts.values()))
    shown: Page[Any] = pages.get_page(page)
    shown.object_list = list(shown.object_list)
    return Queue(
        shown,
        counts,
        to_appraise=sum(step["to_appraise"] for step in found),
        to_decide=sum(step["to_decide"] for step in found),
    )


def _chosen(seen: AssessmentQuerySet, asked: Asked) -> AssessmentQuerySet:
    if asked.step:
        seen = seen.filter(state=asked.step)
    if asked.only_differing:
        seen = seen.filter(Q(difference_count__gt=0) | ~Q(appraised_points=F("self_points")))
    return seen


def _ordered(chosen: AssessmentQuerySet, within: AssessmentRound) -> AssessmentQuerySet:
    """Names as on the day on which the round was opened: one join, not a look-up for every row that is sorted."""
    on_that_day = Q(unit__names__validity__contains=within.opens_on)
    named = chosen.annotate(named=FilteredRelation("unit__names", condition=on_that_day))
    added: dict[str, Any] = {"unit_name": F("named__name"), "above_name": latest_name_of("decider_unit_id")}
    return named.annotate(**added).order_by("-difference_count", "named__sort_key", "pk")


def titles_to_ask_for(user: Any, today: date) -> list[tuple[AssessmentRound, Unit]]:
    """Open rounds of a title, with each own unit of its kind that has not asked for it yet; two statements."""
    units = list(Unit.objects.open_on(today).filter(pk__in=_mine(user)).named(today))
    rounds = AssessmentRound.objects.open().filter(
        set__purpose=Purpose.RECOGNITION, set__unit_kind__in={unit.kind_id for unit in units}
    )
    asked = Assessment.objects.filter(unit__in=units).values_list("round_id", "unit_id")
    taken = set(asked) if units else set()
    return [
        (within, unit)
        for within in rounds.select_related("set")[:ROWS_A_PAGE]
        for unit in units
        if unit.kind_id == within.set.unit_kind_id and (within.pk, unit.pk) not in taken
    ]


def seen_name(user: Any, unit_id: int | None, today: date) -> str:
    """The name of a unit that the person sees."""
    if unit_id is None:
        return ""
    found = Unit.objects.visible_to(user, today).named(today).filter(pk=unit_id).first()
    return str(found) if found else ""
