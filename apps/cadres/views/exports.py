"""Xuất Excel: say what for, wait for the job, take the file within a day."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.cadres import services
from apps.cadres.enums import ExportKind
from apps.cadres.forms.exports import FORMS
from apps.cadres.forms.filters import FilterForm
from apps.cadres.forms.forecast import ForecastForm
from apps.cadres.models import CadreExport
from apps.cadres.permissions import export_act
from apps.cadres.queries.lists import sees_any_private
from apps.cadres.views.door import actor_of, unit_or_404
from apps.core.forms import attempt
from apps.core.workbooks import attached
from apps.units.models import Unit
from apps.units.queries import shown_day

BACK: dict[str, str] = {ExportKind.LIST: "cadres:index", ExportKind.FORECAST: "cadres:forecast"}


@require_http_methods(["GET", "POST"])
def workbook_new(request: HttpRequest) -> HttpResponse:
    """What is taken stands in the address, as on the page that one came from."""
    actor, today = actor_of(request), shown_day(request.user)
    kind = request.GET.get("loai", ExportKind.LIST)
    if kind not in ExportKind.values:
        raise Http404
    unit, asked, words = _asked(request, kind, today)
    form = FORMS[kind](request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        given = {"kind": kind, "unit_id": unit.pk, "purpose": form.cleaned_data["purpose"], "today": today}
        if done := attempt(form, services.request_export, actor=actor, asked=asked | form.asked(), **given):
            return redirect("jobs:job", done[1].pk)
    context = {
        "form": form,
        "unit": unit,
        "words": words,
        "kind": ExportKind(kind),
        "back": BACK.get(kind, ""),
    }
    return render(request, "cadres/export_new.html", context)


def _asked(request: HttpRequest, kind: str, today: date) -> tuple[Unit, dict[str, Any], str]:
    """The unit in whose log it stands, what the address asks for, and it in words; 404 for what cannot be read."""
    if kind == ExportKind.LIST:
        return _asked_list(request, today)
    form = ForecastForm(request.GET, today=today)
    asked = form.read()
    if form.errors:
        raise Http404
    unit = unit_or_404(request.user, asked.unit_id, today, export_act(kind))
    if kind != ExportKind.FORECAST:
        return unit, {}, f"{unit} và cấp dưới"
    days = {"day": asked.day.isoformat(), "horizon": asked.horizon.isoformat()}
    words = f"{unit} và cấp dưới, từ ngày {asked.day:%d/%m/%Y} đến ngày {asked.horizon:%d/%m/%Y}"
    position = asked.position
    words += f"; chức danh {position}" if position else ""
    return unit, {**days, "position": position.code if position else ""}, words


def _asked_list(request: HttpRequest, today: date) -> tuple[Unit, dict[str, Any], str]:
    is_private = sees_any_private(request.user)
    form = FilterForm(request.GET, user=request.user, today=today, is_private=is_private)
    filters = form.read()
    if form.errors:
        raise Http404
    unit = unit_or_404(request.user, filters.unit_id, today, export_act(ExportKind.LIST))
    place = str(unit) if filters.unit_id else "Mọi đơn vị trong phạm vi của đồng chí"
    words = f"{place}, ngày {filters.day:%d/%m/%Y}"
    words += ", theo điều kiện lọc của trang danh sách" if form.is_filtered else ""
    return unit, asdict(filters) | {"day": filters.day.isoformat()}, words


@require_safe
@never_cache
def workbook(request: HttpRequest, export_id: int) -> HttpResponse:
    """Where the job leads to: what was taken, and the file as long as it is kept."""
    return render(request, "cadres/export.html", {"export": _own(request, export_id)})


@require_safe
@never_cache
def workbook_file(request: HttpRequest, export_id: int) -> HttpResponse:
    found = _own(request, export_id)
    content = services.take_export(actor=actor_of(request), export=found)
    if content is None:
        return redirect("cadres:workbook", export_id)
    name = f"{found.kind}_{found.requested_at:%Y%m%d}_{found.pk}.xlsx"
    return attached(content, name)


def _own(request: HttpRequest, export_id: int) -> CadreExport:
    found = CadreExport.objects.visible_to(request.user).select_related("requested_by")
    return get_object_or_404(found.with_unit_name(), pk=export_id)
