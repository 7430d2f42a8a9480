"""Quyền của cán bộ đối với dữ liệu: what a person may ask of the own data, and what is done then."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from apps.cadres import services
from apps.cadres.forms.rights import AnonymiseForm, CopyForm, DataRequestForm, SettleForm
from apps.cadres.permissions import (
    check_can_anonymise,
    check_can_answer_requests,
    check_can_list_requests,
    may_search_everywhere,
)
from apps.cadres.queries.rights import copy_of, data_requests, is_needed_by_name, losses
from apps.cadres.views.door import actor_of, cadre_or_404, data_request_or_404, why_not
from apps.cadres.views.posts import Page, act_page, acted, shown
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.forms import attempt, renew

SETTLE = Page(
    SettleForm,
    "Ghi kết quả yêu cầu",
    "Ghi ngày đã trả lời; khi xong hẳn thì ghi cả ngày hoàn thành và kết quả.",
    "Ghi kết quả",
    "Đã ghi kết quả.",
)


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    check_can_list_requests(request.user)
    today = local_today()
    page = data_requests(request.user, today, request.GET.get("page"))
    return render(request, "cadres/requests.html", {"page": page, "today": today})


@act_page
def rights(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """What one person asked so far; POST records one request more."""
    today = local_today()
    cadre = cadre_or_404(request.user, cadre_id, today)
    check_can_answer_requests(request.user, cadre)
    form = DataRequestForm(request.POST or None, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor_of(request), "cadre_id": cadre.pk, "today": today, **form.given()}
        if asked := attempt(form, services.record_data_request, **given):
            messages.success(request, f"Đã ghi yêu cầu. {asked.next_step}.")
            return redirect("cadres:rights", cadre.pk)
    asked_so_far = cadre.data_requests.by_urgency()[:100]
    may_not = why_not(check_can_anonymise, request.user, cadre)
    context = {"cadre": cadre, "form": form, "asked": asked_so_far, "today": today, "why_not": may_not}
    return render(request, "cadres/rights.html", context)


@act_page
def settle(request: HttpRequest, cadre_id: int, request_id: int) -> HttpResponse:
    today = local_today()
    asked = data_request_or_404(request.user, cadre_id, request_id, today)
    initial = {name: getattr(asked, name) for name in ("answered_on", "finished_on", "outcome")}
    form = SettleForm(request.POST or None, initial=initial)
    given = {"request_id": asked.pk, "today": today}
    done = acted(request, SETTLE, form, services.settle_data_request, given, asked.cadre)
    return redirect("cadres:rights", cadre_id) if done else shown(request, SETTLE, form, asked.cadre)


@require_POST
def export(request: HttpRequest, cadre_id: int, request_id: int) -> HttpResponse:
    """One file with everything; each is logged. Texts of others are searched for those alone who may anonymise."""
    today = local_today()
    asked = data_request_or_404(request.user, cadre_id, request_id, today)
    is_whole = may_search_everywhere(request.user)
    copy = copy_of(asked.cadre, today, everywhere=is_whole)
    services.log_export(actor=actor_of(request), asked=asked, cadre=asked.cadre)
    context = {"copy": copy, "asked": asked, "is_whole": is_whole, "now": db_now()}
    as_json = CopyForm(request.POST).read() == "json"
    text = _json(copy) if as_json else render_to_string("cadres/copy.html", context)
    kind, ending = ("application/json", "json") if as_json else ("text/html", "html")
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="can-bo-{asked.cadre_id}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@act_page
def anonymise(request: HttpRequest, cadre_id: int, request_id: int) -> HttpResponse:
    """What goes, what stays and where the person is named besides; then, with the name typed, the act."""
    today = local_today()
    asked = data_request_or_404(request.user, cadre_id, request_id, today)
    cadre = asked.cadre
    check_can_anonymise(request.user, cadre)
    form = AnonymiseForm(request.POST or None, initial={"version": cadre.version})
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor_of(request), "request_id": asked.pk, "today": today, "now": db_now()}
        if done := attempt(form, services.anonymise, **given, **form.given()):
            messages.success(request, _done(done))
            return redirect("cadres:rights", cadre.pk)
        if getattr(form, "is_stale", False):
            renew(form, cadre.version)
    copy = copy_of(cadre, today, everywhere=True)
    context = {"cadre": cadre, "form": form, "losses": losses(cadre), "places": copy.places}
    context["refusal"] = services.IN_OFFICE if is_needed_by_name(cadre, today) else ""
    return render(request, "cadres/anonymise.html", context)


def _done(done: services.Anonymised) -> str:
    if not done.left:
        return "Đã ẩn danh hồ sơ; không còn nơi nào khác có tên."
    return f"Đã ẩn danh hồ sơ; còn {len(done.left)} nơi có tên phải xử lý bằng tay, ghi ở yêu cầu."


def _json(copy: Any) -> str:
    rows = {group.title: [dict(row) for row in group.rows] for group in copy.groups}
    places = [{"nơi": place.label, "dòng": place.row, "lời": place.words} for place in copy.places]
    return json.dumps({"dữ liệu": rows, "nơi khác có tên": places}, ensure_ascii=False, indent=2)
