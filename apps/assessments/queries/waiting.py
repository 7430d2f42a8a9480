"""What waits for a person in the rounds, as rows of JSON: a home page reads them along with a statement it makes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from apps.assessments.enums import OPEN_STATES, AssessmentState, RoundState
from apps.assessments.models import Assessment, Decision, Score
from apps.assessments.permissions import APPRAISE, DECIDE, SCORE
from apps.units.enums import Relation
from apps.units.permissions import Act
from apps.units.queries import acting

MOST = 20


@dataclass(frozen=True)
class OwnPaper:
    """An assessment of the person's own unit that is still open to it; `returned`: how many criteria came back."""

    pk: int
    title: str
    due_at: datetime
    is_returned: bool
    returned: int


@dataclass(frozen=True)
class Pile:
    """What waits in a round for the person's own units; `again`: decided before, taken up again by an appeal."""

    round_id: int
    title: str
    due_at: datetime
    is_to_decide: bool
    again: bool
    count: int


def own_column(user: Any) -> QuerySet[Any]:
    """Assessments to be scored or mended, the earliest due first."""
    returned = Score.objects.filter(assessment=OuterRef("pk"), is_returned=True).order_by()
    counted = returned.values("assessment").annotate(count=Count("pk")).values("count")
    found = _live(
        Assessment.objects.filter(unit_id__in=_units(user, SCORE, Relation.OWN), state__in=OPEN_STATES)
    )
    told = JSONObject(
        pk="pk", title="round__title", due_at="round__self_due_at", state="state", returned=counted
    )
    return found.order_by("round__self_due_at", "pk").values(told=told)[:MOST]


def pile_column(user: Any) -> QuerySet[Any]:
    """By round, what is to be appraised and what to be decided by the person's own units."""
    to_appraise = Q(
        state=AssessmentState.SUBMITTED, appraiser_unit_id__in=_units(user, APPRAISE, Relation.BELOW)
    )
    to_decide = Q(state=AssessmentState.APPRAISED, decider_unit_id__in=_units(user, DECIDE, Relation.BELOW))
    groups = ("round_id", "round__title", "round__appraise_due_at", "round__decide_due_at", "state", "again")
    found = _live(Assessment.objects.filter(to_appraise | to_decide)).values(*groups)
    told = JSONObject(
        round="round_id",
        title="round__title",
        appraise_due_at="round__appraise_due_at",
        decide_due_at="round__decide_due_at",
        state="state",
        again="again",
        count=Count("pk"),
    )
    return found.order_by("round__appraise_due_at", "round_id", "-state", "again").values(told=told)[:MOST]


def own_papers(rows: Any) -> list[OwnPaper]:
    return [
        OwnPaper(
            row["pk"],
            row["title"],
            datetime.fromisoformat(row["due_at"]),
            row["state"] == AssessmentState.RETURNED,
            row["returned"] or 0,
        )
        for row in rows or ()
    ]


def piles(rows: Any) -> list[Pile]:
    return [_pile(row, row["state"] == AssessmentState.APPRAISED) for row in rows or ()]


def _pile(row: dict[str, Any], is_to_decide: bool) -> Pile:
    due_at = datetime.fromisoformat(row["decide_due_at" if is_to_decide else "appraise_due_at"])
    return Pile(row["round"], row["title"], due_at, is_to_decide, row["again"], row["count"])


def _live(found: QuerySet[Assessment]) -> QuerySet[Any]:
    """What goes on: in an open round, or taken up again after a decision."""
    was_decided = Exists(Decision.objects.filter(assessment=OuterRef("pk")))
    again = Case(When(was_decided, then=True), default=False)  # a bare EXISTS would be grouped by its row
    return found.annotate(again=again).filter(Q(round__state=RoundState.OPEN) | Q(again=True))


def _units(user: Any, act: Act, relation: Relation) -> list[int]:
    """Where a role of the person grants the act in that relation."""
    return sorted({unit_id for unit_id, role in acting(user) if relation in act.grants.get(role, ())})
