"""A unit's cadre board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.cadres.permissions import VIEW, VIEW_PRIVATE
from apps.cadres.queries.board import board as read_board
from apps.cadres.services import log_list_read
from apps.cadres.views.door import actor_of, unit_or_404
from apps.units.permissions import is_granted, relations
from apps.units.queries import shown_day


@require_GET
def board(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Today's: who may not read birth dates must not ask day by day since when somebody is too old."""
    today = shown_day(request.user)
    unit = unit_or_404(request.user, unit_id, today, VIEW)
    found = read_board(
        request.user, unit, today, page=request.GET.get("page"), below_page=request.GET.get("duoi")
    )
    if found.read:
        log_list_read(actor=actor_of(request), unit=unit, cadre_ids=found.read)
    is_private = is_granted(VIEW_PRIVATE, relations(request.user, unit.lineage, unit.pk))  # type: ignore[attr-defined]
    context = {"unit": unit, "board": found, "today": today, "is_private": is_private}
    return render(request, "cadres/board.html", context)
