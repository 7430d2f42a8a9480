"""Deciding many units by one document, a score of the decider's own, and opening a result again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from apps.assessments import services
from apps.assessments.forms.scores import DecisionForm, PointsForm, ReasonForm
from apps.assessments.models import Criterion
from apps.assessments.permissions import check_can_appeal, check_can_decide_any, check_can_overrule
from apps.assessments.queries.deciding import to_decide
from apps.assessments.views.acts import Page, act_page, acted
from apps.assessments.views.appraising import place_of
from apps.assessments.views.door import actor_of, assessment_or_404, round_or_404
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.forms import attempt

APPEAL = Page(
    "Xem xét lại kết quả",
    "Bản đánh giá trở về bước chờ thẩm định. Quyết định cũ vẫn giữ nguyên; quyết định sau được ghi thành lần mới.",
    "Mở lại để xem xét",
    "Đã mở lại bản đánh giá để xem xét.",
)
OVERRULE = Page(
    "Quyết định điểm khác điểm thẩm định",
    "Ghi đúng điểm thẩm định thì bỏ điểm quyết định riêng của tiêu chí này.",
    "Ghi điểm quyết định",
    "Đã ghi điểm quyết định.",
)


@act_page
def decide(request: HttpRequest, round_id: int) -> HttpResponse:
    """All that waits for the person's unit, chosen one by one, by one document."""
    check_can_decide_any(request.user)
    within, today = round_or_404(request.user, round_id), local_today()
    found = to_decide(request.user, within, today, request.GET.get("page"))
    form = DecisionForm(request.POST or None, rows=found.rows, initial={"chosen": found.keys})
    if request.method == "POST" and form.is_valid():
        act: dict[str, Any] = {"actor": actor_of(request), "round_id": within.pk, "today": today}
        if made := attempt(form, services.decide, now=db_now(), **act, **form.given()):
            messages.success(request, f"Đã quyết định {len(made)} đơn vị.")
            return redirect("assessments:round", within.pk)
    context = {"round": within, "found": found, "form": form, "chosen": form["chosen"].value() or []}
    status = 422 if form.errors else 200
    return render(request, "assessments/decide.html", context, status=status)


@act_page
def overrule(request: HttpRequest, assessment_id: int, criterion_id: int) -> HttpResponse:
    found = assessment_or_404(request.user, assessment_id, local_today())
    check_can_overrule(request.user, found)
    row = get_object_or_404(found.scores.select_related("criterion"), criterion_id=criterion_id)
    points = row.appraised_points if row.decided_points is None else row.decided_points
    initial = {"version": row.version, "points": points, "reason": row.decided_reason}
    form = PointsForm(request.POST or None, initial=initial)
    given = {"assessment_id": found.pk, "criterion_id": criterion_id, "today": local_today()}
    return acted(request, titled(row.criterion), form, place_of(found), services.overrule, **given)


def titled(criterion: Criterion) -> Page:
    lede = f"{criterion.code} {criterion.text}. {OVERRULE.lede}"
    return Page(OVERRULE.title, lede, OVERRULE.button, OVERRULE.done)


@act_page
def appeal(request: HttpRequest, assessment_id: int) -> HttpResponse:
    found = assessment_or_404(request.user, assessment_id, local_today())
    check_can_appeal(request.user, found)
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    given = {"assessment_id": found.pk, "today": local_today()}
    return acted(request, APPEAL, form, place_of(found), services.appeal, **given)
