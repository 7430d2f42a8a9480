"""A row between the commune and the district: handed over, taken over, given back; and who is still out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.core.clock import db_now
from apps.core.exceptions import NotAllowed, Stale
from apps.core.offline import is_delivery
from apps.jobs.services import deliver_once
from apps.reports import permissions, services
from apps.reports.forms import RowReasonForm, whole
from apps.reports.models import Report
from apps.reports.queries.handing import hands_page
from apps.reports.queries.page import Look
from apps.reports.queries.sheet import named_rows
from apps.reports.queries.wording import crumbs
from apps.reports.views.door import report_or_404, row_or_404, whole_or_404
from apps.reports.views.entry import show


@require_POST
def hand_over(request: HttpRequest, period: str, unit_id: int, row_unit_id: int) -> HttpResponse:
    """The commune's *Bàn giao*, done once however often it comes. A refusal comes back on the page of the row."""
    now = db_now()
    found = report_or_404(request, period, unit_id, now)
    row_or_404(request, found, row_unit_id)
    try:
        _hand_over(request, found, row_unit_id, now)
    except (NotAllowed, Stale) as refused:
        if is_delivery(request):
            raise
        found = report_or_404(request, period, unit_id, now)
        look = Look(block=whole(request.POST.get("phan")), unit_id=row_unit_id)
        status = 409 if isinstance(refused, Stale) else 403
        return show(request, found, now, look, status=status, refusal=refused.reason)
    messages.success(request, f"Đã bàn giao dòng {found.period.short_label} cho {found.unit_name}.")
    return redirect(found.get_absolute_url())


def _hand_over(request: HttpRequest, found: Report, row_unit_id: int, now: datetime) -> None:
    version = whole(request.POST.get("phien-ban")) or 0

    def act() -> dict[str, int]:
        step = services.hand_over(
            user=request.user, report_id=found.pk, unit_id=row_unit_id, version=version, now=now
        )
        return {"step": step.pk}

    deliver_once(actor=request.user, path=request.path, post=request.POST, act=act)


@require_GET
def hand_overs(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    now = db_now()
    found = whole_or_404(request, period, unit_id, now)
    may_settle = not permissions.settle_refusal(request.user, found)
    context = {
        "report": found,
        "page": hands_page(found, now),
        "may_settle": may_settle,
        "crumbs": crumbs(found, "Bàn giao"),
    }
    return render(request, "reports/hand_overs.html", context)


@require_http_methods(["GET", "POST"])
def take_over(request: HttpRequest, period: str, unit_id: int, row_unit_id: int) -> HttpResponse:
    words = {"title": "Nhập thay", "button": "Nhập thay", "icon": "person-badge"}
    return _settle(request, (period, unit_id, row_unit_id), services.take_over, words)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, period: str, unit_id: int, row_unit_id: int) -> HttpResponse:
    words = {"title": "Trả dòng cho", "button": "Trả dòng cho xã", "icon": "arrow-return-left"}
    return _settle(request, (period, unit_id, row_unit_id), services.give_back, words)


def _settle(
    request: HttpRequest, place: tuple[str, int, int], act: Callable[..., Any], words: dict[str, str]
) -> HttpResponse:
    """The page that asks for the reason, and the act."""
    now = db_now()
    found = report_or_404(request, *place[:2], now)
    row_or_404(request, found, place[2])
    permissions.check_can_settle_row(request.user, found, place[2])
    form = RowReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _settled(request, found, place[2], act, form, now):
        return redirect("reports:hand_overs", *place[:2])
    name = named_rows(found).get(unit_id=place[2]).unit_name
    title = f"{words['title']} {name}, {found.period.short_label}"
    context = {
        "form": form,
        "report": found,
        "words": words | {"title": title},
        "crumbs": crumbs(found, name),
    }
    return render(request, "reports/settle_row.html", context, status=422 if form.errors else 200)


def _settled(
    request: HttpRequest,
    found: Report,
    row_unit_id: int,
    act: Callable[..., Any],
    form: RowReasonForm,
    now: datetime,
) -> bool:
    """Whether the service took it; what it refused stands beside the field."""
    reason = form.cleaned_data["reason"]
    try:
        act(user=request.user, report_id=found.pk, unit_id=row_unit_id, reason=reason, now=now)
    except ValidationError as refused:
        form.add_error("reason", refused.message_dict["reason"])
        return False
    messages.success(request, "Đã ghi; xã thấy lý do trên trang của dòng.")
    return True
