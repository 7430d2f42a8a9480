"""The list of cadres, with its filters in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.cadres.forms.filters import FilterForm
from apps.cadres.permissions import VIEW_PRIVATE, check_can_record, check_can_view_list, reach
from apps.cadres.queries.lists import cadre_list, sees_any_private
from apps.cadres.services import log_list_read
from apps.cadres.views.door import actor_of, why_not
from apps.units.models import Unit
from apps.units.queries import shown_day


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Ages are read by some: each page that shows them leaves one line in the log."""
    check_can_view_list(request.user)
    today, is_private = shown_day(request.user), sees_any_private(request.user)
    form = FilterForm(request.GET, user=request.user, today=today, is_private=is_private)
    filters = form.read()
    found = cadre_list(request.user, filters, today, request.GET.get("page"))
    read = [row.cadre_id for row in found.rows if row.is_private]
    if read:
        own, below = reach(VIEW_PRIVATE, request.user)
        unit = form.chosen or Unit(pk=(own or below)[0])
        log_list_read(actor=actor_of(request), unit=unit, cadre_ids=read)
    context = {
        "form": form,
        "found": found,
        "filters": filters,
        "today": today,
        "is_private": is_private,
        "why_not_new": why_not(check_can_record, request.user),
    }
    return render(request, "cadres/index.html", context)
