"""The door to a unit: outside what one may see there is nothing; inside, every act says why it is refused."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from apps.core import exceptions
from apps.units.models import Unit
from apps.units.permissions import Act, check, check_anywhere
from apps.units.queries import lineages, nearest_day


def unit_or_404(user: Any, unit_id: int, today: date) -> Unit:
    """A unit that the user may see, with `lineage` of today or of the nearest day of its life; 404 otherwise."""
    unit = get_object_or_404(Unit.objects.visible_to(user, today).select_related("kind"), pk=unit_id)
    above = lineages([unit.pk], nearest_day(unit, today)).get(unit.pk, [])
    unit.lineage = [unit.pk, *(above_id for above_id, _ in above)]  # type: ignore[attr-defined]
    return unit


def check_unit(user: Any, act: Act, unit: Unit) -> None:
    """Raises NotAllowed; `unit` comes from `unit_or_404`."""
    check(act, user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]


def refusal(user: Any, act: Act, unit: Unit | None = None) -> str:
    """Why the user may not do it on this unit (anywhere, without one); empty when they may."""
    return (
        exceptions.refusal(check_unit, user, act, unit)
        if unit
        else exceptions.refusal(check_anywhere, act, user)
    )
