"""A district's own list, step by step: the workbook, its columns, the trial run, the import."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.cadres import services
from apps.cadres.forms.importing import AgreeForm, ColumnsForm, ListForm
from apps.cadres.models import ListImport
from apps.cadres.permissions import EDIT, check_can_keep, check_can_record
from apps.cadres.queries import importing as queries
from apps.cadres.services.importing import IMPORT, Plan
from apps.cadres.services.importing.template import template_workbook
from apps.cadres.views.door import actor_of, unit_or_404
from apps.core.clock import db_now
from apps.core.clock import today as local_today
from apps.core.exceptions import Stale
from apps.core.forms import attempt
from apps.files.enums import CONTENT_TYPES, FileKind
from apps.units.models import Unit
from apps.units.queries import name_on, picked_name


def list_or_404(request: HttpRequest, listing_id: int) -> ListImport:
    """A list for a unit whose cadres the person keeps."""
    today = local_today()
    found = get_object_or_404(ListImport.objects.visible_to(request.user, today), pk=listing_id)
    unit = Unit.objects.with_lineage(today).get(pk=found.unit_id)
    check_can_keep(request.user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    return found


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The form for a workbook, and the lists that were handed in before."""
    check_can_record(request.user)
    actor, today = actor_of(request), local_today()
    own = unit_or_404(actor, None, today, EDIT)
    form = ListForm(request.POST or None, request.FILES or None, initial={"unit_id": own.pk})
    if request.method == "POST" and form.is_valid():
        given = {"unit_id": form.cleaned_data["unit_id"], "upload": form.cleaned_data["file"]}
        if listing := attempt(form, services.read_list, actor=actor, now=db_now(), today=today, **given):
            return redirect("cadres:import", listing.pk)
    context = {
        "form": form,
        "chosen_unit": picked_name(actor, form["unit_id"].value(), today),
        "lists": queries.lists_of(actor, today, request.GET.get("page")),
    }
    return render(request, "cadres/imports.html", context)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, listing_id: int) -> HttpResponse:
    listing = list_or_404(request, listing_id)
    form = ColumnsForm(request.POST or None, listing=listing)
    if request.method == "POST" and form.is_valid():
        given = {"columns": form.columns(), "rules": form.rules(), "version": form.cleaned_data["version"]}
        act = services.match_columns
        if attempt(form, act, actor=actor_of(request), listing_id=listing_id, today=local_today(), **given):
            messages.success(request, "Đã ghi cách khớp cột; danh sách sau của đơn vị được khớp như vậy.")
            return redirect("cadres:import", listing_id)
    unit_name = name_on(listing.unit_id, local_today())
    return render(
        request, "cadres/import_columns.html", {"listing": listing, "form": form, "unit_name": unit_name}
    )


@require_GET
def trial(request: HttpRequest, listing_id: int) -> HttpResponse:
    """What the import would do; afterwards, what it did."""
    listing = list_or_404(request, listing_id)
    plan = services.make_plan(listing, user=actor_of(request), today=local_today())
    log_read(request, listing, plan)
    return render(request, "cadres/import.html", trial_context(request, listing, plan, None))


@require_POST
def start(request: HttpRequest, listing_id: int) -> HttpResponse:
    listing, today = list_or_404(request, listing_id), local_today()
    plan = services.make_plan(listing, user=actor_of(request), today=today)
    form = AgreeForm(request.POST, alike_count=len(plan.alike))
    if form.is_valid():
        given = {"listing_id": listing_id, "version": form.cleaned_data["version"]}
        if job := attempt(form, services.request_import, actor=actor_of(request), today=today, **given):
            return redirect("jobs:job", job.pk)
    context = trial_context(request, listing, plan, form)
    return render(
        request, "cadres/import.html", context, status=409 if getattr(form, "is_stale", False) else 200
    )


@require_POST
def discard(request: HttpRequest, listing_id: int) -> HttpResponse:
    listing = list_or_404(request, listing_id)
    try:
        services.discard_list(
            actor=actor_of(request), listing_id=listing.pk, now=db_now(), today=local_today()
        )
        messages.success(request, "Đã bỏ danh sách; không ghi gì vào sổ, các ô đã đọc không còn giữ.")
    except Stale as stale:
        messages.info(request, stale.reason)
    return redirect("cadres:imports")


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in, with the units and positions of the person's own unit to choose from."""
    check_can_record(request.user)
    today = local_today()
    unit = unit_or_404(request.user, None, today, EDIT)
    response = HttpResponse(template_workbook(unit, today), content_type=CONTENT_TYPES[FileKind.XLSX])
    response["Content-Disposition"] = 'attachment; filename="mau-danh-sach-can-bo.xlsx"'
    return response


def trial_context(request: HttpRequest, listing: ListImport, plan: Plan, form: Any) -> dict[str, Any]:
    sees_people = request.GET.get("xem") == "nguoi"
    shown = queries.finding_page(plan.to_write if sees_people else plan.findings, request.GET.get("page"))
    if sees_people:
        shown.object_list = [(person, queries.what_changes(person)) for person in shown.object_list]
    alike = len(plan.alike)
    return {
        "listing": listing,
        "unit_name": name_on(listing.unit_id, local_today()),
        "plan": plan,
        "sees_people": sees_people,
        "shown": shown,
        "groups": [] if sees_people else queries.groups(plan.findings, shown),
        "why_not": services.why_not_importable(listing, plan),
        "job": queries.active_job(listing, IMPORT),
        "form": form or AgreeForm(initial={"version": listing.version}, alike_count=alike),
    }


def log_read(request: HttpRequest, listing: ListImport, plan: Plan) -> None:
    """Birth dates of people of the register were shown beside the list."""
    ids = sorted({found.cadre_id for found in plan.findings if found.cadre_id})
    if ids:
        services.log_list_read(actor=actor_of(request), unit=Unit(pk=listing.unit_id), cadre_ids=ids)
