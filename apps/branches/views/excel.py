"""Branches from and to Excel: the trial of a list, the import, the workbook of the list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.branches import queries, services
from apps.branches.forms.excel import ListForm, StartForm
from apps.branches.forms.register import FilterForm
from apps.branches.permissions import KEEP
from apps.branches.queries import moment_of
from apps.branches.views.door import actor_of, quarter_or_404, unit_or_404
from apps.core.clock import db_now, local_day
from apps.core.workbooks import Provenance, attached, workbook
from apps.units.models import Unit


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The trial: what the list would do, row by row; nothing is written."""
    moment = moment_of(request.user)
    unit = unit_or_404(request.user, unit_id, moment.day, KEEP)
    form = ListForm(request.POST or None, request.FILES or None, initial={"effective_on": moment.day})
    context: dict[str, Any] = {"unit": unit, "form": form, "asked": quarter_or_404(moment)}
    if request.method == "POST" and form.is_valid():
        trial = services.try_list(order_of(request, unit, form), form.rows)
        kept = {name: form.cleaned_data[name] for name in ("effective_on", "decision_number", "decision_on")}
        packed = kept | {"rows": form.packed(unit.pk)}
        context |= {"trial": trial, "start": StartForm(initial=packed, unit_id=unit.pk)}
    return render(request, "branches/import.html", context)


@require_POST
def import_start(request: HttpRequest, unit_id: int) -> HttpResponse:
    moment = moment_of(request.user)
    unit = unit_or_404(request.user, unit_id, moment.day, KEEP)
    form = StartForm(request.POST, unit_id=unit.pk)
    if form.is_valid():
        try:
            trial = services.import_list(order_of(request, unit, form), form.cleaned_data["rows"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Đã nhập danh sách: {trial.changes} chi đoàn lập mới hoặc cập nhật.")
            return redirect("branches:board", unit.pk)
    reasons = [str(reason) for errors in form.errors.values() for reason in errors]
    messages.error(request, " ".join(reasons))
    return redirect("branches:import", unit.pk)


@require_GET
def export(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The list as filtered, with the numbers of the quarter; it names nobody."""
    moment = moment_of(request.user)
    unit = unit_or_404(request.user, unit_id, moment.day)
    asked = quarter_or_404(moment, request.GET.get("quy", ""))
    filters = FilterForm(request.GET).read(unit.pk)
    sheet = queries.branch_sheet(request.user, filters, moment.day, asked)
    lines = [str(unit), *([f"Số liệu {asked.period.short_label}"] if asked else [])]
    provenance = Provenance(lines, str(actor_of(request)), moment.now)
    name = f"chi-doan-{unit.pk}-{moment.day.isoformat()}.xlsx"
    return attached(workbook([sheet], provenance), name)


def order_of(request: HttpRequest, unit: Unit, form: Any) -> services.ListOrder:
    now = db_now()
    asked = quarter_or_404(moment_of(request.user))
    given = {name: form.cleaned_data[name] for name in ("effective_on", "decision_number", "decision_on")}
    return services.ListOrder(
        actor=actor_of(request),
        unit_id=unit.pk,
        period=asked.period if asked else None,
        now=now,
        today=local_day(now),
        **given,
    )
