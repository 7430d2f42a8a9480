"""Biểu 2 as a list of persons: who is too old for the post, by how much, and what is planned. For a file alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.cadres.models import Cadre, Placement, Position
from apps.cadres.permissions import VIEW_PRIVATE, reached
from apps.cadres.queries.ages import age_on
from apps.cadres.queries.forecast_page import lasted
from apps.cadres.queries.judging import judged
from apps.cadres.queries.tables.counting import COUNTED
from apps.units.models import Unit


@dataclass(frozen=True)
class OverAge:
    """`over_by`: how long since the first day past the limit; `plan` and `result` empty where nothing is planned."""

    cadre_id: int
    name: str
    born_on: date
    position: str
    unit: str
    since: date
    age: int
    over_by: str
    plan: str
    result: str


CHOSEN = f"a.unit_id = ANY(%(units)s) AND {COUNTED.format(a='a', day='%(day)s')}"


def over_age_list(user: Any, units: Collection[int], day: date, today: date) -> list[OverAge]:
    """Everybody once, at the main position, by name; only those whose birth dates the user may read. Six statements."""
    rows = [row for row in judged(day, CHOSEN, {"units": list(units)}) if row.age_test == "not_met"]
    readable = Cadre.objects.filter(unit_id__in=reached(VIEW_PRIVATE, user, today))
    people = readable.in_bulk([row.cadre_id for row in rows])
    rows = sorted(
        (row for row in rows if row.cadre_id in people), key=lambda row: people[row.cadre_id].sort_key
    )
    names = {
        unit.pk: str(unit) for unit in Unit.objects.filter(pk__in={row.unit_id for row in rows}).named(day)
    }
    positions = dict(Position.objects.values_list("code", "name"))
    plans = {plan.cadre_id: plan for plan in Placement.objects.filter(cadre_id__in=people).order_by("pk")}
    found = []
    for row in rows:
        assert row.born_on
        assert row.over_age_on
        plan = plans.get(row.cadre_id)
        found.append(
            OverAge(
                cadre_id=row.cadre_id,
                name=people[row.cadre_id].full_name,
                born_on=row.born_on,
                position=positions[row.position_id],
                unit=names[row.unit_id],
                since=row.since,
                age=age_on(row.born_on, day, row.counting),
                over_by=lasted(row.over_age_on, day),
                plan=f"{plan.proposal} ({plan.get_state_display()})" if plan else "",
                result=plan.result if plan else "",
            )
        )
    return found
