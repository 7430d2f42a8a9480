"""Pages of the indicators: all of a unit, one in depth, and where a number comes from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.core.clock import today
from apps.directives.models import Period
from apps.indicators import queries
from apps.indicators.forms import read_choice
from apps.indicators.models import Indicator
from apps.indicators.permissions import check_can_view, reading_unit
from apps.units.models import Unit
from apps.units.queries import acting


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every indicator of one unit at one quarter."""
    context = frame(request)
    if context["quarter"]:
        context["page"] = queries.overview(
            context["unit"].pk, context["periods"], is_full=context["quarter"].is_full
        )
    return render(request, "indicators/index.html", context)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator of one unit: over time, and in the units directly below."""
    context = frame(request)
    indicator = get_object_or_404(Indicator.objects.select_related("section__directive"), code=code)
    if context["quarter"]:
        context["page"] = queries.detail(
            context["unit"], indicator, context["periods"], is_full=context["quarter"].is_full
        )
    return render(request, "indicators/detail.html", context | {"indicator": indicator})


@require_safe
def source(request: HttpRequest, code: str, unit_id: int, period: str) -> HttpResponse:
    """ "Số này từ đâu": a fragment for the popover, the whole page otherwise."""
    quarter = get_object_or_404(Period.objects.quarters(), slug=period)
    indicator = get_object_or_404(Indicator, code=code)
    unit = get_unit(request, unit_id)
    context = {"unit": unit, "period": quarter, "source": queries.source(indicator, unit.pk, quarter)}
    template = "indicators/_source.html" if request.htmx else "indicators/source.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What both pages of a unit share: the unit of ?don-vi= and its place, the quarter of ?ky= and those before it."""
    unit_id, slug = read_choice(request.GET)
    unit = get_unit(request, unit_id or reading_unit(request.user))
    covered = queries.coverage(unit.pk)
    quarter = queries.chosen(covered, slug)
    held = {held_unit for held_unit, _ in acting(request.user)}
    return {
        "unit": unit,
        "place": queries.place(unit, held, today()),
        "covered": covered,
        "quarter": quarter,
        "periods": [item.period for item in covered[: covered.index(quarter) + 1]] if quarter else [],
        "page": None,
    }


def get_unit(request: HttpRequest, unit_id: int) -> Unit:
    """Through the door: 404 for a unit out of sight, 403 for who may not read figures."""
    day = today()
    units = Unit.objects.visible_to(request.user, day).with_lineage(day).named(day)
    unit = get_object_or_404(units, pk=unit_id)
    check_can_view(request.user, lineage=unit.lineage, unit_id=unit.pk)  # type: ignore[attr-defined]
    return unit
