"""The steps of a report: submit, send back, approve, and more time."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed, Stale
from apps.reports import permissions, services
from apps.reports.forms import ExtensionForm, key_of, notes_of, seen_of, whole
from apps.reports.models import Report
from apps.reports.queries.page import Look
from apps.reports.queries.stale import stale_page
from apps.reports.queries.wording import crumbs, meta
from apps.reports.views.door import report_or_404
from apps.reports.views.entry import show


@require_POST
def submit(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    """One click, one receipt. A refusal comes back on the report's page with links to what is missing."""
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    permissions.check_may_submit(request.user, found)
    key, version, seen = key_of(request.POST), whole(request.POST.get("phien-ban")), seen_of(request.POST)
    if key is None or version is None:
        return HttpResponseBadRequest("Trang nộp không đầy đủ, đồng chí tải lại trang rồi nộp lại.")
    try:
        receipt = services.submit(
            user=request.user, report_id=found.pk, version=version, key=key, seen=seen, now=now
        )
    except Stale:
        found = report_or_404(request, period, unit_id, now)
        context = {"page": stale_page(found, seen), "key": uuid4()}
        return render(request, "reports/stale.html", context, status=409)
    except NotAllowed as refused:
        found = report_or_404(request, period, unit_id, now)
        look = Look(block=whole(request.POST.get("phan")))
        return show(request, found, now, look, status=403, refusal=refused.reason)
    return redirect("reports:receipt", period, unit_id, receipt.number)


@require_POST
def send_back(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    try:
        services.send_back(
            user=request.user,
            report_id=found.pk,
            version=whole(request.POST.get("phien-ban")) or 0,
            notes=notes_of(request.POST),
            message=request.POST.get("loi-nhan", ""),
            now=now,
        )
    except ValidationError as refused:
        look = Look(block=whole(request.POST.get("phan")))
        return show(request, found, now, look, status=422, refusal=refused.messages[0])
    messages.success(request, f"Đã trả lại báo cáo của {found.unit_name}, kèm lý do ở từng ô.")
    return redirect(found.get_absolute_url())


@require_POST
def approve(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    version = whole(request.POST.get("phien-ban")) or 0
    frozen = services.approve(user=request.user, report_id=found.pk, version=version, now=now)
    messages.success(request, f"Đã duyệt báo cáo của {found.unit_name}; số liệu đã vào bảng tổng hợp.")
    return redirect("reports:version", period, unit_id, frozen.number)


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    permissions.check_can_extend(request.user, found)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _extended(request, found, form, now):
        messages.success(request, f"Đã gia hạn cho {found.unit_name}.")
        return redirect("reports:period", period)
    context = {
        "form": form,
        "report": found,
        "title": f"Gia hạn cho {found.unit_name}, {found.period.short_label}",
        "crumbs": crumbs(found, "Gia hạn"),
        "meta": meta(found, now),
    }
    return render(request, "reports/extend.html", context, status=422 if form.errors else 200)


def _extended(request: HttpRequest, found: Report, form: ExtensionForm, now: datetime) -> bool:
    """Whether the service took it; what it refused stands beside the fields."""
    reason = form.cleaned_data["reason"]
    try:
        services.grant_extension(
            user=request.user, report_id=found.pk, due_at=form.due_at, reason=reason, now=now
        )
    except ValidationError as refused:
        form.add_refusals(refused)
        return False
    return True
