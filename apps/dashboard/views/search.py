"""Search: the whole page, or suggestions under the field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.clock import today
from apps.dashboard.forms import SearchForm
from apps.dashboard.queries.search import SUGGESTED
from apps.dashboard.queries.search import search as find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Anybody signed in; what is found is limited to what the person may see."""
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    suggesting = bool(request.htmx)  # type: ignore[attr-defined]
    found = find(request.user, typed, today(), most=SUGGESTED if suggesting else None)
    template = "dashboard/_search_suggestions.html" if suggesting else "dashboard/search.html"
    return render(request, template, {"found": found, "form": form})
