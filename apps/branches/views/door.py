"""The door to a branch, a unit or a village: outside what one may see there is nothing; inside, acts say why not."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from apps.accounts.models import User
from apps.branches.enums import BRANCH_KINDS
from apps.branches.models import Adoption, Practice, PracticePicture, SupportPlan, Village
from apps.branches.permissions import NOMINATE, VIEW, check_can_view_any, check_unit
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


def plan_or_404(user: Any, plan_id: int, day: date, act: Act = VIEW) -> tuple[SupportPlan, Unit]:
    """A plan with which the user may do this, and its branch."""
    plans = SupportPlan.objects.visible_to(user, day).select_related("supporter", "made_by")
    plan = get_object_or_404(plans, pk=plan_id)
    return plan, branch_or_404(user, plan.branch_id, day, act)


def practice_or_404(user: Any, practice_id: int, day: date) -> Practice:
    """A model that the user may see: what is recommended, by whoever sees branches anywhere."""
    seen = Practice.objects.visible_to(user, day).select_related("sector", "nominated_by")
    found = get_object_or_404(seen, pk=practice_id)
    check_can_view_any(user)
    return found


def own_practice_or_404(user: Any, practice_id: int, day: date, act: Act = NOMINATE) -> Practice:
    """A model of a unit with which the user may do this."""
    found = practice_or_404(user, practice_id, day)
    check_unit(act, user, lined(found.unit_id, day))
    return found


def adoption_or_404(user: Any, adoption_id: int, day: date) -> Adoption:
    """Of a model in sight, by a unit for which the user records it."""
    adoption = get_object_or_404(Adoption.objects.select_related("practice"), pk=adoption_id)
    unit_or_404(user, adoption.unit_id, day, NOMINATE)
    practice_or_404(user, adoption.practice_id, day)
    return adoption


def picture_or_404(user: Any, practice_id: int, picture_id: int, day: date) -> PracticePicture:
    practice = practice_or_404(user, practice_id, day)
    shown = practice.pictures.filter(withdrawn_at=None).select_related("file")
    return get_object_or_404(shown, pk=picture_id)


def lined(unit_id: int, day: date) -> Unit:
    """A unit, in sight or not, with the lineage of the day or of the nearest one in its life."""
    on = nearest_day(Unit.objects.get(pk=unit_id), day)
    return Unit.objects.with_lineage(on).get(pk=unit_id)


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
