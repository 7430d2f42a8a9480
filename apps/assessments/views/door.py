"""The door to an assessment, a round, a set: outside what one may see there is nothing; inside, refusals say why."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.accounts.models import User
from apps.assessments.models import Assessment, AssessmentRound, CriteriaSet
from apps.assessments.permissions import VIEW, check_can_manage, check_can_view, check_can_view_any
from apps.branches.permissions import check_unit
from apps.core.clock import today as local_today
from apps.core.exceptions import refusal
from apps.units.models import Unit
from apps.units.queries import acting


def assessment_or_404(user: Any, assessment_id: int, today: date) -> Assessment:
    """With lineage, round and set, of whoever may see the unit."""
    seen = Assessment.objects.visible_to(user, today).with_lineage(today)
    found = get_object_or_404(seen, pk=assessment_id)
    check_can_view(user, found)
    return found


def round_or_404(user: Any, round_id: int) -> AssessmentRound:
    check_can_view_any(user)
    return get_object_or_404(AssessmentRound.objects.select_related("set"), pk=round_id)


def scope_or_404(user: Any, asked: str) -> Unit:
    """The unit asked for, or the person's own; named, with its results to be seen."""
    own = next(unit_id for unit_id, role in acting(user) if role in VIEW.grants)
    day = local_today()
    seen = Unit.objects.visible_to(user, day).with_lineage(day).named(day)
    unit = get_object_or_404(seen, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else own)
    check_unit(VIEW, user, unit)
    return unit


def set_or_404(user: Any, set_id: int) -> CriteriaSet:
    """A published set, or a draft for those who write sets."""
    check_can_view_any(user)
    may_write = not refusal(check_can_manage, user)
    seen = CriteriaSet.objects.seen(with_drafts=may_write).select_related("unit_kind", "copied_from")
    return get_object_or_404(seen, pk=set_id)


def actor_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
