"""Weak branches and their plans of support: the board, the list, one plan, and one page per act on it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.branches import services
from apps.branches.forms.support import EditPlanForm, EndPlanForm, NewPlanForm, PlanFilterForm, WeakFilterForm
from apps.branches.models import SupportPlan
from apps.branches.permissions import SUPPORT, VIEW
from apps.branches.queries import rule_on
from apps.branches.queries.ratings import rated_weak
from apps.branches.queries.support import plan_list, plan_page, supporters
from apps.branches.queries.weak import judged_branch, weak_branches
from apps.branches.views.door import actor_of, branch_or_404, plan_or_404, why_not
from apps.core.clock import today as local_today
from apps.core.forms import attempt, renew
from apps.units.models import Unit
from apps.units.permissions import check_anywhere, is_granted_anywhere
from apps.units.queries import shown_day

act_page = require_http_methods(["GET", "POST"])


@require_GET
def weak(request: HttpRequest) -> HttpResponse:
    check_anywhere(VIEW, request.user)
    day = shown_day(request.user)
    form = WeakFilterForm(request.GET, user=request.user, today=day)
    filters = form.read()
    board = weak_branches(request.user, filters, day, day, request.GET.get("page"), rated=rated_weak(day))
    context = {"form": form, "filters": filters, "board": board, "day": day, "rule": rule_on(day)}
    context["may_support"] = is_granted_anywhere(SUPPORT, request.user)
    form.count(board.counts)
    return render(request, "branches/weak.html", context)


@require_GET
def supports(request: HttpRequest) -> HttpResponse:
    check_anywhere(VIEW, request.user)
    day = shown_day(request.user)
    form = PlanFilterForm(request.GET, user=request.user, today=day)
    state = form.value("state") or ""
    page = plan_list(request.user, state, form.value("unit"), day, day, request.GET.get("page"))
    return render(request, "branches/supports.html", {"form": form, "page": page, "day": day, "state": state})


@require_GET
def support(request: HttpRequest, plan_id: int) -> HttpResponse:
    day = shown_day(request.user)
    plan, branch = plan_or_404(request.user, plan_id, day)
    context = {"page": plan_page(request.user, plan, day, day, rated=rated_weak(day)), "day": day}
    context["why_not"] = why_not(request.user, SUPPORT, branch)
    return render(request, "branches/support.html", context)


@act_page
def support_new(request: HttpRequest, branch_id: int) -> HttpResponse:
    """Why the branch is weak stands above the form."""
    branch = branch_or_404(request.user, branch_id, local_today(), SUPPORT)
    if running := SupportPlan.objects.running().filter(branch=branch).first():
        messages.info(request, "Chi đoàn đang có kế hoạch hỗ trợ này.")
        return redirect("branches:support", running.pk)
    day = shown_day(request.user)
    form = started(NewPlanForm, request, {"starts_on": day})
    given = {"branch_id": branch.pk}
    return acted(request, form, services.make_plan, given, "Đã lập kế hoạch hỗ trợ.") or planned(
        request, form, branch, {"judged": judged_branch(branch.pk, day, rated=rated_weak(day)), "day": day}
    )


@act_page
def support_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan, branch = plan_or_404(request.user, plan_id, local_today(), SUPPORT)
    names = ("supporter_id", "measures", "due_on", "version")
    form = started(EditPlanForm, request, {name: getattr(plan, name) for name in names})
    return acted(
        request, form, services.change_plan, {"plan_id": plan.pk}, "Đã sửa kế hoạch.", plan
    ) or planned(request, form, branch, {"plan": plan})


@act_page
def support_end(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What the numbers say stands beside what is typed."""
    plan, branch = plan_or_404(request.user, plan_id, local_today(), SUPPORT)
    day = shown_day(request.user)
    form = EndPlanForm(request.POST or None, initial={"ended_on": day, "version": plan.version})
    given = {"plan_id": plan.pk}
    if done := acted(request, form, services.end_plan, given, "Đã ghi kết quả hỗ trợ.", plan):
        return done
    context = {"form": form, "plan": plan, "branch": branch, "day": day}
    context["page"] = plan_page(request.user, plan, day, day, rated=rated_weak(day))
    return render(request, "branches/support_end.html", context)


def started(form: type[Form], request: HttpRequest, initial: dict[str, Any]) -> Form:
    """The form; while people are looked for, what was typed so far is kept and not judged yet."""
    if "search" in request.POST:
        return form(initial=request.POST.dict())
    return form(request.POST or None, initial=initial)


def acted(
    request: HttpRequest,
    form: Any,
    act: Any,
    given: dict[str, Any],
    done: str,
    plan: SupportPlan | None = None,
) -> HttpResponse | None:
    """The act, when the form is good; nothing when it was refused: then the form carries the reason."""
    if request.method != "POST" or not form.is_valid():
        return None
    who = {"actor": actor_of(request), "today": local_today()}
    if saved := attempt(form, act, **given, **who, **form.given()):
        messages.success(request, done)
        return redirect("branches:support", saved.pk)
    if plan and getattr(form, "is_stale", False):
        plan.refresh_from_db()
        renew(form, plan.version)
    return None


def planned(request: HttpRequest, form: Any, branch: Unit, more: dict[str, Any]) -> HttpResponse:
    """People to choose from, found by name (`tim`); who was chosen stays in the list."""
    text = request.POST.get("tim", "")[:80]
    chosen = form["supporter_id"].value()
    people = supporters(request.user, branch, local_today(), text=text, chosen=chosen)
    context = {"form": form, "branch": branch, "text": text, "people": people} | more
    return render(request, "branches/support_form.html", context)
