"""Scores to and from Excel: say what for and take the file; the workbook to fill in, its trial, the import."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from apps.assessments import services
from apps.assessments.forms.excel import ExportForm, ScoresForm, StartForm
from apps.assessments.models import AssessmentRound, ScoreExport
from apps.assessments.permissions import check_can_score_any
from apps.assessments.queries.scorable import scorable
from apps.assessments.views.door import actor_of, round_or_404, scope_or_404
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.forms import attempt
from apps.core.workbooks import attached


@require_http_methods(["GET", "POST"])
def workbook_new(request: HttpRequest, round_id: int) -> HttpResponse:
    """The unit stands in the address, as on the page of results."""
    within = round_or_404(request.user, round_id)
    unit = scope_or_404(request.user, request.GET.get("don-vi", ""))
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"round_id": round_id, "unit_id": unit.pk, "today": local_today()}
        asked = attempt(form, services.request_export, actor=actor_of(request), **given, **form.cleaned_data)
        if asked:
            return redirect("jobs:job", asked[1].pk)
    return render(request, "assessments/export_new.html", {"form": form, "unit": unit, "round": within})


@require_safe
@never_cache
def workbook(request: HttpRequest, export_id: int) -> HttpResponse:
    """Where the job leads to: what was taken, and the file as long as it is kept."""
    return render(request, "assessments/export.html", {"export": _own(request, export_id)})


@require_safe
@never_cache
def workbook_file(request: HttpRequest, export_id: int) -> HttpResponse:
    found = _own(request, export_id)
    content = services.take_export(actor=actor_of(request), export=found, today=local_today())
    if content is None:
        return redirect("assessments:workbook", export_id)
    return attached(content, f"diem_{found.round.year}_{found.requested_at:%Y%m%d}_{found.pk}.xlsx")


def _own(request: HttpRequest, export_id: int) -> ScoreExport:
    found = ScoreExport.objects.visible_to(request.user).select_related("requested_by", "round")
    export: ScoreExport = get_object_or_404(found.with_unit_name(), pk=export_id)
    return export


@require_GET
def template(request: HttpRequest, round_id: int) -> HttpResponse:
    """Of the units whose score the person enters, with what stands there now."""
    within = scored_round_or_404(request.user, round_id)
    now = db_now()
    content = services.score_template(actor_of(request), within, now)
    return attached(content, f"nhap-diem_{within.year}_{within.pk}_{now:%Y%m%d-%H%M}.xlsx")


@require_http_methods(["GET", "POST"])
def import_scores(request: HttpRequest, round_id: int) -> HttpResponse:
    """The trial: what the workbook would do, cell by cell; nothing is written."""
    within, today = scored_round_or_404(request.user, round_id), local_today()
    form = ScoresForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"round": within, "form": form}
    if request.method == "POST" and form.is_valid():
        context["trial"] = services.try_scores(order_of(request, within, today), form.told)
        context["start"] = StartForm(initial={"told": form.packed(within.pk)}, round_id=within.pk)
    papers = scorable(request.user, within, today)
    context["open_count"] = sum(one.assessment.is_open for one in papers)
    context["recorded_count"] = sum(one.assessment.is_open and not one.is_own for one in papers)
    status = 422 if form.errors else 200
    return render(request, "assessments/import.html", context, status=status)


@require_POST
def import_start(request: HttpRequest, round_id: int) -> HttpResponse:
    within = scored_round_or_404(request.user, round_id)
    form = StartForm(request.POST, round_id=within.pk)
    if form.is_valid():
        try:
            order = order_of(request, within, local_today())
            trial = services.import_scores(order, form.cleaned_data["told"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Đã nhập điểm của {trial.changes} đơn vị. Xem lại rồi gửi thẩm định.")
            return redirect("assessments:round", within.pk)
    reasons = [str(reason) for errors in form.errors.values() for reason in errors]
    messages.error(request, " ".join(reasons))
    return redirect("assessments:import", within.pk)


def scored_round_or_404(user: Any, round_id: int) -> AssessmentRound:
    """A round in which the person may enter scores."""
    within = round_or_404(user, round_id)
    check_can_score_any(user)
    return within


def order_of(request: HttpRequest, within: AssessmentRound, today: date) -> services.ScoreOrder:
    return services.ScoreOrder(actor_of(request), within.pk, today)
