"""One person: the page, the form of a new file and of an old one, what the file said before."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.cadres import queries, services
from apps.cadres.forms.people import (
    EditCadreForm,
    LevelFormSet,
    NewCadreForm,
    facts_of,
    levels_held,
    levels_of,
)
from apps.cadres.models import Cadre
from apps.cadres.permissions import check_can_answer_requests, check_can_edit, check_can_record
from apps.cadres.views.door import (
    actor_of,
    cadre_or_404,
    kept_or_404,
    read_private,
    why_not,
)
from apps.core.clock import today as local_today
from apps.core.forms import attempt, renew
from apps.core.vietnamese import MISSING
from apps.core.vietnamese import day as written
from apps.units.queries import picked_name, shown_day


@require_GET
def cadre(request: HttpRequest, cadre_id: int) -> HttpResponse:
    today = shown_day(request.user)
    found = cadre_or_404(request.user, cadre_id, today)
    if found.merged_into_id:
        messages.info(request, f"Hồ sơ số {found.pk} đã gộp vào hồ sơ này.")
        return redirect("cadres:cadre", found.merged_into_id)
    is_private = read_private(request.user, found)
    context = {
        "profile": queries.profile(found, today, is_private=is_private),
        "why_not": why_not(check_can_edit, request.user, found),
        "why_not_rights": why_not(check_can_answer_requests, request.user, found),
    }
    return render(request, "cadres/cadre.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A likely duplicate is shown before anything is saved; "Vẫn ghi hồ sơ mới" saves all the same."""
    check_can_record(request.user)
    actor, today = actor_of(request), local_today()
    form = NewCadreForm(request.POST or None)
    levels = LevelFormSet(request.POST or None, prefix="trinh-do")
    duplicates: list[Cadre] = []
    if request.method == "POST" and form.is_valid() and levels.is_valid():
        facts, unit_id = form.facts(), form.cleaned_data["unit_id"]
        if "anyway" not in request.POST:
            alike = {name: facts[name] for name in ("full_name", "born_on")}
            duplicates = queries.find_duplicates(actor, **alike, unit_id=unit_id, today=today)
        if not duplicates:
            given = {"unit_id": unit_id, "facts": facts, "held": levels_held(levels)}
            if saved := attempt(form, services.record_cadre, actor=actor, today=today, **given):
                messages.success(
                    request, f"Đã ghi hồ sơ đồng chí {saved}. Tiếp theo: ghi chức danh đang giữ."
                )
                return redirect("cadres:cadre", saved.pk)
    chosen = picked_name(actor, form["unit_id"].value(), today)
    context = {"form": form, "levels": levels, "duplicates": duplicates, "chosen_unit": chosen}
    return render(request, "cadres/new.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, cadre_id: int) -> HttpResponse:
    actor, today = actor_of(request), local_today()
    found = kept_or_404(actor, cadre_id, today)
    read_private(actor, found)
    form = EditCadreForm(request.POST or None, initial=facts_of(found))
    rows = levels_of(found.qualifications.all())
    levels = LevelFormSet(request.POST or None, initial=rows, prefix="trinh-do")
    if request.method == "POST" and form.is_valid() and levels.is_valid():
        given = {"facts": form.facts(), "held": levels_held(levels), "version": form.cleaned_data["version"]}
        if attempt(form, services.update_cadre, actor=actor, cadre_id=cadre_id, today=today, **given):
            messages.success(request, "Đã cập nhật hồ sơ.")
            return redirect("cadres:cadre", cadre_id)
    context = {"form": form, "levels": levels, "cadre": found, "theirs": differences(form, found)}
    return render(request, "cadres/edit.html", context)


@require_GET
def history(request: HttpRequest, cadre_id: int) -> HttpResponse:
    today = local_today()
    found = cadre_or_404(request.user, cadre_id, today)
    is_private = read_private(request.user, found)
    page = queries.history(found, request.GET.get("page"), today, is_private=is_private)
    return render(request, "cadres/history.html", {"cadre": found, "page": page})


def differences(form: EditCadreForm, found: Cadre) -> list[dict[str, Any]]:
    """After a stale page: each fact as typed and as it stands now; saving again keeps what was typed."""
    if not getattr(form, "is_stale", False):
        return []
    renew(form, found.version)
    changed = [name for name in form.facts() if form.cleaned_data[name] != getattr(found, name)]
    fields = [form[name] for name in changed]
    return [
        {"label": field.label, "mine": field.value() or MISSING, "theirs": shown(field.initial)}
        for field in fields
    ]


def shown(value: Any) -> str:
    return written(value) if isinstance(value, date) else str(value or MISSING)
