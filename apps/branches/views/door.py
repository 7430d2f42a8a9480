"""The door to a branch, a unit or a village: outside what one may see there is nothing; inside, acts say why not."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from apps.accounts.models import User
from apps.branches.enums import BRANCH_KINDS
from apps.branches.models import Village
from apps.branches.permissions import VIEW, check_can_view_any, check_unit
from apps.branches.queries import Asked, Moment, asked_quarter
from apps.core import exceptions
from apps.units.models import Unit
from apps.units.permissions import Act
from apps.units.queries import acting, nearest_day


def quarter_or_404(moment: Moment, slug: str = "") -> Asked | None:
    """The quarter asked for; none when no quarter was opened, 404 for a slug of none that has begun."""
    asked = asked_quarter(moment.day, moment.now, slug)
    if slug and asked is None:
        raise Http404
    return asked


def unit_or_404(user: Any, unit_id: int, day: date, act: Act = VIEW) -> Unit:
    """A unit in sight, named, with the lineage of the day or of the nearest one in its life. Raises NotAllowed."""
    seen = get_object_or_404(Unit.objects.visible_to(user, day), pk=unit_id)
    on = nearest_day(seen, day)
    unit = Unit.objects.with_lineage(on).named(on).select_related("kind").get(pk=unit_id)
    check_unit(act, user, unit)
    return unit


def branch_or_404(user: Any, branch_id: int, day: date, act: Act = VIEW) -> Unit:
    branch = unit_or_404(user, branch_id, day, act)
    if branch.kind_id not in BRANCH_KINDS:
        raise Http404
    return branch


def village_or_404(user: Any, village_id: int, day: date, act: Act) -> Village:
    """A village of a commune in sight; its `commune` carries the lineage."""
    village = get_object_or_404(Village, pk=village_id)
    village.commune = unit_or_404(user, village.commune_id, day, act)
    return village


def own_unit_id(user: Any) -> int:
    """Where the person's widest role that reads this register is held. Raises NotAllowed."""
    check_can_view_any(user)
    return next(unit_id for unit_id, role in sorted(acting(user)) if role in VIEW.grants)


def why_not(user: Any, act: Act, unit: Unit) -> str:
    """The reason of a refusal; empty when there is none."""
    return exceptions.refusal(check_unit, act, user, unit)


def actor_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
