"""Sets of criteria: the list, one set, a draft row by row, what it would change, publishing."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.assessments import services
from apps.assessments.forms import criteria as forms
from apps.assessments.models import CriteriaSet
from apps.assessments.permissions import check_can_manage, check_can_view_any
from apps.assessments.queries import criteria as queries
from apps.assessments.queries.preview import preview as compare
from apps.assessments.views.acts import Page, Place, act_page, acted, renew
from apps.assessments.views.door import actor_of, set_or_404
from apps.core.exceptions import refusal
from apps.core.forms import attempt

COPY = Page(
    "Chép thành bản mới",
    "Bản dự thảo có đủ tiêu chí, hạng, điều kiện của bản này để sửa; kết quả đã có giữ nguyên bộ của mình.",
    "Chép thành dự thảo",
    "Đã chép thành dự thảo; sửa rồi xem trước.",
)
DESCRIBE = Page(
    "Tên, căn cứ, mức trần",
    "Đợt của năm ấy trở đi mới dùng được bộ này.",
    "Lưu",
    "Đã lưu bản dự thảo.",
)
CRITERION = Page("Tiêu chí", "Điểm của các mức đi từ điểm tối đa xuống.", "Lưu tiêu chí", "Đã lưu tiêu chí.")
REMOVE = Page("Bỏ tiêu chí", "Tiêu chí này không còn trong bản dự thảo.", "Bỏ tiêu chí", "Đã bỏ tiêu chí.")
CLASS = Page("Hạng xếp loại", "Tên hạng và ngưỡng điểm thuộc về bản này.", "Lưu hạng", "Đã lưu hạng.")
GATE = Page(
    "Điều kiện khống chế",
    "Vướng điều kiện thì kết quả không quá hạng ghi ở đây, dù điểm cao hơn.",
    "Lưu điều kiện",
    "Đã lưu điều kiện khống chế.",
)
GATE_REMOVE = Page(
    "Bỏ điều kiện khống chế", "Điều kiện này không còn trong bản dự thảo.", "Bỏ điều kiện", "Đã bỏ điều kiện."
)
DISCARD = Page(
    "Bỏ bản dự thảo",
    "Bản dự thảo bị xóa; các bản đã ban hành không đổi.",
    "Bỏ bản dự thảo",
    "Đã bỏ bản dự thảo.",
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    check_can_view_any(request.user)
    may_write = not refusal(check_can_manage, request.user)
    page = queries.sets(request.GET.get("page"), with_drafts=may_write)
    return render(request, "assessments/criteria.html", {"page": page})


@require_GET
def criteria_set(request: HttpRequest, set_id: int) -> HttpResponse:
    found = set_or_404(request.user, set_id)
    context = {
        "found": found,
        "criteria": found.criteria.prefetch_related("grades"),
        "classes": found.classes.all(),
        "gates": found.gates.all(),
        "why_not": refusal(check_can_manage, request.user),
    }
    return render(request, "assessments/criteria_set.html", context)


@act_page
def copy(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    form = forms.CopyForm(request.POST or None)
    if request.method == "POST":
        made = services.copy_set(actor=actor_of(request), set_id=set_id)
        messages.success(request, COPY.done)
        return redirect("assessments:criteria_set", made.pk)
    return render(request, "assessments/act.html", {"act": COPY, "form": form, "place": place_of(found)})


@act_page
def describe(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    form = forms.HeadingForm(request.POST or None, initial=forms.heading_of(found))
    return acted(request, DESCRIBE, form, place_of(found), services.describe_set, set_id=set_id)


@act_page
def criterion_new(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    form = forms.CriterionForm(request.POST or None, initial=revision(found))
    return acted(request, CRITERION, form, place_of(found), services.set_criterion, set_id=set_id)


@act_page
def criterion_edit(request: HttpRequest, set_id: int, row_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    row = get_object_or_404(found.criteria.prefetch_related("grades"), pk=row_id)
    form = forms.CriterionForm(request.POST or None, initial=forms.criterion_of(row) | revision(found))
    given = {"set_id": set_id, "row_id": row_id}
    return acted(request, CRITERION, form, place_of(found), services.set_criterion, **given)


@act_page
def criterion_remove(request: HttpRequest, set_id: int, row_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    row = get_object_or_404(found.criteria, pk=row_id)
    form = forms.RevisionForm(request.POST or None, initial=revision(found))
    given = {"set_id": set_id, "row_id": row_id}
    page = replace(REMOVE, lede=f"{row}. {REMOVE.lede}")
    return acted(request, page, form, place_of(found), services.remove_criterion, **given)


@act_page
def class_edit(request: HttpRequest, set_id: int, row_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    row = get_object_or_404(found.classes, pk=row_id)
    initial = {"name": row.name, "min_points": row.min_points} | revision(found)
    form = forms.ClassForm(request.POST or None, initial=initial)
    given = {"set_id": set_id, "row_id": row_id}
    return acted(request, CLASS, form, place_of(found), services.set_class, **given)


@act_page
def gate_new(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    form = forms.GateForm(request.POST or None, initial=revision(found))
    return acted(request, GATE, form, place_of(found), services.set_gate, set_id=set_id)


@act_page
def gate_edit(request: HttpRequest, set_id: int, row_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    row = get_object_or_404(found.gates, pk=row_id)
    form = forms.GateForm(request.POST or None, initial=forms.gate_of(row) | revision(found))
    given = {"set_id": set_id, "row_id": row_id}
    return acted(request, GATE, form, place_of(found), services.set_gate, **given)


@act_page
def gate_remove(request: HttpRequest, set_id: int, row_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    row = get_object_or_404(found.gates, pk=row_id)
    form = forms.RevisionForm(request.POST or None, initial=revision(found))
    given = {"set_id": set_id, "row_id": row_id}
    page = replace(GATE_REMOVE, lede=f"{row}. {GATE_REMOVE.lede}")
    return acted(request, page, form, place_of(found), services.remove_gate, **given)


@act_page
def discard(request: HttpRequest, set_id: int) -> HttpResponse:
    found = kept_set(request.user, set_id)
    form = forms.RevisionForm(request.POST or None, initial=revision(found))
    place = replace(place_of(found), back=reverse("assessments:criteria"))
    return acted(request, DISCARD, form, place, services.discard_set, set_id=set_id)


@act_page
def preview(request: HttpRequest, set_id: int) -> HttpResponse:
    """GET: who would be in another class. POST: the draft is published."""
    found = kept_set(request.user, set_id)
    form = forms.RevisionForm(request.POST or None, initial=revision(found))
    if request.method == "POST" and form.is_valid():
        if attempt(form, services.publish_set, actor=actor_of(request), set_id=set_id, **form.given()):
            messages.success(request, f"Đã ban hành {found}.")
            return redirect("assessments:criteria_set", set_id)
        if getattr(form, "is_stale", False):
            renew(form, found.revision)
    names = {each.code: each.name for each in found.classes.all()}
    context = {
        "found": found,
        "form": form,
        "preview": compare(found, request.GET.get("page")),
        "names": names,
    }
    return render(request, "assessments/preview.html", context)


def kept_set(user: Any, set_id: int) -> CriteriaSet:
    """A set that the person may also act on."""
    found = set_or_404(user, set_id)
    check_can_manage(user)
    return found


def revision(found: CriteriaSet) -> dict[str, Any]:
    return {"version": found.revision}


def place_of(found: CriteriaSet) -> Place:
    crumbs = [
        {"label": "Đánh giá, xếp loại", "url": reverse("assessments:index")},
        {"label": "Bộ tiêu chí", "url": reverse("assessments:criteria")},
        {"label": str(found), "url": reverse("assessments:criteria_set", args=[found.pk])},
    ]
    return Place(str(found), crumbs[-1]["url"], crumbs, found.revision)
