"""The forecast: who passes the age limit, which seats fall empty, where nobody is ready."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.cadres.forms.forecast import ForecastForm, Table
from apps.cadres.permissions import VIEW_PRIVATE
from apps.cadres.queries.forecast import forecast as foresee
from apps.cadres.queries.forecast_page import forecast_page
from apps.cadres.queries.succession import next_congress
from apps.cadres.services import log_list_read
from apps.cadres.views.door import actor_of, unit_or_404
from apps.units.queries import shown_day


@require_GET
def forecast(request: HttpRequest) -> HttpResponse:
    """Days on which limits are passed tell birth dates: the page is for those who may read them, and it is logged."""
    today = shown_day(request.user)
    form = ForecastForm(request.GET, today=today)
    asked = form.read()
    unit = unit_or_404(request.user, asked.unit_id, today, VIEW_PRIVATE)
    found = foresee(request.user, unit.pk, asked.day, asked.horizon, today)
    found = found.of(asked.position.code) if asked.position else found
    of_people = asked.table == Table.PASSING
    page = forecast_page(unit, found, of_people=of_people, page=request.GET.get("page"))
    if page.read:
        log_list_read(actor=actor_of(request), unit=unit, cadre_ids=page.read)
    context = {"form": form, "asked": asked, "unit": unit, "page": page, "of_people": of_people}
    if meets_on := next_congress(unit.pk, asked.day):
        context["congress"] = {"meets_on": meets_on, "address": form.address_until(meets_on)}
    return render(request, "cadres/forecast.html", context)
