"""What waits for a decision: points, places (equal points share one), the class, and the cap on the top class."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from apps.assessments.enums import AssessmentState
from apps.assessments.models import Assessment, AssessmentRound, GateAnswer, RatingClass
from apps.assessments.queries.scoring import Cap, final_class, ranks, top_cap
from apps.units.models import latest_name_of
from apps.units.queries import acting

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class ToDecide:
    """One unit with the points and the class that a decision would give it now."""

    assessment: Assessment
    points: Decimal
    place: int
    class_code: str
    class_name: str
    gates: list[str]

    @property
    def pk(self) -> int:
        return self.assessment.pk

    @property
    def version(self) -> int:
        return self.assessment.version

    @property
    def key(self) -> str:
        return f"{self.pk}:{self.version}"


@dataclass(frozen=True)
class Decidable:
    """A page of what waits; `caps` by deciding unit if all of the page were decided, with the unit's name."""

    page: Page[Any]
    rows: list[ToDecide]
    caps: list[tuple[str, Cap]]

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.rows]

    @property
    def tied(self) -> bool:
        return len({row.place for row in self.rows}) < len(self.rows)


def to_decide(user: Any, within: AssessmentRound, today: date, page: Any) -> Decidable:
    """Of the person's own units, the best first; a fixed number of statements."""
    mine = {unit_id for unit_id, _ in acting(user)}
    effective = Coalesce("scores__decided_points", "scores__appraised_points")
    waiting = (
        Assessment.objects.visible_to(user, today)
        .filter(round=within, state=AssessmentState.APPRAISED, decider_unit_id__in=mine)
        .with_name()
        .annotate(points=Sum(effective), decider_name=latest_name_of("decider_unit_id"))
        .order_by(F("points").desc(), "unit_name", "pk")
    )
    shown: Page[Any] = Paginator(waiting, ROWS_A_PAGE).get_page(page)
    found = list(shown.object_list)
    rows = _rows(found, list(within.set.classes.all()))
    return Decidable(shown, rows, _caps(within, rows))


def _rows(found: Sequence[Any], classes: list[RatingClass]) -> list[ToDecide]:
    answers = GateAnswer.objects.filter(assessment__in=found).select_related("gate")
    gates: dict[int, list[Any]] = {}
    for answer in answers:
        if answer.holds:
            gates.setdefault(answer.assessment_id, []).append(answer.gate)
    names = {each.code: each.name for each in classes}
    places = ranks([each.points for each in found])
    rows = []
    for each, place in zip(found, places, strict=True):
        held = gates.get(each.pk, [])
        code = final_class(each.points, classes, held)
        texts = [gate.text for gate in held]
        rows.append(ToDecide(each, each.points, place, code, names.get(code, ""), texts))
    return rows


def _caps(within: AssessmentRound, rows: Sequence[ToDecide]) -> list[tuple[str, Cap]]:
    named = {row.assessment.decider_unit_id: str(row.assessment.decider_name) for row in rows}  # type: ignore[attr-defined]
    given = [(row.assessment.decider_unit_id, row.class_code) for row in rows]
    return [(named[unit_id], cap) for unit_id, cap in caps(within, given).items()]


def caps(within: AssessmentRound, given: Sequence[tuple[int, str]]) -> dict[int, Cap]:
    """By deciding unit: the cap with these (deciding unit, class) beside those decided before; two statements."""
    top = within.set.classes.order_by("rank").values_list("code", flat=True).first()
    now = Counter(unit_id for unit_id, _ in given)
    now_top = Counter(unit_id for unit_id, code in given if code == top)
    decided = within.assessments.filter(state=AssessmentState.DECIDED, decider_unit_id__in=now)
    counts = decided.values_list("decider_unit_id").annotate(
        whole=Count("pk"), best=Count("pk", filter=Q(class_code=top))
    )
    before = {unit_id: (whole, best) for unit_id, whole, best in counts.order_by()}
    found = {}
    for unit_id in sorted(now):
        whole, best = before.get(unit_id, (0, 0))
        found[unit_id] = top_cap(within.set.top_cap_percent, best + now_top[unit_id], whole + now[unit_id])
    return found
