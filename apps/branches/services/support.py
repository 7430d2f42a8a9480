"""Acts on plans of support: made for a weak branch by somebody above, changed while it runs, ended with a result.

Each: permission, lock, change, audit (names of fields alone). Raises NotAllowed, ValidationError or Stale.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.audit.services import record
from apps.branches.enums import BRANCH_KINDS, SupportResult, WeakReason
from apps.branches.models import SupportPlan
from apps.branches.permissions import SUPPORT, check_unit
from apps.branches.queries.ratings import rated_weak
from apps.branches.queries.support import able_to_help
from apps.branches.queries.weak import judged_branch
from apps.core.constraints import refused_in_words
from apps.core.exceptions import Stale
from apps.core.vietnamese import nfc
from apps.units.models import Unit
from apps.units.queries import nearest_day

STALE = "Người khác vừa sửa kế hoạch này; điều đồng chí đã ghi vẫn còn bên dưới."
ENDED = "Kế hoạch này đã kết thúc, không sửa được nữa."
NOT_WEAK = "Ngày ấy sổ không ghi lý do nào để coi chi đoàn này là yếu."
NOT_ABOVE = "Chọn cán bộ của cấp trên chi đoàn, trong danh sách đồng chí xem được."
BESIDE = {
    "branches_supportplan_due_after_start": "due_on",
    "branches_supportplan_has_measures": "measures",
    "branches_supportplan_ends_with_result": "ended_on",
}


class Aid(TypedDict):
    """Who helps, with what, until when (that day included)."""

    supporter_id: int
    measures: str
    due_on: date


@transaction.atomic
def make_plan(*, actor: User, branch_id: int, aid: Aid, starts_on: date, today: date) -> SupportPlan:
    """For a branch that is weak on the first day, its rating decided by then included; the reasons are kept."""
    branch = _branch(branch_id, today)
    check_unit(SUPPORT, actor, branch)
    if starts_on > today:
        raise ValidationError({"starts_on": "Ngày bắt đầu không thể sau hôm nay."})
    reasons = _reasons(branch, starts_on)
    plan = SupportPlan(branch=branch, reasons=reasons, starts_on=starts_on, made_by=actor)
    change = _put(plan, aid, actor, branch, today)
    _save(plan)
    change |= {"reasons": reasons, "starts_on": starts_on}
    record(actor=actor, act="branches.make_plan", subject=plan, chain=branch.pk, change=change)
    return plan


@transaction.atomic
def change_plan(*, actor: User, plan_id: int, version: int, aid: Aid, today: date) -> SupportPlan:
    """Another supporter, other measures, another day; nothing changed: nothing written."""
    plan, branch = _running(actor, plan_id, version, today)
    if change := _put(plan, aid, actor, branch, today):
        plan.version += 1
        _save(plan)
        record(actor=actor, act="branches.change_plan", subject=plan, chain=branch.pk, change=change)
    return plan


@transaction.atomic
def end_plan(
    *, actor: User, plan_id: int, version: int, ended_on: date, result: str, note: str, today: date
) -> SupportPlan:
    """What came of it, as whoever ends it says; what the numbers say is computed wherever the plan is shown."""
    plan, branch = _running(actor, plan_id, version, today)
    if not plan.starts_on <= ended_on <= today:
        raise ValidationError({"ended_on": "Ngày kết thúc từ ngày bắt đầu kế hoạch đến hôm nay."})
    plan.ended_on, plan.result, plan.note = ended_on, SupportResult(result), nfc(note)
    plan.version += 1
    _save(plan)
    change: Mapping[str, Any] = {"ended_on": ended_on, "result": result, "note": plan.note}
    record(actor=actor, act="branches.end_plan", subject=plan, chain=branch.pk, change=change)
    return plan


def _branch(branch_id: int, today: date) -> Unit:
    """With those above it today, or on its last day; locked, so that two plans at once wait for each other."""
    branch = Unit.objects.select_for_update().get(pk=branch_id, kind__in=BRANCH_KINDS)
    return Unit.objects.with_lineage(nearest_day(branch, today)).get(pk=branch_id)


def _running(actor: User, plan_id: int, version: int, today: date) -> tuple[SupportPlan, Unit]:
    plan = SupportPlan.objects.select_for_update().get(pk=plan_id)
    branch = _branch(plan.branch_id, today)
    check_unit(SUPPORT, actor, branch)
    if plan.ended_on:
        raise ValidationError(ENDED)
    if plan.version != version:
        raise Stale(STALE)
    return plan, branch


def _reasons(branch: Unit, day: date) -> list[str]:
    found = judged_branch(branch.pk, day, rated=rated_weak(day))
    if found is None or not found.reasons:
        raise ValidationError({"starts_on": NOT_WEAK})
    return [WeakReason(reason.kind).value for reason in found.reasons]


def _put(plan: SupportPlan, aid: Aid, actor: User, branch: Unit, today: date) -> dict[str, Any]:
    """Sets what differs and returns it by field name."""
    given = {
        "supporter_id": _supporter(aid["supporter_id"], plan, actor, branch, today),
        "measures": nfc(aid["measures"]),
        "due_on": aid["due_on"],
    }
    changed = {name: value for name, value in given.items() if getattr(plan, name) != value}
    for name, value in changed.items():
        setattr(plan, name, value)
    return changed


def _supporter(cadre_id: int, plan: SupportPlan, actor: User, branch: Unit, today: date) -> int:
    """Whoever helps already may stay; somebody else is a cadre whom the actor sees, of a unit above the branch."""
    if cadre_id != plan.supporter_id and not able_to_help(actor, branch, today).filter(pk=cadre_id).exists():
        raise ValidationError({"supporter_id": NOT_ABOVE})
    return cadre_id


def _save(plan: SupportPlan) -> None:
    plan.full_clean(exclude={"branch", "supporter", "made_by"}, validate_constraints=False)
    with refused_in_words(SupportPlan, BESIDE):
        plan.save()
