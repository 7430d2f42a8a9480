"""Quy hoạch of a unit: the page of a day, and one page per act on it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.cadres import services
from apps.cadres.forms.succession import (
    CandidateForm,
    DayForm,
    OpenPlanForm,
    ReadinessForm,
    RemoveForm,
    ReviewForm,
)
from apps.cadres.models import Cadre, SuccessionCandidate, SuccessionPlan
from apps.cadres.permissions import VIEW, check_can_keep, sees_private
from apps.cadres.queries.succession import age_warning, eligible, unit_plans
from apps.cadres.services import log_list_read
from apps.cadres.views.door import actor_of, why_not
from apps.core.clock import today as local_today
from apps.core.forms import attempt
from apps.core.ranges import in_words
from apps.units.models import Unit
from apps.units.permissions import check
from apps.units.queries import name_on, nearest_day, shown_day

act_page = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Page:
    """What an act's page says before anything is typed, and after it was done."""

    title: str
    lede: str
    button: str
    done: str


OPEN = Page(
    "Lập quy hoạch chức danh",
    "Mỗi chức danh một quy hoạch cho một nhiệm kỳ.",
    "Lập quy hoạch",
    "Đã lập quy hoạch. Tiếp theo: đưa cán bộ vào quy hoạch.",
)
REVIEW = Page(
    "Ghi rà soát quy hoạch",
    "Quy hoạch được rà soát, bổ sung hằng năm (Quy chế 289, Điều 16).",
    "Ghi rà soát",
    "Đã ghi lần rà soát.",
)
READINESS = Page("Mức sẵn sàng", "", "Ghi mức sẵn sàng", "Đã ghi mức sẵn sàng.")
REMOVE = Page(
    "Đưa ra khỏi quy hoạch",
    "Thời gian đã trong quy hoạch vẫn được lưu.",
    "Đưa ra khỏi quy hoạch",
    "Đã đưa ra khỏi quy hoạch.",
)


@require_GET
def plan(request: HttpRequest, unit_id: int) -> HttpResponse:
    """That ages were read is logged, as far as the reader sees any."""
    today, form = shown_day(request.user), DayForm(request.GET)
    unit, day = unit_or_404(request.user, unit_id, today), form.read(today)
    read: list[int] = []

    def is_private(cadre: Cadre) -> bool:
        is_seen = sees_private(request.user, cadre)
        read.extend([cadre.pk] if is_seen else [])
        return is_seen

    plans = unit_plans(unit, day, is_private=is_private)
    if read:
        log_list_read(actor=actor_of(request), unit=unit, cadre_ids=sorted(set(read)))
    context = {"unit": unit, "unit_name": name_on(unit_id, day), "plans": plans, "form": form}
    context |= {"day": day, "today": today, "is_read": bool(read), "why_not": refusal(request, unit)}
    return render(request, "cadres/plan.html", context)


@act_page
def plan_open(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = kept_unit_or_404(request.user, unit_id, local_today())
    return answer(
        request, OPEN, OpenPlanForm(request.POST or None), services.open_plan, unit, unit_id=unit.pk
    )


@act_page
def review_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    today = local_today()
    unit = kept_unit_or_404(request.user, unit_id, today)
    form = ReviewForm(request.POST or None, initial={"reviewed_on": shown_day(request.user)})
    return answer(request, REVIEW, form, services.record_review, unit, unit_id=unit.pk)


@act_page
def candidate_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """People to choose from, found by name (`tim`); what is said of an age is no refusal."""
    today = local_today()
    plan = get_object_or_404(SuccessionPlan.objects.select_related("position", "unit"), pk=plan_id)
    unit = kept_unit_or_404(request.user, plan.unit_id, today)
    form = CandidateForm(request.POST or None, initial={"starts_on": shown_day(request.user)})
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor_of(request), "plan_id": plan.pk, "today": today, **form.given()}
        if attempt(form, add, **given):
            cadre = Cadre.objects.with_lineage(today).get(pk=form.cleaned_data["cadre_id"])
            messages.success(request, f"Đã đưa đồng chí {cadre} vào quy hoạch.")
            if sees_private(request.user, cadre) and (said := age_warning(cadre, plan, today)):
                messages.warning(request, said)
            return redirect("cadres:plan", unit.pk)
    text = request.GET.get("tim", "")[:80]
    context = {"plan": plan, "unit": unit, "form": form, "text": text, "term": in_words(plan.term)}
    context |= {"unit_name": name_on(unit.pk, today), "people": eligible(request.user, plan, text, today)}
    return render(request, "cadres/candidate_new.html", context)


@act_page
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    found, unit = candidate_or_404(request.user, candidate_id)
    form = ReadinessForm(request.POST or None, initial={"readiness": found.readiness, "note": found.note})
    return answer(request, READINESS, form, services.set_readiness, unit, found, candidate_id=found.pk)


@act_page
def candidate_remove(request: HttpRequest, candidate_id: int) -> HttpResponse:
    found, unit = candidate_or_404(request.user, candidate_id)
    form = RemoveForm(request.POST or None, initial={"ends_on": shown_day(request.user)})
    return answer(request, REMOVE, form, services.remove_candidate, unit, found, candidate_id=found.pk)


def add(*, cadre_id: int, **given: Any) -> SuccessionCandidate:
    """A person whom the actor does not see is none."""
    seen = Cadre.objects.visible_to(given["actor"], given["today"])
    return services.add_candidate(cadre_id=get_object_or_404(seen, pk=cadre_id).pk, **given)


def answer(
    request: HttpRequest,
    page: Page,
    form: Any,
    act: Any,
    unit: Unit,
    found: SuccessionCandidate | None = None,
    **given: Any,
) -> HttpResponse:
    """GET: the form. POST: the act, or the form again with the reason beside its field."""
    today = local_today()
    given |= {"actor": actor_of(request), "today": today}
    if request.method == "POST" and form.is_valid() and attempt(form, act, **given, **form.given()):
        messages.success(request, page.done)
        return redirect("cadres:plan", unit.pk)
    context = {"act": page, "form": form, "unit": unit, "unit_name": name_on(unit.pk, today), "found": found}
    return render(request, "cadres/plan_act.html", context)


def unit_or_404(user: Any, unit_id: int, today: date) -> Unit:
    """A unit whose cadres the user may see, with `lineage` of today or of the nearest day of its life."""
    seen = get_object_or_404(Unit.objects.visible_to(user, today), pk=unit_id)
    unit = Unit.objects.with_lineage(nearest_day(seen, today)).get(pk=seen.pk)
    check(VIEW, user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    return unit


def kept_unit_or_404(user: Any, unit_id: int, today: date) -> Unit:
    """A unit whose cadres the user also keeps."""
    unit = unit_or_404(user, unit_id, today)
    check_can_keep(user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    return unit


def candidate_or_404(user: Any, candidate_id: int) -> tuple[SuccessionCandidate, Unit]:
    found = get_object_or_404(
        SuccessionCandidate.objects.select_related("plan__position", "cadre"), pk=candidate_id
    )
    return found, kept_unit_or_404(user, found.plan.unit_id, local_today())


def refusal(request: HttpRequest, unit: Unit) -> str:
    """Why the reader may not act on the plans of this unit; empty when they may."""

    def keep() -> None:
        check_can_keep(request.user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]

    return why_not(keep)
